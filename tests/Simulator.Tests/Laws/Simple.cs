using Simulator.Laws;
using Simulator.Laws.Generators;
using Xunit;

namespace Simulator.Tests.Laws;

/// <summary>What a counterexample must look like.</summary>
internal static class Simple
{
    public static void Check(LawFinding finding, LawCase simple)
    {
        Assert.InRange(simple.Steps, 2, 3);
        Assert.StartsWith("new LawCase(new ", finding.Counterexample.Replace("MixtureTarget.OnLine", "new ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith($"new CosineSchedule(), {simple.Steps}, {simple.Seed})", finding.Counterexample, StringComparison.Ordinal);
        Assert.InRange(finding.Counterexample.Length, 1, 250);
        Says(finding);
    }

    /// <summary>One sentence with what was found, what was expected and how exactly.</summary>
    public static void Says(LawFinding finding)
    {
        Assert.Contains("found ", finding.Message, StringComparison.Ordinal);
        Assert.Contains("expected ", finding.Message, StringComparison.Ordinal);
        Assert.Contains("tolerance ", finding.Message, StringComparison.Ordinal);
    }

    public static void Covers(IEnumerable<string> laws, IEnumerable<string> caught) => Assert.Equal(laws.Order(), caught.Distinct().Order());
}
