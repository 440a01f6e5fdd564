namespace Simulator.Numerics.OptimalTransport;

/// <summary>Weights in whole units, so that flows are exact.</summary>
internal static class WholeUnits
{
    /// <summary>Units altogether.</summary>
    public const long Total = 1L << 60;

    /// <summary>Non-negative whole numbers that add up to <see cref="Total"/>, each within one unit (and the rounding of the weight) of its share.</summary>
    /// <param name="shares">Shares that add up to 1 up to rounding.</param>
    public static long[] Of(double[] shares)
    {
        long[] units = Array.ConvertAll(shares, share => (long)Math.Floor(share * Total));
        long left = Total - units.Sum();

        // The greatest shares take what is left: at most a rounding error of theirs.
        int[] order = [.. Enumerable.Range(0, shares.Length).OrderByDescending(i => shares[i])];
        long each = left / shares.Length, rest = left - each * shares.Length;
        if (left > 0 && each == 0)
        {
            for (int k = 0; k < rest; k++)
                units[order[k]]++;
        }
        else
        {
            units[order[0]] += left;
        }

        return units;
    }
}
