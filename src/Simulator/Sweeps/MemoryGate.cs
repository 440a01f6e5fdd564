using MathNet.Numerics;
using Simulator.Experiments;
using Simulator.FunctionClasses;
using Simulator.Targets;

namespace Simulator.Sweeps;

/// <summary>Lets cells begin only while what they are expected to need fits into the memory that is there; one that never fits runs alone.</summary>
internal sealed class MemoryGate
{
    /// <summary>The runtime, the program and the table need the rest.</summary>
    private const double Share = 0.8;

    /// <summary>Doubles a step that schedules, levels and quadratures keep: 16 were measured for normal laws with T up to 5·10⁶ (docs/performance.md), and garbage comes on top.</summary>
    private const double DoublesPerStep = 30;

    /// <summary>Doubles a point and coordinate where means are over points: 54 were measured with 20000 points in d = 16.</summary>
    private const double DoublesPerCoordinate = 60;

    /// <summary>What a grid in the plane may take when it is refined; 44 MB were measured where it is not.</summary>
    private const long PlanarBytes = 300L << 20;

    /// <summary>Rows of features that a regression holds at a time, at most.</summary>
    private const int FeatureRows = 8192;

    /// <summary>What everything else takes.</summary>
    private const long OtherBytes = 32L << 20;

    /// <summary>How often somebody who waits looks whether the work was stopped.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly long _budget;
    private readonly object _room = new();
    private long _used;

    /// <summary>A gate.</summary>
    /// <param name="bytes">The memory to use, or null for what the machine or its container allows.</param>
    public MemoryGate(long? bytes) => _budget = (long)(Share * (bytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <summary>Waits until there is room, takes it, runs, gives it back.</summary>
    /// <param name="bytes">What the work is expected to need.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public void Run(long bytes, Action work, CancellationToken cancellation)
    {
        lock (_room)
        {
            while (_used > 0 && _used + bytes > _budget)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_room, Patience);
            }

            _used += bytes;
        }

        try
        {
            work();
        }
        finally
        {
            lock (_room)
            {
                _used -= bytes;
                Monitor.PulseAll(_room);
            }
        }
    }

    /// <summary>About how many bytes the measurement of an experiment takes at its peak.</summary>
    /// <param name="experiment">The experiment, with one T.</param>
    public static long Estimate(ExperimentSpecification experiment)
    {
        Target target = experiment.Target;
        double d = target.Dimension, doubles = DoublesPerStep * experiment.Steps[0];
        if (VerifyRunner.SolverFor(experiment).IsSampled) doubles += DoublesPerCoordinate * experiment.Learner.Sampling.Count * d;
        if (target.Structure is MixtureStructure or CloudStructure && d > 2) doubles += 4 * d * d;
        if (experiment.Learner.Regression is { } regression)
        {
            // Gram matrices with factors and copies, rows of features, coefficients of every step, held-out points: 230 of 270 measured MB with 1009 features.
            double m = Features(regression.Class, d);
            doubles += 12 * m * m + 4 * m * Math.Min(regression.Samples, FeatureRows) + m * d * experiment.Steps[0] + DoublesPerCoordinate * regression.HeldOut * d;
        }

        return (long)(sizeof(double) * doubles) + (target.Structure is MixtureStructure { Dimension: 2 } ? PlanarBytes : OtherBytes);
    }

    /// <summary>About how many functions a class has.</summary>
    private static double Features(FunctionClass functions, double d) => functions.Kind switch
    {
        FeatureKind.Fourier or FeatureKind.RadialBasis => 1 + d + functions.Count,
        FeatureKind.Polynomial => SpecialFunctions.Binomial((int)d + functions.Degree, functions.Degree),
        _ => (1 + d) * (1 + functions.Count),
    };
}
