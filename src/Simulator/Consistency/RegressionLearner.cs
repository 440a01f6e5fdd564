using Simulator.Diffusion;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>Consistency training from samples as an <see cref="IConsistencyLearner"/>, for every target whose posterior is a finite mixture.</summary>
/// <param name="settings">How steps are learned.</param>
/// <param name="threads">Threads; no number depends on it.</param>
public sealed class RegressionLearner(Regression settings, int threads = 1) : IConsistencyLearner
{
    /// <inheritdoc/>
    public string Name => $"Regression ({settings.Class.Own?.Name ?? settings.Class.Kind.ToString()}, {settings.Mode}, {settings.Samples} samples)";

    /// <inheritdoc/>
    public bool CanLearn(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return DataLaw.Of(target.Structure) is not null;
    }

    /// <inheritdoc/>
    public ConsistencyRecursion Start(Target target, Schedule schedule, long seed)
    {
        ArgumentNullException.ThrowIfNull(target);
        DataLaw law = DataLaw.Of(target.Structure) ?? throw new ArgumentException($"A target of kind '{target.Kind}' has no posterior that is a finite mixture.", nameof(target));
        return new RegressionRecursion(law, schedule, settings, seed, threads);
    }
}
