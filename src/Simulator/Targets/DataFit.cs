using System.Collections.Immutable;
using System.Globalization;
using Simulator.Numerics.Statistics;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>A Gaussian mixture fitted to columns of a CSV file.</summary>
/// <param name="Mixture">The mixture, standardised if that was asked for.</param>
/// <param name="Fit">How EM arrived at it, in the units of the data.</param>
/// <param name="Bics">BIC of 1, 2, … components if their number was chosen by it; else empty.</param>
/// <param name="Standardisation">Means and deviations of the columns if the mixture is standardised.</param>
/// <param name="Columns">The columns.</param>
public sealed record DataFit(
    MixtureTarget Mixture,
    GaussianMixtureFit Fit,
    ImmutableArray<double> Bics,
    Standardisation? Standardisation,
    ImmutableArray<string> Columns)
{
    /// <summary>Fits a mixture.</summary>
    /// <param name="file">A CSV file with a header.</param>
    /// <param name="columns">The columns to use; patterns like <c>p*</c> stand for all that match.</param>
    /// <param name="components">K, or null to choose it by BIC.</param>
    /// <param name="standardize">
    /// Whether to give the mixture of the standardised columns. The fit itself is to the raw data, in which rounding can be seen.
    /// </param>
    /// <param name="seed">Seed of the starts of EM.</param>
    /// <exception cref="SpecificationException">The file, a column or K cannot be used.</exception>
    public static DataFit Of(string file, ImmutableArray<string> columns, int? components, bool standardize, long seed)
    {
        try
        {
            CsvTable table = CsvTable.Read(file);
            columns = table.Match(columns);
            double[] data = table.Select(columns);
            var options = new MixtureFitOptions { Seed = seed, ColumnNames = columns };
            MixtureSelection? selection = components is null ? GaussianMixtureFit.ByBic(data, columns.Length, options: options) : null;
            GaussianMixtureFit fit = selection?.Best ?? GaussianMixtureFit.Fit(data, columns.Length, components!.Value, options);
            Standardisation? standardisation = standardize ? Numerics.Statistics.Standardisation.Of(data, columns.Length, columns) : null;
            return new DataFit(
                ToTarget(standardisation?.Transform(fit.Model) ?? fit.Model), fit, selection?.Bics ?? [], standardisation, columns);
        }
        catch (CsvFormatException e)
        {
            throw new SpecificationException(e.Message, e);
        }
        catch (ArgumentException e)
        {
            throw new SpecificationException($"{file}: {WithoutParameter(e)}", e);
        }
    }

    /// <summary>What an exception says to a user, to whom the name of a parameter means nothing.</summary>
    internal static string WithoutParameter(ArgumentException e)
        => e.ParamName is null ? e.Message : e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);

    /// <summary>What a reader should know about the fit, one sentence each.</summary>
    public ImmutableArray<string> Notes
    {
        get
        {
            var notes = ImmutableArray.CreateBuilder<string>();
            string chosen = Bics.IsEmpty ? "" : $" (K chosen by BIC from 1 … {Bics.Length})";
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"Fitted by EM: K = {Fit.Model.Components}{chosen}, n = {Fit.SampleSize}, log-likelihood {Fit.LogLikelihood:0.00}, BIC {Fit.Bic:0.00}, {Fit.Iterations} iterations{(Fit.Converged ? "" : ", NOT CONVERGED")}."));
            for (int j = 0; j < Columns.Length; j++)
            {
                if (Fit.Floors[j] is { Step: { } step } floor)
                    notes.Add(string.Create(CultureInfo.InvariantCulture, $"{Columns[j]} is rounded to {step:G4}: standard deviations are kept at or above {floor.StandardDeviation:G4}{(floor.Reason == FloorReason.RoundingStep ? ", half of it" : "")}."));
            }

            if (!Fit.FlooredComponents.IsEmpty)
                notes.Add($"The floor is active in component {string.Join(", ", Fit.FlooredComponents.Select(k => k + 1))}: what lies below cannot be told from rounding.");
            if (!Fit.EmptyComponents.IsEmpty)
                notes.Add($"Component {string.Join(", ", Fit.EmptyComponents.Select(k => k + 1))} holds no point: fewer components fit as well.");
            if (Standardisation is { } s)
            {
                notes.Add("Standardised: " + string.Join("; ", Columns.Select((c, j) => string.Create(
                    CultureInfo.InvariantCulture, $"{c} mean {s.Means[j]:G6}, deviation {s.StandardDeviations[j]:G6}"))) + ".");
            }

            return notes.ToImmutable();
        }
    }

    private static MixtureTarget ToTarget(MixtureModel model)
    {
        int d = model.Dimension;
        if (d == 1)
            return MixtureTarget.OnLine(model.Weights.AsSpan(), model.Means.AsSpan(), [.. model.Covariances.Select(Math.Sqrt)]);
        return new MixtureTarget(
            new RealVector(model.Weights),
            [.. Enumerable.Range(0, model.Components).Select(k => new RealVector(model.Means.Slice(k * d, d)))],
            [.. Enumerable.Range(0, model.Components).Select(k => new FullCovariance(
                new RealMatrix(d, new RealVector(model.Covariances.Slice(k * d * d, d * d)))))]);
    }
}
