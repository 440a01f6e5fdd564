using System.Diagnostics;
using Simulator.Notebooks;
using Simulator.Notebooks.Scripting;
using Xunit;

namespace Simulator.Tests.Notebooks.Scripting;

/// <summary>Cells run one after the other. They own the console, so these run by themselves.</summary>
[Collection(nameof(GlobalStateTests))]
public sealed class ScriptSessionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("simulator cells ").FullName;
    private readonly ScriptSession _session;

    public ScriptSessionTests() => _session = new ScriptSession(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Cells_see_what_the_ones_before_declared()
    {
        Assert.Null((await Run("int x = 3; int Twice(int y) => 2 * y; class Box { public int Inside = 5; }")).Result);
        Assert.Equal("11", (await Run("Twice(x) + new Box().Inside")).Result);
        Assert.Null((await Run("using System.Text;\nx = 4;")).Result);
        Assert.Equal("4!", (await Run("new StringBuilder().Append(x).Append('!').ToString()")).Result);
        Assert.Equal(4, _session.ExecutionCount);
    }

    [Fact]
    public async Task What_a_cell_declared_before_it_failed_stays()
    {
        SessionRun failed = await Run("int a = 1;\nthrow new InvalidOperationException(\"no more\");\n");
        Assert.False(failed.Ended);
        Assert.Equal(("InvalidOperationException", "no more"), (failed.Error.Name, failed.Error.Message));
        Assert.Equal(["InvalidOperationException: no more", "  in cell 1, line 2"], failed.Error.Trace);
        Assert.Equal("1", (await Run("a")).Result);

        // The function is of the first of these cells, the call of the second.
        await Run("double Inverse(int n)\n{\n    return 1 / n;\n}");
        Assert.Equal(["DivideByZeroException: Attempted to divide by zero.", "  in cell 3, line 3", "  in cell 4, line 1"], (await Run("var y = Inverse(0);")).Error.Trace);
    }

    [Fact]
    public async Task Errors_of_the_compiler_name_line_and_column_of_the_cell_as_it_was_written()
    {
        SessionRun failed = await Run("var ok = 1;\nwhile (true) { nonsense(); }");
        Assert.Equal("CompilationError", failed.Error.Name);
        Assert.Equal("(2,16): CS0103: The name 'nonsense' does not exist in the current context", failed.Error.Message);
        Assert.Equal("CS0103", (await Run("ok")).Error.Message.Split(' ')[1].TrimEnd(':'));
        Assert.StartsWith("(1,14): CS1023: ", (await Run("while (true) int x = 1;")).Error.Message, StringComparison.Ordinal);
    }

    /// <summary>To show a sequence is to compute it.</summary>
    [Fact]
    public async Task A_value_that_cannot_be_shown_is_an_error_of_its_cell()
    {
        SessionRun failed = await Run("new[] { 1, 0 }.Select(n => 1 / n)");
        Assert.False(failed.Ended);
        Assert.Equal(["DivideByZeroException: Attempted to divide by zero.", "  in cell 1, line 1"], failed.Error.Trace);
    }

    [Theory]
    [InlineData("while (true) ;")]
    [InlineData("for (int i = 0; ; i++) for (int j = 0; j < 10; j++) { }")]
    [InlineData("again: goto again;")]
    [InlineData("Parallel.For(0, 4, i => { while (true) ; });")]
    [InlineData("IEnumerable<int> For() { yield return 1; while (true) ; }\nFor()")]
    [InlineData("await Task.Delay(-1, Cancel);")]
    [InlineData("try { while (true) ; } catch (InvalidOperationException) { }")]
    public async Task A_cell_is_interrupted_and_the_next_one_runs(string endless)
    {
        await Run("int kept = 7;");
        using var interrupt = new CancellationTokenSource();
        var outputs = new List<CellOutput>();
        Task<bool> running = _session.RunAsync("Console.Write(\"on\");" + endless, output =>
        {
            outputs.Add(output);
            interrupt.CancelAfter(TimeSpan.FromMilliseconds(20));
        }, cancellation: interrupt.Token);
        var watch = Stopwatch.StartNew();
        Assert.False(await running.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.True(watch.Elapsed < Patience);
        Assert.Equal(["on", "Interrupted"], outputs.Select(o => o is StreamOutput s ? s.Text : ((ErrorOutput)o).Name));
        Assert.Equal("7", (await Run("kept")).Result);
    }

    [Fact]
    public async Task The_console_is_the_cells_while_it_runs_and_what_it_was_before_afterwards()
    {
        TextWriter before = Console.Out;
        SessionRun run = await Run("Console.WriteLine(\"one\"); Console.Error.Write(\"two\"); Console.Write(3); Console.Write('c'); Display(4.5);");
        Assert.Equal("one\ntwo3c", run.Written);
        Assert.Equal(["stdout", "stderr", "stdout", "stdout"], run.Outputs.OfType<StreamOutput>().Select(o => o.Stream));
        Assert.Equal("4.5", Assert.IsType<DisplayOutput>(run.Outputs[^1]).Data.Text);
        Assert.Same(before, Console.Out);
    }

    [Fact]
    public async Task A_cell_that_asks_for_input_is_told_that_there_is_none()
    {
        Assert.Equal("NotSupportedException: Cells take no input: write the value into the cell.", (await Run("Console.ReadLine()")).Error.Trace[0]);
        Assert.Equal("NotSupportedException", (await Run("Console.In.ReadToEnd()")).Error.Name);
    }

    [Fact]
    public async Task Cells_wait_for_tasks_without_more_ado()
    {
        SessionRun run = await Run("async Task<int> Later(int n) { await Task.Yield(); return n + 1; }\nint m = await Later(1);\nawait Later(m)");
        Assert.Equal("3", run.Result);
    }

    [Fact]
    public async Task Files_beside_the_notebook_are_loaded_and_missing_ones_named()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "helpers.csx"), "int Triple(int n) => 3 * n;\n", TestContext.Current.CancellationToken);
        Assert.Equal("12", (await Run("#load \"helpers.csx\"\nTriple(4)")).Result);
        Assert.Equal("15", (await Run("Triple(5)")).Result);

        await File.WriteAllTextAsync(Path.Combine(_folder, "bad.csx"), "void Fail()\n{\n    throw new Exception();\n}\n", TestContext.Current.CancellationToken);
        await Run("#load \"bad.csx\"");
        Assert.Equal(["  in bad.csx, line 3", "  in cell 4, line 1"], (await Run("Fail();")).Error.Trace.Skip(1));
        Assert.Contains("'gone.csx'", (await Run("#load \"gone.csx\"")).Error.Message, StringComparison.Ordinal);
        Assert.Contains("'gone.dll'", (await Run("#r \"gone.dll\"")).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cells_use_the_library_and_Mathnet_but_not_the_parts_of_the_kernel()
    {
        SessionRun run = await Run("""
            using Simulator.Schedules;
            using MathNet.Numerics;
            (new TwoPhaseSchedule(C0: 2, C1: 4).Create(steps: 100).Steps, SpecialFunctions.Erf(0))
            """);
        Assert.Equal("(100, 0)", run.Result);
        Assert.Equal("CompilationError", (await Run("new NetMQ.NetMQMessage()")).Error.Name);
    }

    [Fact]
    public async Task Code_that_a_program_runs_in_between_is_not_counted()
    {
        await Run("int z = 1;");
        Assert.True(await _session.RunAsync("z = 2;", _ => { }, counted: false, TestContext.Current.CancellationToken));
        Assert.Equal(1, _session.ExecutionCount);
        Assert.Equal("2", (await Run("z")).Result);
    }

    private Task<SessionRun> Run(string code) => SessionRun.Of(_session, code);
}
