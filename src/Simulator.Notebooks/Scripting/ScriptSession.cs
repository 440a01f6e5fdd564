using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Simulator.Notebooks.Scripting;

/// <summary>A C# session: cells run one after the other, each with what the ones before declared.</summary>
/// <remarks>
/// Cells can use every library of the Simulator, Math.NET and FsCheck; <c>#r "file.dll"</c> and <c>#load "file.csx"</c> are looked up in the session's folder. One cell runs
/// at a time in a process, because the console is one.
/// </remarks>
public sealed class ScriptSession
{
    /// <summary>How cells are parsed.</summary>
    internal static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest, DocumentationMode.None, SourceCodeKind.Script);

    /// <summary>Names that every cell knows. Those of the library are left to <c>using</c>: a reader should see where things are.</summary>
    private static readonly string[] Imports =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks", "Simulator.Notebooks"];

    /// <summary>Parts of the program that are not for cells.</summary>
    private static readonly string[] Kept = ["Microsoft.CodeAnalysis", "NetMQ", "AsyncIO"];

    private static readonly SemaphoreSlim Running = new(1);

    /// <summary>They are read once for all sessions.</summary>
    private static readonly Lazy<ImmutableArray<MetadataReference>> Libraries = new(() => [.. References()]);

    private readonly ScriptOptions _options;
    private readonly NotebookGlobals _globals;
    private Action<CellOutput> _output = _ => { };
    private ScriptState<object>? _state;

    /// <summary>An empty session.</summary>
    /// <param name="folder">Where files that cells refer to are looked up.</param>
    public ScriptSession(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string full = Path.GetFullPath(folder);
        _globals = new NotebookGlobals(output => _output(output));
        _options = ScriptOptions.Default
            .WithReferences(Libraries.Value)
            .WithImports(Imports)
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(full).WithSearchPaths(full))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(full).WithSearchPaths(full))
            .WithLanguageVersion(LanguageVersion.Latest)
            // Errors then name the line of the cell; the work is in the library, which is optimised.
            .WithOptimizationLevel(OptimizationLevel.Debug)
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>How many cells were started.</summary>
    public int ExecutionCount { get; private set; }

    /// <summary>Runs a cell.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="output">Is given what the cell puts out, while it runs, from any thread.</param>
    /// <param name="counted">Whether it is a cell of the reader's; programs run code of their own in between.</param>
    /// <param name="cancellation">Stops loops of the cell, and what it calls with <c>Cancel</c>.</param>
    /// <returns>Whether it ended; if not, the last output is an <see cref="ErrorOutput"/>. What was declared before it failed stays.</returns>
    public async Task<bool> RunAsync(string code, Action<CellOutput> output, bool counted = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(output);
        await Running.WaitAsync(cancellation);
        try
        {
            (_output, Interruption.Token, _globals.Cancel) = (output, cancellation, cancellation);
            if (counted) ExecutionCount++;
            using var console = new ConsoleCapture(output);
            ErrorOutput? error = await Run(code, output);
            if (error is not null) output(error);
            return error is null;
        }
        finally
        {
            (_output, Interruption.Token) = (_ => { }, CancellationToken.None);
            Running.Release();
        }
    }

    /// <summary>The session's script with a cell in hand, for those who look into it without running it.</summary>
    internal Script Continued(string code)
        => _state is null ? CSharpScript.Create<object>(code, _options, typeof(NotebookGlobals)) : _state.Script.ContinueWith<object>(code, _options);

    private async Task<ErrorOutput?> Run(string code, Action<CellOutput> output)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"cell {ExecutionCount}");
        ScriptOptions options = _options.WithFilePath(name);
        string guarded = LoopChecks.Insert(code);
        try
        {
            // On the thread pool: a cell that never awaits would keep the caller.
            ScriptState<object> state = await Task.Run(() => _state is null
                ? CSharpScript.Create<object>(guarded, options, typeof(NotebookGlobals)).RunAsync(_globals, _ => true, CancellationToken.None)
                : _state.ContinueWithAsync<object>(guarded, options, _ => true, CancellationToken.None));
            _state = state;
            if (state.Exception is { } thrown) return Error(thrown, name);
            return state.ReturnValue is { } value ? Show(value, output, name) : null;
        }
        catch (CompilationErrorException)
        {
            // Once more without checks, for the columns that the reader sees.
            return CompilationError(Continued(code).Compile(CancellationToken.None));
        }
    }

    private ErrorOutput? Show(object value, Action<CellOutput> output, string cell)
    {
        try
        {
            output(new ResultOutput(ValueFormatter.Bundle(value), ExecutionCount));
            return null;
        }
        catch (Exception e)
        {
            // To show a value is to run code of the cell: a sequence computes its entries, a type its text.
            return Error(e, cell);
        }
    }

    private static ErrorOutput CompilationError(ImmutableArray<Diagnostic> diagnostics)
    {
        ImmutableArray<string> lines = [.. diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.GetMessage(CultureInfo.InvariantCulture) is var message && d.Location.IsInSource
            ? string.Create(CultureInfo.InvariantCulture, $"({d.Location.GetLineSpan().StartLinePosition.Line + 1},{d.Location.GetLineSpan().StartLinePosition.Character + 1}): {d.Id}: {message}")
            : $"{d.Id}: {message}")];
        return new("CompilationError", lines.FirstOrDefault("The cell does not compile."), lines);
    }

    private static ErrorOutput Error(Exception thrown, string cell)
    {
        if (IsCancellation(thrown) && Interruption.Token.IsCancellationRequested) return new("Interrupted", "The cell was interrupted.", ["The cell was interrupted."]);
        Exception cause = thrown is AggregateException { InnerExceptions: [var only] } ? only : thrown;
        string name = cause.GetType().Name;

        // Of the stack only what the reader wrote: lines of cells, which the compiler takes for files of the folder, and of what they loaded.
        IEnumerable<string> places = new StackTrace(cause, fNeedFileInfo: true).GetFrames()
            .Select(f => (File: Path.GetFileName(f.GetFileName()) ?? "", Line: f.GetFileLineNumber()))
            .Where(f => f.File.StartsWith("cell ", StringComparison.Ordinal) || f.File.EndsWith(".csx", StringComparison.Ordinal))
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"  in {f.File}, line {f.Line}"))
            .Distinct();
        return new(name, cause.Message, [$"{name}: {cause.Message}", .. places.DefaultIfEmpty($"  in {cell}")]);
    }

    /// <summary>Whether nothing else went wrong, on any thread.</summary>
    private static bool IsCancellation(Exception thrown)
        => thrown is OperationCanceledException || (thrown is AggregateException all && all.InnerExceptions.All(IsCancellation));

    private static IEnumerable<MetadataReference> References()
    {
        string trusted = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        foreach (string path in trusted.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Path.GetFileNameWithoutExtension(path);
            if (!Kept.Any(kept => name.StartsWith(kept, StringComparison.Ordinal))) yield return MetadataReference.CreateFromFile(path, documentation: Documentation(Path.ChangeExtension(path, ".xml")));
        }
    }

    private static DocumentationFile? Documentation(string path) => File.Exists(path) ? new(path) : null;
}
