using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Simulator.Notebooks.Scripting;
using Xunit;

namespace Simulator.Tests.Documentation;

/// <summary>Every block of C# in README.md and docs/*.md compiles. A block after the comment <c>continues</c> goes on with the one before it on its page, one after <c>a cell</c> is a cell of a notebook.</summary>
public sealed class CSharpBlockTests
{
    private const string Continues = "continues", Cell = "a cell";

    /// <summary>What ImplicitUsings give to every project, and everything that the tests refer to.</summary>
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .WithImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks")
        .WithReferences(((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)))
        .WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest);

    public static TheoryData<string, int> Blocks => [.. MarkdownPage.Guides.SelectMany(p => CSharp(p).Select(b => (p.Name, b.Line)))];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Block_compiles(string page, int line)
    {
        CodeBlockOfPage[] blocks = CSharp(MarkdownPage.Of(page));
        int last = Array.FindIndex(blocks, b => b.Line == line), first = last;
        while (blocks[first].Remark == Continues)
            first--;
        Script? script = blocks[first].Remark == Cell ? new ScriptSession(Repository.Root).Continued(blocks[first++].Code) : null;
        foreach (CodeBlockOfPage block in blocks[first..(last + 1)])
            script = script is null ? CSharpScript.Create(block.Code, Options) : script.ContinueWith<object>(block.Code, Options);
        Diagnostic[] errors = [.. script!.Compile(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error)];
        Assert.True(errors.Length == 0, $"{page}, block at line {line}:\n{string.Join('\n', errors.Select(e => e.ToString()))}");
    }

    [Fact]
    public void Code_that_is_wrong_is_found()
        => Assert.Contains(CSharpScript.Create("Target target = 1;", Options.AddImports("Simulator.Targets")).Compile(TestContext.Current.CancellationToken), d => d.Id == "CS0029");

    private static CodeBlockOfPage[] CSharp(MarkdownPage page) => [.. page.Code.Where(b => b.Language is "csharp" or "cs" or "c#")];
}
