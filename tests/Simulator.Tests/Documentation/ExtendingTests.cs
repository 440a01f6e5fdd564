using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Simulator.Consistency;
using Simulator.Experiments;
using Simulator.Laws;
using Simulator.Numerics;
using Xunit;

namespace Simulator.Tests.Documentation;

/// <summary>The scripts of docs/extending.md, compiled and run as they stand there: what they extend the library by must also be right. They print to the console of the process, so they run by themselves.</summary>
[Collection(nameof(GlobalStateTests))]
public partial class ExtendingTests
{
    /// <summary>What the page promises.</summary>
    private const int MostLines = 40;

    private static readonly string[] ImplicitUsings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];

    [Fact]
    public void Blocks_are_as_short_as_the_page_says()
        => Assert.All(["A target", "A function class", "A learner"], section => Assert.All(BlocksOf(section), block => Assert.InRange(block.Split('\n').Length, 10, MostLines)));

    [Fact]
    public async Task A_target_from_outside_is_solved_by_its_structure()
    {
        ScriptState<object> state = await Run("A target");
        var result = (VerifyResult)state.GetVariable("result").Value;
        Assert.Equal(Status.Ok, result.Status);
        Assert.Equal("laplace", result.Target.Kind);
        Assert.All(result.Rows, r => Assert.InRange(r.W1.Upper - r.W1.Lower, 0, 1e-4 * r.W1.Upper));

        // What the page says that it prints.
        Close.Relative(0.0396971, result.Rows[0].W1.Upper, 1e-5);
        Close.Relative(0.0135049, result.Rows[1].W1.Upper, 1e-5);
    }

    [Fact]
    public async Task A_function_class_from_outside_is_learned_and_measured()
    {
        ScriptState<object> state = await Run("A function class");
        var solution = (ExactSolution)state.GetVariable("solution").Value;
        RegressionSummary learned = solution.Learning!;
        Assert.Equal(2 + 8, learned.Features);

        // What the page says that it prints, on any kernel path.
        Close.Relative(0.0325, learned.Steps.Sum(s => s.Approximation.Value), 1e-2);
        SamplingErrors errors = solution.Measure();
        Assert.Equal(Status.Ok, errors.Status);
        Assert.InRange(errors.W1.Upper, 0.02, 0.3);
    }

    [Fact]
    public async Task A_learner_from_outside_obeys_the_laws()
    {
        ScriptState<object> state = await Run("A learner");
        var report = (LawReport)state.GetVariable("report").Value;
        Assert.True(report.AllHeld, report.ToString());
        Assert.Contains(report.Findings, f => f.Name == "StepIsConditionalMean" && f.Judged == 5);

        // The reference value of the exact learner lies in the interval, which is that of 4000 points.
        var errors = (SamplingErrors)state.GetVariable("errors").Value;
        Assert.Equal(Status.Ok, errors.Status);
        Assert.InRange(0.0469150, errors.W1.Lower, errors.W1.Upper);
        Assert.True(errors.W1.Upper - errors.W1.Lower < 0.02, $"{errors.W1} is wide.");
    }

    private static async Task<ScriptState<object>> Run(string section)
    {
        string[] trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        ScriptOptions options = ScriptOptions.Default.WithImports(ImplicitUsings)
            .WithReferences(trusted.Where(path => Path.GetFileName(path) is var file && (file.StartsWith("System.", StringComparison.Ordinal) || file.StartsWith("Simulator", StringComparison.Ordinal))));
        ScriptState<object> state = await CSharpScript.RunAsync("", options, cancellationToken: TestContext.Current.CancellationToken);
        foreach (string block in BlocksOf(section))
            state = await state.ContinueWithAsync(block, options, TestContext.Current.CancellationToken);
        return state;
    }

    /// <summary>The C# of a section; later blocks continue the first.</summary>
    private static string[] BlocksOf(string section)
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "extending.md"));
        string text = Regex.Split(page, "^## ", RegexOptions.Multiline).Single(s => s.StartsWith(section + "\n", StringComparison.Ordinal));
        return [.. Blocks().Matches(text).Select(m => m.Groups[1].Value)];
    }

    [GeneratedRegex("^```csharp\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
