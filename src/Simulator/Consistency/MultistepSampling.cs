using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Random;
using Simulator.Schedules;

namespace Simulator.Consistency;

/// <summary>
/// Samples of learned maps. One step: x = f_T(Z), Z ~ N(0, I). Several steps, through times t_1 &gt; t_2 &gt; …: x has about the law of X_1, so that the chain takes it to time t,
/// X_t = √(ᾱ_t/ᾱ_1) x + √(1 − ᾱ_t/ᾱ_1) W with fresh noise W, and f_t takes it back, x = f_t(X_t); for each t in turn.
/// </summary>
/// <remarks>Number i of the noise belongs to coordinate i of all samples, so that a sample depends neither on threads nor on how many others there are.</remarks>
public sealed class MultistepSampling
{
    /// <summary>Samples that one thread takes through all maps, and numbers that they hold at most.</summary>
    private const int MostTileRows = 128, MostTileNumbers = 1 << 16;

    private readonly Schedule _schedule;
    private readonly IReadOnlyList<ConsistencyFunction> _functions;

    /// <summary>Prepares to sample.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="functions">f_T, then f_t for every t on the way, in descending order.</param>
    /// <exception cref="ArgumentException">The first function is not f_T, times do not descend or are below 2, or dimensions differ.</exception>
    public MultistepSampling(Schedule schedule, IReadOnlyList<ConsistencyFunction> functions)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(functions);
        if (functions.Count == 0 || functions[0].Time != schedule.Steps) throw new ArgumentException("The first function must be f_T.", nameof(functions));
        if (functions[^1].Time < 2 || functions.Zip(functions.Skip(1)).Any(pair => pair.First.Time <= pair.Second.Time))
            throw new ArgumentException("Times must descend and be at least 2.", nameof(functions));
        if (functions.Any(f => f.Dimension != functions[0].Dimension)) throw new ArgumentException("Functions must be of one dimension.", nameof(functions));
        (_schedule, _functions) = (schedule, functions);
    }

    /// <summary>Draws samples.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <param name="seed">The seed of all noise.</param>
    /// <param name="threads">Threads; no number depends on it.</param>
    /// <param name="progress">Receives the fraction done, from any thread; may be null.</param>
    /// <param name="cancellation">Stops the work between tiles.</param>
    /// <returns>n × d.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public double[] Sample(int count, long seed, int threads = 1, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int d = _functions[0].Dimension, rows = Math.Clamp(MostTileNumbers / d, 1, MostTileRows), tiles = (count + rows - 1) / rows, done = 0;
        var samples = new double[checked(count * d)];
        Workers.Run(threads, tiles, tile =>
        {
            cancellation.ThrowIfCancellationRequested();
            int start = tile * rows * d;
            Fill(seed, start, samples.AsSpan(start, Math.Min(rows * d, samples.Length - start)));
            progress?.Report((double)Interlocked.Increment(ref done) / tiles);
        });
        return samples;
    }

    /// <summary>Takes some of the samples through all maps.</summary>
    private void Fill(long seed, int start, Span<double> samples)
    {
        double[] noise = new double[samples.Length], state = new double[samples.Length];
        foreach (ConsistencyFunction function in _functions)
        {
            RandomStream stream = RandomStream.Named(seed, "sample", $"{_schedule.Steps}|{function.Time}", "noise");
            stream.Position = (ulong)start;
            stream.FillNormal(noise);
            if (function.Time == _schedule.Steps) noise.CopyTo(state, 0);
            else ForwardProcess.Steps(_schedule, 1, function.Time, samples, noise, state);
            function.Evaluate(new PointBatch(state, function.Dimension), samples);
        }
    }
}
