using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Simulator.Laws;
using Simulator.Numerics;
using Simulator.Targets;

namespace Simulator.ApiReference;

/// <summary>The reference of everything public in the libraries: a page a namespace, and an index.</summary>
public static class ReferencePages
{
    /// <summary>The command that writes them.</summary>
    public const string Command = "dotnet run -c Release --project tests/Simulator.ApiReference -- docs/api";

    private const string Index = "README.md";

    /// <summary>All pages, by the names of their files.</summary>
    /// <exception cref="InvalidOperationException">A comment has an element that this program does not know.</exception>
    public static IReadOnlyDictionary<string, string> All()
    {
        string[] own = [.. new[] { typeof(Status), typeof(Target), typeof(LawReport) }.Select(type => type.Assembly.Location)];
        MetadataReference[] references = [.. own.Select(Documented)];
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "reference", references: [.. references, .. platform.Except(own).Select(path => MetadataReference.CreateFromFile(path))]);
        var assemblies = references.Select(r => (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(r)!).ToImmutableArray();
        var comments = new Comments(compilation, assemblies);

        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var index = new StringBuilder($"# Reference\n\nEverything public in the libraries, from the comments in the sources. Written by a program: `{Command}`.\n");
        foreach (IAssemblySymbol assembly in assemblies)
        {
            index.Append($"\n## {assembly.Name}\n\n| namespace | types |\n|---|---|\n");
            foreach ((string name, INamedTypeSymbol[] types) in Members.Types(assembly).GroupBy(t => t.ContainingNamespace.ToDisplayString()).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToArray())))
            {
                pages.Add(Comments.PageOf(types[0]), new NamespacePage(comments, types).Text());
                index.Append($"| [{name}]({Comments.PageOf(types[0])}) | {string.Join(", ", types.Select(t => comments.Link(t, isFromIndex: true)))} |\n");
            }
        }

        pages.Add(Index, index.ToString());
        return pages;
    }

    private static PortableExecutableReference Documented(string path)
        => MetadataReference.CreateFromFile(path, documentation: new XmlComments(Path.ChangeExtension(path, ".xml")));
}
