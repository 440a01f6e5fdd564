using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Simulator.Numerics.Functions;

namespace Simulator.Numerics.Random;

/// <summary>
/// A named stream of random numbers. The name (seed, experiment, cell, purpose) fixes every number of the stream whatever
/// the order, thread or machine that asks: number i is a pure function of the name and i.
/// </summary>
/// <remarks>
/// The positional members (<see cref="BitsAt"/>, <see cref="UniformAt"/>, <see cref="NormalAt"/>) are thread-safe. The
/// sequential members move <see cref="Position"/> and are not.
/// </remarks>
public sealed class RandomStream
{
    private readonly ulong _key;
    private readonly ulong _counterHigh;

    private RandomStream(ulong key, ulong counterHigh)
    {
        _key = key;
        _counterHigh = counterHigh;
    }

    /// <summary>The index of the next number that the sequential members return.</summary>
    public ulong Position { get; set; }

    /// <summary>The stream of a name.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="experiment">The experiment, e.g. the name of its specification.</param>
    /// <param name="cell">The cell of the experiment, e.g. the number of steps.</param>
    /// <param name="purpose">What the numbers are for, e.g. <c>"noise"</c>.</param>
    public static RandomStream Named(long seed, string experiment, string cell, string purpose)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(purpose);

        // Every part is preceded by its length, so that no two names read alike.
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"{seed}|{experiment.Length}:{experiment}|{cell.Length}:{cell}|{purpose.Length}:{purpose}");
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), digest);
        return new RandomStream(BitConverter.ToUInt64(digest), BitConverter.ToUInt64(digest[8..]));
    }

    /// <summary>The 64 random bits at a position.</summary>
    /// <param name="position">Index in the stream.</param>
    public ulong BitsAt(ulong position)
    {
        (ulong low, ulong high) = Philox.Block(position >> 1, _counterHigh, _key);
        return (position & 1) == 0 ? low : high;
    }

    /// <summary>The uniform number in the open interval (0, 1) at a position, an odd multiple of 2⁻⁵³: never 0, never 1.</summary>
    /// <param name="position">Index in the stream.</param>
    public double UniformAt(ulong position) => ((BitsAt(position) >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>The standard normal number at a position, by inversion, so that it depends on one position only.</summary>
    /// <param name="position">Index in the stream.</param>
    public double NormalAt(ulong position) => Normal.Quantile(UniformAt(position));

    /// <summary>The next uniform number in (0, 1).</summary>
    public double NextUniform() => UniformAt(Position++);

    /// <summary>The next standard normal number.</summary>
    public double NextNormal() => NormalAt(Position++);

    /// <summary>The next integer in 0 … count − 1, without bias beyond 2⁻⁵²·count.</summary>
    /// <param name="count">How many values there are.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public int NextIndex(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return Math.Min((int)(NextUniform() * count), count - 1);
    }

    /// <summary>Fills a buffer with the next standard normal numbers.</summary>
    /// <param name="values">The buffer.</param>
    public void FillNormal(Span<double> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = NextNormal();
    }
}
