using System.Buffers.Binary;
using System.Text;
using System.Xml.Linq;
using Simulator.Experiments;
using Simulator.Numerics;
using Simulator.Reports;
using Simulator.Reports.Plotting;
using Simulator.Specifications;
using Xunit;

namespace Simulator.Tests.Reports;

public sealed class VerifyFigureTests : IDisposable
{
    private static readonly VerifyResult Result = VerifyRunner.Run(ExperimentReader.Read(
        SpecificationReader.Parse(
            """{ "name": "gaussian", "target": { "kind": "gaussian", "dimension": 2, "standardDeviation": 2 }, "steps": [10, 20, 40] }""",
            "test"),
        ".",
        "gaussian"));

    private readonly string _folder = Directory.CreateTempSubdirectory("figure").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_are_valid_and_nothing_else_is_left()
    {
        IReadOnlyList<string> names = VerifyFigure.Write(Result, _folder);
        Assert.Equal(["verify.png", "verify.svg", "verify.pdf"], names);
        Assert.Equal(names.Order(), Directory.GetFiles(_folder).Select(Path.GetFileName).Order());

        byte[] png = Bytes("verify.png");
        Assert.Equal([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n'], png[..8]);
        Assert.Equal(FigureWriter.Width * FigureWriter.PixelRatio, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(FigureWriter.Height * FigureWriter.PixelRatio, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));

        string[] texts = Texts();
        Assert.Contains("gaussian", texts);
        Assert.Contains("gaussian target, d = 2, two-phase schedule, exact learner", texts);
        Assert.Contains("W₂", texts);

        byte[] pdf = Bytes("verify.pdf");
        Assert.StartsWith("%PDF-1.", Encoding.ASCII.GetString(pdf[..8]));
        Assert.EndsWith("%%EOF", Encoding.ASCII.GetString(pdf).TrimEnd());
    }

    [Fact]
    public void The_same_result_gives_the_same_bytes()
    {
        IReadOnlyList<string> names = VerifyFigure.Write(Result, _folder);
        byte[][] first = [.. names.Select(Bytes)];
        VerifyFigure.Write(Result, _folder);
        Assert.All(names.Zip(first), file => Assert.Equal(file.Second, Bytes(file.First)));
    }

    [Fact]
    public void One_row_is_a_point_without_guides()
    {
        string[] texts = Texts(Result with { Rows = Result.Rows[..1], Fit = new VerifyFit(null, null, "a slope needs at least two step counts") });
        Assert.Contains(texts, t => t.StartsWith("no slope: a slope needs", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, t => t.Contains("guide", StringComparison.Ordinal));
        Assert.Contains("10", texts);
    }

    [Fact]
    public void Without_a_bound_nothing_is_said_of_one()
    {
        string[] texts = Texts(EachRow(r => r with { Bound = null, BoundReason = "Theorem 1 is about two-phase schedules", Regime = null }));
        Assert.DoesNotContain(texts, t => t.Contains("Theorem", StringComparison.Ordinal) || t.Contains('ρ'));
    }

    [Fact]
    public void A_bound_far_from_the_data_becomes_a_number()
    {
        string[] texts = Texts(EachRow(r => r with { Bound = r.Bound! with { Log10WithC1Equal1 = 412.5 - r.Steps } }));
        Assert.Contains("Theorem 1, (24), with C₁ = 1 is far off this axis: 3.16·10⁴⁰² … 3.16·10³⁷²", texts);
        Assert.DoesNotContain("Theorem 1, (24), C₁ = 1", texts);
        Assert.Contains("Theorem 1, (24), C₁ = 1", Texts(EachRow(r => r with { Bound = r.Bound! with { Log10WithC1Equal1 = 1 } })));
    }

    [Fact]
    public void Three_hundred_decades_have_few_labels()
    {
        string[] texts = Texts(EachRow(r => r with { W1 = Between(Math.Pow(10, -10.0 * (r.Steps - 10)), Math.Pow(10, -10.0 * (r.Steps - 10))) }));
        Assert.InRange(texts.Count(t => t.StartsWith("10⁻", StringComparison.Ordinal)), 3, 9);
        Assert.Contains("10⁻³⁰⁰", texts);
    }

    [Fact]
    public void A_distance_of_zero_is_said_and_not_drawn()
    {
        string[] texts = Texts(EachRow(r => r.Steps == 20 ? r with { W1 = Between(0, 0) } : r));
        Assert.Contains("W₁ is 0, which has no place on this axis, at T = 20", texts);
        texts = Texts(EachRow(r => r with { W1 = Between(0, 0), W2 = Between(0, 0), ProofForm = 0, Bound = null }));
        Assert.Contains("W₁ is 0, which has no place on this axis, at T = 10, 20, 40", texts);
    }

    [Fact]
    public void Intervals_have_bars_even_down_to_zero()
    {
        string[] texts = Texts(EachRow(r => r with { W1 = Between(r.Steps == 20 ? 0 : 0.5 * r.W1.Lower, r.W1.Upper) }));
        Assert.Contains("W₁, bars: its interval", texts);
        Assert.Contains("the interval of W₁ reaches down to 0 at T = 20", texts);
    }

    [Fact]
    public void The_leading_order_and_doubtful_rows_are_shown_where_there_are_any()
    {
        Assert.DoesNotContain("status is not ok", Texts());
        string[] texts = Texts(EachRow(r => r with
        {
            LeadingOrder = r.Steps == 10 ? null : new LeadingOrderRecord(r.W1.Upper, r.W1.Upper, 1),
            Outcome = r.Steps == 10 ? Status.NotConverged : Status.Ok,
        }));
        Assert.Contains("leading order (D)", texts);
        Assert.Contains("status is not ok", texts);
    }

    [Fact]
    public void Removing_takes_the_figure_and_nothing_else()
    {
        VerifyFigure.Write(Result, _folder);
        File.WriteAllText(Path.Combine(_folder, "results.json"), "{}");
        VerifyFigure.Remove(_folder);
        VerifyFigure.Remove(_folder);
        Assert.Equal(["results.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    private static DistanceRecord Between(double lower, double upper) => new(lower, upper, "test", "test");

    private static VerifyResult EachRow(Func<VerifyRow, VerifyRow> change) => Result with { Rows = [.. Result.Rows.Select(change)] };

    private byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    /// <summary>The texts of a figure, as they stand in its SVG.</summary>
    private string[] Texts(VerifyResult? result = null)
    {
        VerifyFigure.Write(result ?? Result, _folder);
        return [.. XDocument.Load(Path.Combine(_folder, "verify.svg")).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];
    }
}
