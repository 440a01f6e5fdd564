using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Specifications;

namespace Simulator.Targets;

/// <summary>A Gaussian mixture that is fitted to data when the specification is read.</summary>
public sealed record FittedTarget : Target, IGaussianMixture
{
    /// <summary>The name of the kind in specifications.</summary>
    public const string KindName = "fitted";

    /// <summary>What stands for K when BIC is to choose it.</summary>
    public const string ByBic = "bic";

    private readonly string _file;
    private readonly int? _components;

    private FittedTarget(string file, int? components, DataFit data)
    {
        _file = file;
        _components = components;
        Data = data;
    }

    /// <summary>The fit.</summary>
    public DataFit Data { get; }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Dimension => Data.Mixture.Dimension;

    /// <inheritdoc/>
    public override Structure Structure => Data.Mixture.Structure;

    /// <inheritdoc/>
    public override double SecondMoment => Data.Mixture.SecondMoment;

    /// <inheritdoc/>
    public override bool HasBoundedSupport => false;

    /// <inheritdoc/>
    public override ImmutableArray<string> Notes => Data.Notes;

    /// <inheritdoc/>
    public override Target Resolved => Data.Mixture;

    /// <inheritdoc/>
    public ImmutableArray<GaussianComponent> Components => Data.Mixture.Components;

    /// <summary>Reads the target from a specification and fits it.</summary>
    /// <param name="node">An object of this kind.</param>
    /// <param name="context">Where the specification stands.</param>
    /// <exception cref="SpecificationException">A field is missing, unknown or out of its range, or the data cannot be used.</exception>
    public static FittedTarget Read(SpecificationNode node, TargetContext context)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(context);
        node.WithFields("kind", "file", "columns", "components", "standardize");
        SpecificationNode fileNode = node.Required("file", "a CSV file");
        string file = fileNode.AsText();
        if (string.IsNullOrWhiteSpace(file)) throw fileNode.Error("found an empty file name, expected a CSV file");
        ImmutableArray<string> columns =
            [.. node.Required("columns", "an array of column names").AsItems("column names").Select(c => c.AsText())];
        SpecificationNode count = node.Required("components", "a number of components or \"bic\"");
        int? components = count.Kind == NodeKind.Text && count.AsText() == ByBic
            ? null
            : count.Kind == NodeKind.Number ? count.AsInteger(1) : throw count.Error($"found {count.Describe()}, expected an integer of at least 1 or \"bic\"");
        bool standardize = node.Optional("standardize")?.AsBoolean() ?? false;
        try
        {
            DataFit data = DataFit.Of(Path.Combine(context.Directory, file), columns, components, standardize, context.Seed);
            return data.Mixture.MeanProblem() is { } problem
                ? throw new SpecificationException($"{file}: {problem}, or set 'standardize'.")
                : new FittedTarget(file, components, data);
        }
        catch (SpecificationException e)
        {
            // The file names its own place; which specification asked for it must be said as well.
            throw node.Error(e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Equality of the specification and of the fitted mixture.</summary>
    /// <param name="other">Another target.</param>
    public bool Equals(FittedTarget? other)
        => other is not null && _file == other._file && _components == other._components && Data.Mixture == other.Data.Mixture;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_file, _components, Data.Mixture);

    /// <inheritdoc/>
    public override Func<double, double> LogSquareMoment() => Data.Mixture.LogSquareMoment();

    /// <inheritdoc/>
    public override TailMass MassBeyond(double radius) => Data.Mixture.MassBeyond(radius);

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["kind"] = Kind,
        ["file"] = _file,
        ["columns"] = new JsonArray([.. Data.Columns.Select(c => (JsonNode)c)]),
        ["components"] = _components is { } k ? k : ByBic,
        ["standardize"] = Data.Standardisation is not null,
    };
}
