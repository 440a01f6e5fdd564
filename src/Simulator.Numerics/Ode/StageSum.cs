using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Simulator.Numerics.Ode;

/// <summary>
/// Weighted sums of stages, one pass over memory. 256-bit vectors and fused multiply-adds, alike in the tail, so an entry's bits do
/// not depend on where in the batch it stands.
/// </summary>
internal static class StageSum
{
    /// <summary>Vectors in flight: enough to hide the latency of a multiply-add.</summary>
    private const int Unrolled = 4;

    /// <summary>Computes <c>origin + factor · Σ_j weights_j · stages_j</c>; stages of weight 0 are not read.</summary>
    /// <param name="origin">As long as <paramref name="target"/>, or empty for 0.</param>
    /// <param name="factor">The step.</param>
    /// <param name="weights">At most <see cref="RungeKuttaTableau.MostStages"/> weights.</param>
    /// <param name="stages">At least as many stages as weights, each as long as <paramref name="target"/>.</param>
    /// <param name="target">Receives the sum.</param>
    public static void Compute(
        ReadOnlySpan<double> origin, double factor, ReadOnlySpan<double> weights, double[][] stages, Span<double> target)
    {
        Span<double> used = stackalloc double[RungeKuttaTableau.MostStages];
        Span<int> index = stackalloc int[RungeKuttaTableau.MostStages];
        int count = 0;
        for (int j = 0; j < weights.Length; j++)
        {
            if (weights[j] == 0) continue;
            if (stages[j].Length < target.Length) throw new ArgumentException("A stage is shorter than the target.", nameof(stages));
            (used[count], index[count++]) = (weights[j], j);
        }

        int width = Vector256<double>.Count, i = 0;
        for (; i <= target.Length - Unrolled * width; i += Unrolled * width)
        {
            Vector256<double> a = default, b = default, c = default, d = default;
            for (int j = 0; j < count; j++)
            {
                ref double stage = ref MemoryMarshal.GetArrayDataReference(stages[index[j]]);
                var weight = Vector256.Create(used[j]);
                a = Vector256.FusedMultiplyAdd(weight, Vector256.LoadUnsafe(ref stage, (nuint)i), a);
                b = Vector256.FusedMultiplyAdd(weight, Vector256.LoadUnsafe(ref stage, (nuint)(i + width)), b);
                c = Vector256.FusedMultiplyAdd(weight, Vector256.LoadUnsafe(ref stage, (nuint)(i + 2 * width)), c);
                d = Vector256.FusedMultiplyAdd(weight, Vector256.LoadUnsafe(ref stage, (nuint)(i + 3 * width)), d);
            }

            Store(origin, factor, a, target, i);
            Store(origin, factor, b, target, i + width);
            Store(origin, factor, c, target, i + 2 * width);
            Store(origin, factor, d, target, i + 3 * width);
        }

        for (; i < target.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < count; j++)
                sum = Math.FusedMultiplyAdd(used[j], stages[index[j]][i], sum);
            target[i] = Math.FusedMultiplyAdd(factor, sum, origin.IsEmpty ? 0 : origin[i]);
        }
    }

    private static void Store(ReadOnlySpan<double> origin, double factor, Vector256<double> sum, Span<double> target, int at)
    {
        Vector256<double> start = origin.IsEmpty ? default : Vector256.Create(origin[at..]);
        Vector256.FusedMultiplyAdd(Vector256.Create(factor), sum, start).CopyTo(target[at..]);
    }
}
