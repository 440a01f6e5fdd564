using Simulator.Laws.Generators;
using Simulator.Targets;

namespace Simulator.Laws;

/// <summary>Rotated targets.</summary>
internal static class Turn
{
    /// <summary>The law of QX: of a Gaussian with mean Qm and covariance QSQᵀ written out, of anything else as a rotated target.</summary>
    /// <param name="target">The law of X, no rotation itself.</param>
    /// <param name="seed">Seed of Q.</param>
    public static Target Of(Target target, long seed)
    {
        if (target is not GaussianTarget gaussian) return new RotatedTarget(target, seed);
        int d = target.Dimension;
        var rotation = new Rotation(d, seed);
        double[] mean = gaussian.Mean.Span.ToArray();
        rotation.Forth(mean);

        // Rows √λ_l q_l, turned; the covariance is the sum of their outer products.
        var rows = new double[d * d];
        for (int l = 0; l < d; l++)
        {
            double[] axis = new double[d];
            axis[l] = Math.Sqrt(gaussian.Covariance.Eigenvalues[l]);
            gaussian.Covariance.FromEigenbasis(axis, rows.AsSpan(l * d, d));
        }

        rotation.Forth(rows);
        return new GaussianTarget(new RealVector([.. mean]), new FullCovariance(TargetCases.SumOfOuterProducts(rows, d)));
    }
}
