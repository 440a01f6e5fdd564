using System.Collections.Immutable;
using Simulator.Experiments;
using Simulator.Numerics;

namespace Simulator.Sweeps;

/// <summary>What a sweep keeps of a row of <c>verify</c>, as columns of its tables.</summary>
public static class MeasurementColumns
{
    /// <summary>Name of the column with the cell's number.</summary>
    public const string Cell = "cell";

    /// <summary>Name of the column with the cell's address.</summary>
    public const string Key = "key";

    /// <summary>Name of the column with T.</summary>
    public const string Steps = "steps";

    /// <summary>Name of the column with the kind of the target.</summary>
    public const string Target = "target";

    /// <summary>Name of the column with d.</summary>
    public const string Dimension = "dimension";

    /// <summary>Name of the column with the lower end of W1.</summary>
    public const string W1Lower = "w1Lower";

    /// <summary>Name of the column with the upper end of W1.</summary>
    public const string W1Upper = "w1Upper";

    /// <summary>Name of the column with log10 of the L_f that the bound uses; of the typical one where there is no bound.</summary>
    public const string Lipschitz = "lipschitzLog10";

    /// <summary>Name of the column with ρ.</summary>
    public const string Regime = "regime";

    /// <summary>Name of the column with log10 of the implied C1.</summary>
    public const string ImpliedC1 = "impliedC1Log10";

    /// <summary>Name of the column with what starting at N(0, I) moves.</summary>
    public const string Initialisation = "initialisation";

    /// <summary>Name of the column that says which L_f it is.</summary>
    public const string LipschitzUsed = "lipschitzUsed";

    /// <summary>Name of the column with log10 of the bound with C1 = 1.</summary>
    public const string Bound = "boundLog10WithC1Equal1";

    /// <summary>Names of the columns with the upper ends of ε and ε_F.</summary>
    public const string Epsilon = "epsilon", EpsilonF = "epsilonF";

    /// <summary>Name of the column with the numbers of the hypotheses that are not met.</summary>
    public const string NotMet = "notMet";

    /// <summary>Name of the column with log10 of the mass outside the radius of (22).</summary>
    public const string MassOutside = "massOutsideLog10";

    /// <summary>Name of the column with the status.</summary>
    public const string StatusName = "status";

    /// <summary>Name of the column with the wall time, which is the only one that another run does not give again.</summary>
    public const string Seconds = "seconds";

    private static readonly (string Name, ColumnKind Kind, Func<VerifyRow, object?> Value)[] Measured =
    [
        (Steps, ColumnKind.Integer, r => r.Steps),
        (W1Lower, ColumnKind.Number, r => r.W1.Lower),
        (W1Upper, ColumnKind.Number, r => r.W1.Upper),
        ("w2Lower", ColumnKind.Number, r => r.W2.Lower),
        ("w2Upper", ColumnKind.Number, r => r.W2.Upper),
        ("couplingError", ColumnKind.Number, r => r.CouplingError),
        ("optimalCoupling", ColumnKind.Number, r => r.OptimalCoupling),
        (Initialisation, ColumnKind.Number, r => r.Initialisation),
        ("proofForm", ColumnKind.Number, r => r.ProofForm),
        (Lipschitz, ColumnKind.Number, r => r.Bound?.LipschitzUsed == "global" ? r.Lipschitz.GlobalLog10 : r.Lipschitz.TypicalLog10),
        (LipschitzUsed, ColumnKind.Text, r => r.Bound?.LipschitzUsed ?? "typical"),
        ("lipschitzMedianLog10", ColumnKind.Number, r => r.Lipschitz.MedianLog10),
        (Regime, ColumnKind.Number, r => r.Regime),
        (Bound, ColumnKind.Number, r => r.Bound?.Log10WithC1Equal1),
        (ImpliedC1, ColumnKind.Number, r => r.Bound?.ImpliedC1Log10),
        (Epsilon, ColumnKind.Number, r => r.Bound?.Epsilon),
        (EpsilonF, ColumnKind.Number, r => r.Bound?.EpsilonF),
        ("leadingOrderPredicted", ColumnKind.Number, r => r.LeadingOrder?.Predicted),
        ("leadingOrderRatio", ColumnKind.Number, r => r.LeadingOrder?.Ratio),
        (NotMet, ColumnKind.Text, r => string.Join(' ', r.Hypotheses.Where(h => h.Met == false).Select(h => h.Name))),
        (MassOutside, ColumnKind.Number, r => r.Support.MassOutsideLog10),
        ("numericalError", ColumnKind.Number, r => r.NumericalError),
        ("w1LowerBy", ColumnKind.Text, r => r.W1.LowerBy),
        ("w1UpperBy", ColumnKind.Text, r => r.W1.UpperBy),
        (StatusName, ColumnKind.Text, r => r.Outcome.Name()),
        ("statusReason", ColumnKind.Text, r => r.StatusReason),
        (Seconds, ColumnKind.Number, r => r.Seconds),
    ];

    /// <summary>The columns.</summary>
    public static ImmutableArray<ResultColumn> All { get; } = [.. Measured.Select(c => new ResultColumn(c.Name, c.Kind))];

    /// <summary>The place of a column among these.</summary>
    /// <param name="name">Its name.</param>
    internal static int IndexOf(string name) => Array.FindIndex(Measured, c => c.Name == name);

    /// <summary>The values of a row; a number that is not finite is missing.</summary>
    /// <param name="row">The row.</param>
    public static ImmutableArray<object?> Of(VerifyRow row) => [.. Measured.Select(c => c.Value(row) is double d && !double.IsFinite(d) ? null : c.Value(row))];

    /// <summary>Whether a name is that of a column of results, which no axis may have; the axis over T has the name of its column anyway.</summary>
    /// <param name="name">The name.</param>
    public static bool IsReserved(string name) => name is Cell or Key or Dimension or Target or "accuracy" or "insufficient" || Measured.Any(c => c.Name == name);
}
