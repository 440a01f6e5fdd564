using System.Collections.Immutable;

namespace Simulator.Numerics.Statistics;

/// <summary>The map x ↦ (x − mean)/deviation, column by column, that gives a sample mean 0 and mean square 1.</summary>
/// <param name="Means">Mean of each of the d columns.</param>
/// <param name="StandardDeviations">
/// Standard deviation of each column with divisor n (ddof 0, the maximum likelihood estimate), positive; 1 for a constant column that was kept.
/// </param>
public sealed record Standardisation(ImmutableArray<double> Means, ImmutableArray<double> StandardDeviations)
{
    /// <summary>Number of columns d.</summary>
    public int Dimension => Means.Length;

    /// <summary>The standardisation of a sample.</summary>
    /// <param name="data">Row-major <c>n × d</c>, finite, n ≥ 2.</param>
    /// <param name="dimension">Number of columns d.</param>
    /// <param name="columnNames">Names of the d columns for error messages; without them columns are counted from 1.</param>
    /// <param name="keepConstant">Whether a constant column is moved to 0 in its own unit instead of being refused.</param>
    /// <exception cref="ArgumentException">
    /// The data are not <c>n × d</c> numbers, all finite, or a column is constant (always so for n = 1) and may not be.
    /// </exception>
    public static Standardisation Of(
        ReadOnlySpan<double> data, int dimension, IReadOnlyList<string>? columnNames = null, bool keepConstant = false)
    {
        int count = Samples.RequireRows(data, dimension);
        var means = new double[dimension];
        var deviations = new double[dimension];
        for (int j = 0; j < dimension; j++)
        {
            double[] column = Samples.Column(data, dimension, j);
            string name = columnNames is null ? $"{j + 1}" : $"'{columnNames[j]}'";
            if (count == 1)
                throw new ArgumentException($"A single row gives column {name} no scale; at least two different rows are needed.", nameof(data));
            if (!column.AsSpan().ContainsAnyExcept(column[0]))
            {
                (means[j], deviations[j]) = (column[0], 1);
                if (keepConstant) continue;
                throw new ArgumentException(
                    $"Column {name} is constant (all values are {column[0]:R}) and has no scale; leave it out.", nameof(data));
            }

            means[j] = column.Sum() / count;
            deviations[j] = Math.Sqrt(column.Sum(x => (x - means[j]) * (x - means[j])) / count);
            if (!double.IsNormal(deviations[j]))
                throw new ArgumentException(
                    $"Column {name} spreads too little or too much for double precision; choose another unit.", nameof(data));
        }

        return new Standardisation([.. means], [.. deviations]);
    }

    /// <summary>Standardises points.</summary>
    /// <param name="data">Row-major <c>n × d</c>; may be other points than those of the sample.</param>
    /// <returns>Row-major <c>n × d</c> in standard coordinates.</returns>
    /// <exception cref="ArgumentException">The data are not <c>n × d</c> numbers, all finite.</exception>
    public double[] Transform(ReadOnlySpan<double> data)
    {
        Samples.RequireRows(data, Dimension);
        double[] result = data.ToArray();
        for (int i = 0; i < result.Length; i++)
            result[i] = (result[i] - Means[i % Dimension]) / StandardDeviations[i % Dimension];
        return result;
    }

    /// <summary>The law of the standardised points when the points follow a given one.</summary>
    /// <param name="model">A mixture of the same dimension in the units of the sample.</param>
    /// <exception cref="ArgumentException">The mixture has another dimension.</exception>
    public MixtureModel Transform(MixtureModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        int d = Dimension;
        if (model.Dimension != d)
            throw new ArgumentException($"The mixture has dimension {model.Dimension}, the standardisation {d}.", nameof(model));
        return new MixtureModel(
            model.Weights,
            [.. Transform(model.Means.AsSpan())],
            [.. model.Covariances.Select((c, i) => c / (StandardDeviations[i / d % d] * StandardDeviations[i % d]))]);
    }
}
