using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Simulator.Notebooks.Scripting;

/// <summary>Puts a check for interruption into every loop of a cell. No line moves, so that messages name the right ones.</summary>
internal static class LoopChecks
{
    private const string Check = "global::" + nameof(Simulator) + "." + nameof(Notebooks) + "." + nameof(Scripting) + "." + nameof(Interruption) + "." + nameof(Interruption.Check) + "();";

    /// <summary>The cell with checks; what cannot be parsed is left as it is, for the compiler to complain about.</summary>
    /// <param name="code">The cell.</param>
    public static string Insert(string code)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(code, ScriptSession.Parsing).GetRoot();
        if (root.ContainsDiagnostics) return code;
        var changed = new StringBuilder(code);
        IEnumerable<(int Place, string Text)> insertions = root.DescendantNodes().Select(Body).OfType<StatementSyntax>().SelectMany(Around);
        foreach ((int place, string text) in insertions.OrderByDescending(i => i.Place))
            changed.Insert(place, text);
        return changed.ToString();
    }

    private static StatementSyntax? Body(SyntaxNode node) => node switch
    {
        ForStatementSyntax loop => loop.Statement,
        CommonForEachStatementSyntax loop => loop.Statement,
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        _ => null,
    };

    private static IEnumerable<(int Place, string Text)> Around(StatementSyntax body)
        => body is BlockSyntax block ? [(block.OpenBraceToken.Span.End, Check)] : [(body.SpanStart, "{" + Check), (body.Span.End, "}")];
}
