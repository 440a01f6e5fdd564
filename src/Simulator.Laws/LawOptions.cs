using Simulator.Laws.Generators;

namespace Simulator.Laws;

/// <summary>How hard to look, and how exact the judged says it is.</summary>
public sealed record LawOptions
{
    /// <summary>
    /// What is claimed. Of a learner: (E‖f_t − f_t*‖²)^{1/2} of every step under q_t, hence also E‖f_t − f_t*‖, relative to
    /// (E‖X_1‖²)^{1/2}. Of anything else: the error relative to the scale of its values.
    /// </summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>How many cases each law is tried on.</summary>
    public int Cases { get; init; } = 20;

    /// <summary>The largest T.</summary>
    public int LargestSteps { get; init; } = 8;

    /// <summary>Which kinds of targets.</summary>
    public TargetKinds Targets { get; init; } = TargetKinds.All;

    /// <summary>The seed that all cases follow from; null for another one each time. Reports name it, so that a run can be repeated.</summary>
    public long? Seed { get; init; }
}
