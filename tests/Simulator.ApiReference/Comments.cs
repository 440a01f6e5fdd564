using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Simulator.ApiReference;

/// <summary>The comments of the sources as Markdown.</summary>
/// <param name="compilation">Knows every symbol.</param>
/// <param name="assemblies">Those that have pages.</param>
internal sealed partial class Comments(Compilation compilation, ImmutableArray<IAssemblySymbol> assemblies)
{
    private const string Inherited = "inheritdoc";

    /// <summary>The page on which a type stands.</summary>
    public static string PageOf(INamedTypeSymbol type) => $"{type.ContainingNamespace.ToDisplayString()}.md";

    /// <summary>Whether a member says no more than what it overrides or implements.</summary>
    public static bool IsInherited(ISymbol symbol) => Parse(symbol)?.Element(Inherited) is not null;

    /// <summary>The comment of a symbol, or of what it inherits from; null without one.</summary>
    public static XElement? Of(ISymbol symbol) => Parse(symbol) is { } own && own.Element(Inherited) is null ? own : Above(symbol).Select(Of).FirstOrDefault(c => c is not null);

    /// <summary>A link to a type that has a place on a page, else its name.</summary>
    /// <param name="type">The type.</param>
    /// <param name="from">The page on which the link stands.</param>
    /// <param name="isFromIndex">Whether it stands on the index.</param>
    /// <param name="member">A member of the type that is meant; it stands below the type.</param>
    public string Link(INamedTypeSymbol type, INamedTypeSymbol? from = null, bool isFromIndex = false, string? member = null)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        string name = Members.NameOf(definition), shown = MarkdownText.Code(member is null ? name : $"{name}.{member}");
        if (definition.DeclaredAccessibility != Accessibility.Public || !assemblies.Contains(definition.ContainingAssembly, SymbolEqualityComparer.Default)) return shown;
        string page = !isFromIndex && from is not null && PageOf(from) == PageOf(definition) ? "" : PageOf(definition);
        return $"[{shown}]({page}#{MarkdownText.Anchor(name)})";
    }

    /// <summary>The text of an element in one paragraph a &lt;para&gt;; blank for none.</summary>
    /// <param name="element">The element.</param>
    /// <param name="place">The type on whose page it stands.</param>
    /// <exception cref="InvalidOperationException">It holds an element that is not known.</exception>
    public string Text(XElement? element, INamedTypeSymbol place)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText words => MarkdownText.Escaped(Blanks().Replace(words.Value, " ")),
                XElement { Name.LocalName: "para" } paragraph => $"\n\n{Text(paragraph, place)}\n\n",
                XElement { Name.LocalName: "code" } code => $"\n\n```csharp\n{Unindented(code.Value)}\n```\n\n",
                XElement { Name.LocalName: "c" } code => MarkdownText.Code(code.Value),
                XElement { Name.LocalName: "em" } stressed => $"*{Text(stressed, place)}*",
                XElement { Name.LocalName: "paramref" or "typeparamref" } name => MarkdownText.Code(name.Attribute("name")!.Value),
                XElement { Name.LocalName: "see" or "seealso" } see => See(see, place),
                XElement other => throw new InvalidOperationException($"A comment of {place.ToDisplayString()} has the element <{other.Name}>, which {nameof(Comments)} does not know."),
                _ => "",
            });
        }

        return Gaps().Replace(text.ToString(), "\n\n").Trim();
    }

    private static XElement? Parse(ISymbol symbol) => symbol.GetDocumentationCommentXml() is { Length: > 0 } xml ? XElement.Parse(xml, LoadOptions.PreserveWhitespace) : null;

    /// <summary>What a member overrides or implements.</summary>
    private static IEnumerable<ISymbol> Above(ISymbol symbol)
    {
        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            _ => null,
        };
        if (overridden is not null) yield return overridden;
        foreach (ISymbol member in symbol.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers()))
        {
            if (SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol)) yield return member.OriginalDefinition;
        }
    }

    private string See(XElement see, INamedTypeSymbol place)
    {
        if (see.Attribute("langword") is { } word) return MarkdownText.Code(word.Value);
        if (see.Attribute("href") is { } address) return $"<{address.Value}>";
        string reference = see.Attribute("cref")!.Value;
        return DocumentationCommentId.GetFirstSymbolForDeclarationId(reference, compilation) switch
        {
            INamedTypeSymbol type => Link(type, place),
            { ContainingType: { } type } member => SymbolEqualityComparer.Default.Equals(type, place) ? MarkdownText.Code(member.Name) : Link(type, place, member: member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? null : member.Name),
            _ => MarkdownText.Code(reference[(reference.LastIndexOf('.') + 1)..]),
        };
    }

    private static string Unindented(string code)
    {
        string[] lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        int indent = lines.Where(l => l.Trim().Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : ""));
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@" *\n\s*\n *")]
    private static partial Regex Gaps();
}
