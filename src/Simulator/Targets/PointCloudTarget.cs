using System.Collections.Immutable;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>The rows of a data file themselves as the law of X_0: a bounded support, so that assumption (22) holds exactly.</summary>
public sealed record PointCloudTarget : Target
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "point-cloud";

    private readonly string _file;
    private readonly Standardisation? _standardisation;
    private readonly int _rows;

    private PointCloudTarget(string file, ImmutableArray<string> columns, PointCloud cloud, Standardisation? standardisation, int rows)
    {
        (_file, _standardisation, _rows) = (file, standardisation, rows);
        (Cloud, Columns) = (cloud, columns);
    }

    /// <summary>The points.</summary>
    public PointCloud Cloud { get; }

    /// <summary>The names of the coordinates.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension => Cloud.Dimension;

    /// <inheritdoc/>
    public override Structure Structure => new CloudStructure(Cloud);

    /// <inheritdoc/>
    public override double SecondMoment => Cloud.SecondMoment;

    /// <inheritdoc/>
    public override bool HasBoundedSupport => true;

    /// <inheritdoc/>
    public override ImmutableArray<string> Notes
    {
        get
        {
            var notes = ImmutableArray.CreateBuilder<string>();
            string repeated = Cloud.Count == _rows ? "" : $" ({_rows} rows; what occurs several times has so much more weight)";
            notes.Add(Cloud.Count == 1 ? $"One point of {_file}{repeated}." : $"{Cloud.Count} different points of {_file}{repeated}.");
            if (Cloud.Count == 1) notes.Add("A single point: X_0 is not random, and every map of the theory is affine.");
            if (_standardisation is null) return notes.ToImmutable();
            notes.Add("Standardised, column by column.");
            string[] constant = [.. Constant(_standardisation)];
            if (constant.Length > 0) notes.Add($"Constant columns, moved to 0 in their own unit: {string.Join(", ", constant)}.");
            return notes.ToImmutable();

            // A column that varies has other values than its mean.
            IEnumerable<string> Constant(Standardisation s)
                => Enumerable.Range(0, Dimension).Where(j => s.StandardDeviations[j] == 1 && IsZero(j)).Select(j => Columns[j]);
        }
    }

    /// <summary>Reads the target from a specification, and its points from the file.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <param name="context">Where the specification stands.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range, or the data cannot be used.</exception>
    public static PointCloudTarget Read(SpecificationNode node, TargetContext context)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(context);
        node.WithFields("kind", "file", "columns", "standardize");
        SpecificationNode fileNode = node.Required("file", "a CSV file");
        string file = fileNode.AsText();
        if (string.IsNullOrWhiteSpace(file)) throw fileNode.Error("found an empty file name, expected a CSV file");
        ImmutableArray<string>? asked = node.Optional("columns") is { } names ? [.. names.AsItems("column names").Select(c => c.AsText())] : null;
        bool standardize = node.Optional("standardize")?.AsBoolean() ?? false;
        try
        {
            CsvTable table = CsvTable.Read(Path.Combine(context.Directory, file));
            ImmutableArray<string> columns = asked is { } patterns ? table.Match(patterns) : table.Columns;
            double[] data = table.Select(columns);
            Standardisation? standardisation = standardize ? Standardisation.Of(data, columns.Length, columns, keepConstant: true) : null;
            double[] points = standardisation?.Transform(data) ?? data;
            double largest = points.Max(Math.Abs);
            return largest <= MixtureTarget.LargestMean
                ? new PointCloudTarget(file, columns, PointCloud.Of(new PointBatch(points, columns.Length)), standardisation, table.RowCount)
                : throw node.Error(string.Create(
                    CultureInfo.InvariantCulture,
                    $"found a point with a coordinate of size {largest:G4}, expected at most 1e12, beside which noise of size 1 can still be seen; scale the data or set 'standardize'"));
        }
        catch (CsvFormatException e)
        {
            string hint = asked is null && e is { Line: not null, Column: not null } ? "; 'columns' can name those to use" : "";
            throw node.Error(e.Message.TrimEnd('.') + hint);
        }
        catch (ArgumentException e)
        {
            throw node.Error($"{file}: {DataFit.WithoutParameter(e).TrimEnd('.')}");
        }
    }

    /// <summary>Equality of the specification and of the points.</summary>
    /// <param name="other">Another target.</param>
    public bool Equals(PointCloudTarget? other) => other is not null && _file == other._file && Cloud == other.Cloud;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_file, Cloud);

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment()
    {
        (double LogWeight, double Square)[] points =
            [.. Enumerable.Range(0, Cloud.Count).Select(i => (Math.Log(Cloud.Weights[i]), TensorPrimitives.SumOfSquares(Cloud[i])))];
        return u =>
        {
            double largest = points.Max(p => p.LogWeight + u * p.Square);
            return largest + Math.Log(points.Sum(p => Math.Exp(p.LogWeight + u * p.Square - largest)));
        };
    }

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius)
        => new(Math.Log(Enumerable.Range(0, Cloud.Count).Where(i => TensorPrimitives.Norm(Cloud[i]) > radius).Sum(i => Cloud.Weights[i])), "exact");

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["file"] = _file,
        ["columns"] = new JsonArray([.. Columns.Select(c => (JsonNode)c)]),
        ["standardize"] = _standardisation is not null,
    };

    private bool IsZero(int column) => Enumerable.Range(0, Cloud.Count).All(i => Cloud[i][column] == 0);
}
