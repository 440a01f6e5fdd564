using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;

namespace Simulator.ErrorRecursion;

/// <summary>
/// A law whose maps all act along one coordinate: the line itself, or the distance from the centre of a rotation invariant law, where the maps are
/// g(‖x‖) x/‖x‖.
/// </summary>
internal interface IRay
{
    /// <summary>d.</summary>
    int Dimension { get; }

    /// <summary>Whether coordinates are radii: then a vector beside the ray has a length of its own.</summary>
    bool IsRadial { get; }

    /// <summary>The law of the coordinate of X_t.</summary>
    /// <param name="t">1 … T.</param>
    IRayLaw Law(int t);

    /// <summary>Points that cut the mass of the coordinate of X_1 into panels on which its density is smooth, ascending.</summary>
    double[] Breakpoints();

    /// <summary>The coordinate of E X_0.</summary>
    double Mean { get; }

    /// <summary>f_t along the ray.</summary>
    /// <param name="function">f_t.</param>
    /// <param name="points">Coordinates.</param>
    /// <param name="values">Receives the coordinates of f_t.</param>
    void Evaluate(ConsistencyFunction function, ReadOnlySpan<double> points, Span<double> values);

    /// <summary>The law of X_{t−1} given X_t, of the pair (14).</summary>
    /// <param name="t">2 … T.</param>
    /// <param name="fine">Whether the quadrature should be finer than maps need that are smooth on the scale of the step.</param>
    IPairPosterior Posterior(int t, bool fine);
}

/// <summary>The law of a coordinate at one noise level.</summary>
internal interface IRayLaw
{
    /// <summary>The logarithm of the density, its derivative, and the velocity dx/ds of the flow line, s = log σ.</summary>
    /// <param name="x">A coordinate.</param>
    (double LogPdf, double Score, double Velocity) At(double x);

    /// <summary>The rank of a coordinate.</summary>
    /// <param name="x">A coordinate.</param>
    Rank RankOf(double x);

    /// <summary>The coordinate of a rank.</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="guess">A guess, or NaN.</param>
    double PointAt(Rank rank, double guess);
}

/// <summary>X_{t−1} = a_t x + b_t X_0 given X_t = x, as a quadrature.</summary>
internal interface IPairPosterior
{
    /// <summary>Number of nodes.</summary>
    int Count { get; }

    /// <summary>The nodes for a point of the ray.</summary>
    /// <param name="x">The coordinate of X_t.</param>
    /// <param name="origin">A coordinate from which distances along the ray are taken.</param>
    /// <param name="weights">Receives weights that sum to 1.</param>
    /// <param name="along">Receives the coordinate of X_{t−1} along the ray, minus the origin.</param>
    /// <param name="across">Receives the squared distance from the ray.</param>
    void Fill(double x, double origin, Span<double> weights, Span<double> along, Span<double> across);

    /// <summary>E f(X_{t−1}) adaptively, for an f that bends or jumps on the scale of the step; null where there is no such rule.</summary>
    /// <param name="x">The coordinate of X_t.</param>
    /// <param name="f">The function of a coordinate.</param>
    /// <param name="cuts">Ascending points at which the integration starts new panels.</param>
    /// <param name="tolerance">Wanted absolute error.</param>
    Outcome<double>? Average(double x, Func<double, double> f, ReadOnlySpan<double> cuts, double tolerance);
}
