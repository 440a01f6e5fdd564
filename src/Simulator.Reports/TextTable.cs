using Spectre.Console;

namespace Simulator.Reports;

/// <summary>Plain-text tables, the same on a terminal and in a file.</summary>
internal static class TextTable
{
    /// <summary>Wide enough that no row is ever broken; the tables themselves stay narrow.</summary>
    private const int Width = 400;

    /// <summary>A table as text.</summary>
    /// <param name="headers">Column heads.</param>
    /// <param name="rows">Rows of cells.</param>
    public static string Render(IEnumerable<string> headers, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = false };
        foreach (string header in headers)
            table.AddColumn(new TableColumn(Markup.Escape(header)) { Alignment = Justify.Right, NoWrap = true });
        foreach (IEnumerable<string> row in rows)
            table.AddRow([.. row.Select(Markup.Escape)]);

        using var writer = new StringWriter { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = Width;
        console.Write(table);
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)) + "\n";
    }
}
