using System.Text;
using Simulator.Numerics;

namespace Simulator.Experiments;

/// <summary>Writes results so that a file is there whole or not at all: to a temporary file beside it, then renamed.</summary>
public static class ResultWriter
{
    private static readonly (string Name, Func<VerifyRow, object?> Value)[] Columns =
    [
        ("steps", r => r.Steps),
        ("w1Lower", r => r.W1.Lower),
        ("w1Upper", r => r.W1.Upper),
        ("w2Lower", r => r.W2.Lower),
        ("w2Upper", r => r.W2.Upper),
        ("couplingError", r => r.CouplingError),
        ("optimalCoupling", r => r.OptimalCoupling),
        ("initialisation", r => r.Initialisation),
        ("proofForm", r => r.ProofForm),
        ("lipschitzGlobalLog10", r => r.Lipschitz.GlobalLog10),
        ("lipschitzTypicalLog10", r => r.Lipschitz.TypicalLog10),
        ("lipschitzMedianLog10", r => r.Lipschitz.MedianLog10),
        ("regime", r => r.Regime),
        ("boundLog10WithC1Equal1", r => r.Bound?.Log10WithC1Equal1),
        ("impliedC1", r => r.Bound?.ImpliedC1),
        ("leadingOrderPredicted", r => r.LeadingOrder?.Predicted),
        ("leadingOrderRatio", r => r.LeadingOrder?.Ratio),
        ("numericalError", r => r.NumericalError),
        ("status", r => r.Outcome.Name()),
        ("seconds", r => r.Seconds),
        ("recursionSeconds", r => r.RecursionSeconds),
    ];

    private static readonly (string Name, Func<TraceRow, object?> Value)[] TraceColumns =
    [
        ("t", r => r.T),
        ("s", r => r.S),
        ("xi", r => r.Xi),
        ("tower", r => r.Tower),
        ("t1", r => r.T1),
        ("t2", r => r.T2),
        ("remainder", r => r.Remainder),
        ("estimation", r => r.Estimation),
        ("approximation", r => r.Approximation),
        ("identityResidual", r => r.IdentityResidual),
        ("gap", r => r.Gap),
        ("t1Error", r => r.T1Error),
        ("t2Error", r => r.T2Error),
    ];

    private static readonly (string Name, Func<CurveRow, object?> Value)[] CurveColumns =
    [
        ("z", r => r.Z),
        ("f", r => r.F),
        ("slope", r => r.Slope),
        ("slopeError", r => r.SlopeError),
        ("flow", r => r.Flow),
        ("limit", r => r.Limit),
        ("density", r => r.Density),
        ("targetDensity", r => r.TargetDensity),
        ("targetDensityAtF", r => r.TargetDensityAtF),
    ];

    /// <summary>Writes results.json and results.csv into a folder, which is made if need be.</summary>
    /// <param name="result">The result.</param>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(VerifyResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(directory);
        WriteWhole(Path.Combine(directory, "results.json"), ResultJson.Write(result) + "\n");
        WriteWhole(Path.Combine(directory, "results.csv"), Csv(Columns, result.Rows));
    }

    /// <summary>Writes trace.json and trace.csv into a folder, which is made if need be.</summary>
    /// <param name="result">The trace.</param>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(TraceResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(directory);
        WriteWhole(Path.Combine(directory, "trace.json"), ResultJson.Write(result) + "\n");
        WriteWhole(Path.Combine(directory, "trace.csv"), Csv(TraceColumns, result.Rows));
    }

    /// <summary>Writes curves.json and curves.csv into a folder, which is made if need be.</summary>
    /// <param name="result">The curves.</param>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(CurvesResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(directory);
        WriteWhole(Path.Combine(directory, "curves.json"), ResultJson.Write(result) + "\n");
        WriteWhole(Path.Combine(directory, "curves.csv"), Csv(CurveColumns, result.Rows));
    }

    /// <summary>Writes ledger.json into a folder, which is made if need be.</summary>
    /// <param name="result">The ledger.</param>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Write(LedgerResult result, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(directory);
        WriteWhole(Path.Combine(directory, "ledger.json"), ResultJson.Write(result) + "\n");
    }

    /// <summary>Writes a text file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The text.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteWhole(string path, string content)
        => WriteWhole(path, temporary => File.WriteAllText(temporary, content));

    /// <summary>Writes a file of bytes whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">The bytes.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteWhole(string path, byte[] content)
        => WriteWhole(path, temporary => File.WriteAllBytes(temporary, content));

    /// <summary>Writes a file whole or not at all, by whatever writes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the file of the name that it is given.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void WriteWhole(string path, Action<string> write)
    {
        ArgumentNullException.ThrowIfNull(write);

        // With the machine: tasks on other nodes may have the same number, and one folder.
        string temporary = $"{path}.{Environment.MachineName}-{Environment.ProcessId}.partial";
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string Csv<T>((string Name, Func<T, object?> Value)[] columns, IEnumerable<T> rows)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(c => c.Name)).Append('\n');
        foreach (T row in rows)
            text.AppendJoin(',', columns.Select(c => ResultTable.Plain(c.Value(row)))).Append('\n');
        return text.ToString();
    }
}
