namespace Simulator.Numerics.Quadrature;

/// <summary>Averages over N(0, I_d) that are exact for polynomials of degree 3 or 5, with 2d and 2d² + 1 nodes: for functions that are smooth on the scale of a small spread.</summary>
/// <param name="Dimension">d.</param>
/// <param name="Nodes">Nodes, n × d row-major.</param>
/// <param name="Weights">Weights, n numbers with sum 1; some are negative for degree 5 and d &gt; 4.</param>
public sealed record GaussianCubature(int Dimension, double[] Nodes, double[] Weights)
{
    /// <summary>±√d e_i, all of the same weight: degree 3.</summary>
    /// <param name="dimension">d, at least 1.</param>
    public static GaussianCubature OfDegree3(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        var builder = new Builder(dimension);
        for (int i = 0; i < dimension; i++)
        {
            foreach (int sign in (int[])[1, -1])
                builder.Add(0.5 / dimension, (i, sign * Math.Sqrt(dimension)));
        }

        return builder.Build();
    }

    /// <summary>0, ±√(d+2) e_i and √((d+2)/2)(±e_i ± e_j): degree 5.</summary>
    /// <param name="dimension">d, at least 1.</param>
    public static GaussianCubature OfDegree5(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        double d = dimension, far = Math.Sqrt(d + 2), near = Math.Sqrt((d + 2) / 2);
        var builder = new Builder(dimension);
        builder.Add(2 / (d + 2));
        for (int i = 0; i < dimension; i++)
        {
            foreach (int sign in (int[])[1, -1])
            {
                builder.Add((4 - d) / (2 * (d + 2) * (d + 2)), (i, sign * far));
                for (int j = 0; j < i; j++)
                {
                    foreach (int other in (int[])[1, -1])
                        builder.Add(1 / ((d + 2) * (d + 2)), (i, sign * near), (j, other * near));
                }
            }
        }

        return builder.Build();
    }

    private sealed class Builder(int dimension)
    {
        private readonly List<double> _nodes = [], _weights = [];

        public void Add(double weight, params ReadOnlySpan<(int Axis, double Value)> coordinates)
        {
            var node = new double[dimension];
            foreach ((int axis, double value) in coordinates)
                node[axis] = value;
            _nodes.AddRange(node);
            _weights.Add(weight);
        }

        public GaussianCubature Build() => new(dimension, [.. _nodes], [.. _weights]);
    }
}
