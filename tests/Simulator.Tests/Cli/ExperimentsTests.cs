using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Experiments;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>The specifications in experiments/, as paths from the root of the repository.</summary>
internal static class Specifications
{
    public static TheoryData<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("experiments"), "*.json", SearchOption.AllDirectories)
            .Where(IsSpecification)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Results have a target too, and a manifest.</summary>
    private static bool IsSpecification(string path)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        return JsonNode.Parse(File.ReadAllText(path), null, options) is JsonObject o && o.ContainsKey("target") && o.ContainsKey("steps") && !o.ContainsKey("manifest");
    }
}

public sealed class ExperimentsTests
{
    public static TheoryData<string> All => Specifications.All;

    /// <summary>Runs the least T only, with few samples: the whole experiments take as long as they take.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Every_experiment_runs(string path)
    {
        ExperimentSpecification specification = ExperimentReader.ReadFile(Repository.PathOf(path));
        specification = specification with { Learner = specification.Learner with { Sampling = new Sampling(24), Regression = Smaller(specification) } };
        if (!specification.Learner.Errors.IsEmpty)
        {
            TraceResult trace = TraceRunner.Run(specification, specification.Steps.Min(), cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(Status.Ok, trace.Outcome);
            return;
        }

        VerifyResult result = VerifyRunner.Run(
            specification with { Steps = [specification.Steps.Min()] }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Status.Ok, result.Status);
    }

    private const int MostFeatures = 4;

    /// <summary>Few features, few more pairs than features, and few points held out.</summary>
    private static Regression? Smaller(ExperimentSpecification specification)
    {
        if (specification.Learner.Regression is not { } regression) return null;
        FunctionClass small = regression.Class with { Count = Math.Min(regression.Class.Count, MostFeatures) };
        int features = (int)FeatureFamily.CountOf(small, DataLaw.Of(specification.Target.Structure)!);
        return regression with { Class = small, Samples = Math.Min(regression.Samples, 2 * features + 100), HeldOut = Math.Min(16, regression.HeldOut) };
    }

    [Fact]
    public void There_are_experiments() => Assert.NotEmpty(Specifications.All);
}
