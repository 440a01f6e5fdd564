using System.Collections.Immutable;
using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>
/// DDIM steps composed, for every law with a posterior mean in any dimension. The steps are in closed form, the flow beside them follows its differential
/// equation; only the means over noise are over a sample, so that every figure has a confidence interval.
/// </summary>
public sealed class SampledSolver : IExactSolver
{
    /// <inheritdoc/>
    public string Name => "sampled";

    /// <inheritdoc/>
    public bool IsSampled => true;

    /// <inheritdoc/>
    public bool CanSolve(Structure structure, LearnerKind learner) => learner == LearnerKind.Ddim && DenoiserOf(structure) is not null;

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(learner);
        ConsistencyRecursion recursion = Start(structure, schedule, learner, 16);
        while (recursion.Advance())
        {
        }

        FlowOptions options = OptionsFor(learner.Sampling);
        return new SampledSolution(
            recursion.Current, FlowOf(structure, schedule, options), FlowOf(structure, schedule, Closer(options)), PotentialsOf(structure, schedule[1].Signal), learner.Sampling, progress, cancellation);
    }

    /// <summary>How flow lines beside a sample are followed.</summary>
    internal static FlowOptions OptionsFor(Sampling sampling) => new()
    {
        Tolerance = FlowTolerance, Threads = sampling.Threads, Seed = sampling.Seed, MostLines = Math.Max(1, sampling.Count / SamplesPerLine),
    };

    /// <summary>The same with the smaller tolerance that judges them.</summary>
    internal static FlowOptions Closer(FlowOptions options) => options with { Tolerance = CloserTolerance };

    /// <summary>Distances from where X_1 is: learned samples that fell between modes are far from all of them.</summary>
    internal static IReadOnlyList<IPotential> PotentialsOf(Structure structure, double signal)
    {
        const int MostCentres = 4096;
        (string Name, double[] Centres) = structure switch
        {
            CloudStructure { Cloud: { Count: <= MostCentres } cloud } => ("distance from the nearest data point", cloud.Points.Span.ToArray()),
            IGaussianMixture mixture => ("distance from the nearest component mean", [.. mixture.Components.SelectMany(c => c.Mean.Span.ToArray())]),
            _ => ("", Array.Empty<double>()),
        };
        double[] scaled = [.. Centres.Select(c => signal * c)];
        if (scaled.Length == 0) return [];
        var places = new PointBatch(scaled, structure.Dimension);
        return [new ConePotential(Name, places, [], 1), new ConePotential(Name, places, [], -1)];
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return learner.Kind == LearnerKind.Ddim && DenoiserOf(structure) is { } denoiser
            ? new DdimRecursion(denoiser, schedule, learner, structure.TotalVariance ?? double.NaN)
            : throw new ArgumentException("DDIM steps and a law with a posterior mean are needed.", nameof(structure));
    }

    /// <summary>Tolerance of the flow, far below what a sample can resolve, and a smaller one to judge it by.</summary>
    private const double FlowTolerance = 1e-7, CloserTolerance = 1e-9;

    /// <summary>A line with Jacobians costs many points without.</summary>
    private const int SamplesPerLine = 8;

    /// <summary>The denoiser of a structure, products included, or null.</summary>
    internal static IDenoiser? DenoiserOf(Structure structure)
    {
        if (structure is not BlocksStructure product) return Denoisers.For(structure);
        ImmutableArray<(IDenoiser? Made, int Repeat)> blocks = product.MakeOnce(copy => DenoiserOf(copy.Block));
        return blocks.Any(b => b.Made is null) ? null : new BlocksDenoiser([.. blocks.Select(b => (b.Made!, b.Repeat))]);
    }

    /// <summary>The flow of a structure that has a denoiser: in closed form or by quantiles where there is one, else by its differential equation.</summary>
    internal static FlowMap FlowOf(Structure structure, Schedule schedule, FlowOptions options)
    {
        switch (structure)
        {
            case LinearStructure linear: return new LinearFlow(linear, schedule);
            case LineStructure line: return new QuantileFlow(line, schedule);
            case RadialStructure radial: return new RadialFlow(radial, schedule);
            case BlocksStructure product: return new ProductFlow(product.MakeOnce(copy => FlowOf(copy.Block, schedule, options)));
            default:
                return new GeneralFlow(Denoisers.WithTangents(structure) ?? throw new ArgumentException("The flow of this structure is not known.", nameof(structure)), schedule, options);
        }
    }
}
