using Xunit;

namespace Simulator.Tests.Documentation;

/// <summary>Links and pictures of all pages lead somewhere.</summary>
public sealed class LinkTests
{
    private static readonly string[] Elsewhere = ["http:", "https:", "mailto:"];

    public static TheoryData<string> Pages => [.. MarkdownPage.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file_and_heading_that_exist(string name)
    {
        MarkdownPage page = MarkdownPage.Of(name);
        string[] broken = [.. page.Links.Where(link => !Elsewhere.Any(s => link.StartsWith(s, StringComparison.Ordinal)) && !Leads(page, Uri.UnescapeDataString(link)))];
        Assert.True(broken.Length == 0, $"{name}: {string.Join(", ", broken)}");
    }

    [Fact]
    public void There_are_pages_links_and_anchors()
    {
        Assert.Contains(MarkdownPage.All, p => p.Name == "README.md");
        Assert.Contains(MarkdownPage.All, p => p.Name.StartsWith("experiments/", StringComparison.Ordinal));
        Assert.Contains("backends", MarkdownPage.Of("docs/interface.md").Anchors);
        Assert.Contains(MarkdownPage.Guides.SelectMany(p => p.Links), link => link.Contains('#', StringComparison.Ordinal));
    }

    private static bool Leads(MarkdownPage page, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? page.File : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.File)!, parts[0]));
        if (Path.GetRelativePath(Repository.Root, target).StartsWith("..", StringComparison.Ordinal) || !Path.Exists(target)) return false;
        return parts.Length == 1 || MarkdownPage.All.SingleOrDefault(p => p.File == target)?.Anchors.Contains(parts[1]) == true;
    }
}
