namespace Simulator.Experiments;

/// <summary>The JSON Schema of experiment specifications, as shipped with the library.</summary>
public static class ExperimentSchema
{
    private const string Resource = "Simulator.Experiments.experiment.schema.json";

    /// <summary>The schema as JSON text.</summary>
    public static string Text()
    {
        using Stream stream = typeof(ExperimentSchema).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the library.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
