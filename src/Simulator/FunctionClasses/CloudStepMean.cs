using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.FunctionClasses;

/// <summary>For a cloud: X_{t−1} given X_t = x is a x + b x_j with the posterior probability of the data point x_j.</summary>
internal sealed class CloudStepMean : StepMean
{
    private readonly Expansion _before;
    private readonly CloudDenoiser _denoiser;
    private readonly NoiseLevel _level;
    private readonly double _slope;
    private readonly ICloudMeans _means;
    private readonly int _count;

    public CloudStepMean(PointCloud cloud, Schedule schedule, Expansion before)
    {
        if (before.Baseline is not null) throw new ArgumentException("The mean of a baseline over a cloud is not known.", nameof(before));
        int t = before.Time + 1;
        (_before, _denoiser, _level, _slope, _count) = (before, new CloudDenoiser(cloud), schedule[t], schedule.PairSlope(t), cloud.Count);
        double[] offsets = cloud.Points.Span.ToArray();
        TensorPrimitives.Multiply(offsets, schedule.PairGain(t), offsets);
        _means = before.Map.Over(new PointBatch(offsets, cloud.Dimension));
    }

    /// <inheritdoc/>
    public override void Evaluate(PointBatch points, Span<double> result)
    {
        int n = points.Count, d = points.Dimension;
        double[] shifts = points.Data.ToArray();
        using Scratch shares = new(n * _count), features = new(n * _before.Map.Count);
        var probabilities = new MatrixView(shares.Numbers, n, _count);
        _denoiser.Shares(_level, points, probabilities);
        TensorPrimitives.Multiply(shifts, _slope, shifts);
        var view = new MatrixView(features.Numbers, n, _before.Map.Count);
        _means.Means(new PointBatch(shifts, d), probabilities, view);
        _before.Combine(view, result);
    }
}
