using System.Globalization;
using System.Text;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Reports;

/// <summary>The result of <c>verify</c> for a reader: a table, then what it says in words.</summary>
public static class VerifyReport
{
    /// <summary>The report as plain text.</summary>
    /// <param name="result">The result.</param>
    public static string Text(VerifyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{result.Name}: {result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, {result.Target.Solver} solver");
        foreach (string note in result.Target.Notes)
            text.AppendLine("  " + note);
        text.Append(TextTable.Render(
            ["T", "W1(f_T(Z), X_1)", "initialisation", "proof form", "L_f", "rho", "bound, C1=1", "implied C1", "status", "seconds"],
            result.Rows.Select(Cells)));
        if (result.Rows.Any(r => r.Learning is not null)) text.Append(TextTable.Render(LearningColumns, result.Rows.Where(r => r.Learning is not null).Select(LearningCells)));
        foreach (string finding in VerifyFindings.Of(result))
            text.AppendLine("- " + finding);
        return text.ToString();
    }

    private static readonly string[] LearningColumns = ["T", "features", "eps", "eps_F", "both", "T steps cost", "off exact", "Lip(f_T)", "condition", "residual"];

    private static IEnumerable<string> LearningCells(VerifyRow row)
    {
        LearningRecord learning = row.Learning!;
        return
        [
            row.Steps.ToString(CultureInfo.InvariantCulture),
            learning.Features.ToString(CultureInfo.InvariantCulture),
            Sum(learning.Epsilon),
            Sum(learning.EpsilonF),
            Sum(learning.Total),
            learning.Discretisation is { } cost ? Figures.Significant(cost, 3) : "-",
            learning.FromExact is { } exact ? Figures.Significant(exact.Distance, 3) : "-",
            $"{Figures.Significant(learning.LipschitzLower, 3)} … {(double.IsFinite(learning.LipschitzUpper) ? Figures.Significant(learning.LipschitzUpper, 3) : "?")}",
            Figures.Significant(learning.LargestCondition, 2),
            Figures.Significant(learning.LargestResidual, 2),
        ];
    }

    /// <summary>A sum with its interval, which need not lie evenly around it.</summary>
    private static string Sum(SumRecord? sum)
        => sum is null ? "-" : $"{Figures.Significant(sum.Value, 3)} [{Figures.Significant(sum.Low, 3)}, {Figures.Significant(sum.High, 3)}]";

    private static IEnumerable<string> Cells(VerifyRow row) =>
    [
        row.Steps.ToString(CultureInfo.InvariantCulture),
        Distance(row.W1),
        Figures.Significant(row.Initialisation, 3),
        row.ProofForm is { } proof ? Figures.Significant(proof) : "-",
        Figures.OfLog10(row.Lipschitz.GlobalLog10 ?? row.Lipschitz.TypicalLog10),
        row.Regime is { } rho ? Figures.Significant(rho, 3) : "-",
        row.Bound is { } bound ? Figures.OfLog10(bound.Log10WithC1Equal1) : "-",
        row.Bound is { ImpliedC1Log10: { } implied } ? Figures.OfLog10(implied) : "-",
        row.Outcome.Name(),
        row.Seconds.ToString("0.00", CultureInfo.InvariantCulture),
    ];

    /// <summary>A value with its error where one method gave both ends, else the two ends.</summary>
    private static string Distance(DistanceRecord distance) => distance.LowerBy == distance.UpperBy
        ? Figures.WithError(distance.Lower, distance.Upper)
        : $"[{Figures.Significant(distance.Lower)}, {Figures.Significant(distance.Upper)}]";
}
