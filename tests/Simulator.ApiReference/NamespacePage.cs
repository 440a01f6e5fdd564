using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Simulator.ApiReference;

/// <summary>The page of a namespace: its types, each with a declaration, what it is, and its members.</summary>
/// <param name="comments">The comments.</param>
/// <param name="types">The types of the namespace.</param>
internal sealed class NamespacePage(Comments comments, IReadOnlyList<INamedTypeSymbol> types)
{
    private static readonly string[] Parts = ["summary", "remarks"];

    /// <summary>The page.</summary>
    public string Text()
    {
        var page = new StringBuilder($"# {types[0].ContainingNamespace.ToDisplayString()}\n\nIn the package {types[0].ContainingAssembly.Name}. [All namespaces](README.md)\n");
        foreach (INamedTypeSymbol type in types)
            Add(page, type);
        return page.ToString();
    }

    private void Add(StringBuilder page, INamedTypeSymbol type)
    {
        XElement? comment = Comments.Of(type);
        IMethodSymbol? primary = Members.Primary(type, comment);
        page.Append($"\n## {MarkdownText.Escaped(Members.NameOf(type))}\n\n```csharp\n{Members.Declaration(type, primary)}\n```\n");
        foreach (string part in Parts)
        {
            if (comments.Text(comment?.Element(part), type) is { Length: > 0 } text) page.Append($"\n{text}\n");
        }

        if (Details(comment, type, "") is { Length: > 0 } details) page.Append($"\n{details}");

        // What the declaration names is told there.
        string[] told = [.. primary?.Parameters.Select(p => p.Name) ?? []];
        ISymbol[] members = [.. Members.Of(type).Where(m => !SymbolEqualityComparer.Default.Equals(m, primary) && !(m is IPropertySymbol && told.Contains(m.Name)))];
        if (members.Length > 0) page.Append('\n');
        foreach (ISymbol member in members)
            Add(page, type, member);
    }

    private void Add(StringBuilder page, INamedTypeSymbol type, ISymbol member)
    {
        XElement? comment = Comments.Of(member);
        page.Append($"- {MarkdownText.Code(Members.Declaration(member))}");
        string[] parts = [.. Parts.Select(part => comments.Text(comment?.Element(part), type)).Where(text => text.Length > 0)];
        if (parts.Length > 0) page.Append($": {Indented(string.Join("\n\n", parts), "  ")}");
        page.Append('\n').Append(Details(comment, type, "  "));
    }

    /// <summary>Parameters, what comes back, and what is thrown, as a list.</summary>
    private string Details(XElement? comment, INamedTypeSymbol type, string indent)
    {
        var lines = new StringBuilder();
        foreach (XElement part in comment?.Elements() ?? [])
        {
            string? head = part.Name.LocalName switch
            {
                "param" or "typeparam" => MarkdownText.Code(part.Attribute("name")!.Value),
                "returns" or "value" => "returns",
                "exception" => "throws " + comments.Text(new XElement("x", new XElement("see", part.Attribute("cref")!)), type),
                _ => null,
            };
            if (head is not null && comments.Text(part, type) is { Length: > 0 } text) lines.Append($"{indent}- {head}: {Indented(text, indent + "  ")}\n");
        }

        return lines.ToString();
    }

    private static string Indented(string text, string indent)
        => string.Join('\n', text.Split('\n').Select((line, i) => i == 0 || line.Length == 0 ? line : indent + line));
}
