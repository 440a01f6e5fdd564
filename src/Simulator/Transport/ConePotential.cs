using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.OptimalTransport;

namespace Simulator.Transport;

/// <summary>±min_k ‖A (y − c_k)‖ with ‖A‖ ≤ 1: what grows away from centres, or falls.</summary>
internal sealed class ConePotential : IPotential
{
    private readonly double[] _map;
    private readonly int _sign;
    private readonly LipschitzPotential _cones;

    /// <summary>Creates a potential.</summary>
    /// <param name="name">What the centres are.</param>
    /// <param name="centres">c_k, K × d.</param>
    /// <param name="map">A, d × d row-major with spectral norm at most 1, or empty for the identity.</param>
    /// <param name="sign">1 or −1.</param>
    public ConePotential(string name, PointBatch centres, double[] map, int sign)
    {
        (Name, _map, _sign) = (name, map, sign);
        _cones = new LipschitzPotential(new PointBatch(Mapped(centres), centres.Dimension), new double[centres.Count]);
    }

    public string Name { get; }

    public void Evaluate(PointBatch points, Span<double> result)
    {
        _cones.Evaluate(new PointBatch(Mapped(points), points.Dimension), result, 1);
        if (_sign > 0) return;
        for (int i = 0; i < result.Length; i++)
            result[i] = -result[i];
    }

    /// <summary>A y, point by point.</summary>
    private ReadOnlySpan<double> Mapped(PointBatch points)
    {
        if (_map.Length == 0) return points.Data;
        int n = points.Count, d = points.Dimension;
        var mapped = new double[n * d];
        new SimdBackend(1).Multiply(1, new ReadOnlyMatrixView(points.Data, n, d), new ReadOnlyMatrixView(_map, d, d).Transposed, 0, new MatrixView(mapped, n, d));
        return mapped;
    }
}
