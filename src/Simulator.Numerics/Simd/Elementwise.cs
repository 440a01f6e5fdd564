namespace Simulator.Numerics.Simd;

/// <summary>Functions of arrays, entry by entry, accurate to 1.5 units in the last place, with bits that depend on the argument and the vector path only.</summary>
public static unsafe class Elementwise
{
    /// <summary>eˣ.</summary>
    /// <param name="x">Arguments; any, NaN and infinities included.</param>
    /// <param name="result">Receives eˣ; as long as <paramref name="x"/>, may be the same.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Exp(ReadOnlySpan<double> x, Span<double> result, VectorPath? path = null)
        => Apply<ExpFunction>(x, result, path);

    /// <summary>ln x; −∞ at 0, NaN below.</summary>
    /// <inheritdoc cref="Exp"/>
    public static void Log(ReadOnlySpan<double> x, Span<double> result, VectorPath? path = null)
        => Apply<LogFunction>(x, result, path);

    /// <summary>sin x and cos x; errors are at most 3e-16, absolute.</summary>
    /// <param name="x">Arguments; beyond ±10⁵ the runtime's scalar functions are used, NaN for what is not finite.</param>
    /// <param name="sine">Receives sin x; as long as <paramref name="x"/>, may be the same.</param>
    /// <param name="cosine">Receives cos x; as long as <paramref name="x"/>.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void SinCos(ReadOnlySpan<double> x, Span<double> sine, Span<double> cosine, VectorPath? path = null)
    {
        if (sine.Length != x.Length || cosine.Length != x.Length)
            throw new ArgumentException($"{x.Length} arguments need as many results, not {sine.Length} and {cosine.Length}.", nameof(cosine));
        fixed (double* px = x, ps = sine, pc = cosine)
        {
            switch (path ?? VectorPaths.Best)
            {
                case VectorPath.Vector512:
                    SinCos<Pack8>(px, ps, pc, x.Length);
                    break;
                case VectorPath.Vector256:
                    SinCos<Pack4>(px, ps, pc, x.Length);
                    break;
                default:
                    SinCos<Pack1>(px, ps, pc, x.Length);
                    break;
            }
        }
    }

    /// <summary>a cos(x + o), within |a|·3e-16.</summary>
    /// <param name="x">Arguments; with the offsets beyond ±10⁵ the runtime's scalar function is used, NaN for what is not finite.</param>
    /// <param name="offsets">o, as many.</param>
    /// <param name="amplitudes">a, as many.</param>
    /// <param name="result">Receives the cosines; as long as <paramref name="x"/>, may be the same.</param>
    /// <param name="path">The vector path; default the machine's.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Cos(ReadOnlySpan<double> x, ReadOnlySpan<double> offsets, ReadOnlySpan<double> amplitudes, Span<double> result, VectorPath? path = null)
    {
        if (result.Length != x.Length || offsets.Length != x.Length || amplitudes.Length != x.Length)
            throw new ArgumentException($"{x.Length} arguments need as many offsets, amplitudes and results, not {offsets.Length}, {amplitudes.Length} and {result.Length}.", nameof(result));
        fixed (double* from = x, shift = offsets, scale = amplitudes, to = result)
        {
            switch (path ?? VectorPaths.Best)
            {
                case VectorPath.Vector512:
                    Cos<Pack8>(from, shift, scale, to, x.Length);
                    break;
                case VectorPath.Vector256:
                    Cos<Pack4>(from, shift, scale, to, x.Length);
                    break;
                default:
                    Cos<Pack1>(from, shift, scale, to, x.Length);
                    break;
            }
        }
    }

    private static void Cos<V>(double* x, double* offsets, double* amplitudes, double* result, int length)
        where V : unmanaged, IPack<V>
    {
        // First all arguments, with the largest among them: a question to every single pack would cost as much as its cosine.
        int whole = length - length % V.Width;
        var largest = V.Broadcast(0);
        for (int i = 0; i < whole; i += V.Width)
        {
            V argument = V.Load(x + i) + V.Load(offsets + i);
            largest = V.Max(largest, VectorMath.Abs(argument));
            argument.Store(result + i);
        }

        for (int i = whole; i < length; i++)
            result[i] = x[i] + offsets[i];
        if (!(V.Greatest(largest) <= VectorMath.LargestAngle))
        {
            Few<V>(result, amplitudes, whole);
        }
        else
        {
            for (int i = 0; i < whole; i += V.Width)
                (V.Load(amplitudes + i) * VectorMath.Cos(V.Load(result + i))).Store(result + i);
        }

        Few<V>(result + whole, amplitudes + whole, length - whole);
    }

