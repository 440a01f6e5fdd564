using System.Runtime.CompilerServices;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Eigenvectors of diag(d) + ρ z zᵀ. The computed eigenvalues are exact ones for a slightly different ẑ, which Löwner's formula gives; eigenvectors
/// uᵢ = ẑᵢ / (dᵢ − λ) for that ẑ are orthogonal to working accuracy, however close eigenvalues are (Gu and Eisenstat, SIAM J. Matrix Anal. Appl. 16, 1995).
/// </summary>
internal static unsafe class SecularVectors
{
    /// <summary>Roots, coordinates or vectors in one piece of work.</summary>
    private const int Piece = 32;

    /// <summary>Below so many poles one thread is faster than several.</summary>
    private const int WorthThreads = 128;

    [ThreadStatic]
    private static WorkBuffer? s_vector;

    /// <summary>Solves the eigenproblem.</summary>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="k">Its size, at least 1.</param>
    /// <param name="poles">d, ascending strictly.</param>
    /// <param name="z">z, without zeros; becomes ẑ.</param>
    /// <param name="weights">Room for k numbers.</param>
    /// <param name="rho">ρ, positive.</param>
    /// <param name="places">Which coordinate of an eigenvector is to be put at each place.</param>
    /// <param name="values">Receives the eigenvalues, ascending.</param>
    /// <param name="u">Receives the eigenvectors, one in every row, their coordinates as the places say.</param>
    /// <param name="stride">Distance of the rows.</param>
    public static void Solve<V>(
        int threads, int k, double* poles, double* z, double* weights, double rho, int[] places, double* values, double* u, nint stride)
        where V : unmanaged, IPack<V>
    {
        double sum = 0;
        for (int i = 0; i < k; i++)
        {
            weights[i] = z[i] * z[i];
            sum += weights[i];
        }

        if (k < WorthThreads)
        {
            Roots<V>(0, k, k, poles, weights, rho, rho * sum, values, u, stride);
            Coordinates<V>(0, k, k, poles, u, stride, z);
            Vectors<V>(0, k, k, z, places, u, stride);
        }
        else
        {
            Share<V>(threads, k, poles, z, weights, rho, rho * sum, places, values, u, stride);
        }
    }

    /// <summary>Apart from <see cref="Solve{V}"/>, so that small problems allocate no closures.</summary>
    private static void Share<V>(
        int threads, int k, double* poles, double* z, double* weights, double rho, double reach, int[] places, double* values, double* u, nint stride)
        where V : unmanaged, IPack<V>
    {
        int pieces = (k + Piece - 1) / Piece;
        Workers.Run(threads, pieces, p => Roots<V>(p * Piece, Math.Min(p * Piece + Piece, k), k, poles, weights, rho, reach, values, u, stride));
        Workers.Run(threads, pieces, p => Coordinates<V>(p * Piece, Math.Min(p * Piece + Piece, k), k, poles, u, stride, z));
        Workers.Run(threads, pieces, p => Vectors<V>(p * Piece, Math.Min(p * Piece + Piece, k), k, z, places, u, stride));
    }

    private static void Roots<V>(
        int from, int to, int k, double* poles, double* weights, double rho, double reach, double* values, double* u, nint stride)
        where V : unmanaged, IPack<V>
    {
        for (int j = from; j < to; j++)
            values[j] = SecularEquation.Root<V>(k, j, poles, weights, rho, reach, u + j * stride);
    }

    /// <summary>|ẑᵢ|² = (λᵢ − dᵢ) Π_{j≠i} (λⱼ − dᵢ) / (dⱼ − dᵢ), up to ρ, with the sign of zᵢ. Row j of u has dᵢ − λⱼ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Coordinates<V>(int from, int to, int k, double* poles, double* u, nint stride, double* z)
        where V : unmanaged, IPack<V>
    {
        double* squares = stackalloc double[V.Width];
        int i = from;
        for (; i + V.Width <= to; i += V.Width)
        {
            V d = V.Load(poles + i), product = V.Broadcast(1);
            for (int j = 0; j < i; j++)
                product = product * V.Load(u + j * stride + i) / (d - V.Broadcast(poles[j]));
            for (int j = i + V.Width; j < k; j++)
                product = product * V.Load(u + j * stride + i) / (d - V.Broadcast(poles[j]));
            product.Store(squares);
            for (int lane = 0; lane < V.Width; lane++)
                z[i + lane] = Coordinate(i + lane, i, i + V.Width, squares[lane], poles, u, stride, z[i + lane]);
        }

        for (; i < to; i++)
            z[i] = Coordinate(i, 0, k, 1, poles, u, stride, z[i]);
    }

    /// <summary>The factors that a vector cannot take.</summary>
    private static double Coordinate(int i, int from, int to, double square, double* poles, double* u, nint stride, double sign)
    {
        for (int j = from; j < to; j++)
            square *= j == i ? -u[j * stride + i] : u[j * stride + i] / (poles[i] - poles[j]);
        return Math.CopySign(Math.Sqrt(square), sign);
    }

    private static void Vectors<V>(int from, int to, int k, double* z, int[] places, double* u, nint stride)
        where V : unmanaged, IPack<V>
    {
        double* vector = (s_vector ??= new WorkBuffer()).Take(k);
        for (int j = from; j < to; j++)
        {
            double* row = u + j * stride;
            int i = 0;
            for (; i + V.Width <= k; i += V.Width)
                (V.Load(z + i) / V.Load(row + i)).Store(vector + i);
            for (; i < k; i++)
                vector[i] = z[i] / row[i];
            double scale = 1 / Math.Sqrt(RowKernels.Dot<V>(k, vector, vector));
            for (i = 0; i < k; i++)
                row[i] = vector[places[i]] * scale;
        }
    }
}
