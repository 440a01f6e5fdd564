using System.Collections.Immutable;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Sweeps;
using Simulator.Theory;

namespace Simulator.Reports.Html;

/// <summary>The caveats that apply to what a page shows, and no others: each looks at the data first.</summary>
internal static class Caveats
{
    /// <summary>An L_f from here on makes the bound say nothing about any T that one can run.</summary>
    private const double HugeLipschitzLog10 = 6;

    /// <summary>From this ratio of its ends on, an interval of W1 is worth a word.</summary>
    private const double WideInterval = 1.1;

    /// <summary>The caveats.</summary>
    /// <param name="sources">What the page is about.</param>
    /// <param name="rows">Everything that was measured.</param>
    public static ImmutableArray<Caveat> Of(ReportSources sources, ImmutableArray<ReportedRow> rows) =>
    [
        .. new[]
        {
            Constant(rows), Status(rows), Logarithm(sources), Steep(rows), Hypotheses(rows), Support(rows), HugeLipschitz(rows), TypicalLipschitz(rows), NoBound(rows),
            Initialisation(rows), Intervals(rows), Learning(rows), Points(sources), Empirical(sources), Lattice(sources),
        }.OfType<Caveat>(),
    ];

    /// <summary>The section.</summary>
    /// <param name="caveats">The caveats.</param>
    public static HtmlText Section(ImmutableArray<Caveat> caveats) => caveats.IsEmpty ? HtmlText.Empty : HtmlText.Of($"""
        <section id="caveats"><h2>Caveats</h2>
        <p class="note">Those that apply to the numbers of this page, and no others.</p>
        <dl>
        {caveats.Select(c => HtmlText.Of($"<dt id=\"caveat-{c.Id}\">{c.Title}</dt>\n<dd>{c.Text}{(c.At is { } at ? HtmlText.Of($" Worst at {at.Link}.") : HtmlText.Empty)}</dd>\n"))}</dl>
        </section>

        """);

    private static Caveat? Constant(ImmutableArray<ReportedRow> rows) => !rows.Any(r => r.BoundLog10 is not null) ? null : new(
        "constant",
        "No measurement refutes the theorem",
        "Because C₁ has no value (S), a steeper fit over a finite range or a W₁ above the bound with C₁ = 1 only says how large C₁ must be, and only if the theorem's hypotheses hold.");

    private static Caveat? Status(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow[] bad = [.. rows.Where(r => r.Outcome != Numerics.Status.Ok)];
        return bad.Length == 0 ? null : new(
            "status",
            "Some rows are not ok",
            $"{bad.Length} of {rows.Length} rows have another status than ok ({string.Join(", ", bad.CountBy(r => r.Outcome.Name()).Select(c => $"{c.Value} {c.Key}"))}). They are ringed in the plots and left out of fits and of the supremum of the implied C₁.",
            bad[0]);
    }

    private static Caveat? Logarithm(ReportSources sources)
    {
        ScalingRecord[] fits = [.. sources.Sweeps.SelectMany(s => s.Summary.Fits).Where(f => f.LogCorrected is not null)];
        return fits.Length == 0 ? null : new(
            "logarithm",
            "Plain exponents have a logarithm in them",
            "What falls like log T/T reads, fitted as a power of T, like T^−0.80 near T = 100 and still like T^−0.89 near T = 10 000 (D); the smallest T grows faster than a power of 1/ε for the same reason. Compare the column “over log T” with the stated exponent, not the plain one.");
    }

    private static Caveat? Steep(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow[] steep = [.. rows.Where(r => r.Regime >= Regime.SteepFrom)];
        return steep.Length == 0 ? null : new(
            "regime",
            "Steep maps: a slope of ½ is a regime",
            $"At {Of(steep.Length, rows.Length)} ρ = L_f √r is {Regime.SteepFrom.ToString(CultureInfo.InvariantCulture)} or more (up to {Figures.Significant(steep.Max(r => r.Regime!.Value), 3)}): the map is steeper than T steps resolve, and W₁ falls like √(log T/T) until T is large enough for ρ ≪ 1 (D). That refutes nothing.",
            steep.MaxBy(r => r.Regime));
    }

