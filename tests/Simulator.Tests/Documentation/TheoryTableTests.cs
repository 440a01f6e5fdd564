using System.Reflection;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Simulator.Laws;
using Simulator.Numerics;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Documentation;

/// <summary>The table of docs/theory.md that says which type computes an equation and which test holds it.</summary>
public partial class TheoryTableTests
{
    private const string Page = "theory.md";

    private static readonly Type[] Ours = [.. new[] { typeof(Status), typeof(Target), typeof(LawReport) }.SelectMany(t => t.Assembly.GetTypes())];

    private static readonly Type[] Tests = typeof(TheoryTableTests).Assembly.GetTypes();

    public static TheoryData<string> Rows => [.. RowsOfTheTable()];

    [Fact]
    public void The_table_is_there()
    {
        string[] rows = RowsOfTheTable();
        Assert.True(rows.Length >= 40, $"found {rows.Length} rows");
        foreach (string number in new[] { "(5)", "(7)", "(14)", "(16–17)", "(19)", "(20)", "(22)", "(23)", "(24)", "(27a–d)", "(34)", "(46)", "(52)" })
            Assert.Contains(rows, r => r.Contains(number, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Types_and_tests_exist_in_the_files_they_link_to(string row)
    {
        string[] cells = row.Split(" | ");
        Assert.Equal(3, cells.Length);
        Assert.NotEmpty(Links(cells[1]));
        Assert.NotEmpty(Links(cells[2]));
        Assert.All(Links(cells[1]), link =>
        {
            Assert.True(Ours.Any(t => NameOf(t) == link.Name), $"There is no type {link.Name}.");
            Assert.Matches($@"\b(class|record|struct|interface|enum) {link.Name}\b", TextOf(link.File));
        });
        Assert.All(Links(cells[2]), link =>
        {
            string[] parts = link.Name.Split('.');
            Type? test = Tests.SingleOrDefault(t => t.Name == parts[0]);
            Assert.True(test is not null, $"There is no test class {parts[0]}.");
            Assert.Matches($@"\bclass {parts[0]}\b", TextOf(link.File));
            Assert.True(test.GetMethods().Any(m => IsTest(m) && (parts.Length == 1 || m.Name == parts[1])), $"{link.Name} is no test.");
        });
    }

    /// <summary>Markdown takes a backslash before a punctuation mark away before anybody reads the formula.</summary>
    [Fact]
    public void Formulas_keep_their_backslashes()
        => Assert.Empty(Regex.Matches(Text(), @"\\[!-/:-@\[-`{-~]").Select(m => m.Value));

    private static string Text() => File.ReadAllText(Repository.PathOf("docs", Page));

    private static string[] RowsOfTheTable()
    {
        string[] lines = Text().Split('\n');
        int head = Array.IndexOf(lines, "| equation | type | test |");
        return [.. lines.Skip(head + 2).TakeWhile(l => l.StartsWith("| ", StringComparison.Ordinal)).Select(l => l.Trim('|', ' '))];
    }

    private static (string Name, string File)[] Links(string cell)
        => [.. LinkPattern().Matches(cell).Select(m => (m.Groups[1].Value, m.Groups[2].Value))];

    private static string TextOf(string link) => File.ReadAllText(Path.GetFullPath(link, Repository.PathOf("docs")));

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(a => a is FactAttribute or TheoryAttribute or PropertyAttribute);

    [GeneratedRegex(@"\[`([A-Za-z0-9_.]+)`\]\(([^)]+)\)")]
    private static partial Regex LinkPattern();
}
