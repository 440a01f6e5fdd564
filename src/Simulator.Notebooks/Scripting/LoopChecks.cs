using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Simulator.Notebooks.Scripting;

/// <summary>Puts a check for interruption into every loop of a cell, and behind every label. No line moves, so that messages name the right ones.</summary>
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
        foreach ((int place, string text) in root.DescendantNodes().SelectMany(Insertions).OrderByDescending(i => i.Place))
            changed.Insert(place, text);
        return changed.ToString();
    }

    private static IEnumerable<(int Place, string Text)> Insertions(SyntaxNode node) => node switch
    {
        ForStatementSyntax loop => Around(loop.Statement),
        CommonForEachStatementSyntax loop => Around(loop.Statement),
        WhileStatementSyntax loop => Around(loop.Statement),
        DoStatementSyntax loop => Around(loop.Statement),

        // A goto goes round, too.
        LabeledStatementSyntax label => [(label.ColonToken.Span.End, Check)],
        _ => [],
    };

    private static IEnumerable<(int Place, string Text)> Around(StatementSyntax body) => body switch
    {
        BlockSyntax block => [(block.OpenBraceToken.Span.End, Check)],

        // These cannot be a loop's body; in braces they could.
        LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax => [],
        _ => [(body.SpanStart, "{" + Check), (body.Span.End, "}")],
    };
}
