using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Simulator.Tests.Documentation;

/// <summary>A block of code on a page.</summary>
/// <param name="Language">What stands behind the fence; null for a block that is indented and has none.</param>
/// <param name="Code">The code.</param>
/// <param name="Line">Its line on the page, from 1.</param>
/// <param name="Remark">The text of the HTML comment directly before it, or null.</param>
internal sealed record CodeBlockOfPage(string? Language, string Code, int Line, string? Remark);

/// <summary>A page of the documentation.</summary>
internal sealed partial class MarkdownPage
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "artifacts", "TestResults", "StrykerOutput", "node_modules"];

    // Headings get the anchors that GitHub gives them; tables are read since they hold links.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).UsePipeTables().UseAutoLinks().Build();

    private static readonly Lazy<MarkdownPage[]> Every = new(() => [.. Files(Repository.Root).Order(StringComparer.Ordinal).Select(file => new MarkdownPage(file))]);

    private readonly MarkdownDocument _document;

    private MarkdownPage(string file)
    {
        File = file;
        Name = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
        _document = Markdown.Parse(System.IO.File.ReadAllText(file), Pipeline);
    }

    /// <summary>Every page of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All => Every.Value;

    /// <summary>README.md and the pages that stand in docs themselves.</summary>
    public static IReadOnlyList<MarkdownPage> Guides => [.. All.Where(p => p.Name == "README.md" || Path.GetDirectoryName(p.Name) == "docs")];

    public string File { get; }

    /// <summary>The file from the root of the repository.</summary>
    public string Name { get; }

    /// <summary>What links to headings of this page may name.</summary>
    public IReadOnlySet<string> Anchors => _document.Descendants<HeadingBlock>().Select(h => h.GetAttributes().Id!)
        .Concat(Html().SelectMany(html => Id().Matches(html)).Select(m => m.Groups[1].Value)).ToHashSet();

    /// <summary>Where links and pictures of this page lead.</summary>
    public IEnumerable<string> Links => _document.Descendants<LinkInline>().Select(l => l.Url ?? "")
        .Concat(Html().SelectMany(html => Address().Matches(html)).Select(m => m.Groups[1].Value));

    /// <summary>All blocks of code, in their order.</summary>
    public IEnumerable<CodeBlockOfPage> Code => _document.Descendants<CodeBlock>().Select(block => new CodeBlockOfPage(
        (block as FencedCodeBlock)?.Info ?? (block is FencedCodeBlock ? "" : null),
        block.Lines.ToString(),
        block.Line + 1,
        Before(block) is HtmlBlock html && Comment().Match(html.Lines.ToString()) is { Success: true } comment ? comment.Groups[1].Value : null));

    public static MarkdownPage Of(string name) => All.Single(p => p.Name == name);

    private static Block? Before(Block block) => block.Parent is { } parent && parent.IndexOf(block) is > 0 and var place ? parent[place - 1] : null;

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.md").Concat(Directory.EnumerateDirectories(folder)
        .Where(inner => !NotOurs.Contains(Path.GetFileName(inner)) && inner != Repository.PathOf("results")).SelectMany(Files));

    private IEnumerable<string> Html() => _document.Descendants<HtmlBlock>().Select(b => b.Lines.ToString()).Concat(_document.Descendants<HtmlInline>().Select(i => i.Tag));

    [GeneratedRegex("""^<!--\s*(.*?)\s*-->\s*$""", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex("""\b(?:id|name)="([^"]+)""")]
    private static partial Regex Id();

    [GeneratedRegex("""\b(?:src|href)="([^"]+)""")]
    private static partial Regex Address();
}
