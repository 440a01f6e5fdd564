using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Simd;

/// <summary>What one core can do at most: independent fused multiply-adds that never leave the registers.</summary>
public static class MachinePeak
{
    private const int Accumulators = 12;

    /// <summary>Measures the peak of one core with the widest vectors the runtime accelerates.</summary>
    /// <param name="milliseconds">How long to measure, at least 1.</param>
    /// <returns>Floating-point operations per second, 10⁹; a fused multiply-add counts as two.</returns>
    public static double GigaflopsPerCore(int milliseconds = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, 1);
        const int Batch = 20_000;
        int width = Vector512.IsHardwareAccelerated ? Vector512<double>.Count : Vector256<double>.Count;
        Run(Batch);
        double best = 0;
        var total = Stopwatch.StartNew();
        while (total.ElapsedMilliseconds < milliseconds)
        {
            long start = Stopwatch.GetTimestamp();
            Run(Batch);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Max(best, 2.0 * width * Accumulators * Batch / seconds / 1e9);
        }

        return best;
    }

    /// <summary>Measures the peak of several cores together.</summary>
    /// <param name="threads">How many, at least 1.</param>
    /// <param name="milliseconds">How long to measure, at least 1.</param>
    /// <returns>10⁹ operations per second, all threads together.</returns>
    public static double Gigaflops(int threads, int milliseconds = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1) return GigaflopsPerCore(milliseconds);
        var rates = new double[threads];
        OnThreads(threads, i => rates[i] = GigaflopsPerCore(milliseconds));
        return rates.Sum();
    }

    /// <summary>Measures the bandwidth of memory with the triad a = b + s c over arrays that fit no cache (McCalpin's STREAM).</summary>
    /// <param name="threads">How many threads, at least 1.</param>
    /// <param name="milliseconds">How long to measure, at least 1.</param>
    /// <returns>10⁹ bytes per second that are read or written, without what the cache reads before it writes.</returns>
    public static double GigabytesPerSecond(int threads, int milliseconds = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        const int Length = 8_000_000; // 64 MB an array
        double[] a = new double[Length], b = new double[Length], c = new double[Length];
        Array.Fill(b, 1);
        Array.Fill(c, 2);
        double best = 0;
        var total = Stopwatch.StartNew();
        for (int round = 0; round < 3 || total.ElapsedMilliseconds < milliseconds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            OnThreads(threads, i =>
            {
                int first = (int)((long)Length * i / threads), end = (int)((long)Length * (i + 1) / threads);
                TensorPrimitives.MultiplyAdd(c.AsSpan(first, end - first), 0.5, b.AsSpan(first, end - first), a.AsSpan(first, end - first));
            });
            if (round > 0) best = Math.Max(best, 3.0 * sizeof(double) * Length / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9);
        }

        return best;
    }

    /// <summary>Every piece on a thread of its own, at the same time.</summary>
    private static void OnThreads(int threads, Action<int> piece)
    {
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => piece(i)))];
        foreach (Thread thread in others)
            thread.Start();
        piece(0);
        foreach (Thread thread in others)
            thread.Join();
    }

    private static double Run(int count) => Vector512.IsHardwareAccelerated ? Loop512(count) : Loop256(count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Loop256(int count)
    {
        Vector256<double> a0 = Vector256<double>.One, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
        Vector256<double> a6 = a0, a7 = a0, a8 = a0, a9 = a0, a10 = a0, a11 = a0;
        var factor = Vector256.Create(0.999999);
        var term = Vector256.Create(1e-6);
        for (int i = 0; i < count; i++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, factor, term);
            a1 = Vector256.FusedMultiplyAdd(a1, factor, term);
            a2 = Vector256.FusedMultiplyAdd(a2, factor, term);
            a3 = Vector256.FusedMultiplyAdd(a3, factor, term);
            a4 = Vector256.FusedMultiplyAdd(a4, factor, term);
            a5 = Vector256.FusedMultiplyAdd(a5, factor, term);
            a6 = Vector256.FusedMultiplyAdd(a6, factor, term);
            a7 = Vector256.FusedMultiplyAdd(a7, factor, term);
            a8 = Vector256.FusedMultiplyAdd(a8, factor, term);
            a9 = Vector256.FusedMultiplyAdd(a9, factor, term);
            a10 = Vector256.FusedMultiplyAdd(a10, factor, term);
            a11 = Vector256.FusedMultiplyAdd(a11, factor, term);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Loop512(int count)
    {
        Vector512<double> a0 = Vector512<double>.One, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0;
        Vector512<double> a6 = a0, a7 = a0, a8 = a0, a9 = a0, a10 = a0, a11 = a0;
        var factor = Vector512.Create(0.999999);
        var term = Vector512.Create(1e-6);
        for (int i = 0; i < count; i++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, factor, term);
            a1 = Vector512.FusedMultiplyAdd(a1, factor, term);
            a2 = Vector512.FusedMultiplyAdd(a2, factor, term);
            a3 = Vector512.FusedMultiplyAdd(a3, factor, term);
            a4 = Vector512.FusedMultiplyAdd(a4, factor, term);
            a5 = Vector512.FusedMultiplyAdd(a5, factor, term);
            a6 = Vector512.FusedMultiplyAdd(a6, factor, term);
            a7 = Vector512.FusedMultiplyAdd(a7, factor, term);
            a8 = Vector512.FusedMultiplyAdd(a8, factor, term);
            a9 = Vector512.FusedMultiplyAdd(a9, factor, term);
            a10 = Vector512.FusedMultiplyAdd(a10, factor, term);
            a11 = Vector512.FusedMultiplyAdd(a11, factor, term);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }
}
