using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>
/// Consistency training from samples (section 9). Every step draws N fresh pairs (X_{t−1}, X_t) and fits f_{t−1}(X_{t−1}) by ridge regression in the class F, (14); on the same points it fits the exact means
/// f_t* = E[f_{t−1}(X_{t−1})|X_t], which gives the projection f_t^F; and on fresh points it measures how far the three are apart.
/// </summary>
/// <remarks>
/// What is fitted is the change of the coefficients since the step before, so that the penalty biases a small quantity. Points stream by in batches: memory does not depend on N. Every tile of points has its own random
/// stream, named by (seed, T, t, tile), and sums are over rows in their order, so that the result depends on no number of threads and on no restart.
/// </remarks>
public sealed class RegressionRecursion : ConsistencyRecursion, IProjectingRecursion
{
    /// <summary>Rows of a batch: enough for the product of matrices to be at its best, few enough for the memory.</summary>
    private const int BatchRows = 4096;

    private const int Tile = RegressionFunction.Tile;

    /// <summary>Held-out points at which cubatures are compared.</summary>
    private const int CheckedPoints = 64;

    private readonly DataLaw _law;
    private readonly Regression _settings;
    private readonly FeatureFamily _family;
    private readonly IBaseline? _baseline;
    private readonly long _seed;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly IStepLog? _log;
    private readonly NormalEquations _equations;
    private readonly double[] _design;
    private readonly List<RegressionStep> _steps = [];
    private Expansion _before, _current;
    private double[]? _projection;

