using Simulator.Numerics.Statistics;
using Simulator.Targets;

namespace Simulator.Laws.Generators;

/// <summary>A mixture on the line, printed as it can be pasted into a test.</summary>
/// <param name="Weights">Weights, normalised where they are used.</param>
/// <param name="Means">Means.</param>
/// <param name="Deviations">Standard deviations.</param>
public sealed record LineCase(IReadOnlyList<double> Weights, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>The law as a distribution function.</summary>
    public UnivariateMixture Law => new([.. Weights], [.. Means], [.. Deviations]);

    /// <summary>The law as a target.</summary>
    public MixtureTarget Target
    {
        get
        {
            double total = Weights.Sum();
            return MixtureTarget.OnLine([.. Weights.Select(w => w / total)], [.. Means], [.. Deviations]);
        }
    }

    /// <summary>The law as a structure.</summary>
    public LineStructure Structure => new(Law);

    /// <inheritdoc/>
    public override string ToString() => $"new LineCase({CSharp.List(Weights)}, {CSharp.List(Means)}, {CSharp.List(Deviations)})";
}
