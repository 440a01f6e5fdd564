using Simulator.Experiments;
using Simulator.Reports.Plotting;

namespace Simulator.Reports;

/// <summary>The figure of <c>ledger</c>: the product of slacks as a waterfall from the measured W1 to the stated bound.</summary>
public static class LedgerFigure
{
    private const string FileName = "ledger";

    /// <summary>Draws the figure and writes it as PNG, SVG and PDF, or removes an old one where W1 is 0.</summary>
    /// <param name="result">The ledger.</param>
    /// <param name="directory">The folder, which is made if need be.</param>
    /// <returns>The names of the files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be written.</exception>
    public static IReadOnlyList<string> Write(LedgerResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Chain.All(s => s.Log10 is not null)) return FigureWriter.Write(() => Of(result), directory, FileName);
        Remove(directory);
        return [];
    }

    /// <summary>Removes the figure of an earlier ledger from a folder, if there is one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be removed.</exception>
    public static void Remove(string directory) => FigureWriter.Remove(directory, FileName);

    /// <summary>The figure of a ledger.</summary>
    internal static WaterfallFigure Of(LedgerResult result)
    {
        double total = result.Chain[^1].Log10!.Value - result.Chain[0].Log10!.Value;
        string[] lines =
        [
            $"{result.Target.Kind} target, d = {result.Target.Dimension}, {result.Schedule} schedule, {result.Learner} learner, T = {result.Steps}",
            $"from the measured W₁ to {(result.Chain[^1].Id == "f.3" ? "the stated bound" : "what the proof gives without stated orders")}: in all a factor of {LogAxis.Number(total)}. Each bar is what one link gives away (green: gains).",
        ];
        WaterfallFigure.Bar[] bars = [.. result.Chain.Select((stage, i) => new WaterfallFigure.Bar(
            Name(stage),
            stage.Log10!.Value,
            i == 0 ? LogAxis.Number(stage.Log10.Value) : $"× {LogAxis.Number(stage.FactorLog10!.Value)}",
            i == 0 ? CurveStyle.W1 : stage.FactorLog10 < 0 ? CurveStyle.ProofForm : CurveStyle.W2))];
        return new WaterfallFigure(result.Name, lines, "size of the quantity", bars);
    }

    /// <summary>What a stage is called beside its bar.</summary>
    internal static string Name(StageRecord stage) => stage.Id switch
    {
        "W1" => "W₁, measured",
        "h" => "(h) coupling",
        "d, g" => "(d, g) tower, triangle",
        "e, i" => "(e, i) L_f for slopes",
        "f.1" => "(f) L_f³ for second derivatives",
        "f.2" => "(f) d²",
        "f.3" => "(f, a) log⁴T",
        _ => stage.Id,
    };
}
