using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>
/// Mixtures in the plane: the recursion on grids of n, 2n, 4n, … intervals in either coordinate until the difference of two neighbours says that the finer
/// one meets its tolerance.
/// </summary>
public sealed class PlanarSolver : IExactSolver
{
    /// <summary>Intervals of the coarsest and of the finest grid; what is not converged on the finest is reported as not converged.</summary>
    private const int CoarsestIntervals = 48, FinestIntervals = 384;

    /// <summary>Who asks for more intervals of a single grid thinks of the line: in the plane there are as many points as their square.</summary>
    private const int MostStartIntervals = 128;

    /// <summary>Squared intervals of three grids together, for progress.</summary>
    private const double UsualWork = 21.0 * CoarsestIntervals * CoarsestIntervals;

    /// <summary>Wanted numerical error of f_T relative to what is measured, E‖f_T − Φ_∞‖: five digits of it.</summary>
    private const double RelativeToError = 1e-5;

    /// <summary>Nothing is asked for below this multiple of the deviation of X_1.</summary>
    private const double Floor = 1e-13;

    /// <summary>Step of the lattice on which E‖f_T − Φ_∞‖ is measured to know the tolerance.</summary>
    private const double RoughStep = 0.2;

    /// <inheritdoc/>
    public string Name => "planar";

    /// <inheritdoc/>
    public bool CanSolve(Structure structure, LearnerKind learner) => structure is MixtureStructure { Dimension: 2 };

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(learner);
        if (structure is not MixtureStructure { Dimension: 2 } plane)
            throw new ArgumentException("A mixture in the plane is needed.", nameof(structure));
        var flow = new GeneralFlow(new MixtureDenoiser(plane), schedule, new FlowOptions { Threads = learner.Sampling.Threads, Seed = learner.Sampling.Seed });
        var lattice = new NoiseLattice(RoughStep);
        var ends = new double[lattice.Points.Length];
        Status followed = flow.MapNoise(1, new PointBatch(lattice.Points, 2), ends);
        double scale = Math.Sqrt(schedule[1].AlphaBar * plane.TotalVariance!.Value + 2 * schedule[1].OneMinusAlphaBar), done = 0;
        var images = new double[ends.Length];
        PlanarRecursion coarse = Run(CoarsestIntervals);
        double? lastDifference = null;
        for (int intervals = 2 * CoarsestIntervals; ; intervals *= 2)
        {
            PlanarRecursion fine = Run(intervals);
            var refinement = PlanarRefinement.Of((PlanarFunction)fine.Current, (PlanarFunction)coarse.Current, lastDifference);
            refinement.Fine.Interpolant.Evaluate(lattice.Points, images);
            double tolerance = Math.Max(Floor * scale, RelativeToError * lattice.MeanDistance(images, ends));
            Status status = followed == Status.Ok && refinement.MeanError <= tolerance ? Status.Ok : Status.NotConverged;
            if (status == Status.Ok || intervals >= FinestIntervals)
                return new PlanarSolution(plane, flow, refinement, StepErrors.Between(fine.Approximation, coarse.Approximation), scale, status, learner.Sampling.Threads);
            (coarse, lastDifference) = (fine, refinement.Difference);
        }

        PlanarRecursion Run(int intervals)
        {
            var recursion = new PlanarRecursion(plane, schedule, intervals, learner);
            double work = (double)intervals * intervals;
            while (recursion.Advance())
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(Math.Min(0.99, (done + work * recursion.Time / schedule.Steps) / UsualWork));
            }

            done += work;
            return recursion;
        }
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals)
        => structure is MixtureStructure { Dimension: 2 } plane
            ? new PlanarRecursion(plane, schedule, Math.Min(intervals, MostStartIntervals), learner, measuresApproximation: false)
            : throw new ArgumentException("A mixture in the plane is needed.", nameof(structure));
}
