using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Simulator.Notebooks.Scripting;

/// <summary>Whether a cell can be run as it stands, by its grammar.</summary>
internal enum Completeness
{
    /// <summary>It can.</summary>
    Complete,

    /// <summary>More must follow.</summary>
    Incomplete,

    /// <summary>Whatever follows, it cannot.</summary>
    Invalid,
}

/// <summary>Judges cells by their grammar.</summary>
internal static class CellGrammar
{
    /// <summary>Judges a cell.</summary>
    /// <param name="code">The cell.</param>
    public static Completeness Judge(string code)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(code, ScriptSession.Parsing);
        if (!SyntaxFactory.IsCompleteSubmission(tree)) return Completeness.Incomplete;
        return tree.GetRoot().ContainsDiagnostics ? Completeness.Invalid : Completeness.Complete;
    }
}
