using Simulator.ApiReference;
using Xunit;

namespace Simulator.Tests.Documentation;

/// <summary>docs/api is what the sources say now.</summary>
public sealed class ApiReferenceTests
{
    private static readonly string Folder = Repository.PathOf("docs", "api");

    [Fact]
    public void Committed_pages_are_those_that_the_sources_give()
    {
        IReadOnlyDictionary<string, string> pages = ReferencePages.All();
        string[] committed = [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        string[] other = [.. pages.Keys.Union(committed).Where(name => !committed.Contains(name) || File.ReadAllText(Path.Combine(Folder, name)) != pages.GetValueOrDefault(name))];
        Assert.True(other.Length == 0, $"{string.Join(", ", other)}: the sources give something else. Renew them with: {ReferencePages.Command}");
    }

    [Fact]
    public void A_page_has_declarations_comments_parameters_exceptions_and_links()
    {
        string page = ReferencePages.All()["Simulator.Transport.md"];
        Assert.Contains("## DistanceInterval\n\n```csharp\npublic sealed record DistanceInterval(double Lower, double Upper, string LowerBy, string UpperBy)\n```\n", page, StringComparison.Ordinal);
        Assert.Contains("- `static DistanceInterval Around(double value, double error, string by)`: An interval around a computed value.\n  - `value`: The value.\n", page, StringComparison.Ordinal);
        Assert.Contains("  - throws `ArgumentException`: ", page, StringComparison.Ordinal);
        Assert.Contains("[`Status.Violated`](Simulator.Numerics.md#status)", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("f_T and E‖ξ_T‖", "f_T and E‖ξ_T‖")]
    [InlineData("a * b < [c] _d_ |e|", @"a \* b \< \[c\] \_d\_ \|e\|")]
    public void Text_is_not_taken_for_markup(string text, string escaped) => Assert.Equal(escaped, MarkdownText.Escaped(text));

    [Theory]
    [InlineData("Results of `verify`", "results-of-verify")]
    [InlineData("Outcome<T>", "outcomet")]
    [InlineData("What is claimed, and what is allowed?", "what-is-claimed-and-what-is-allowed")]
    [InlineData("C_1 – known", "c_1--known")]
    public void Anchors_are_those_of_github(string heading, string anchor) => Assert.Equal(anchor, MarkdownText.Anchor(heading));
}
