namespace Simulator.Notebooks.Jupyter;

/// <summary>Jupyter counts characters of Unicode; .NET counts those outside the basic plane twice.</summary>
internal static class CodePoints
{
    /// <summary>The place in a string.</summary>
    /// <param name="text">The string.</param>
    /// <param name="count">So many characters stand before it; at most as many as there are.</param>
    public static int ToIndex(string text, int count)
    {
        int index = 0;
        for (; count > 0 && index < text.Length; count--) index += char.IsSurrogatePair(text, index) ? 2 : 1;
        return index;
    }

    /// <summary>How many characters stand before a place in a string.</summary>
    /// <param name="text">The string.</param>
    /// <param name="index">The place.</param>
    public static int FromIndex(string text, int index)
    {
        int count = 0;
        for (int i = 0; i < index; count++) i += char.IsSurrogatePair(text, i) ? 2 : 1;
        return count;
    }
}
