using Simulator.Numerics.LinearAlgebra;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>Checks of matrices of costs that callers bring.</summary>
internal static class CostMatrix
{
    /// <summary>The costs are taken as they are; what rounds are subtractions.</summary>
    public const double RelativeError = 1e-15;

    private const double Largest = 1e300;

    /// <summary>A row-major copy.</summary>
    /// <param name="costs">The matrix.</param>
    /// <param name="name">Its name for messages.</param>
    /// <exception cref="ArgumentException">An entry is not finite or too large.</exception>
    public static double[] Checked(ReadOnlyMatrixView costs, string name)
    {
        double[] copy = costs.ToArray();
        for (int k = 0; k < copy.Length; k++)
        {
            if (!(Math.Abs(copy[k]) <= Largest))
                throw new ArgumentException($"Costs must be finite, at most {Largest:g1}; at ({k / costs.Columns}, {k % costs.Columns}) there is {copy[k]}.", name);
        }

        return copy;
    }
}
