using Simulator.Notebooks.Scripting;
using Xunit;

namespace Simulator.Tests.Notebooks.Scripting;

[Collection(nameof(GlobalStateTests))]
public class InspectionTests
{
    private readonly ScriptSession _session = new(".");

    [Theory]
    [InlineData("new Ta¦ble(\"a\")", "Table")]
    [InlineData("Display¦(1)", "void NotebookGlobals.Display(object value)\n\nShows a value here and now.")]
    [InlineData("int thing = 1; thi¦ng", "int thing")]
    [InlineData("¦Display(1)", "void NotebookGlobals.Display(object value)\n\nShows a value here and now.")]
    public void A_name_is_described_by_its_declaration_and_its_summary(string marked, string expected)
        => Assert.Contains(expected, Describe(marked), StringComparison.Ordinal);

    [Theory]
    [InlineData("nob¦ody")]
    [InlineData("¦")]
    [InlineData("1 ¦+ 1")]
    public void There_is_nothing_to_say_of_what_is_no_name(string marked) => Assert.Null(Describe(marked));

    private string? Describe(string marked)
    {
        int cursor = marked.IndexOf('¦', StringComparison.Ordinal);
        return Inspection.At(_session, marked.Remove(cursor, 1), cursor);
    }
}
