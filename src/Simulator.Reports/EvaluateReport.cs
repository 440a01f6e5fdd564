using System.Globalization;
using Simulator.Experiments;

namespace Simulator.Reports;

/// <summary>The result of <c>evaluate</c> for a reader.</summary>
public static class EvaluateReport
{
    /// <summary>More coordinates than this are shown as a count; all of them are in the JSON form.</summary>
    private const int MostCoordinates = 6;

    /// <summary>The report as plain text.</summary>
    /// <param name="specification">The specification.</param>
    /// <param name="result">The result.</param>
    public static string Text(ExperimentSpecification specification, EvaluateResult result)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(result);
        return $"{specification.Name}: T = {result.Steps}, {result.Status}\n" + TextTable.Render(
            ["x", "f_T(x)", "flow Φ_{T→1}(x)", "error estimate of f_T"],
            result.Points.Select(p => new[] { Vector(p.X), Vector(p.F), Vector(p.Flow), p.ErrorEstimate.ToString("0.0e+0", CultureInfo.InvariantCulture) }));
    }

    private static string Vector(double[] values)
    {
        string shown = string.Join(", ", values.Take(MostCoordinates).Select(v => v.ToString("G12", CultureInfo.InvariantCulture)));
        return values.Length <= MostCoordinates ? shown : $"{shown}, … ({values.Length})";
    }
}
