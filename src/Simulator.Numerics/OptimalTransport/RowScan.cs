using System.Numerics;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>Searches in a row of reduced costs <c>c_j − v_j</c>.</summary>
internal static unsafe class RowScan
{
    /// <summary>The least of <c>c_j − v_j</c>.</summary>
    /// <param name="costs">c, filled up with ∞.</param>
    /// <param name="prices">v, filled up.</param>
    /// <param name="stride">How many, a multiple of eight.</param>
    public static double Least<V>(double* costs, double* prices, int stride)
        where V : unmanaged, IPack<V>
    {
        V least = V.Broadcast(double.PositiveInfinity), other = least;
        int j = 0;
        for (; j + 2 * V.Width <= stride; j += 2 * V.Width)
        {
            least = V.Min(least, V.Load(costs + j) - V.Load(prices + j));
            other = V.Min(other, V.Load(costs + j + V.Width) - V.Load(prices + j + V.Width));
        }

        for (; j < stride; j += V.Width)
            least = V.Min(least, V.Load(costs + j) - V.Load(prices + j));
        return -V.Greatest(V.Broadcast(0) - V.Min(least, other));
    }

    /// <summary>v_j = min(v_j, c_j − u).</summary>
    /// <param name="costs">c, filled up.</param>
    /// <param name="potential">u.</param>
    /// <param name="prices">v, filled up.</param>
    /// <param name="stride">How many, a multiple of eight.</param>
    public static void Lower<V>(double* costs, double potential, double* prices, int stride)
        where V : unmanaged, IPack<V>
    {
        var u = V.Broadcast(potential);
        for (int j = 0; j < stride; j += V.Width)
            V.Min(V.Load(prices + j), V.Load(costs + j) - u).Store(prices + j);
    }

    /// <summary>
    /// The k least of <c>c_j − v_j</c>. Of equal ones those that come first from a start, around the end: rows that are all alike choose different columns
    /// when they start at different ones.
    /// </summary>
    /// <param name="costs">c, filled up with ∞.</param>
    /// <param name="prices">v, filled up.</param>
    /// <param name="stride">How many, a multiple of eight.</param>
    /// <param name="wanted">k, at least 1.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="places">Receives the places, room for 2k.</param>
    /// <param name="values">Receives the values, room for 2k.</param>
    /// <param name="bound">What is not among them is not below this.</param>
    /// <returns>How many there are: k, or all.</returns>
    public static int Smallest<V>(double* costs, double* prices, int stride, int wanted, int start, int* places, double* values, out double bound)
        where V : unmanaged, IPack<V>
    {
        bound = double.PositiveInfinity;
        int count = 0, turn = start / CostRows.Alignment * CostRows.Alignment;
        var threshold = V.Broadcast(bound);
        for (int part = 0; part < 2; part++)
        {
            (int from, int to) = part == 0 ? (turn, stride) : (0, turn);
            for (int j = from; j < to; j += V.Width)
            {
                V reduced = V.Load(costs + j) - V.Load(prices + j);
                uint bits = V.Bits(V.Less(reduced, threshold));
                for (; bits != 0; bits &= bits - 1)
                {
                    int place = j + BitOperations.TrailingZeroCount(bits);
                    double value = costs[place] - prices[place];
                    if (!(value < bound)) continue;
                    places[count] = place;
                    values[count++] = value;
                    if (count < 2 * wanted) continue;
                    bound = Keep(places, values, count, wanted);
                    threshold = V.Broadcast(bound);
                    count = wanted;
                }
            }
        }

        if (count <= wanted) return count;
        bound = Keep(places, values, count, wanted);
        return wanted;
    }

    /// <summary>Brings the least values to the front (quickselect) and returns the greatest of them.</summary>
    private static double Keep(int* places, double* values, int count, int wanted)
    {
        int low = 0, high = count - 1, middle = wanted - 1;
        while (low < high)
        {
            double pivot = values[(low + high) >>> 1];
            int i = low, j = high;
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (pivot < values[j]) j--;
                if (i > j) break;
                (values[i], values[j]) = (values[j], values[i]);
                (places[i], places[j]) = (places[j], places[i]);
                i++;
                j--;
            }

            if (middle <= j) high = j;
            else if (middle >= i) low = i;
            else break;
        }

        return values[middle];
    }
}
