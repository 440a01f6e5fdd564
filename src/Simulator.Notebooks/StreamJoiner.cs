using System.Text;

namespace Simulator.Notebooks;

/// <summary>Makes one output of neighbouring pieces of text on one stream, and passes everything on in order. Not for several threads at a time.</summary>
/// <param name="pass">Is given the outputs.</param>
internal sealed class StreamJoiner(Action<CellOutput> pass)
{
    private readonly StringBuilder _text = new();
    private string _stream = "";

    /// <summary>Adds an output; text is held until something else comes.</summary>
    /// <param name="output">The output.</param>
    /// <returns>Whether text is held since now.</returns>
    public bool Add(CellOutput output)
    {
        if (output is not StreamOutput piece)
        {
            Flush();
            pass(output);
            return false;
        }

        if (piece.Stream != _stream) Flush();
        bool begins = _text.Length == 0;
        _stream = piece.Stream;
        _text.Append(piece.Text);
        return begins;
    }

    /// <summary>Passes on what is held.</summary>
    public void Flush()
    {
        if (_text.Length == 0) return;
        var written = new StreamOutput(_stream, _text.ToString());
        _text.Clear();
        pass(written);
    }
}
