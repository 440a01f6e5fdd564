using System.CommandLine;
using System.Globalization;
using Simulator.Consistency;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Reports;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Cli.Commands;

/// <summary>f_T and Φ_{T→1} at points.</summary>
internal static class EvaluateCommand
{
    private const string Shape = "points like \"x1,x2;x1,x2\"";

    /// <summary>Coordinates beyond this have squares that no double holds.</summary>
    private const double Largest = 1e150;

    private static readonly Argument<string> Specification = SpecificationArguments.One();

    private static readonly Option<int?> Steps = StepsOption.Create();

    private static readonly Option<string> At = new("--at")
    {
        Description = "Points in x-coordinates, coordinates separated by commas and points by semicolons.",
        Required = true,
    };

    private static readonly Option<string?> Checkpoint = CheckpointOption.Create();

    public static Command Create()
    {
        var command = new Command("evaluate", "Print f_T and the probability-flow map Φ_{T→1} at points.");
        command.Arguments.Add(Specification);
        command.Options.Add(Steps);
        command.Options.Add(At);
        command.Options.Add(Checkpoint);
        CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.BackendOf(parsed); // for its complaints: points take no linear algebra
        string path = parsed.GetValue(Specification)!;
        ExperimentSpecification specification = ExperimentReader.ReadFile(path, parsed.GetValue(CommonOptions.Seed));
        int steps = StepsOption.Of(parsed.GetValue(Steps), specification);
        using CheckpointOption.Attached attached = CheckpointOption.Attach(specification, steps, parsed.GetValue(Checkpoint), parsed.GetValue(CommonOptions.Quiet) ? null : parsed.InvocationConfiguration.Error);
        specification = attached.Specifications[0];
        int d = specification.Target.Dimension;
        if (d > Rotation.LargestDimension)
            throw new SpecificationException($"{specification.Name}: found dimension {d}, expected at most {Rotation.LargestDimension} for points.");
        double[] points = ParsePoints(parsed.GetValue(At)!, d);
        IExactSolver solver = VerifyRunner.SolverFor(specification);
        ExactSolution solution = solver.Solve(
            specification.Target.Structure, specification.Schedule.Create(steps), specification.Learner.OnThreads(CommonOptions.ThreadsOf(parsed)), null, cancellation);

        var batch = new PointBatch(points, d);
        double[] learned = new double[points.Length], flow = new double[points.Length], errors = new double[batch.Count];
        solution.Function.Evaluate(batch, learned);
        Status followed = solution.Flow.Map(steps, 1, batch, flow);
        solution.ErrorAt(batch, errors);
        Status status = solution.NumericalError.Status.Worst(followed);
        if (errors.Any(e => !double.IsFinite(e))) status = status.Worst(Status.OutOfRange);
        var result = new EvaluateResult(
            steps,
            status.Name(),
            [.. Enumerable.Range(0, batch.Count).Select(i => new EvaluatedPoint(
                points[(i * d)..((i + 1) * d)], learned[(i * d)..((i + 1) * d)], flow[(i * d)..((i + 1) * d)], errors[i]))]);
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommonOptions.Json)) output.WriteLine(ResultJson.Write(result));
        else if (!parsed.GetValue(CommonOptions.Quiet)) output.Write(EvaluateReport.Text(specification, result));
        return ExitCodes.Of(status);
    }

    private static double[] ParsePoints(string text, int dimension)
    {
        var values = new List<double>();
        foreach (string point in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] coordinates = point.Split(',', StringSplitOptions.TrimEntries);
            if (coordinates.Length != dimension)
                throw new SpecificationException($"--at: found the point '{point}' with {coordinates.Length} coordinate{(coordinates.Length == 1 ? "" : "s")}, expected {dimension}; write {Shape}.");
            foreach (string coordinate in coordinates)
            {
                if (!double.TryParse(coordinate, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(Math.Abs(value) <= Largest))
                    throw new SpecificationException($"--at: found '{coordinate}', expected a number of size at most 1e150; write {Shape}.");
                values.Add(value);
            }
        }

        return values.Count > 0 ? [.. values] : throw new SpecificationException($"--at: found no point, expected {Shape}.");
    }
}
