using Simulator.Notebooks.Scripting;
using Xunit;

namespace Simulator.Tests.Notebooks.Scripting;

/// <summary>In the cells ¦ stands for the cursor.</summary>
[Collection(nameof(GlobalStateTests))]
public class CompletionTests
{
    private readonly ScriptSession _session = new(".");

    [Theory]
    [InlineData("Disp¦", "Display")]
    [InlineData("disp¦", "Display")]
    [InlineData("Canc¦", "Cancel,CancellationToken")]
    [InlineData("var t = new Tab¦", "Table")]
    [InlineData("earl¦", "earlier")]
    [InlineData("Earl¦", "EarlierFunction,EarlierType,earlier")]
    [InlineData("earlier.Cou¦", "Count")]
    [InlineData("earlier.¦", "Add,Count,Where,!From,!Capacities")]
    [InlineData("earlier . Add¦Range", "Add,AddRange")]
    [InlineData("earlier?.First().PadL¦", "PadLeft")]
    [InlineData("earlier?.Cou¦", "Count")]
    [InlineData("new EarlierType().¦", "Field,!Constant,!hidden")]
    [InlineData("EarlierType.¦", "Constant,!Field,!hidden,!GetHashCode")]
    [InlineData("string.IsNullOr¦", "IsNullOrEmpty,IsNullOrWhiteSpace")]
    [InlineData("Console.Write¦Line(1)", "Write,WriteLine")]
    [InlineData("System.Collections.Gen¦", "Generic")]
    [InlineData("using Simulator.Sched¦", "Schedules")]
    [InlineData("new Simulator.Schedules.TwoPh¦", "TwoPhaseSchedule")]
    [InlineData("DayOfWeek.Su¦", "Sunday")]
    [InlineData("earlier.Select(word => word.Substr¦", "Substring")]
    [InlineData("foreach (var pair in new Dictionary<int, string>()) { Console.WriteLine(pair.Va¦", "Value")]
    [InlineData("int local = 1;\nloc¦", "local")]
    [InlineData("forea¦", "foreach")]
    [InlineData("$\"{earl¦", "earlier")]
    [InlineData("earlier.Cou¦\nint next = 1;", "Count")]
    public async Task Names_that_fit_are_found(string marked, string expected)
    {
        await SessionRun.Of(_session, "var earlier = new List<string>(); int EarlierFunction() => 1; class EarlierType { public int Field; public const int Constant = 1; private int hidden; }");
        int cursor = marked.IndexOf('¦', StringComparison.Ordinal);
        var found = Completion.At(_session, marked.Remove(cursor, 1), cursor);
        Assert.Equal(cursor, found.End);
        foreach (string word in expected.Split(','))
        {
            if (word[0] == '!') Assert.DoesNotContain(word[1..], found.Matches);
            else Assert.Contains(word, found.Matches);
        }

        string typed = marked[found.Start..cursor];
        Assert.All(found.Matches, m => Assert.StartsWith(typed, m, StringComparison.OrdinalIgnoreCase));
        Assert.True(found.Start == 0 || !char.IsLetterOrDigit(marked[found.Start - 1]));
        Assert.DoesNotContain(found.Matches, m => m.Contains('<', StringComparison.Ordinal) || m.Contains('_', StringComparison.Ordinal) || m.Contains('.', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"in a str¦")]
    [InlineData("// in a comm¦")]
    [InlineData("/* in a comm¦")]
    [InlineData("nobody.kno¦")]
    [InlineData("12¦")]
    public void Nothing_is_found_where_nothing_fits(string marked)
    {
        int cursor = marked.IndexOf('¦', StringComparison.Ordinal);
        Assert.Empty(Completion.At(_session, marked.Remove(cursor, 1), cursor).Matches);
    }
}
