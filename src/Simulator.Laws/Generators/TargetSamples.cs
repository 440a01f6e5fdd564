using Simulator.Numerics.Random;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws.Generators;

/// <summary>Samples of the targets that are generated here, and of their noisy versions q_t.</summary>
public static class TargetSamples
{
    /// <summary>Draws from q_t.</summary>
    /// <param name="target">The law of X_0.</param>
    /// <param name="level">The noise level of t.</param>
    /// <param name="count">n.</param>
    /// <param name="stream">The random numbers.</param>
    /// <returns>n × d.</returns>
    public static double[] Noisy(Target target, NoiseLevel level, int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(stream);
        double[] points = Draw(target, count, stream);
        for (int i = 0; i < points.Length; i++)
            points[i] = level.Signal * points[i] + level.Noise * stream.NextNormal();
        return points;
    }

    /// <summary>Draws from a target.</summary>
    /// <param name="target">A target of a kind that is generated here.</param>
    /// <param name="count">n.</param>
    /// <param name="stream">The random numbers.</param>
    /// <returns>n × d.</returns>
    /// <exception cref="ArgumentException">The target is of another kind.</exception>
    public static double[] Draw(Target target, int count, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(stream);
        int d = target.Dimension;
        var points = new double[count * d];
        switch (target)
        {
            case IGaussianMixture mixture:
                MixtureSampler.Sample(mixture, stream, points);
                break;
            case SphereTarget sphere:
                stream.FillNormal(points);
                for (int i = 0; i < count; i++)
                {
                    double norm = Math.Sqrt(Enumerable.Range(i * d, d).Sum(j => points[j] * points[j]));
                    for (int j = i * d; j < (i + 1) * d; j++)
                        points[j] *= sphere.Radius / norm;
                }

                break;
            case ProductTarget product:
                int start = 0;
                foreach (Target block in product.Blocks.SelectMany(b => Enumerable.Repeat(b.Target, b.Repeat)))
                {
                    double[] part = Draw(block, count, stream);
                    for (int i = 0; i < part.Length; i++)
                        points[i / block.Dimension * d + start + i % block.Dimension] = part[i];
                    start += block.Dimension;
                }

                break;
            case RotatedTarget rotated:
                points = Draw(rotated.Inner, count, stream);
                new Rotation(d, rotated.Seed).Forth(points);
                break;
            default:
                throw new ArgumentException($"No samples of a target of kind '{target.Kind}' can be drawn here.", nameof(target));
        }

        return points;
    }
}
