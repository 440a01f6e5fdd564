using System.Collections.Immutable;

namespace Simulator.Numerics.Quadrature;

/// <summary>Nodes and weights of a quadrature rule, nodes ascending.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Weights">The weights, in the order of the nodes.</param>
public sealed record QuadratureRule(ImmutableArray<double> Nodes, ImmutableArray<double> Weights)
{
    /// <summary>How many nodes there are.</summary>
    public int Count => Nodes.Length;

    /// <summary>The weighted sum of a function over the nodes.</summary>
    /// <param name="function">The integrand.</param>
    public double Apply(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        double sum = 0;
        for (int i = 0; i < Count; i++)
            sum += Weights[i] * function(Nodes[i]);
        return sum;
    }
}