    /// <summary>a cos x one by one, each through a full pack, so that it is computed the same way; or by the runtime where it is too large.</summary>
    private static void Few<V>(double* x, double* amplitudes, int length)
        where V : unmanaged, IPack<V>
    {
        double* pack = stackalloc double[V.Width];
        for (int i = 0; i < length; i++)
        {
            double argument = x[i];
            V.Broadcast(argument).Store(pack);
            VectorMath.Cos(V.Load(pack)).Store(pack);
            x[i] = amplitudes[i] * (Math.Abs(argument) <= VectorMath.LargestAngle ? pack[0] : Math.Cos(argument));
        }
    }

    private static void Apply<TFunction>(ReadOnlySpan<double> x, Span<double> result, VectorPath? path)
        where TFunction : IFunction
    {
        if (result.Length != x.Length) throw new ArgumentException($"{x.Length} arguments need as many results, not {result.Length}.", nameof(result));
        fixed (double* from = x, to = result)
        {
            switch (path ?? VectorPaths.Best)
            {
                case VectorPath.Vector512:
                    Apply<TFunction, Pack8>(from, to, x.Length);
                    break;
                case VectorPath.Vector256:
                    Apply<TFunction, Pack4>(from, to, x.Length);
                    break;
                default:
                    Apply<TFunction, Pack1>(from, to, x.Length);
                    break;
            }
        }
    }

    private static void Apply<TFunction, V>(double* x, double* result, int length)
        where TFunction : IFunction
        where V : unmanaged, IPack<V>
    {
        int i = 0;
        for (; i + V.Width <= length; i += V.Width)
            TFunction.Of(V.Load(x + i)).Store(result + i);
        if (i == length) return;

        // The rest goes through a full pack, so that it is computed the same way.
        double* rest = stackalloc double[V.Width];
        new Span<double>(rest, V.Width).Clear();
        Copy(x + i, rest, length - i);
        TFunction.Of(V.Load(rest)).Store(rest);
        Copy(rest, result + i, length - i);
    }

    private static void SinCos<V>(double* x, double* sine, double* cosine, int length)
        where V : unmanaged, IPack<V>
    {
        double* argument = stackalloc double[V.Width], s = stackalloc double[V.Width], c = stackalloc double[V.Width];
        new Span<double>(argument, V.Width).Clear();
        for (int i = 0; i < length; i += V.Width)
        {
            int count = Math.Min(V.Width, length - i);
            Copy(x + i, argument, count);
            var pack = V.Load(argument);
            (V sines, V cosines) = VectorMath.SinCos(pack);
            sines.Store(s);
            cosines.Store(c);
            if (!(V.Greatest(VectorMath.Abs(pack)) <= VectorMath.LargestAngle))
            {
                for (int j = 0; j < count; j++)
                {
                    if (!(Math.Abs(argument[j]) <= VectorMath.LargestAngle)) (s[j], c[j]) = Math.SinCos(argument[j]);
                }
            }

            Copy(s, sine + i, count);
            Copy(c, cosine + i, count);
        }
    }

    private static void Copy(double* from, double* to, int count)
        => new ReadOnlySpan<double>(from, count).CopyTo(new Span<double>(to, count));

    private interface IFunction
    {
        static abstract V Of<V>(V x)
            where V : unmanaged, IPack<V>;
    }

    private readonly struct ExpFunction : IFunction
    {
        public static V Of<V>(V x)
            where V : unmanaged, IPack<V> => VectorMath.Exp(x);
    }

    private readonly struct LogFunction : IFunction
    {
        public static V Of<V>(V x)
            where V : unmanaged, IPack<V> => VectorMath.Log(x);
    }
}
