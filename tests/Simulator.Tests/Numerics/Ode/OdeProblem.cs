using Simulator.Numerics;
using Simulator.Numerics.Ode;

namespace Simulator.Tests.Numerics.Ode;

/// <summary>A smooth problem with a known solution, for several points at once.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Dimension">d.</param>
/// <param name="Field">f for one point: s, y, derivative.</param>
/// <param name="Exact">The solution of point i at s.</param>
public sealed record OdeProblem(string Name, int Dimension, OdeProblem.PointField Field, Func<double, int, double[]> Exact)
{
    public delegate void PointField(double s, ReadOnlySpan<double> y, Span<double> derivative);

    public static OdeProblem[] All { get; } =
    [
        new("modulated growth", 1, (s, y, dy) => dy[0] = Math.Cos(s) * y[0], (s, i) => [(1 + i) * Math.Exp(Math.Sin(s))]),
        new("logistic", 1, (_, y, dy) => dy[0] = y[0] * (1 - y[0]), (s, i) => [1 / (1 + (1 + i) * Math.Exp(-s))]),
        new("bell", 1, (s, y, dy) => dy[0] = -2 * s * y[0] * y[0], (s, i) => [1 / (s * s + 2 + 0.5 * i)]),
        new(
            "turning with changing speed",
            2,
            (s, y, dy) => (dy[0], dy[1]) = (-(1 + 0.5 * s) * y[1], (1 + 0.5 * s) * y[0]),
            (s, i) => [(1 + i) * Math.Cos(s + 0.25 * s * s), (1 + i) * Math.Sin(s + 0.25 * s * s)]),
        new(
            "circular orbit",
            4,
            (_, y, dy) =>
            {
                double r = Math.Sqrt(y[0] * y[0] + y[1] * y[1]), pull = -1 / (r * r * r);
                (dy[0], dy[1], dy[2], dy[3]) = (y[2], y[3], pull * y[0], pull * y[1]);
            },
            (s, i) => [Math.Cos(s + i), Math.Sin(s + i), -Math.Sin(s + i), Math.Cos(s + i)]),
    ];

    public VectorField Batch => (s, y, derivative) =>
    {
        for (int i = 0; i < y.Length; i += Dimension)
            Field(s, y.Slice(i, Dimension), derivative.Slice(i, Dimension));
    };

    /// <summary>The solutions of n points, n × d.</summary>
    public double[] Solution(double s, int count = 3) => [.. Enumerable.Range(0, count).SelectMany(i => Exact(s, i))];

    public Outcome<OdeSolution> Integrate(double from, double to, double tolerance, params double[] at) => IntegrateBy(OdeMethod.Order5, from, to, tolerance, at);

    public Outcome<OdeSolution> IntegrateBy(OdeMethod method, double from, double to, double tolerance, params double[] at)
        => DormandPrince.Integrate(
            Batch, new PointBatch(Solution(from), Dimension), from, to, at,
            new OdeOptions { AbsoluteTolerance = tolerance, RelativeTolerance = tolerance, Method = method });

    public double Error(double s, ReadOnlySpan<double> values)
    {
        double[] exact = Solution(s, values.Length / Dimension);
        double largest = 0;
        for (int i = 0; i < exact.Length; i++)
            largest = Math.Max(largest, Math.Abs(values[i] - exact[i]));
        return largest;
    }

    public override string ToString() => Name;
}
