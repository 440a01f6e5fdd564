namespace Simulator.Tests.Numerics.Ode;

/// <summary>
/// The rooted trees of Butcher's theory: a Runge–Kutta method has order p if and only if <c>Σ b_i Φ_i(t) = 1/γ(t)</c> for every tree
/// of at most p vertices (Hairer, Nørsett, Wanner I, II.2).
/// </summary>
internal sealed record RootedTree(params RootedTree[] Children)
{
    public int Order => 1 + Children.Sum(child => child.Order);

    /// <summary>γ, the density.</summary>
    public double Density => Order * Children.Aggregate(1.0, (product, child) => product * child.Density);

    /// <summary>All trees of one order: 1, 1, 2, 4, 9, 20, …</summary>
    public static IEnumerable<RootedTree> OfOrder(int order)
        => Forests(order - 1, order - 1, int.MaxValue).Select(children => new RootedTree(children));

    public static IEnumerable<RootedTree> UpToOrder(int order) => Enumerable.Range(1, order).SelectMany(OfOrder);

    /// <summary>Φ, one entry a stage.</summary>
    public double[] Weights(double[][] coefficients)
    {
        double[][] inner = [.. Children.Select(child => child.Weights(coefficients))];
        return [.. coefficients.Select(row => inner.Aggregate(1.0, (product, phi) => product * row.Select((a, j) => a * phi[j]).Sum()))];
    }

    public override string ToString() => $"[{string.Concat(Children.Select(child => child.ToString()))}]";

    /// <summary>Multisets of trees with so many vertices together, each no later in the list of all trees than the one before it.</summary>
    private static IEnumerable<RootedTree[]> Forests(int vertices, int largest, int last)
    {
        if (vertices == 0) yield return [];
        for (int size = Math.Min(vertices, largest); size >= 1; size--)
        {
            RootedTree[] trees = [.. OfOrder(size)];
            for (int i = size == largest ? Math.Min(last, trees.Length - 1) : trees.Length - 1; i >= 0; i--)
            {
                foreach (RootedTree[] rest in Forests(vertices - size, size, i))
                    yield return [trees[i], .. rest];
            }
        }
    }
}
