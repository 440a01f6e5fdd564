using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Simulator.Notebooks.Scripting;

/// <summary>What may stand at a place of a cell.</summary>
/// <param name="Matches">The words, in order.</param>
/// <param name="Start">Where the word begins that they replace.</param>
/// <param name="End">Where it ends.</param>
internal sealed record Completion(ImmutableArray<string> Matches, int Start, int End)
{
    /// <summary>Stands where the word is missing: a dot and nothing behind it is no expression.</summary>
    private const string Placeholder = "_;";

    private static readonly ImmutableArray<string> Keywords =
        [.. SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Where(k => !k.StartsWith('_')).Distinct(StringComparer.Ordinal)];

    /// <summary>Completes the word before a place.</summary>
    /// <param name="session">Knows what the cells before declared.</param>
    /// <param name="code">The cell.</param>
    /// <param name="position">The place; what stands behind it is not looked at, since the reader has not got there yet.</param>
    public static Completion At(ScriptSession session, string code, int position)
    {
        int start = WordStart(code, position);
        string word = code[start..position];
        Compilation compilation = session.Continued(code[..start] + Placeholder).GetCompilation();
        SyntaxTree tree = compilation.SyntaxTrees.Last();
        SyntaxToken token = tree.GetRoot().FindToken(start);
        if (!token.IsKind(SyntaxKind.IdentifierToken) || token.SpanStart != start) return new([], start, position);

        SemanticModel model = compilation.GetSemanticModel(tree);
        IEnumerable<string> names = Qualifier(token) is { } qualifier
            ? Members(model, qualifier, start).Where(IsNameable).Select(s => s.Name)
            : [.. model.LookupSymbols(start).Where(IsNameable).Select(s => s.Name), .. word.Length > 0 ? Keywords : []];
        ImmutableArray<string> matches =
        [
            .. names.Where(n => n.StartsWith(word, StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal)
                .OrderByDescending(n => n.StartsWith(word, StringComparison.Ordinal)).ThenBy(n => n, StringComparer.Ordinal),
        ];
        return new(matches, start, position);
    }

    private static int WordStart(string code, int position)
    {
        int start = position;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1])) start--;
        return start;
    }

    /// <summary>What stands before the dot, if there is one.</summary>
    private static ExpressionSyntax? Qualifier(SyntaxToken name) => name.Parent?.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name.Parent => access.Expression,
        QualifiedNameSyntax qualified when qualified.Right == name.Parent => qualified.Left,
        MemberBindingExpressionSyntax binding => binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().First().Expression,
        _ => null,
    };

    private static ImmutableArray<ISymbol> Members(SemanticModel model, ExpressionSyntax qualifier, int position) => model.GetSymbolInfo(qualifier).Symbol switch
    {
        INamespaceSymbol space => model.LookupNamespacesAndTypes(position, space),
        ITypeSymbol type => model.LookupStaticMembers(position, type),
        _ when model.GetTypeInfo(qualifier).Type is { TypeKind: not TypeKind.Error } type =>
            [.. model.LookupSymbols(position, type, includeReducedExtensionMethods: true).Where(s => !s.IsStatic && s is not ITypeSymbol)],
        _ => [],
    };

    private static bool IsNameable(ISymbol symbol) => symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared;
}
