using System.Text.RegularExpressions;
using System.Xml.Linq;
using Simulator.Experiments;
using Xunit;

namespace Simulator.Tests.Packaging;

/// <summary>The version stands in Directory.Build.props; what repeats it must follow.</summary>
public sealed class VersionTests
{
    private static readonly XDocument Properties = XDocument.Load(Repository.PathOf("Directory.Build.props"));

    private static string Version => Properties.Descendants("Version").Single().Value;

    private static string Date => Properties.Descendants("DeterministicTimestamp").Single().Value.Split('T')[0];

    [Fact]
    public void The_changelog_begins_with_this_version()
        => Assert.Equal($"## [{Version}] - {Date}", File.ReadLines(Repository.PathOf("CHANGELOG.md")).First(line => line.StartsWith("## [", StringComparison.Ordinal)));

    [Fact]
    public void The_citation_names_this_version()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("CITATION.cff"));
        Assert.Contains($"version: {Version}", lines);
        Assert.Contains($"date-released: {Date}", lines);
    }

    [Fact]
    public void Results_name_this_version() => Assert.Matches($"^{Regex.Escape(Version)}(\\+|$)", Manifest.ProgramVersion);

    [Fact]
    public void The_sample_says_how_to_refer_to_this_version()
        => Assert.Contains($"#:package Simulator@{Version}`", File.ReadAllText(Repository.PathOf("experiments", "one-step", "README.md")), StringComparison.Ordinal);
}
