using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace Simulator.Experiments;

/// <summary>Writes samples, each file whole or not at all.</summary>
public static class SampleWriter
{
    private const string Parquet = "samples.parquet", Csv = "samples.csv", Document = "samples.json";

    /// <summary>Writes samples.parquet or samples.csv into a folder, which is made if need be, and removes the other one of an earlier run.</summary>
    /// <param name="run">The samples.</param>
    /// <param name="format">Which of the two.</param>
    /// <param name="directory">The folder.</param>
    /// <returns>The name of the file.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static string Write(SampleRun run, SampleFormat format, string directory)
    {
        ArgumentNullException.ThrowIfNull(run);
        Directory.CreateDirectory(directory);
        (string name, string other) = format == SampleFormat.Parquet ? (Parquet, Csv) : (Csv, Parquet);
        ResultWriter.WriteWhole(Path.Combine(directory, name), path =>
        {
            using FileStream stream = File.Create(path);
            if (format == SampleFormat.Parquet) WriteParquet(run, stream).GetAwaiter().GetResult();
            else WriteCsv(run, stream);
        });
        File.Delete(Path.Combine(directory, other));
        return name;
    }

    /// <summary>Writes samples.json, the result with the names of all files.</summary>
    /// <param name="result">The result.</param>
    /// <param name="files">The files beside it.</param>
    /// <param name="directory">The folder, which is there.</param>
    /// <returns>The result as it was written.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static SampleResult WriteDocument(SampleResult result, IEnumerable<string> files, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        SampleResult written = result with { Files = [.. files, Document] };
        ResultWriter.WriteWhole(Path.Combine(directory, Document), ResultJson.Write(written) + "\n");
        return written;
    }

    private static async Task WriteParquet(SampleRun run, Stream stream)
    {
        int d = run.Columns.Length;
        DataField[] fields = [.. run.Columns.Select(name => new DataField<double>(name, nullable: false))];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
        writer.CustomMetadata = new Dictionary<string, string>
        {
            ["simulator.version"] = run.Result.Manifest.Version,
            ["simulator.specification"] = run.Result.Manifest.Specification.ToJsonString(),
            ["simulator.steps"] = run.Result.Steps.ToString(CultureInfo.InvariantCulture),
            ["simulator.through"] = string.Join(',', run.Result.Through.Select(t => t.ToString(CultureInfo.InvariantCulture))),
        };
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        var column = new double[run.Result.Count];
        for (int j = 0; j < d; j++)
        {
            for (int i = 0; i < column.Length; i++)
                column[i] = run.Samples[i * d + j];
            await group.WriteAsync<double>(fields[j], column).ConfigureAwait(false);
        }
    }

    private static void WriteCsv(SampleRun run, Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\n" };
        ImmutableArray<string> columns = run.Columns;
        writer.WriteLine(string.Join(',', columns.Select(ResultTable.Quoted)));
        for (int i = 0; i < run.Samples.Length; i++)
        {
            if (double.IsFinite(run.Samples[i])) writer.Write(run.Samples[i].ToString("R", CultureInfo.InvariantCulture));
            writer.Write((i + 1) % columns.Length == 0 ? '\n' : ',');
        }
    }
}
