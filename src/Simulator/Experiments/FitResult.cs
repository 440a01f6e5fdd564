using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>What <c>fit</c> found.</summary>
/// <param name="Target">The mixture as a target.</param>
/// <param name="Components">K.</param>
/// <param name="SampleSize">n.</param>
/// <param name="LogLikelihood">Logarithm of the likelihood of the data, in their units.</param>
/// <param name="Bic">The Bayesian information criterion; small is good.</param>
/// <param name="BicByComponents">BIC of 1, 2, … components if BIC chose K.</param>
/// <param name="Iterations">EM steps of the best start.</param>
/// <param name="Restarts">Starts of EM.</param>
/// <param name="Status">Whether EM converged.</param>
/// <param name="GoodnessOfFit">The Kolmogorov–Smirnov test, for one column.</param>
/// <param name="GoodnessOfFitReason">Why there is none.</param>
/// <param name="Notes">What should be known about the fit.</param>
public sealed record FitResult(
    JsonObject Target,
    int Components,
    int SampleSize,
    double LogLikelihood,
    double Bic,
    ImmutableArray<double> BicByComponents,
    int Iterations,
    int Restarts,
    string Status,
    GoodnessOfFitRecord? GoodnessOfFit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? GoodnessOfFitReason,
    ImmutableArray<string> Notes)
{
    /// <summary>Summarises a fit and tests it.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="file">The CSV file that was fitted.</param>
    public static FitResult Of(DataFit fit, string file)
    {
        ArgumentNullException.ThrowIfNull(fit);
        GaussianMixtureFit em = fit.Fit;
        GoodnessOfFitRecord? goodness = null;
        if (fit.Columns.Length == 1)
        {
            GoodnessOfFit test = KolmogorovSmirnov.Test(CsvTable.Read(file).Select(fit.Columns), em);
            goodness = new GoodnessOfFitRecord("Kolmogorov–Smirnov, parametric bootstrap", test.Statistic, test.PValue, test.Replicates, test.LatticeStep);
        }

        return new FitResult(
            fit.Mixture.ToJson(),
            em.Model.Components,
            em.SampleSize,
            em.LogLikelihood,
            em.Bic,
            fit.Bics,
            em.Iterations,
            em.RestartLogLikelihoods.Length,
            (em.Converged ? Numerics.Status.Ok : Numerics.Status.NotConverged).Name(),
            goodness,
            goodness is null ? "the Kolmogorov–Smirnov test is for one column" : null,
            fit.Notes);
    }
}

/// <summary>A goodness-of-fit test.</summary>
/// <param name="Test">Which one.</param>
/// <param name="Statistic">Largest distance of the distribution functions.</param>
/// <param name="PValue">How often a sample of the fitted law, fitted again, is as far off.</param>
/// <param name="Replicates">Bootstrap samples.</param>
/// <param name="LatticeStep">Step to which the data and the replicates are rounded, if any.</param>
public sealed record GoodnessOfFitRecord(string Test, double Statistic, double PValue, int Replicates, double? LatticeStep);
