using System.Text.Json.Nodes;

namespace Simulator.Targets;

/// <summary>An immutable square matrix, row-major, with value equality and one JSON form: an array of rows.</summary>
/// <param name="Dimension">d.</param>
/// <param name="Entries">d × d entries, row-major.</param>
public sealed record RealMatrix(int Dimension, RealVector Entries)
{
    /// <summary>The entry in a row and a column.</summary>
    /// <param name="row">0 … d − 1.</param>
    /// <param name="column">0 … d − 1.</param>
    public double this[int row, int column] => Entries[row * Dimension + column];

    /// <summary>The JSON form.</summary>
    public JsonArray ToJson()
    {
        var rows = new JsonArray();
        for (int i = 0; i < Dimension; i++)
            rows.Add(new RealVector([.. Entries.Span.Slice(i * Dimension, Dimension)]).ToJson());
        return rows;
    }
}
