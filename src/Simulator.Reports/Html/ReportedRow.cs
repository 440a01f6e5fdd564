using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Sweeps;

namespace Simulator.Reports.Html;

/// <summary>A row of a sweep or of <c>verify</c>: what Theorem 1 and the caveats ask of it.</summary>
/// <param name="Anchor">Its id on the page.</param>
/// <param name="Place">What it is, in words.</param>
/// <param name="Steps">T.</param>
/// <param name="Dimension">d.</param>
/// <param name="W1Lower">Lower end of W1.</param>
/// <param name="W1Upper">Upper end of W1.</param>
/// <param name="Initialisation">What starting at N(0, I) moves.</param>
/// <param name="LipschitzLog10">log10 of L_f.</param>
/// <param name="LipschitzUsed">Which L_f that is.</param>
/// <param name="Regime">ρ.</param>
/// <param name="BoundLog10">log10 of the bound with C1 = 1.</param>
/// <param name="ImpliedC1Log10">log10 of the implied C1.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="EpsilonF">ε_F.</param>
/// <param name="NotMet">Hypotheses that are not met.</param>
/// <param name="MassOutsideLog10">log10 of the mass outside the radius of (22).</param>
/// <param name="Outcome">Its status.</param>
internal sealed record ReportedRow(
    string Anchor,
    string Place,
    int Steps,
    int Dimension,
    double? W1Lower,
    double? W1Upper,
    double? Initialisation,
    double? LipschitzLog10,
    string LipschitzUsed,
    double? Regime,
    double? BoundLog10,
    double? ImpliedC1Log10,
    double? Epsilon,
    double? EpsilonF,
    ImmutableArray<string> NotMet,
    double? MassOutsideLog10,
    Status Outcome)
{
    /// <summary>A link to the row.</summary>
    public HtmlText Link => HtmlText.Of($"<a href=\"#{Anchor}\">{Place}</a>");

    /// <summary>What the ids of a sweep's rows begin with: <c>row-</c> for the sweep of the folder itself.</summary>
    /// <param name="sweep">The sweep.</param>
    public static string Prefix(SweepResult sweep) => sweep.Folder.Length == 0 ? "row-" : $"row-{sweep.Folder.TrimEnd('/').Replace(' ', '_')}-";

    /// <summary>The id of a row of <c>verify</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="steps">T.</param>
    public static string Id(ResultFile<VerifyResult> file, int steps) => FormattableString.Invariant($"verify-{file.Name.Replace(' ', '_')}-{steps}");

    /// <summary>The rows of a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    public static IEnumerable<ReportedRow> Of(SweepResult sweep)
    {
        ResultTable table = sweep.Table;
        return Enumerable.Range(0, table.Rows.Length).Select(i =>
        {
            double? Number(string column) => table.Number(i, column);
            int cell = (int)Number(MeasurementColumns.Cell)!, steps = (int)Number(MeasurementColumns.Steps)!;
            return new ReportedRow(
                FormattableString.Invariant($"{Prefix(sweep)}{cell}-{steps}"),
                FormattableString.Invariant($"{sweep.Summary.Name}, cell {cell}, T = {steps}"),
                steps,
                (int)Number(MeasurementColumns.Dimension)!,
                Number(MeasurementColumns.W1Lower),
                Number(MeasurementColumns.W1Upper),
                Number(MeasurementColumns.Initialisation),
                Number(MeasurementColumns.Lipschitz),
                table.Text(i, MeasurementColumns.LipschitzUsed),
                Number(MeasurementColumns.Regime),
                Number(MeasurementColumns.Bound),
                Number(MeasurementColumns.ImpliedC1),
                Number(MeasurementColumns.Epsilon),
                Number(MeasurementColumns.EpsilonF),
                [.. table.Text(i, MeasurementColumns.NotMet).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
                Number(MeasurementColumns.MassOutside),
                StatusNames.Parse(table.Text(i, MeasurementColumns.StatusName)));
        });
    }

    /// <summary>The rows of a result of <c>verify</c>.</summary>
    /// <param name="file">The result.</param>
    public static IEnumerable<ReportedRow> Of(ResultFile<VerifyResult> file) => file.Result.Rows.Select(r => new ReportedRow(
        Id(file, r.Steps),
        FormattableString.Invariant($"{file.Result.Name}, T = {r.Steps}"),
        r.Steps,
        file.Result.Target.Dimension,
        r.W1.Lower,
        r.W1.Upper,
        r.Initialisation,
        LipschitzOf(r),
        r.Bound?.LipschitzUsed ?? "typical",
        r.Regime,
        r.Bound?.Log10WithC1Equal1,
        r.Bound?.ImpliedC1Log10,
        r.Bound?.Epsilon,
        r.Bound?.EpsilonF,
        [.. r.Hypotheses.Where(h => h.Met == false).Select(h => h.Name)],
        r.Support.MassOutsideLog10,
        r.Outcome));

    /// <summary>log10 of the L_f that the bound uses; of the typical one where there is no bound.</summary>
    /// <param name="row">The row.</param>
    public static double LipschitzOf(VerifyRow row) => row.Bound?.LipschitzUsed == "global" ? row.Lipschitz.GlobalLog10 ?? row.Lipschitz.TypicalLog10 : row.Lipschitz.TypicalLog10;
}
