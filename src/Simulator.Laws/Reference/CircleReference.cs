using Simulator.Schedules;

namespace Simulator.Laws.Reference;

/// <summary>
/// The uniform law on a circle: X_t is a normal law around √ᾱRu averaged over u; given X_t = x the direction of X_0 has the density
/// ∝ e^{κ cos ψ} in its angle ψ from x, κ = √ᾱR‖x‖/(1−ᾱ).
/// </summary>
/// <param name="radius">R.</param>
internal sealed class CircleReference(double radius) : ReferenceLaw
{
    /// <summary>The trapezoidal rule over a period converges faster than any power.</summary>
    private const int Angles = 16;

    /// <summary>Nodes over the angles that hold all but e^{−36} of the posterior.</summary>
    private const int PosteriorAngles = 97;

    private const double LogCut = 36;

    /// <inheritdoc/>
    public override int Dimension => 2;

    /// <inheritdoc/>
    public override double[] Mean => [0, 0];

    /// <inheritdoc/>
    public override double SecondMoment => radius * radius;

    /// <inheritdoc/>
    public override NestedRule Marginal(NoiseLevel level)
    {
        NestedRule normal = NestedRule.StandardNormal(2);
        int count = Angles * normal.Count;
        double[] nodes = new double[2 * count], fine = new double[count], coarse = new double[count];
        for (int a = 0; a < Angles; a++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * a / Angles);
            for (int i = 0; i < normal.Count; i++)
            {
                int n = a * normal.Count + i;
                nodes[2 * n] = level.Signal * radius * cosine + level.Noise * normal.Nodes[2 * i];
                nodes[2 * n + 1] = level.Signal * radius * sine + level.Noise * normal.Nodes[2 * i + 1];
                fine[n] = normal.Fine[i] / Angles;
                coarse[n] = a % 2 == 0 ? 2 * normal.Coarse[i] / Angles : 0;
            }
        }

        return new NestedRule(2, nodes, fine, coarse);
    }

    /// <inheritdoc/>
    public override NestedRule Posterior(NoiseLevel level, ReadOnlySpan<double> x)
    {
        double norm = Math.Sqrt(x[0] * x[0] + x[1] * x[1]), concentration = level.Signal * radius * norm / level.OneMinusAlphaBar;

        // κ(1 − cos ψ) = 2κ sin²(ψ/2) reaches the cut at the rim; below that the whole period is used.
        double sineOfHalf = Math.Sqrt(LogCut / (2 * concentration));
        double reach = sineOfHalf < 1 ? 2 * Math.Asin(sineOfHalf) : Math.PI, direction = Math.Atan2(x[1], x[0]);
        double[] nodes = new double[2 * PosteriorAngles], fine = new double[PosteriorAngles], coarse = new double[PosteriorAngles];
        double total = 0, every = 0;
        for (int i = 0; i < PosteriorAngles; i++)
        {
            double angle = reach * (2.0 * i / (PosteriorAngles - 1) - 1), half = Math.Sin(0.5 * angle);
            (double sine, double cosine) = Math.SinCos(direction + angle);
            (nodes[2 * i], nodes[2 * i + 1]) = (radius * cosine, radius * sine);

            // Over a whole period both ends are the same point.
            fine[i] = Math.Exp(-2 * concentration * half * half) * (i == 0 || i == PosteriorAngles - 1 ? 0.5 : 1);
            coarse[i] = i % 2 == 0 ? fine[i] : 0;
            total += fine[i];
            every += coarse[i];
        }

        for (int i = 0; i < PosteriorAngles; i++)
            (fine[i], coarse[i]) = (fine[i] / total, coarse[i] / every);
        return new NestedRule(2, nodes, fine, coarse);
    }
}
