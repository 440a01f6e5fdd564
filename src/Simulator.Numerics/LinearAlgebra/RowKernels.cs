using System.Runtime.CompilerServices;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Loops over contiguous vectors: sums, products, rotations; four vectors at a time where there are many.</summary>
/// <remarks>Sums run lane by lane in an order that depends on the length only.</remarks>
internal static unsafe class RowKernels
{
    /// <summary>xᵀy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot<V>(int n, double* x, double* y)
        where V : unmanaged, IPack<V>
    {
        V sum0 = default, sum1 = default;
        int i = 0;
        for (; i + 2 * V.Width <= n; i += 2 * V.Width)
        {
            sum0 = V.MultiplyAdd(V.Load(x + i), V.Load(y + i), sum0);
            sum1 = V.MultiplyAdd(V.Load(x + i + V.Width), V.Load(y + i + V.Width), sum1);
        }

        double sum = V.Sum(sum0 + sum1);
        for (; i < n; i++)
            sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>y += f x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<V>(int n, double f, double* x, double* y)
        where V : unmanaged, IPack<V>
    {
        var factor = V.Broadcast(f);
        int i = 0;
        for (; i + V.Width <= n; i += V.Width)
            V.MultiplyAdd(factor, V.Load(x + i), V.Load(y + i)).Store(y + i);
        for (; i < n; i++)
            y[i] = Math.FusedMultiplyAdd(f, x[i], y[i]);
    }

    /// <summary>y −= f x + g z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract<V>(int n, double f, double* x, double g, double* z, double* y)
        where V : unmanaged, IPack<V>
    {
        V factor = V.Broadcast(f), other = V.Broadcast(g);
        int i = 0;
        for (; i + V.Width <= n; i += V.Width)
            V.NegatedMultiplyAdd(other, V.Load(z + i), V.NegatedMultiplyAdd(factor, V.Load(x + i), V.Load(y + i))).Store(y + i);
        for (; i < n; i++)
            y[i] = Math.FusedMultiplyAdd(-g, z[i], Math.FusedMultiplyAdd(-f, x[i], y[i]));
    }

    /// <summary>x = f x.</summary>
    public static void Scale<V>(int n, double f, double* x)
        where V : unmanaged, IPack<V>
    {
        var factor = V.Broadcast(f);
        int i = 0;
        for (; i + V.Width <= n; i += V.Width)
            (factor * V.Load(x + i)).Store(x + i);
        for (; i < n; i++)
            x[i] *= f;
    }

    /// <summary>The greatest |xᵢ|, or 0.</summary>
    public static double Magnitude<V>(int n, double* x)
        where V : unmanaged, IPack<V>
    {
        V greatest = default;
        int i = 0;
        for (; i + V.Width <= n; i += V.Width)
            greatest = V.Max(greatest, VectorMath.Abs(V.Load(x + i)));
        double magnitude = V.Greatest(greatest);
        for (; i < n; i++)
            magnitude = Math.Max(magnitude, Math.Abs(x[i]));
        return magnitude;
    }

    /// <summary>(x, y) = (c x − s y, s x + c y).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate<V>(int n, double c, double s, double* x, double* y)
        where V : unmanaged, IPack<V>
    {
        V cosine = V.Broadcast(c), sine = V.Broadcast(s);
        int i = 0;
        for (; i + V.Width <= n; i += V.Width)
        {
            V p = V.Load(x + i), q = V.Load(y + i);
            V.NegatedMultiplyAdd(sine, q, cosine * p).Store(x + i);
            V.MultiplyAdd(sine, p, cosine * q).Store(y + i);
        }

        for (; i < n; i++)
            (x[i], y[i]) = (Math.FusedMultiplyAdd(-s, y[i], c * x[i]), Math.FusedMultiplyAdd(s, x[i], c * y[i]));
    }

    /// <summary>R x for a matrix R of few rows.</summary>
    /// <param name="count">Rows of R.</param>
    /// <param name="n">Columns of R.</param>
    /// <param name="rows">R, with contiguous rows.</param>
    /// <param name="stride">Distance of the rows.</param>
    /// <param name="x">x.</param>
    /// <param name="products">Receives R x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots<V>(int count, int n, double* rows, nint stride, double* x, double* products)
        where V : unmanaged, IPack<V>
    {
        int k = 0;
        for (; k + 4 <= count; k += 4, rows += 4 * stride)
        {
            double* r1 = rows + stride, r2 = r1 + stride, r3 = r2 + stride;
            V s0 = default, s1 = default, s2 = default, s3 = default;
            int i = 0;
            for (; i + V.Width <= n; i += V.Width)
            {
                var p = V.Load(x + i);
                s0 = V.MultiplyAdd(V.Load(rows + i), p, s0);
                s1 = V.MultiplyAdd(V.Load(r1 + i), p, s1);
                s2 = V.MultiplyAdd(V.Load(r2 + i), p, s2);
                s3 = V.MultiplyAdd(V.Load(r3 + i), p, s3);
            }

            double d0 = V.Sum(s0), d1 = V.Sum(s1), d2 = V.Sum(s2), d3 = V.Sum(s3);
            for (; i < n; i++)
            {
                d0 = Math.FusedMultiplyAdd(rows[i], x[i], d0);
                d1 = Math.FusedMultiplyAdd(r1[i], x[i], d1);
                d2 = Math.FusedMultiplyAdd(r2[i], x[i], d2);
                d3 = Math.FusedMultiplyAdd(r3[i], x[i], d3);
            }

            (products[k], products[k + 1], products[k + 2], products[k + 3]) = (d0, d1, d2, d3);
        }

        for (; k < count; k++, rows += stride)
            products[k] = Dot<V>(n, rows, x);
    }

    /// <summary>y −= Rᵀ f for a matrix R of few rows.</summary>
    /// <param name="count">Rows of R.</param>
    /// <param name="n">Columns of R.</param>
    /// <param name="rows">R, with contiguous rows.</param>
    /// <param name="stride">Distance of the rows.</param>
    /// <param name="factors">f.</param>
    /// <param name="y">y.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract<V>(int count, int n, double* rows, nint stride, double* factors, double* y)
        where V : unmanaged, IPack<V>
    {
        int k = 0;
        for (; k + 4 <= count; k += 4, rows += 4 * stride, factors += 4)
        {
            double* r1 = rows + stride, r2 = r1 + stride, r3 = r2 + stride;
            V f0 = V.Broadcast(factors[0]), f1 = V.Broadcast(factors[1]), f2 = V.Broadcast(factors[2]), f3 = V.Broadcast(factors[3]);
            int i = 0;
            for (; i + V.Width <= n; i += V.Width)
            {
                V first = V.NegatedMultiplyAdd(f1, V.Load(r1 + i), V.NegatedMultiplyAdd(f0, V.Load(rows + i), V.Load(y + i)));
                V.NegatedMultiplyAdd(f3, V.Load(r3 + i), V.NegatedMultiplyAdd(f2, V.Load(r2 + i), first)).Store(y + i);
            }

            for (; i < n; i++)
            {
                double first = Math.FusedMultiplyAdd(-factors[1], r1[i], Math.FusedMultiplyAdd(-factors[0], rows[i], y[i]));
                y[i] = Math.FusedMultiplyAdd(-factors[3], r3[i], Math.FusedMultiplyAdd(-factors[2], r2[i], first));
            }
        }

        for (; k < count; k++, rows += stride, factors++)
            Add<V>(n, -*factors, rows, y);
    }
}
