using System.Text;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Simulator.Cli;

/// <summary>Colours what is written to a terminal: heads of tables, statuses in them, and the name before a complaint. It changes no character.</summary>
/// <param name="inner">The terminal.</param>
internal sealed partial class ColouredWriter(TextWriter inner) : TextWriter
{
    private const string Bold = "\e[1m", Red = "\e[31m", Green = "\e[32m", Yellow = "\e[33m", BoldRed = "\e[1;31m", Plain = "\e[0m";

    private const string Complaint = "simulator:";

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>A writer that colours, or the same one where that is no terminal, cannot show colours, or the user wants none (NO_COLOR).</summary>
    /// <param name="stream">stdout or stderr.</param>
    /// <param name="isRedirected">Whether it is no terminal.</param>
    public static TextWriter Of(TextWriter stream, bool isRedirected)
    {
        if (isRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))) return stream;
        return AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(stream) }).Profile.Capabilities.Ansi ? new ColouredWriter(stream) : stream;
    }

    /// <summary>The terminal behind a writer that colours; any other writer itself.</summary>
    /// <param name="writer">The writer.</param>
    public static TextWriter Uncoloured(TextWriter writer) => writer is ColouredWriter coloured ? coloured.Terminal : writer;

    private TextWriter Terminal => inner;

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(Coloured(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(Coloured(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <summary>The text with colours, line by line.</summary>
    internal static string? Coloured(string? text)
    {
        if (text is null) return null;
        if (text.StartsWith(Complaint, StringComparison.Ordinal)) return BoldRed + Complaint + Plain + text[Complaint.Length..];
        string[] lines = text.Split('\n');
        bool isTable = false;
        for (int i = 0; i < lines.Length; i++)
        {
            // A table is a head, a rule below it, and rows; what is said in words after it begins with a dash.
            if (i + 1 < lines.Length && Rule().IsMatch(lines[i + 1])) lines[i] = Bold + lines[i] + Plain;
            else if (Rule().IsMatch(lines[i])) isTable = true;
            else if (lines[i].StartsWith("- ", StringComparison.Ordinal)) isTable = false;
            else if (isTable) lines[i] = Status().Replace(lines[i], m => ColourOf(m.Value) + m.Value + Plain);
        }

        return string.Join('\n', lines);
    }

    private static string ColourOf(string status) => status switch
    {
        "ok" or "holds" => Green,
        "violated" => Red,
        _ => Yellow,
    };

    [GeneratedRegex("^─+$")]
    private static partial Regex Rule();

    [GeneratedRegex("(?<=  )(ok|holds|violated|not-converged|out-of-range|not met)(?=  |$)")]
    private static partial Regex Status();
}
