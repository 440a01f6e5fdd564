using Simulator.Schedules;

namespace Simulator.FunctionClasses;

/// <summary>Coordinates (x − c)/s in which X_t has mean 0 and root-mean-square coordinates 1, so that one choice of bandwidths fits every step.</summary>
/// <param name="Centre">c = E X_t, length d.</param>
/// <param name="Scale">s = (Tr Cov X_t/d)^{1/2}.</param>
public sealed record Frame(double[] Centre, double Scale)
{
    /// <summary>d.</summary>
    public int Dimension => Centre.Length;

    /// <summary>The root-mean-square distance of two independent points of q_t, s √(2d): the unit of bandwidths.</summary>
    public double Distance => Scale * Math.Sqrt(2.0 * Dimension);

    /// <summary>The frame at a noise level.</summary>
    /// <param name="mean">E X_0.</param>
    /// <param name="totalVariance">Tr Cov X_0.</param>
    /// <param name="level">The noise level.</param>
    public static Frame At(ReadOnlySpan<double> mean, double totalVariance, NoiseLevel level)
    {
        double[] centre = mean.ToArray();
        for (int i = 0; i < centre.Length; i++)
            centre[i] *= level.Signal;
        return new Frame(centre, Math.Sqrt(level.MarginalVariance(totalVariance / centre.Length)));
    }
}
