using Simulator.Notebooks.Scripting;
using Xunit;

namespace Simulator.Tests.Notebooks.Scripting;

public class CellGrammarTests
{
    [Theory]
    [InlineData("", nameof(Completeness.Complete))]
    [InlineData("1 + 1", nameof(Completeness.Complete))]
    [InlineData("int x = 1;", nameof(Completeness.Complete))]
    [InlineData("while (true) {", nameof(Completeness.Incomplete))]
    [InlineData("Display(", nameof(Completeness.Incomplete))]
    [InlineData("var s = \"\"\"", nameof(Completeness.Incomplete))]
    [InlineData("/* more", nameof(Completeness.Incomplete))]
    [InlineData("int x = ;", nameof(Completeness.Invalid))]
    [InlineData("}", nameof(Completeness.Invalid))]
    [InlineData("nobody.knows(this)", nameof(Completeness.Complete))]
    public void A_cell_is_judged_by_its_grammar(string code, string expected) => Assert.Equal(expected, CellGrammar.Judge(code).ToString());
}
