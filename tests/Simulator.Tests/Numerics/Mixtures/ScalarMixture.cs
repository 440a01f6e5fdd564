using Simulator.Numerics.Mixtures;

namespace Simulator.Tests.Numerics.Mixtures;

/// <summary>One point against a mixture by the defining formulas, one number at a time, sums in decimal digits beyond double's (double-double).</summary>
/// <param name="LogSum">log Σ e^{l_k}.</param>
/// <param name="LogScale">Size of the numbers that the log-weight of the heaviest term is made of.</param>
/// <param name="Shares">r.</param>
/// <param name="Average">Σ r_k (o_k + G_k (x − μ_k)).</param>
/// <param name="AverageScale">Size of the numbers that the average is made of.</param>
internal sealed record ScalarMixture(double LogSum, double LogScale, double[] Shares, double[] Average, double AverageScale)
{
    public static ScalarMixture At(IReadOnlyList<MixtureTerm> terms, ReadOnlySpan<double> x)
    {
        int d = x.Length, count = terms.Count;
        double[] logs = new double[count], scales = new double[count];
        var maps = new double[count][];
        for (int k = 0; k < count; k++)
        {
            MixtureTerm term = terms[k];
            double[] z = new double[d], map = new double[d];
            double square = 0, size = 0;
            for (int l = 0; l < d; l++)
            {
                var sum = new TwoDoubles(0, 0);
                for (int j = 0; j < d; j++)
                    sum = sum.Plus(Entry(term, j, l), x[j]).Plus(-Entry(term, j, l), term.Mean[j]);
                z[l] = sum.Value;
                square += z[l] * z[l] / term.Variances[l];
            }

            for (int j = 0; j < d; j++)
            {
                var sum = new TwoDoubles(term.Offset.IsDefaultOrEmpty ? 0 : term.Offset[j], 0);
                for (int l = 0; l < d; l++)
                    sum = sum.Plus(Entry(term, j, l) * term.Gains[l], z[l]);
                map[j] = sum.Value;
                size += Math.Abs(term.Offset.IsDefaultOrEmpty ? 0 : term.Offset[j]);
            }

            for (int l = 0; l < d; l++)
                size += Math.Abs(term.Gains[l] * z[l]);
            logs[k] = term.LogNorm - 0.5 * square;
            scales[k] = size;
            maps[k] = map;
        }

        double greatest = logs.Max(), total = logs.Sum(l => Math.Exp(l - greatest));
        double[] shares = [.. logs.Select(l => Math.Exp(l - greatest) / total)], average = new double[d];
        for (int k = 0; k < count; k++)
        {
            for (int j = 0; j < d; j++)
                average[j] += shares[k] * maps[k][j];
        }

        double logScale = logs.Zip(terms, (l, t) => (Log: l, Size: Math.Abs(t.LogNorm) + Math.Abs(l - t.LogNorm))).Where(p => p.Log >= greatest - 750).Max(p => p.Size);
        return new ScalarMixture(greatest + Math.Log(total), logScale, shares, average, shares.Zip(scales, (r, s) => r * s).Sum());
    }

    private static double Entry(MixtureTerm term, int i, int j)
        => term.Eigenvectors.IsDefaultOrEmpty ? (i == j ? 1 : 0) : term.Eigenvectors[i * term.Mean.Length + j];

    /// <summary>A sum and what rounding has taken from it.</summary>
    private readonly record struct TwoDoubles(double Sum, double Rest)
    {
        public double Value => Sum + Rest;

        /// <summary>Adds a product exactly, up to the rounding of the rest.</summary>
        public TwoDoubles Plus(double a, double b)
        {
            double product = a * b, lost = Math.FusedMultiplyAdd(a, b, -product);
            double sum = Sum + product, part = sum - Sum;
            return new TwoDoubles(sum, Rest + (Sum - (sum - part)) + (product - part) + lost);
        }
    }
}
