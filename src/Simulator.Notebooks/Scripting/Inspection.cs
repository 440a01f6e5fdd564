using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Simulator.Notebooks.Scripting;

/// <summary>What is known of a name in a cell: its declaration, and the summary of its documentation.</summary>
internal static class Inspection
{
    /// <summary>Describes the name at a place, or just before it.</summary>
    /// <param name="session">Knows what the cells before declared.</param>
    /// <param name="code">The cell.</param>
    /// <param name="position">The place.</param>
    /// <returns>The description, or null where there is no name that means something.</returns>
    public static string? At(ScriptSession session, string code, int position)
    {
        Compilation compilation = session.Continued(code).GetCompilation();
        SyntaxTree tree = compilation.SyntaxTrees.Last();
        SyntaxToken token = NameAt(tree.GetRoot(), position);
        if (token.Parent is not { } node) return null;
        SemanticModel model = compilation.GetSemanticModel(tree);
        SymbolInfo found = model.GetSymbolInfo(node);
        ISymbol? symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault() ?? model.GetDeclaredSymbol(node);
        if (symbol is null) return null;
        string declaration = symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return Summary(symbol) is { Length: > 0 } summary ? $"{declaration}\n\n{summary}" : declaration;
    }

    private static SyntaxToken NameAt(SyntaxNode root, int position)
    {
        SyntaxToken token = root.FindToken(position);
        return token.IsKind(SyntaxKind.IdentifierToken) || position == 0 ? token : root.FindToken(position - 1);
    }

    private static string Summary(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrEmpty(xml)) return "";
        XElement? summary = XElement.Parse($"<all>{xml}</all>").Descendants("summary").FirstOrDefault();
        return summary is null ? "" : string.Join(' ', Text(summary).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The words of a comment; a reference stands for the last part of its name.</summary>
    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { HasAttributes: true, IsEmpty: true } reference => reference.FirstAttribute!.Value.Split('(')[0].Split('.', ':')[^1],
        XElement inner => Text(inner),
        _ => "",
    }));
}
