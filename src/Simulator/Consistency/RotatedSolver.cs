using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>Rotated laws: everything commutes with the rotation, which is formed only when points are asked for.</summary>
public sealed class RotatedSolver : IExactSolver
{
    /// <inheritdoc/>
    public string Name => "rotated";

    /// <inheritdoc/>
    public bool CanSolve(Structure structure, LearnerKind learner)
        => structure is RotatedStructure rotated && ExactSolvers.For(rotated.Inner, learner) is not null;

    /// <inheritdoc/>
    public ExactSolution Solve(
        Structure structure, Schedule schedule, Learner learner, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (structure is not RotatedStructure rotated || ExactSolvers.For(rotated.Inner, learner.Kind) is not { } solver)
            throw new ArgumentException("A rotation of something solvable is needed.", nameof(structure));
        ExactSolution inner = solver.Solve(rotated.Inner, schedule, learner, progress, cancellation);
        var rotation = new Rotation(rotated.Dimension, rotated.Seed);
        return new RotatedSolution(inner, rotation);
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Structure structure, Schedule schedule, Learner learner, int intervals)
    {
        if (structure is not RotatedStructure rotated || ExactSolvers.For(rotated.Inner, learner.Kind) is not { } solver)
            throw new ArgumentException("A rotation of something solvable is needed.", nameof(structure));
        return new RotatedRecursion(solver.Start(rotated.Inner, schedule, learner, intervals), new Rotation(rotated.Dimension, rotated.Seed));
    }

    private sealed class RotatedRecursion(ConsistencyRecursion inner, Rotation rotation) : ConsistencyRecursion(inner.Schedule)
    {
        public override ConsistencyFunction Current => new RotatedFunction(inner.Current, rotation);

        protected override void AdvanceTo(int t) => inner.Advance();
    }

    private sealed class RotatedSolution(ExactSolution inner, Rotation rotation)
        : ExactSolution(new RotatedFunction(inner.Function, rotation), new RotatedFlow(inner.Flow, rotation))
    {
        public override int DistinctBlocks => inner.DistinctBlocks;

        public override int Intervals => inner.Intervals;

        // Before the rotation, which distances do not see.
        public override CoupledPoints? Points => inner.Points;

        public override bool IsOptimallyCoupled => inner.IsOptimallyCoupled;

        public override Outcome<double> NumericalError => inner.NumericalError;

        public override StepErrors Approximation => inner.Approximation;

        public override Measured LipschitzConstant => inner.LipschitzConstant;

        public override void ErrorAt(PointBatch points, Span<double> result)
            => inner.ErrorAt(new PointBatch(rotation.Back(points), points.Dimension), result);

        public override SamplingErrors Measure() => inner.Measure();

        public override BlockErrors Errors() => inner.Errors();
    }

    private sealed class RotatedFunction(ConsistencyFunction inner, Rotation rotation) : ConsistencyFunction(inner.Time, inner.Dimension)
    {
        public override double LipschitzConstant => inner.LipschitzConstant;

        protected override void EvaluateCore(PointBatch points, Span<double> result)
        {
            inner.Evaluate(new PointBatch(rotation.Back(points), points.Dimension), result);
            rotation.Forth(result);
        }
    }

    private sealed class RotatedFlow(FlowMap inner, Rotation rotation) : FlowMap(inner.Schedule, inner.Dimension)
    {
        public override LipschitzConstants Lipschitz() => inner.Lipschitz();

        protected override Status MapCore(int from, int to, PointBatch points, Span<double> result)
        {
            Status status = inner.Map(from, to, new PointBatch(rotation.Back(points), points.Dimension), result);
            rotation.Forth(result);
            return status;
        }

        protected override Status NoiseCore(int to, PointBatch noise, Span<double> result)
        {
            Status status = inner.MapNoise(to, new PointBatch(rotation.Back(noise), noise.Dimension), result);
            rotation.Forth(result);
            return status;
        }
    }
}
