using Simulator.Flow;
using Simulator.Numerics;

namespace Simulator.Consistency;

/// <summary>A recursion carried through to T, for a target with structure: the learned map, the flow beside it, and what they differ by.</summary>
public abstract class ExactSolution
{
    /// <summary>Creates a solution.</summary>
    /// <param name="function">f_T.</param>
    /// <param name="flow">The probability flow of the same target and schedule.</param>
    protected ExactSolution(ConsistencyFunction function, FlowMap flow)
    {
        Function = function;
        Flow = flow;
    }

    /// <summary>f_T.</summary>
    public ConsistencyFunction Function { get; }

    /// <summary>Φ.</summary>
    public FlowMap Flow { get; }

    /// <summary>Points of noise with their images, where means are over points; else null.</summary>
    public virtual CoupledPoints? Points => null;

    /// <summary>Whether the coupling behind <see cref="BlockErrors.Optimal"/> is known to be optimal, or only one that is good.</summary>
    public virtual bool IsOptimallyCoupled => true;

    /// <summary>How many different blocks were solved.</summary>
    public virtual int DistinctBlocks => 1;

    /// <summary>Intervals of the grid that f_T is kept on; 0 where there is none.</summary>
    public virtual int Intervals => 0;

    /// <summary>E‖·‖ of the numerical error of f_T under N(0, I), estimated, with the status of the solve.</summary>
    public abstract Outcome<double> NumericalError { get; }

    /// <summary>How far the learner's steps are from the exact ones; none for the exact learner.</summary>
    public abstract StepErrors Approximation { get; }

    /// <summary>How far the learner's steps are from the best ones of its class, ε; none for steps that are not learned.</summary>
    public virtual StepErrors Estimation => StepErrors.None;

    /// <summary>What is known about the steps of a regression; null for other learners.</summary>
    public virtual RegressionSummary? Learning => null;

    /// <summary>Lip(f_T), with what it differs by from that of a coarser solution.</summary>
    public abstract Measured LipschitzConstant { get; }

    /// <summary>The numerical error of f_T at points, estimated.</summary>
    /// <param name="points">Points, n × d.</param>
    /// <param name="result">Receives one estimate a point, length n.</param>
    public abstract void ErrorAt(PointBatch points, Span<double> result);

    /// <summary>Measures the distances between the law of f_T(N(0, I)) and the law of X_1.</summary>
    public abstract SamplingErrors Measure();

    /// <summary>The laws of the differences that <see cref="Measure"/> takes the means of, to be combined over blocks.</summary>
    public abstract BlockErrors Errors();
}
