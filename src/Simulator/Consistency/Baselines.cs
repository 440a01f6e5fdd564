using System.Numerics.Tensors;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Consistency;

/// <summary>The baselines of regressions.</summary>
internal static class Baselines
{
    /// <summary>The baseline of a kind, or null for none.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="law">The law of X_0.</param>
    /// <param name="schedule">The schedule.</param>
    /// <exception cref="ArgumentException">The law is no mixture.</exception>
    public static IBaseline? For(BaselineKind kind, DataLaw law, Schedule schedule)
    {
        if (kind == BaselineKind.None) return null;
        IGaussianMixture mixture = law is MixtureDataLaw m ? m.Mixture : throw new ArgumentException("Baselines are those of a mixture, and the data are none.", nameof(kind));
        return kind == BaselineKind.Ddim ? new DdimBaseline(new MixtureDenoiser(mixture), schedule) : new GatedFlowBaseline(mixture, schedule);
    }
}

/// <summary>DDIM steps composed from t to 1.</summary>
/// <param name="denoiser">D.</param>
/// <param name="schedule">The schedule.</param>
internal sealed class DdimBaseline(IDenoiser denoiser, Schedule schedule) : IBaseline
{
    /// <inheritdoc/>
    public void Evaluate(int t, PointBatch points, Span<double> result) => new DdimFunction(denoiser, schedule, t, _ => 0, 1).Evaluate(points, result);
}

/// <summary>
/// Σ_k r_k(x) Φ^k_{t→1}(x) with the flow Φ^k of component k alone, affine in closed form: the flow itself where components do not overlap.
/// </summary>
/// <param name="mixture">The law of X_0.</param>
/// <param name="schedule">The schedule.</param>
internal sealed class GatedFlowBaseline(IGaussianMixture mixture, Schedule schedule) : IBaseline
{
    private readonly (double[] Slope, double[] Constant)[]?[] _maps = new (double[], double[])[]?[schedule.Steps + 1];
    private readonly SimdBackend _products = new(1);

    /// <inheritdoc/>
    public void Evaluate(int t, PointBatch points, Span<double> result)
    {
        int n = points.Count, d = points.Dimension;
        (double[] Slope, double[] Constant)[] maps = _maps[t] ??= [.. mixture.Components.Select(c => FlowOf(c, t))];
        double[] shares = new double[n * maps.Length], image = new double[n * d];
        new MixtureMarginal(mixture, schedule[t]).Responsibilities(points, shares);
        result.Clear();
        for (int k = 0; k < maps.Length; k++)
        {
            for (int i = 0; i < n; i++)
                maps[k].Constant.CopyTo(image, i * d);
            _products.Multiply(1, new ReadOnlyMatrixView(points.Data, n, d), new ReadOnlyMatrixView(maps[k].Slope, d, d).Transposed, 1, new MatrixView(image, n, d));
            for (int i = 0; i < n; i++)
            {
                Span<double> row = result.Slice(i * d, d);
                TensorPrimitives.MultiplyAdd(image.AsSpan(i * d, d), shares[i * maps.Length + k], row, row);
            }
        }
    }

    /// <summary>√ᾱ_1 m + Q diag(V_1/V_t)^{1/2} Qᵀ (x − √ᾱ_t m).</summary>
    private (double[] Slope, double[] Constant) FlowOf(GaussianComponent component, int t)
    {
        int d = component.Mean.Length;
        double[] slope = new double[d * d], constant = new double[d], axis = new double[d], column = new double[d];
        for (int j = 0; j < d; j++)
        {
            Array.Clear(axis);
            axis[j] = 1;
            component.Covariance.ToEigenbasis(axis, column);
            for (int l = 0; l < d; l++)
            {
                double variance = component.Covariance.Eigenvalues[l];
                column[l] *= Math.Sqrt(schedule[1].MarginalVariance(variance) / schedule[t].MarginalVariance(variance));
            }

            component.Covariance.FromEigenbasis(column, axis);
            for (int i = 0; i < d; i++)
                slope[i * d + j] = axis[i];
        }

        for (int i = 0; i < d; i++)
            constant[i] = schedule[1].Signal * component.Mean[i] - schedule[t].Signal * TensorPrimitives.Dot(slope.AsSpan(i * d, d), component.Mean.Span);
        return (slope, constant);
    }
}
