using System.Collections.Immutable;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>What a search for hard targets makes as large as it can.</summary>
public enum HardTargetGoal
{
    /// <summary>log10 of the implied C1, the largest over the cells: how near a target comes to the bound.</summary>
    ImpliedC1,

    /// <summary>The exponent of W1 against d along the grid: how near a family comes to d^{5/2}.</summary>
    ExponentOfDimension,
}

/// <summary>A search for the hardest target of a family: fields that may move inside of ranges, L_f capped.</summary>
/// <param name="Goal">What is to be large.</param>
/// <param name="Fields">The fields that move.</param>
/// <param name="LargestLipschitz">The cap on the L_f that the bound uses, in every cell.</param>
/// <param name="Starts">How many places the search starts from; the first is the middle of the ranges.</param>
/// <param name="Iterations">Steps of the simplex from every start, at most.</param>
public sealed record HardTargetSpecification(HardTargetGoal Goal, ImmutableArray<MovingField> Fields, double LargestLipschitz, int Starts, int Iterations)
{
    private const int StandardStarts = 4, StandardIterations = 60, MostFields = 20;

    private static readonly (string Name, HardTargetGoal Goal)[] Goals = [("impliedC1", HardTargetGoal.ImpliedC1), ("exponentOfDimension", HardTargetGoal.ExponentOfDimension)];

    /// <summary>The goal's name in specifications.</summary>
    public string GoalName => Goals.Single(g => g.Goal == Goal).Name;

    /// <summary>Reads a search.</summary>
    /// <param name="node">The field <c>search</c>.</param>
    /// <exception cref="SpecificationException">It cannot be used.</exception>
    internal static HardTargetSpecification Read(SpecificationNode node)
    {
        node.WithFields("maximise", "over", "largestLipschitz", "starts", "iterations");
        SpecificationNode goalNode = node.Required("maximise", "\"impliedC1\" or \"exponentOfDimension\"");
        string name = goalNode.AsText();
        if (!Goals.Any(g => g.Name == name)) throw goalNode.Error($"found {goalNode.Describe()}, expected \"impliedC1\" or \"exponentOfDimension\"");
        SpecificationNode over = node.Required("over", "an array of fields with ranges");
        ImmutableArray<MovingField> fields = [.. over.AsItems("fields with ranges").Select(MovingField.Read)];
        if (fields.DistinctBy(f => f.Path).Count() < fields.Length) throw over.Error("found a field twice, expected each once");
        if (fields.Length > MostFields) throw over.Error($"found {fields.Length} fields, expected at most {MostFields}: a simplex does not find its way among more");
        return new HardTargetSpecification(
            Goals.Single(g => g.Name == name).Goal,
            fields,
            node.Required("largestLipschitz", "the largest L_f allowed: without a cap the steepest target wins").AsNumber(v => v >= 1, "a number of at least 1, since L_f is"),
            node.Optional("starts")?.AsInteger(1, 1000) ?? StandardStarts,
            node.Optional("iterations")?.AsInteger(1, 100_000) ?? StandardIterations);
    }
}

/// <summary>A number of a specification that moves between two ends.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="From">The lower end.</param>
/// <param name="To">The upper end.</param>
/// <param name="IsLogarithmic">Whether its logarithm is what moves evenly.</param>
/// <param name="Node">The range in the specification.</param>
public sealed record MovingField(FieldPath Path, double From, double To, bool IsLogarithmic, SpecificationNode Node)
{
    /// <summary>The value at a part of the way.</summary>
    /// <param name="part">0 … 1.</param>
    public double At(double part) => IsLogarithmic ? From * Math.Pow(To / From, part) : From + part * (To - From);

    internal static MovingField Read(SpecificationNode node)
    {
        node.WithFields("field", "from", "to", "scale");
        SpecificationNode? scale = node.Optional("scale");
        bool isLogarithmic = scale?.AsText() switch
        {
            null or "linear" => false,
            "log" => true,
            _ => throw scale.Error($"found {scale.Describe()}, expected \"linear\" or \"log\""),
        };
        Func<double, bool> condition = isLogarithmic ? v => v > 0 : _ => true;
        double from = node.Required("from", "the lower end").AsNumber(condition, "a positive number on a logarithmic scale");
        SpecificationNode end = node.Required("to", "the upper end");
        double to = end.AsNumber(condition, "a positive number on a logarithmic scale");
        return from < to
            ? new MovingField(FieldPath.Read(node.Required("field", "the place of a number")), from, to, isLogarithmic, node)
            : throw end.Error($"found the end {end.Describe()} at or before the start {node.Optional("from")!.Describe()}, expected from < to");
    }
}
