using System.Collections.Immutable;
using System.Security.Cryptography;
using Parquet;
using Parquet.Schema;

namespace Simulator.Experiments;

/// <summary>Tables as Parquet files of one row group, every column nullable, with texts beside the columns.</summary>
internal static class ParquetTable
{
    /// <summary>Writes a table; the bytes depend on it alone.</summary>
    /// <param name="table">The table.</param>
    /// <param name="texts">Texts beside the columns.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ResultTable table, IReadOnlyDictionary<string, string> texts, string path)
        => ResultWriter.WriteWhole(path, temporary => WriteAsync(table, texts, temporary).GetAwaiter().GetResult());

    /// <summary>Reads a file that <see cref="Write"/> has written; whether it is one, and whole, is the caller's to know (<see cref="Digest"/>).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (ResultTable Table, IReadOnlyDictionary<string, string> Texts) Read(string path) => ReadAsync(path).GetAwaiter().GetResult();

    /// <summary>The SHA-256 of a file in hexadecimal digits, by which a damaged one is known before anything is read from it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string Digest(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static async Task WriteAsync(ResultTable table, IReadOnlyDictionary<string, string> texts, string path)
    {
        DataField[] fields = [.. table.Columns.Select(Field)];
        FileStream stream = File.Create(path);
        await using (stream.ConfigureAwait(false))
        {
            ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                writer.CustomMetadata = texts.ToDictionary();
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                for (int j = 0; j < fields.Length; j++)
                {
                    IEnumerable<object?> column = table.Rows.Select(r => r[j]);
                    Task task = table.Columns[j].Kind switch
                    {
                        ColumnKind.Number => group.WriteAsync<double>(fields[j], column.Select(v => (double?)v).ToArray()),
                        ColumnKind.Integer => group.WriteAsync<int>(fields[j], column.Select(v => (int?)v).ToArray()),
                        _ => group.WriteAsync(fields[j], column.Select(v => (string?)v).ToArray()!),
                    };
                    await task.ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task<(ResultTable Table, IReadOnlyDictionary<string, string> Texts)> ReadAsync(string path)
    {
        FileStream stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                DataField[] fields = reader.Schema.GetDataFields();
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(0);
                int count = checked((int)group.RowCount);
                var columns = new object?[fields.Length][];
                for (int j = 0; j < fields.Length; j++)
                    columns[j] = await ColumnAsync(group, fields[j], count).ConfigureAwait(false);
                ImmutableArray<ResultColumn> names = [.. fields.Select(f => new ResultColumn(f.Name, KindOf(f)))];
                ImmutableArray<ImmutableArray<object?>> rows = [.. Enumerable.Range(0, count).Select(i => ImmutableArray.CreateRange(columns.Select(c => c[i])))];
                return (new ResultTable(names, rows), reader.CustomMetadata);
            }
        }
    }

    private static async Task<object?[]> ColumnAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        switch (KindOf(field))
        {
            case ColumnKind.Number:
                var numbers = new double?[count];
                await group.ReadAsync<double>(field, numbers.AsMemory()).ConfigureAwait(false);
                return [.. numbers.Select(v => (object?)v)];
            case ColumnKind.Integer:
                var integers = new int?[count];
                await group.ReadAsync<int>(field, integers.AsMemory()).ConfigureAwait(false);
                return [.. integers.Select(v => (object?)v)];
            default:
                var texts = new string?[count];
                await group.ReadAsync(field, texts.AsMemory()!).ConfigureAwait(false);
                return [.. texts];
        }
    }

    private static DataField Field(ResultColumn column) => column.Kind switch
    {
        ColumnKind.Number => new DataField<double?>(column.Name),
        ColumnKind.Integer => new DataField<int?>(column.Name),
        _ => new DataField<string>(column.Name),
    };

    private static ColumnKind KindOf(DataField field)
        => field.ClrType == typeof(double) ? ColumnKind.Number : field.ClrType == typeof(int) ? ColumnKind.Integer : ColumnKind.Text;
}
