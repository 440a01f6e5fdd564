using Simulator.Numerics.Simd;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>
/// Takes out of diag(d) + ρ z zᵀ what is diagonal already up to rounding (Dongarra and Sorensen, SIAM J. Sci. Stat. Comput. 8, 1987): coordinates with
/// negligible z, and one of every two whose d agree so closely that a rotation makes its z vanish and leaves no more than rounding beside the diagonal.
/// </summary>
internal unsafe ref struct Deflation
{
    private const double Small = 8.8817841970012523e-16; // 8 roundings

    private readonly double* _d, _z, _q;
    private readonly nint _stride;
    private readonly int _size;
    private readonly byte[] _halves;

    /// <summary>An eigenproblem of the two halves of a tridiagonal matrix that were solved apart.</summary>
    /// <param name="size">n.</param>
    /// <param name="top">How many of the coordinates belong to the upper half.</param>
    /// <param name="d">d, in any order; changed by rotations.</param>
    /// <param name="z">z, a unit vector; changed by rotations.</param>
    /// <param name="q">The vectors, one in every row, that the coordinates belong to; rotated too.</param>
    /// <param name="stride">Distance of the rows.</param>
    public Deflation(int size, int top, double* d, double* z, double* q, nint stride)
    {
        _size = size;
        _d = d;
        _z = z;
        _q = q;
        _stride = stride;
        _halves = new byte[size];
        for (int i = 0; i < size; i++)
            _halves[i] = i < top ? Upper : Lower;
        Kept = new int[size];
        Deflated = new int[size];
    }

    /// <summary>The vector is zero in the lower half.</summary>
    public const byte Upper = 1;

    /// <summary>The vector is zero in the upper half.</summary>
    public const byte Lower = 2;

    /// <summary>What remains coupled, with d ascending strictly: the first <see cref="KeptCount"/>.</summary>
    public int[] Kept { get; }

    /// <summary>How many remain.</summary>
    public int KeptCount { get; private set; }

    /// <summary>Eigenvectors already: all others.</summary>
    public int[] Deflated { get; }

    /// <summary>In which halves a vector is not zero.</summary>
    /// <param name="i">The coordinate.</param>
    public readonly byte Halves(int i) => _halves[i];

    /// <summary>Does it.</summary>
    /// <param name="rho">ρ, not negative.</param>
    public void Run<V>(double rho)
        where V : unmanaged, IPack<V>
    {
        // In units of a matrix of norm about 1, so that 1e-100 is nothing even next to entries that are small all over.
        double tolerance = Math.Max(Small * Math.Max(RowKernels.Magnitude<V>(_size, _d), rho), 1e-100);
        var keys = new double[_size];
        var order = new int[_size];
        for (int i = 0; i < _size; i++)
            (keys[i], order[i]) = (_d[i], i);
        Array.Sort(keys, order);

        int previous = -1, deflated = 0;
        foreach (int next in order)
        {
            if (rho * Math.Abs(_z[next]) <= tolerance)
            {
                Deflated[deflated++] = next;
                continue;
            }

            if (previous >= 0)
            {
                if (Merge<V>(previous, next, tolerance)) Deflated[deflated++] = previous;
                else Kept[KeptCount++] = previous;
            }

            previous = next;
        }

        if (previous >= 0) Kept[KeptCount++] = previous;
    }

    /// <summary>Rotates z of the first of two coordinates into the second, if the matrix stays diagonal.</summary>
    private readonly bool Merge<V>(int first, int second, double tolerance)
        where V : unmanaged, IPack<V>
    {
        double norm = Math.Sqrt(_z[first] * _z[first] + _z[second] * _z[second]);
        double c = _z[second] / norm, s = _z[first] / norm;
        if (Math.Abs((_d[second] - _d[first]) * c * s) > tolerance) return false;
        (_z[first], _z[second]) = (0, norm);
        (_d[first], _d[second]) = (_d[first] * c * c + _d[second] * s * s, _d[first] * s * s + _d[second] * c * c);
        RowKernels.Rotate<V>(_size, c, s, _q + first * _stride, _q + second * _stride);
        _halves[first] = _halves[second] = (byte)(_halves[first] | _halves[second]);
        return true;
    }
}