    /// <summary>Starts at f_1.</summary>
    /// <param name="law">The law of X_0.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="settings">How steps are learned.</param>
    /// <param name="seed">The seed of everything random.</param>
    /// <param name="threads">Threads; no number depends on it.</param>
    /// <param name="log">Steps that were found before, and where to keep new ones; may be null.</param>
    /// <param name="cancellation">Stops the work between batches.</param>
    /// <exception cref="ArgumentException">The class or the baseline needs a mixture, and the data are none; or there are fewer samples than features.</exception>
    public RegressionRecursion(
        DataLaw law, Schedule schedule, Regression settings, long seed, int threads = 1, IStepLog? log = null, CancellationToken cancellation = default)
        : base(schedule)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        (_law, _settings, _seed, _threads, _log, _cancellation) = (law, settings, seed, threads, log, cancellation);
        _family = new FeatureFamily(settings.Class, law, seed);
        _baseline = Baselines.For(settings.Baseline, law, schedule);
        FeatureMap first = _family.At(schedule[1]);
        int d = law.Dimension, p = first.Count;
        if (settings.Samples <= p) throw new ArgumentException($"{p} features need more samples than {settings.Samples}.", nameof(settings));
        double[] identity = _baseline is null ? _family.Identity(schedule[1], p) : new double[p * d];
        _before = _current = new Expansion(1, first, identity, _baseline);
        _equations = new NormalEquations(p, (Samples ? d : 0) + (Projects ? d : 0), new SimdBackend(threads));
        _design = new double[(long)Math.Min(BatchRows, settings.Samples) * _equations.Width];
    }

    /// <inheritdoc/>
    public override ConsistencyFunction Current => new RegressionFunction(_current, _threads);

    /// <summary>The regression on exact means; null at t = 1 and where it was not asked for.</summary>
    public ConsistencyFunction? Projection => _projection is null ? null : new RegressionFunction(_current with { Coefficients = _projection }, _threads);

    /// <summary>What is known about every step so far.</summary>
    public IReadOnlyList<RegressionStep> Steps => _steps;

    /// <summary>p, the number of features.</summary>
    public int Features => _current.Map.Count;

    /// <summary>What the time went into.</summary>
    public RegressionTimes Times { get; } = new();

    private bool Samples => _settings.Mode == RegressionMode.Sampled;

    private bool Projects => _settings.HeldOut > 0 || !Samples;

    /// <summary>f_t*(x) = E[f_{t−1}(X_{t−1}) | X_t = x] for the current t, f_{t−1} as it was learned.</summary>
    /// <param name="points">x, n × d.</param>
    /// <param name="result">Receives n × d.</param>
    /// <exception cref="InvalidOperationException">t = 1.</exception>
    public void Unconstrained(PointBatch points, Span<double> result)
    {
        if (Time < 2) throw new InvalidOperationException("There is no step before f_1.");
        MeanAt(StepMean.Of(_law, Schedule, _before), points, result);
    }

    /// <inheritdoc/>
    protected override void AdvanceTo(int t)
    {
        FeatureMap map = _family.At(Schedule[t]);
        _before = _current;
        if (_log?.Find(t) is { } kept)
        {
            Restore(t, map, kept);
            return;
        }

        StepMean exact = StepMean.Of(_law, Schedule, _before);
        Accumulate(t, map, exact);
        RidgeSolution solution = Solve();
        (double[] learned, double[]? projection) = Coefficients(solution);
        _current = new Expansion(t, map, learned, _baseline);
        _projection = projection;
        RegressionStep step = Measure(t, exact, solution);
        _steps.Add(step);
        _log?.Append(t, [.. step.ToNumbers(), .. learned, .. projection ?? []]);
    }

    private void Restore(int t, FeatureMap map, double[] kept)
    {
        int size = map.Count * _law.Dimension;
        _steps.Add(RegressionStep.OfNumbers(kept));
        _current = new Expansion(t, map, kept[RegressionStep.Numbers..(RegressionStep.Numbers + size)], _baseline);
        _projection = Projects ? kept[(RegressionStep.Numbers + size)..] : null;
    }

    /// <summary>Streams N pairs through the normal equations.</summary>
    private void Accumulate(int t, FeatureMap map, StepMean mean)
    {
        _equations.Clear();
        int width = _equations.Width, most = _design.Length / width;
        for (int first = 0; first < _settings.Samples; first += most)
        {
            _cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(most, _settings.Samples - first), start = first;
            Workers.Run(_threads, (rows + Tile - 1) / Tile, tile =>
            {
                int top = tile * Tile, count = Math.Min(Tile, rows - top);
                Fill(t, map, mean, (start + top) / Tile, new MatrixView(_design.AsSpan(top * width, count * width), count, width));
            });
            long stamp = Stopwatch.GetTimestamp();
            _equations.Add(new ReadOnlyMatrixView(_design.AsSpan(0, rows * width), rows, width));
            Times.Add(RegressionTimes.Part.Gram, stamp);
        }
    }

    /// <summary>Rows [ψ(X_t) | f_{t−1}(X_{t−1}) − guess | f_t*(X_t) − guess], where the guess has the coefficients of f_{t−1}.</summary>
    private void Fill(int t, FeatureMap map, StepMean mean, int tile, MatrixView rows)
    {
        int n = rows.Rows, d = _law.Dimension, p = map.Count;
        double[] before = new double[n * d], after = new double[n * d], guess = new double[n * d], label = new double[n * d];
        long stamp = Stopwatch.GetTimestamp();
        Draw("pairs", t, tile, before, after);
        stamp = Times.Add(RegressionTimes.Part.Draw, stamp);
        var points = new PointBatch(after, d);
        MatrixView features = rows.Block(0, 0, n, p);
        map.Values(points, features);
        new Expansion(t, map, _before.Coefficients, null).Combine(features, guess);
        if (_baseline is not null)
        {
            _baseline.Evaluate(t, points, label);
            TensorPrimitives.Add(guess, label, guess);
        }

        stamp = Times.Add(RegressionTimes.Part.Features, stamp);
        int column = p;
        if (Samples)
        {
            _before.Evaluate(new PointBatch(before, d), label);
            Put(label, guess, rows.Block(0, column, n, d));
            column += d;
            stamp = Times.Add(RegressionTimes.Part.Labels, stamp);
        }

        if (!Projects) return;
        mean.Evaluate(points, label);
        Put(label, guess, rows.Block(0, column, n, d));
        Times.Add(RegressionTimes.Part.Means, stamp);
    }

    private RidgeSolution Solve()
    {
        long stamp = Stopwatch.GetTimestamp();
        var penalties = new double[_equations.Features];
        penalties.AsSpan(_family.AffineCount).Fill(_settings.Ridge);
        RidgeSolution solution = _equations.Solve(penalties);
        Times.Add(RegressionTimes.Part.Solve, stamp);
        return solution;
    }

    /// <summary>Coefficients of f_t and of the projection, from the changes that were fitted.</summary>
    private (double[] Learned, double[]? Projection) Coefficients(RidgeSolution solution)
    {
        double[] Moved(int column)
        {
            int d = _law.Dimension;
            double[] moved = [.. _before.Coefficients];
            for (int i = 0; i < moved.Length; i++)
                moved[i] += solution.Coefficients[i / d * solution.Outputs + column + i % d];
            return moved;
        }

        double[]? projection = Projects ? Moved(Samples ? _law.Dimension : 0) : null;
        return (Samples ? Moved(0) : projection!, projection);
    }

    /// <summary>How far f_t, the projection and f_t* are apart, on fresh points.</summary>
    private RegressionStep Measure(int t, StepMean mean, RidgeSolution solution)
    {
        int n = _settings.HeldOut, d = _law.Dimension;
        var unknown = new Measured(double.NaN, double.NaN);
        if (n == 0) return new RegressionStep(t, unknown, unknown, unknown, double.NaN, double.NaN, solution.Condition, solution.Rank, solution.Residual);
        long stamp = Stopwatch.GetTimestamp();
        double[] points = new double[n * d], ignored = new double[n * d], exact = new double[n * d];
        Workers.Run(_threads, (n + Tile - 1) / Tile, tile =>
        {
            int start = tile * Tile * d, length = Math.Min(Tile * d, n * d - start);
            Draw("held out", t, tile, ignored.AsSpan(start, length), points.AsSpan(start, length));
        });
        MeanAt(mean, new PointBatch(points, d), exact);
        double[] learned = Values(Current, points), projected = Values(Projection!, points);
        var expectation = new SampleExpectation();
        Measured Between(double[] x, double[] y, int power = 1) => expectation.OfDistances(new PointBatch(x, d), new PointBatch(y, d), power);

        // The best of the class leaves at least what the best of the fitted points leave there, and the projection is no better than its points allow: p/N of what is left.
        double fitted = _equations.LeastMeanSquares()[^d..].Sum(), heldOut = Between(projected, exact, 2).Value;
        double excess = Math.Max(heldOut - fitted, heldOut * Features / _settings.Samples);
        var step = new RegressionStep(
            t, Between(learned, projected), Between(projected, exact), Between(learned, exact), Math.Sqrt(excess), MeanError(t, points, exact), solution.Condition, solution.Rank, solution.Residual);
        Times.Add(RegressionTimes.Part.HeldOut, stamp);
        return step;
    }

    /// <summary>How much nodes of another degree change the exact means.</summary>
    private double MeanError(int t, double[] points, double[] exact)
    {
        if (_before.HasClosedMeans || _law is not MixtureDataLaw) return 0;
        int d = _law.Dimension, length = Math.Min(CheckedPoints * d, points.Length);
        var again = new double[length];
        MeanAt(StepMean.Of(_law, Schedule, _before, check: true), new PointBatch(points.AsSpan(0, length), d), again);
        return new SampleExpectation().OfDistances(new PointBatch(again, d), new PointBatch(exact.AsSpan(0, length), d)).Value;
    }

    private void MeanAt(StepMean mean, PointBatch points, Span<double> result)
    {
        int d = points.Dimension, width = Tile * d;
        double[] from = points.Data.ToArray(), to = new double[from.Length];
        Workers.Run(_threads, (from.Length + width - 1) / width, tile =>
        {
            int start = tile * width, length = Math.Min(width, from.Length - start);
            mean.Evaluate(new PointBatch(from.AsSpan(start, length), d), to.AsSpan(start, length));
        });
        to.CopyTo(result);
    }

    /// <summary>Pairs of a tile: the same data point and the same noise on both sides.</summary>
    private void Draw(string purpose, int t, int tile, Span<double> before, Span<double> after)
    {
        RandomStream stream = RandomStream.Named(_seed, "regression", string.Create(CultureInfo.InvariantCulture, $"{Schedule.Steps}|{t}|{tile}"), purpose);
        double[] data = new double[after.Length], noise = new double[after.Length];
        _law.Sample(stream, data);
        stream.FillNormal(noise);
        ForwardProcess.Pair(Schedule, t, data, noise, before, after);
    }

    private static double[] Values(ConsistencyFunction function, double[] points)
    {
        var values = new double[points.Length];
        function.Evaluate(new PointBatch(points, function.Dimension), values);
        return values;
    }

    private static void Put(ReadOnlySpan<double> label, ReadOnlySpan<double> guess, MatrixView rows)
    {
        for (int i = 0; i < rows.Rows; i++)
        {
            int start = i * rows.Columns;
            TensorPrimitives.Subtract(label.Slice(start, rows.Columns), guess.Slice(start, rows.Columns), rows.Data.Slice(i * rows.Stride, rows.Columns));
        }
    }
}