    private static Caveat? Hypotheses(ImmutableArray<ReportedRow> rows)
    {
        string[] broken = [.. rows.SelectMany(r => r.NotMet).Where(n => n != "22").Distinct().Order(StringComparer.Ordinal)];
        if (broken.Length == 0) return null;
        int count = rows.Count(r => r.NotMet.Any(n => n != "22"));
        string last = rows.Any(r => r.BoundLog10 is not null && r.NotMet.Contains("27d")) ? " (27d) asks for ᾱ_T ≤ T^(−1000) (S); the schedule (23) has ᾱ_T ≈ T^(−(c1−c0))/e (D), and no usual c1 comes near that." : "";
        return new Caveat(
            "hypotheses",
            "Hypotheses of the theorem that are not met",
            $"At {Of(count, rows.Length)} the schedule does not meet {string.Join(", ", broken.Select(b => $"({b})"))}. That is a finding, not an error: the numbers hold, but the theorem as stated does not speak about these rows.{last}");
    }

    private static Caveat? Support(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow[] outside = [.. rows.Where(r => r.NotMet.Contains("22"))];
        if (outside.Length == 0) return null;
        ReportedRow? worst = outside.Where(r => r.MassOutsideLog10 is not null).MaxBy(r => r.MassOutsideLog10);
        string mass = worst is null ? "" : $" The mass outside is at most {Mass(worst.MassOutsideLog10!.Value)}.";
        return new Caveat(
            "support",
            "Data outside the ball of (22)",
            $"Assumption (22) asks for data inside the ball of radius T^(c_R) (S), and so for a bounded support. At {Of(outside.Length, rows.Length)} that is violated: Gaussians and mixtures reach beyond every ball.{mass}",
            worst);
    }

    private static Caveat? HugeLipschitz(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow? worst = rows.Where(r => r.BoundLog10 is not null && r.LipschitzLog10 >= HugeLipschitzLog10).MaxBy(r => r.LipschitzLog10);
        return worst is null ? null : new(
            "lipschitz",
            "L_f is astronomically large",
            $"L_f, a supremum over all of space, is up to {Figures.OfLog10(worst.LipschitzLog10)}, in a place with hardly any mass: between modes, or at the centre of a sphere (D). It enters the bound as L_f³, so that the bound is far above W₁ and the implied C₁ tiny there; neither says much about the theorem.",
            worst);
    }

    private static Caveat? TypicalLipschitz(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow[] typical = [.. rows.Where(r => r.BoundLog10 is not null && r.LipschitzUsed == "typical")];
        return typical.Length == 0 ? null : new(
            "typical",
            "The bound uses a typical L_f",
            $"At {Of(typical.Length, rows.Length)} no supremum over all of space is known, and L_f is the one over flow lines that end in the central 1 − 10⁻⁶ of the data. It may be too small; then the bound is too small and the implied C₁ too large.");
    }

    private static Caveat? NoBound(ImmutableArray<ReportedRow> rows)
    {
        int without = rows.Count(r => r.BoundLog10 is null);
        return without == 0 ? null : new(
            "schedule",
            "Rows without a bound",
            $"At {Of(without, rows.Length)} there is nothing to hold W₁ against: the bound needs the schedule (23), L_f, ε and ε_F, and one of them is not there. A dash in the tables says which under the pointer.");
    }

