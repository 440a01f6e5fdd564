using Simulator.Experiments;
using Simulator.Reports;
using Simulator.Specifications;
using Xunit;

namespace Simulator.Tests.Reports;

/// <summary>Section 7 (D): exponents of d are ½ for products and spheres of radius √d, 0 for the unit sphere; the bound says 5/2.</summary>
public class DimensionFindingsTests
{
    [Fact]
    public void Products_grow_like_the_root_of_d_up_to_a_million()
    {
        const string Block = """{ "kind": "mixture", "weights": [0.5, 0.5], "means": [-1, 1], "standardDeviations": [0.6, 0.6] }""";
        VerifyResult[] results = [.. new[] { 1, 100, 10_000, 1_000_000 }.Select(d => Run($$"""{ "kind": "product", "blocks": [{ "target": {{Block}}, "repeat": {{d}} }] }""", 100))];
        string finding = Assert.Single(DimensionFindings.Of(results));
        Assert.Contains("d = 1 … 1000000 at T = 100, W1 grows like d^0.500 (lower ends of W1)", finding);
    }

    [Theory]
    [InlineData(true, "d^0.500")]
    [InlineData(false, "d^-0.001")]
    public void Spheres(bool growing, string expected)
    {
        VerifyResult[] results =
        [
            .. new[] { 1000, 30_000, 1_000_000 }.Select(d => Run(
                $$"""{ "kind": "sphere", "dimension": {{d}}, "radius": {{(growing ? Math.Sqrt(d) : 1):R}} }""",
                100,
                growing ? "" : ", \"schedule\": { \"kind\": \"two-phase\", \"c0\": 6, \"c1\": 8 }")),
        ];
        Assert.Contains($"W1 grows like {expected};", Assert.Single(DimensionFindings.Of(results)));
    }

    [Fact]
    public void Equal_or_few_dimensions_say_nothing()
    {
        VerifyResult one = Run("""{ "kind": "gaussian", "dimension": 1, "standardDeviation": 2 }""", 20);
        Assert.Empty(DimensionFindings.Of([one, one, one]));
        Assert.Empty(DimensionFindings.Of([one]));
    }

    private static VerifyResult Run(string target, int steps, string more = "")
        => VerifyRunner.Run(ExperimentReader.Read(SpecificationReader.Parse($$"""{ "target": {{target}}, "steps": [{{steps}}]{{more}} }""", "test"), ".", "test"));
}
