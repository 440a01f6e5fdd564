namespace Simulator.Sweeps;

/// <summary>The JSON Schemas of specifications, as shipped with the library.</summary>
public static class SpecificationSchemas
{
    /// <summary>The schema of experiments, as JSON text.</summary>
    public static string Experiment() => Text("Simulator.Experiments.experiment.schema.json");

    /// <summary>The schema of sweeps and searches, as JSON text.</summary>
    public static string Sweep() => Text("Simulator.Sweeps.sweep.schema.json");

    private static string Text(string resource)
    {
        using Stream stream = typeof(SpecificationSchemas).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing from the library.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
