using System.Collections.Immutable;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Quadrature;
using Simulator.Schedules;

namespace Simulator.LeadingOrder;

/// <summary>
/// Where the error comes from: <c>e(s) = E‖g(s, X)‖</c> over s = log σ, a property of the target alone (section 7 (D)). Steps of length δ(s) make an
/// error of about ∫ δ(s) e(s) ds; with ∫ ds/δ(s) = T it is least for δ ∝ 1/√e. Φ is followed almost to the data, so that e does not depend on a first step.
/// </summary>
public sealed class ErrorDensity
{
    /// <summary>Distance of samples; e(s) changes over a unit of s.</summary>
    private const double Step = 0.25;

    /// <summary>Φ ends so far (in s) below the smallest length of the target.</summary>
    private const double DepthOfEnd = 16;

    /// <summary>Samples go on until √e has fallen to this part of its maximum; from there on it falls like an exponential.</summary>
    private const double LeastShare = 1e-4;

    /// <summary>Relative accuracy of e: steps follow its square root.</summary>
    private const double Accuracy = 1e-3;

    /// <summary>So many samples are taken at once, since they share the flow lines; two chunks stay above the end.</summary>
    private const int Chunk = 30;

    /// <summary>A safeguard: so many units of s beyond the lengths of the target are looked at.</summary>
    private const double FarthestReach = 40;

    private static readonly QuadratureRule Cell = GaussLegendre.Rule(6);

    private readonly UniformInterpolant _logRoot;
    private readonly double[] _masses;
    private readonly double _slopeBelow, _slopeAbove;

    private ErrorDensity(double low, double[] densities)
    {
        LogSigmas = [.. Enumerable.Range(0, densities.Length).Select(i => low + i * Step)];
        Values = [.. densities];
        _logRoot = new UniformInterpolant(low, Step, Array.ConvertAll(densities, e => 0.5 * Math.Log(e)));
        _slopeBelow = (_logRoot.Values[1] - _logRoot.Values[0]) / Step;
        _slopeAbove = (_logRoot.Values[^2] - _logRoot.Values[^1]) / Step;
        _masses = new double[densities.Length];
        _masses[0] = Math.Sqrt(densities[0]) / _slopeBelow;
        for (int i = 1; i < densities.Length; i++)
            _masses[i] = _masses[i - 1] + MassBetween(LogSigmas[i - 1], LogSigmas[i]);
        RootMass = _masses[^1] + Math.Sqrt(densities[^1]) / _slopeAbove;
    }

    /// <summary>The s at which e was computed, ascending.</summary>
    public ImmutableArray<double> LogSigmas { get; }

    /// <summary>e at <see cref="LogSigmas"/>.</summary>
    public ImmutableArray<double> Values { get; }

    /// <summary>M = ∫ √e ds: the least error of T steps is M²/T (1 + o(1)).</summary>
    public double RootMass { get; }

    /// <summary>The density of a target.</summary>
    /// <param name="term">The local error of the target.</param>
    /// <returns>The density; its status is not ok, and the density null, where e is not finite or does not fall at both ends.</returns>
    public static Outcome<ErrorDensity?> Of(LeadingTerm term)
    {
        ArgumentNullException.ThrowIfNull(term);
        double low = Math.Log(term.SmallestScale), high = Math.Log(Math.Max(term.LargestScale, term.SmallestScale));
        NoiseLevel end = NoiseLevel.OfLogSigma(low - DepthOfEnd);
        var above = new List<double>();
        var below = new List<double>();
        double largest = 0;
        long evaluations = 0;
        Status status = Status.Ok;
        for (double s = low; status == Status.Ok && s <= high + FarthestReach && !(s > high && Fallen(above)); s += Chunk * Step)
            above.AddRange(At(s));
        for (double s = low - Chunk * Step; status == Status.Ok && s > end.LogSigma && !Fallen(below); s -= Chunk * Step)
            below.AddRange(At(s).Reverse());
        below.Reverse();
        double[] densities = [.. below, .. above];
        bool falls = densities.Length >= UniformInterpolant.MinimumCount && densities[0] < densities[1] && densities[^1] < densities[^2];
        if (status == Status.Ok && !falls) status = Status.OutOfRange;
        var diagnostics = new Diagnostics(0, evaluations);
        return status == Status.Ok
            ? new Outcome<ErrorDensity?>(new ErrorDensity(low - below.Count * Step, densities), status, diagnostics)
            : new Outcome<ErrorDensity?>(null, status, diagnostics);

        double[] At(double from)
        {
            NoiseLevel[] levels = [.. Enumerable.Range(0, Chunk).Select(i => NoiseLevel.OfLogSigma(from + i * Step))];
            Outcome<double>[] values = term.MeanNorms(end, levels, Accuracy);
            foreach (Outcome<double> e in values)
            {
                status = status.Worst(e.Status);
                if (!(e.Value > 0)) status = status.Worst(Status.OutOfRange);
                largest = Math.Max(largest, e.Value);
                evaluations += e.Diagnostics.Evaluations;
            }

            return [.. values.Select(e => e.Value)];
        }

        bool Fallen(List<double> values) => values.Count > 0 && values[^1] < LeastShare * LeastShare * largest;
    }

    /// <summary>e at any s.</summary>
    /// <param name="s">log σ.</param>
    public double At(double s) => Math.Exp(2 * LogRoot(s));

    /// <summary>The s that part the mass of √e into T + 1 equal pieces: the noise levels of the best schedule.</summary>
    /// <param name="steps">T.</param>
    public double[] EqualParts(int steps)
    {
        var parts = new double[steps];
        int cell = 0;
        for (int t = 1; t <= steps; t++)
        {
            double mass = RootMass * t / (steps + 1);
            while (cell < _masses.Length && _masses[cell] < mass)
                cell++;
            if (cell == 0) parts[t - 1] = LogSigmas[0] + Math.Log(mass / _masses[0]) / _slopeBelow;
            else if (cell == _masses.Length)
                parts[t - 1] = LogSigmas[^1] - Math.Log((RootMass - mass) / (RootMass - _masses[^1])) / _slopeAbove;
            else parts[t - 1] = Within(cell, mass - _masses[cell - 1]);
        }

        return parts;
    }

    /// <summary>The s in a cell below which a mass lies, by Newton's method held inside the cell.</summary>
    private double Within(int cell, double mass)
    {
        double start = LogSigmas[cell - 1], low = start, high = LogSigmas[cell], s = start + Step * mass / (_masses[cell] - _masses[cell - 1]);
        for (int i = 0; i < 60; i++)
        {
            double missing = mass - MassBetween(start, s);
            if (missing > 0) low = s;
            else high = s;
            double next = s + missing / Math.Exp(LogRoot(s));
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            if (Math.Abs(next - s) <= 1e-15 * (1 + Math.Abs(s))) return next;
            s = next;
        }

        return s;
    }

    private double MassBetween(double from, double to)
    {
        double half = 0.5 * (to - from), centre = 0.5 * (to + from);
        return half * Cell.Apply(u => Math.Exp(LogRoot(centre + half * u)));
    }

    private double LogRoot(double s) => _logRoot.Evaluate(s);
}
