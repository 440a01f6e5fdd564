using System.Numerics.Tensors;
using Simulator.Flow;
using Simulator.Numerics;
using Simulator.Numerics.OptimalTransport;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>
/// Points of noise and where the maps of the theory take them (section 5), all coupled by the noise z: X_T = Φ_{∞→T}(z) has the law q_T and Φ_∞(z) = Φ_{T→1}(X_T) the law q_1,
/// both exactly.
/// </summary>
/// <param name="Dimension">d.</param>
/// <param name="Noise">z, n × d.</param>
/// <param name="Last">X_T, n × d.</param>
/// <param name="Data">Φ_∞(z), n × d.</param>
/// <param name="Flowed">Φ_{T→1}(z), n × d.</param>
/// <param name="Learned">f_T(z), n × d.</param>
/// <param name="LearnedFromLast">f_T(X_T), n × d.</param>
/// <param name="Expectation">How means over the points are taken.</param>
/// <param name="Status">What became of the flow lines.</param>
/// <param name="FlowError">Estimated E‖·‖ of the numerical error of the flow.</param>
public sealed record CoupledPoints(
    int Dimension,
    double[] Noise,
    double[] Last,
    double[] Data,
    double[] Flowed,
    double[] Learned,
    double[] LearnedFromLast,
    Expectation Expectation,
    Status Status,
    double FlowError)
{
    /// <summary>Follows points of noise through all maps.</summary>
    /// <param name="function">f_T.</param>
    /// <param name="flow">Φ.</param>
    /// <param name="closer">Φ with a smaller tolerance, to judge the other by; the same where it is a closed form.</param>
    /// <param name="noise">z, n × d.</param>
    /// <param name="expectation">How means over the points are taken.</param>
    /// <param name="progress">Receives the fraction done; may be null.</param>
    /// <param name="cancellation">Stops the work between maps.</param>
    /// <exception cref="OperationCanceledException">The work was stopped.</exception>
    public static CoupledPoints Of(
        ConsistencyFunction function, FlowMap flow, FlowMap closer, double[] noise, Expectation expectation, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(noise);
        int d = flow.Dimension, steps = flow.Schedule.Steps;
        double[] last = new double[noise.Length], data = new double[noise.Length], flowed = new double[noise.Length];
        double[] learned = new double[noise.Length], fromLast = new double[noise.Length];
        Status status = Status.Ok;
        Action[] maps =
        [
            () => status = status.Worst(flow.MapNoise(steps, new PointBatch(noise, d), last)),
            () => status = status.Worst(flow.Map(steps, 1, new PointBatch(last, d), data)),
            () => status = status.Worst(flow.Map(steps, 1, new PointBatch(noise, d), flowed)),
            () => function.Evaluate(new PointBatch(noise, d), learned),
            () => function.Evaluate(new PointBatch(last, d), fromLast),
        ];
        for (int i = 0; i < maps.Length && status == Status.Ok; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            maps[i]();
            progress?.Report((i + 1.0) / maps.Length);
        }

        double error = status == Status.Ok && !ReferenceEquals(flow, closer) ? FlowErrorOf(closer, noise, data, flowed, d) : 0;
        return new CoupledPoints(d, noise, last, data, flowed, learned, fromLast, expectation, status, error);
    }

    /// <summary>What a smaller tolerance changes for some of the points, on average, with a margin for those that are not tried.</summary>
    private static double FlowErrorOf(FlowMap closer, double[] noise, double[] data, double[] flowed, int d)
    {
        const int Tried = 64;
        const double Margin = 3;
        int n = Math.Min(Tried, noise.Length / d), steps = closer.Schedule.Steps;
        double[] again = new double[n * d], forth = new double[n * d];
        var some = new PointBatch(noise.AsSpan(0, n * d), d);
        if (closer.MapNoise(1, some, again).Worst(closer.Map(steps, 1, some, forth)) != Status.Ok) return double.PositiveInfinity;
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            sum += Math.Max(
                TensorPrimitives.Distance<double>(again.AsSpan(i * d, d), data.AsSpan(i * d, d)), TensorPrimitives.Distance<double>(forth.AsSpan(i * d, d), flowed.AsSpan(i * d, d)));
        }

        return Margin * sum / n;
    }

    /// <summary>The distances between the law of f_T(Z) and the law of X_1, and what they are made of.</summary>
    /// <param name="lipschitz">Lip(f_T); NaN where it is not known, and then there is no proof form.</param>
    /// <param name="potentials">1-Lipschitz functions to try for the lower end of W1 beside the usual ones.</param>
    public SamplingErrors Measure(Measured lipschitz, IReadOnlyList<IPotential> potentials)
    {
        if (Status != Status.Ok) return SamplingErrors.None(Status);
        Measured Mean(double[] x, double[] y)
        {
            Measured mean = Expectation.OfDistances(Batch(x), Batch(y));
            return mean with { Error = mean.Error + FlowError };
        }

        Measured square = Expectation.OfDistances(Batch(Learned), Batch(Data), 2), underLast = Mean(LearnedFromLast, Data);
        DistanceInterval w1 = CouplingBounds.W1(Batch(Learned), Batch(Data), Expectation, "coupling along the flow from σ = ∞", potentials);
        w1 = w1 with { Lower = Math.Max(0, w1.Lower - FlowError), Upper = w1.Upper + FlowError };
        return new SamplingErrors(
            w1,
            new DistanceInterval(w1.Lower, Math.Max(w1.Lower, Math.Sqrt(square.High) + FlowError), $"W1 ({w1.LowerBy})", w1.UpperBy),
            Mean(Learned, Flowed),
            Mean(Learned, Data),
            Mean(Flowed, Data),
            SamplingErrors.OfProof(lipschitz, Mean(Noise, Last), underLast),
            underLast,
            Status.Ok);
    }

    /// <summary>
    /// What a researcher without the coupling would measure: the exact W1 between n learned samples and n independent samples of X_1, and for comparison between two samples of X_1, none
    /// of which share their noise; null where the points are no sample.
    /// </summary>
    /// <param name="most">The largest n.</param>
    /// <param name="threads">Threads; no number depends on it.</param>
    public (int Count, Outcome<EmpiricalInterval> Learned, Outcome<EmpiricalInterval> Floor)? Empirical(int most, int threads)
    {
        int n = Math.Min(most, Noise.Length / Dimension / 2), length = n * Dimension;
        if (Expectation is not SampleExpectation || Status != Status.Ok || n == 0) return null;
        PointBatch learned = new(Learned.AsSpan(0, length), Dimension), first = new(Data.AsSpan(0, length), Dimension), second = new(Data.AsSpan(length, length), Dimension);
        return (n, EmpiricalDistance.Between(learned, [], second, [], threads: threads), EmpiricalDistance.Between(first, [], second, [], threads: threads));
    }

    private PointBatch Batch(double[] points) => new(points, Dimension);
}
