namespace Simulator.Specifications;

/// <summary>
/// A place in a UTF-8 text that moves forward and knows its line and column, both from 1, columns in UTF-16 units as editors count
/// them. Every byte is looked at once, however many places are asked for.
/// </summary>
internal sealed class TextPlace(byte[] utf8, string source)
{
    private int _offset;

    /// <summary>What the text is called.</summary>
    public string Source { get; } = source;

    /// <summary>Line, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Column, from 1.</summary>
    public int Column { get; private set; } = 1;

    /// <summary>Moves forward to a byte.</summary>
    /// <param name="offset">Offset of the byte, not before the present one.</param>
    public void MoveTo(int offset)
    {
        for (; _offset < offset && _offset < utf8.Length; _offset++)
            Pass(utf8[_offset]);
    }

    /// <summary>Moves forward to a byte of a line.</summary>
    /// <param name="line">Line, from 0.</param>
    /// <param name="bytes">Offset in the line; beyond its end, the end is meant.</param>
    public void MoveToLine(int line, int bytes)
    {
        while (Line <= line && _offset < utf8.Length)
            Pass(utf8[_offset++]);
        for (int i = 0; i < bytes && _offset < utf8.Length && utf8[_offset] != '\n'; i++)
            Pass(utf8[_offset++]);
    }

    /// <summary><em>source:line:column</em>.</summary>
    public override string ToString() => $"{Source}:{Line}:{Column}";

    private void Pass(byte value)
    {
        if (value == '\n')
        {
            Line++;
            Column = 1;
        }
        else if ((value & 0xC0) != 0x80)
        {
            // Bytes 10xxxxxx continue a character; those from 0xF0 on start one of two UTF-16 units.
            Column += value >= 0xF0 ? 2 : 1;
        }
    }
}
