using System.Text.Json;
using System.Text.Json.Nodes;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Experiments;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Sweeps;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>The specifications in experiments/, as paths from the root of the repository.</summary>
internal static class Specifications
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Single experiments. Results have a target too, and a manifest.</summary>
    public static TheoryData<string> All { get; } = Of(o => o.ContainsKey("target") && o.ContainsKey("steps") && !o.ContainsKey("manifest") && !o.ContainsKey("grid") && !o.ContainsKey("search"));

    /// <summary>Grids, without searches for hard targets.</summary>
    public static TheoryData<string> Sweeps => Of(o => o.ContainsKey("grid") && !o.ContainsKey("search"));

    /// <summary>Searches for hard targets.</summary>
    public static TheoryData<string> Searches => Of(o => o.ContainsKey("search"));

    private static TheoryData<string> Of(Func<JsonObject, bool> isWanted) =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("experiments"), "*.json", SearchOption.AllDirectories)
            .Where(path => JsonNode.Parse(File.ReadAllText(path), null, Options) is JsonObject o && isWanted(o))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal),
    ];
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
        if (specification.Target is PointCloudTarget { Cloud.Count: > MostPoints } cloud) specification = specification with { Target = new ThinnedCloud(cloud, MostPoints) };
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

    private const int MostFeatures = 4, MostPoints = 200;

    /// <summary>Few features, few more pairs than features, and few points held out.</summary>
    private static Regression? Smaller(ExperimentSpecification specification)
    {
        if (specification.Learner.Regression is not { } regression) return null;
        FunctionClass small = regression.Class with { Count = Math.Min(regression.Class.Count, MostFeatures) };
        int features = (int)FeatureFamily.CountOf(small, DataLaw.Of(specification.Target.Structure)!);
        return regression with { Class = small, Samples = Math.Min(regression.Samples, 2 * features + 100), HeldOut = Math.Min(16, regression.HeldOut) };
    }

    /// <summary>Every cell of a grid can be measured, and the one with the least T is.</summary>
    [Theory]
    [MemberData(nameof(Specifications.Sweeps), MemberType = typeof(Specifications))]
    public void Every_grid_can_be_measured(string path)
    {
        SweepSpecification sweep = SweepReader.ReadFile(Repository.PathOf(path));
        SweepCell cell = sweep.Cells.MinBy(c => c.Steps)!;
        const int FewSteps = 50;
        VerifyResult result = VerifyRunner.Run(cell.Experiment with { Steps = [Math.Min(FewSteps, cell.Steps)] }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Status.Ok, result.Status);
    }

    [Theory]
    [MemberData(nameof(Specifications.Searches), MemberType = typeof(Specifications))]
    public void Every_search_can_begin(string path) => Assert.NotEmpty(SweepReader.ReadSearchFile(Repository.PathOf(path)).Dimensions);

    [Fact]
    public void There_are_experiments()
    {
        Assert.NotEmpty(Specifications.All);
        Assert.NotEmpty(Specifications.Sweeps);
        Assert.NotEmpty(Specifications.Searches);
    }

    /// <summary>A few of the points of a large cloud, evenly taken: its flow is dear, and the file itself has been read by then.</summary>
    private sealed record ThinnedCloud(PointCloudTarget Whole, int Most) : Target
    {
        private readonly PointCloud _cloud = PointCloud.Of(new PointBatch(
            [.. Enumerable.Range(0, Most).SelectMany(i => Whole.Cloud[i * Whole.Cloud.Count / Most].ToArray())], Whole.Dimension));

        public override string Kind => Whole.Kind;

        public override int Dimension => Whole.Dimension;

        public override Structure Structure => new CloudStructure(_cloud);

        public override double SecondMoment => _cloud.SecondMoment;

        public override bool HasBoundedSupport => true;

        public override Func<double, double> LogSquareMoment() => Whole.LogSquareMoment();

        public override TailMass MassBeyond(double radius) => Whole.MassBeyond(radius);

        public override JsonObject ToJson() => Whole.ToJson();
    }
}