    private static Caveat? Initialisation(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow? worst = rows.Where(r => r.W1Upper > 0 && r.Initialisation >= VerifyFindings.MattersFrom * r.W1Upper).MaxBy(r => r.Initialisation / r.W1Upper);
        return worst is null ? null : new(
            "initialisation",
            "The start is a part of the error",
            string.Create(CultureInfo.InvariantCulture, $"Sampling starts at N(0, I) and not at q_T. That moves samples by up to {100 * worst.Initialisation!.Value / worst.W1Upper!.Value:0} % of W₁, with a speed of its own, T^(−(c1−c0)/2) (D), which blurs exponents. Centre the target or take c1 ≥ c0 + 3."),
            worst);
    }

    private static Caveat? Intervals(ImmutableArray<ReportedRow> rows)
    {
        ReportedRow? widest = rows.Where(r => r.W1Upper > 0 && r.W1Lower is not null && r.W1Upper >= WideInterval * r.W1Lower).MaxBy(r => r.W1Upper / r.W1Lower);
        return widest is null ? null : new(
            "intervals",
            "Some intervals of W₁ are wide",
            $"W₁ is enclosed from both sides by different arguments; in products, and where nothing can be integrated, these do not meet (their ratio is up to {(widest.W1Lower > 0 ? Figures.Significant(widest.W1Upper!.Value / widest.W1Lower.Value, 3) : "infinity")}, and more points or steps do not close it). The bars of the plots are these intervals, not scatter.",
            widest);
    }

    private static Caveat? Learning(ImmutableArray<ReportedRow> rows) => !rows.Any(r => r.Epsilon > 0 || r.EpsilonF > 0) ? null : new(
        "learning",
        "ε and ε_F are sums over the steps",
        "Where the learner makes errors of its own, ε and ε_F are E‖f_t − f_t^F‖ and E‖f_t^F − f_t*‖ under q_t, summed over t: the reading (R) of equation (20). The implied C₁ takes their lower ends off W₁ first.");

    private static Caveat? Points(ReportSources sources)
    {
        int[] points = [.. sources.Results.Verify.SelectMany(f => f.Result.Rows).Select(r => r.Uncertainty?.Points).Concat(sources.Results.Traces.Select(t => t.Result.FlowLines)).OfType<int>()];
        return points.Length == 0 ? null : new(
            "points",
            "Some means are over points",
            $"Where no integral is known, means are over {points.Min()}{(points.Max() > points.Min() ? $" to {points.Max()}" : "")} points of noise or flow lines; the intervals of W₁ have their 99.9 % confidence inside.");
    }

    private static Caveat? Empirical(ReportSources sources)
    {
        EmpiricalRecord[] empirical = [.. sources.Results.Verify.SelectMany(f => f.Result.Rows).Select(r => r.Empirical).OfType<EmpiricalRecord>()];
        return empirical.Length == 0 ? null : new(
            "empirical",
            "Distances between samples are biased",
            $"W₁ between n samples in ℝ^d, d ≥ 3, is too large by about n^(−1/d): two samples of X₁ itself are up to {Figures.Significant(empirical.Max(e => e.Floor.Upper), 3)} apart here. The intervals of W₁ do not rest on such distances.");
    }

    private static Caveat? Lattice(ReportSources sources)
    {
        string[] names = [.. sources.Results.Verify.Where(f => f.Result.Target.Notes.Any(n => n.Contains("is rounded to", StringComparison.Ordinal))).Select(f => f.Result.Name).Distinct()];
        return names.Length == 0 ? null : new(
            "lattice",
            "Data on a lattice",
            $"The data of {string.Join(", ", names)} are rounded. A fit would put a spike on ties; standard deviations are kept at or above half the rounding step, and L_f depends on that floor.");
    }

    private static string Of(int count, int all) => count == all ? (all == 1 ? "the only row" : $"all {all} rows") : $"{count} of {all} rows";

    private static string Mass(double log10) => log10 < -300 ? $"10^({log10.ToString(Math.Abs(log10) < 1e6 ? "0.#" : "0.00e+0", CultureInfo.InvariantCulture)})" : Figures.OfLog10(log10);
}
