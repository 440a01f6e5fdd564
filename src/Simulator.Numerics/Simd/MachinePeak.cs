using System.Diagnostics;
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
