using Simulator.Numerics.Random;

namespace Simulator.Numerics.Statistics;

/// <summary>
/// Seeds for clusters (Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007): the first point is
/// drawn uniformly, each further one with probability proportional to its squared distance from the nearest seed so far.
/// </summary>
internal static class KMeansPlusPlus
{
    /// <summary>Draws the seeds; K numbers of the stream are used.</summary>
    /// <param name="columns">The d columns of n coordinates each.</param>
    /// <param name="count">Number of seeds K.</param>
    /// <param name="stream">The random numbers.</param>
    /// <returns>The K seeds, and for each of the n points its nearest seed, all as indices of points.</returns>
    public static (int[] Seeds, int[] Nearest) Seed(double[][] columns, int count, RandomStream stream)
    {
        int n = columns[0].Length;
        var seeds = new int[count];
        var nearest = new int[n];
        var squaredDistance = new double[n];
        Array.Fill(squaredDistance, double.PositiveInfinity);
        for (int k = 0; k < count; k++)
        {
            seeds[k] = k == 0 ? stream.NextIndex(n) : Draw(squaredDistance, stream);
            for (int i = 0; i < n; i++)
            {
                double distance = 0;
                foreach (double[] column in columns)
                    distance += (column[i] - column[seeds[k]]) * (column[i] - column[seeds[k]]);
                if (distance < squaredDistance[i]) (squaredDistance[i], nearest[i]) = (distance, seeds[k]);
            }
        }

        return (seeds, nearest);
    }

    /// <summary>An index with probability proportional to its value; the last if all are 0 (fewer points than seeds).</summary>
    private static int Draw(double[] values, RandomStream stream)
    {
        double rest = stream.NextUniform() * values.Sum();
        int index = 0;
        while (index < values.Length - 1 && (rest -= values[index]) >= 0)
            index++;
        return index;
    }
}
