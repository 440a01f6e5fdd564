using System.Runtime.CompilerServices;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>
/// The running normalisation of a softmax over terms that come one after the other (Milakov and Gimelshein, arXiv 1805.02867): greatest log-weight so far, and
/// sum of the weights relative to it, for the points of a panel. When the greatest changes, what was summed before is scaled down.
/// </summary>
/// <param name="greatest">3W numbers, at first <see cref="Least"/>.</param>
/// <param name="sum">3W numbers, at first 0.</param>
internal readonly unsafe struct SoftmaxState<V>(double* greatest, double* sum)
    where V : unmanaged, IPack<V>
{
    /// <summary>Below all finite log-weights, and finite, so that a first weight of −∞ gives 0 and not NaN.</summary>
    public const double Least = double.MinValue;

    private readonly double* _greatest = greatest, _sum = sum;

    /// <summary>Takes in one term.</summary>
    /// <param name="logWeights">Log-weight of the term at the 3W points; becomes its weight relative to the greatest.</param>
    /// <param name="sums">The panel of weighted sums, which is scaled where the greatest has changed; null if there is none.</param>
    /// <param name="rows">Rows of that panel.</param>
    /// <returns>Whether any weight is not 0.</returns>
    [SkipLocalsInit]
    public bool Take(double* logWeights, double* sums, int rows)
    {
        V one = V.Broadcast(1), any = V.Broadcast(0), moved = any;
        double* scales = stackalloc double[MicroKernel.Packs * V.Width];
        for (int i = 0; i < MicroKernel.Packs * V.Width; i += V.Width)
        {
            // One of the two, what was and what comes, keeps its weight: one exponential does for both.
            V log = V.Load(logWeights + i), before = V.Load(_greatest + i), isGreater = V.Less(before, log);
            V lesser = VectorMath.Exp(V.Broadcast(0) - VectorMath.Abs(log - before));
            V scale = V.Select(isGreater, lesser, one), weight = V.Select(isGreater, one, lesser);
            V.Max(before, log).Store(_greatest + i);
            V.MultiplyAdd(V.Load(_sum + i), scale, weight).Store(_sum + i);
            weight.Store(logWeights + i);
            scale.Store(scales + i);
            moved += one - scale;
            any += weight;
        }

        if (sums != null && V.Sum(moved) != 0) ScaleAll(sums, scales, rows);
        return V.Sum(any) != 0;
    }

    /// <summary>Takes in several terms at once: their greatest is found first, so that the sums are scaled once at most.</summary>
    /// <param name="logWeights">Log-weights, terms × 3W; become weights relative to the greatest.</param>
    /// <param name="terms">How many terms.</param>
    /// <param name="sums">The panel of weighted sums; null if there is none.</param>
    /// <param name="rows">Rows of that panel.</param>
    /// <returns>Whether any weight is not 0.</returns>
    [SkipLocalsInit]
    public bool Take(double* logWeights, int terms, double* sums, int rows)
    {
        V one = V.Broadcast(1), any = V.Broadcast(0), moved = any;
        double* scales = stackalloc double[MicroKernel.Packs * V.Width];
        for (int i = 0; i < MicroKernel.Packs * V.Width; i += V.Width)
        {
            V before = V.Load(_greatest + i), now = before;
            for (double* log = logWeights + i, end = log + terms * MicroKernel.Packs * V.Width; log != end; log += MicroKernel.Packs * V.Width)
                now = V.Max(now, V.Load(log));
            V scale = VectorMath.Exp(before - now), sum = V.Broadcast(0);
            for (double* log = logWeights + i, end = log + terms * MicroKernel.Packs * V.Width; log != end; log += MicroKernel.Packs * V.Width)
            {
                V weight = VectorMath.Exp(V.Load(log) - now);
                weight.Store(log);
                sum += weight;
            }

            now.Store(_greatest + i);
            V.MultiplyAdd(V.Load(_sum + i), scale, sum).Store(_sum + i);
            scale.Store(scales + i);
            moved += one - scale;
            any += sum;
        }

        if (sums != null && V.Sum(moved) != 0) ScaleAll(sums, scales, rows);
        return V.Sum(any) != 0;
    }

    /// <summary>log Σ weights at 3W points.</summary>
    public void LogSum(double* result)
    {
        for (int i = 0; i < MicroKernel.Packs * V.Width; i += V.Width)
            (V.Load(_greatest + i) + VectorMath.Log(V.Load(_sum + i))).Store(result + i);
    }

    /// <summary>Divides a panel by the sums of weights.</summary>
    public void Normalise(double* sums, int rows)
    {
        for (int i = 0; i < MicroKernel.Packs * V.Width; i += V.Width)
            Scale(sums + i, V.Broadcast(1) / V.Load(_sum + i), rows);
    }

    private static void ScaleAll(double* sums, double* factors, int rows)
    {
        for (int i = 0; i < MicroKernel.Packs * V.Width; i += V.Width)
            Scale(sums + i, V.Load(factors + i), rows);
    }

    private static void Scale(double* column, V factor, int rows)
    {
        for (int j = 0; j < rows; j++, column += MicroKernel.Packs * V.Width)
            (V.Load(column) * factor).Store(column);
    }
}
