using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Interpolation;

/// <summary>
/// An odd function g of a radius, known on a grid that is dense near 0 and ever wider outwards: uniform in u with ρ = c sinh u. Order 8 in u;
/// straight beyond the grid. With g it is the map x ↦ g(‖x‖) x/‖x‖ of ℝ^d.
/// </summary>
public sealed class RadialInterpolant
{
    /// <summary>Points beyond the grid for the continuation that is straight in ρ, not in u.</summary>
    private const int Pad = 4;

    private readonly UniformInterpolant _inner;
    private readonly double _inverseCore, _reach, _reachValue, _reachSlope;

    /// <summary>Takes a copy of values on a grid.</summary>
    /// <param name="grid">The grid of n + 1 radii.</param>
    /// <param name="values">g at the radii of the grid, n + 1 values, the first of which is taken as 0.</param>
    /// <exception cref="ArgumentException">The number of values does not fit.</exception>
    public RadialInterpolant(RadialGrid grid, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(grid);
        int n = grid.Intervals;
        if (values.Length != n + 1) throw new ArgumentException($"{n + 1} values are needed, found {values.Length}.", nameof(values));
        Grid = grid;
        _inverseCore = 1 / grid.Core;
        (_reach, _reachValue) = (grid[n], values[n]);
        _reachSlope = (values[n] - values[n - 1]) / (grid[n] - grid[n - 1]);
        int half = n + Pad;
        var mirrored = new double[2 * half + 1];
        for (int i = 1; i <= half; i++)
        {
            double value = i <= n ? values[i] : _reachValue + (grid[i] - _reach) * _reachSlope;
            (mirrored[half + i], mirrored[half - i]) = (value, -value);
        }

        _inner = new UniformInterpolant(-half * grid.Step, grid.Step, mirrored);
    }

    /// <summary>The grid.</summary>
    public RadialGrid Grid { get; }

    /// <summary>The values at the radii of the grid.</summary>
    public ReadOnlySpan<double> Values => _inner.Values.Slice(Grid.Intervals + Pad, Grid.Intervals + 1);

    /// <summary>g(ρ).</summary>
    /// <param name="radius">ρ, not negative.</param>
    public double Evaluate(double radius)
        => radius >= _reach ? _reachValue + (radius - _reach) * _reachSlope : _inner.Evaluate(Math.Asinh(radius * _inverseCore));

    /// <summary>g(ρ)/ρ, in which 0/0 is g'(0).</summary>
    /// <param name="radius">ρ, not negative.</param>
    public double Ratio(double radius) => radius > 0 ? Evaluate(radius) / radius : Derivative(0);

    /// <summary>g(ρ)/ρ at many radii, in which 0/0 is g'(0).</summary>
    /// <param name="radii">ρ, not negative.</param>
    /// <param name="ratios">Receives the ratios, equally many.</param>
    public void Ratio(ReadOnlySpan<double> radii, Span<double> ratios)
    {
        // asinh x = log(1 + w), where w keeps its digits near 0 and the logarithm of the rounded sum is set right by what the sum has lost.
        const int Tile = 64;
        Span<double> w = stackalloc double[Tile], place = stackalloc double[Tile];
        for (int start = 0; start < radii.Length; start += Tile)
        {
            int count = Math.Min(Tile, radii.Length - start);
            ReadOnlySpan<double> radius = radii.Slice(start, count);
            Span<double> ratio = ratios.Slice(start, count);
            for (int i = 0; i < count; i++)
            {
                double x = Math.Min(radius[i], _reach) * _inverseCore;
                w[i] = x + x * x / (1 + Math.Sqrt(1 + x * x));
                place[i] = 1 + w[i];
            }

            Elementwise.Log(place[..count], ratio);
            for (int i = 0; i < count; i++)
                place[i] = place[i] == 1 ? w[i] : ratio[i] * (w[i] / (place[i] - 1));
            _inner.Evaluate(place[..count], ratio);
            for (int i = 0; i < count; i++)
            {
                if (radius[i] >= _reach) ratio[i] = _reachValue + (radius[i] - _reach) * _reachSlope;
                ratio[i] = radius[i] > 0 ? ratio[i] / radius[i] : Derivative(0);
            }
        }
    }

    /// <summary>g'(ρ).</summary>
    /// <param name="radius">ρ, not negative.</param>
    public double Derivative(double radius)
    {
        if (radius >= _reach) return _reachSlope;
        double scaled = radius * _inverseCore;
        return _inner.Derivative(Math.Asinh(scaled)) * _inverseCore / Math.Sqrt(1 + scaled * scaled);
    }
}
