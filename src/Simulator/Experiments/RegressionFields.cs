using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Experiments;

/// <summary>The learner <c>regression</c> as it stands in specifications.</summary>
internal static class RegressionFields
{
    /// <summary>More would not fit into memory: the Gram matrix alone takes the square.</summary>
    public const int MostFeatures = 20_000;

    private const int MostSamples = 1_000_000_000, MostHeldOut = 10_000_000, FewestHeldOut = 16, HighestDegree = 8;

    private const double NarrowestBandwidth = 1e-6;

    private const int StandardCount = 256, StandardGates = 10, StandardSamples = 20_000, StandardDegree = 3;

    private static readonly (string Name, FeatureKind Kind)[] Kinds =
    [
        ("fourier", FeatureKind.Fourier), ("gated", FeatureKind.Gated), ("rbf", FeatureKind.RadialBasis), ("polynomial", FeatureKind.Polynomial), ("affine", FeatureKind.Affine),
    ];

    private static readonly (string Name, RegressionMode Mode)[] Modes = [("sampled", RegressionMode.Sampled), ("rao-blackwell", RegressionMode.RaoBlackwell)];

    private static readonly (string Name, BaselineKind Kind)[] BaselineNames = [("none", BaselineKind.None), ("ddim", BaselineKind.Ddim), ("gated", BaselineKind.Gated)];

    /// <summary>Reads the fields.</summary>
    public static Regression Read(SpecificationNode node)
    {
        FeatureKind kind = Among(node.Optional("features"), Kinds, FeatureKind.Fourier);
        bool counted = kind is FeatureKind.Fourier or FeatureKind.RadialBasis;
        List<string> fields = ["kind", "features", "samples", "ridge", "mode", "baseline", "heldOut"];
        if (kind == FeatureKind.Gated) fields.Add("count");
        if (counted) fields.AddRange(["count", "bandwidths"]);
        if (kind == FeatureKind.Fourier) fields.Add("orthogonal");
        if (kind == FeatureKind.Polynomial) fields.Add("degree");
        node.WithFields([.. fields]);
        var standard = new FunctionClass(
            kind,
            counted ? node.Optional("count")?.AsInteger(1, MostFeatures) ?? StandardCount : kind == FeatureKind.Gated ? node.Optional("count")?.AsInteger(1, MostFeatures) ?? StandardGates : 0,
            counted ? Bandwidths(node.Optional("bandwidths")) : [],
            node.Optional("orthogonal")?.AsBoolean() ?? false,
            kind == FeatureKind.Polynomial ? node.Optional("degree")?.AsInteger(2, HighestDegree) ?? StandardDegree : 2);
        return new Regression(
            standard,
            node.Optional("samples")?.AsInteger(2, MostSamples) ?? StandardSamples,
            node.Optional("ridge")?.AsNumber(v => v >= 0, "a number of at least 0") ?? Regression.StandardRidge,
            Among(node.Optional("mode"), Modes, RegressionMode.Sampled),
            Among(node.Optional("baseline"), BaselineNames, BaselineKind.None),
            HeldOut(node.Optional("heldOut")));
    }

    /// <summary>Complains about what only the target tells.</summary>
    /// <param name="node">The learner.</param>
    /// <param name="regression">What was read from it.</param>
    /// <param name="target">The target.</param>
    public static void Check(SpecificationNode node, Regression regression, Target target)
    {
        if (DataLaw.Of(target.Structure) is not { } law) return; // no solver, which is said elsewhere
        SpecificationNode At(string field) => node.Optional(field) ?? node;
        if (regression.Class.Kind == FeatureKind.Gated && law is MixtureDataLaw && node.Optional("count") is { } count)
            throw count.Error($"found with a target of kind '{target.Kind}', expected no count: the gates are those of its components");
        if (regression.Baseline != BaselineKind.None && law is not MixtureDataLaw)
            throw At("baseline").Error($"found a baseline with a target of kind '{target.Kind}', expected a mixture, or the baseline 'none'");
        double features = FeatureFamily.CountOf(regression.Class, law);
        if (features > MostFeatures)
            throw At(regression.Class.Kind == FeatureKind.Polynomial ? "degree" : "features").Error($"found {features:0} features in dimension {law.Dimension}, expected at most {MostFeatures}");
        if (regression.Samples <= features)
            throw At("samples").Error($"found {regression.Samples} samples for {features:0} features, the {1 + law.Dimension} affine ones included; expected more samples than features");
    }

    public static void AddTo(JsonObject json, Regression regression)
    {
        FunctionClass f = regression.Class;
        json["features"] = f.Own?.Name ?? Kinds.Single(k => k.Kind == f.Kind).Name;
        if (f.Kind == FeatureKind.Gated && f.Count != StandardGates) json["count"] = f.Count;
        if (f.Kind is FeatureKind.Fourier or FeatureKind.RadialBasis)
        {
            json["count"] = f.Count;
            json["bandwidths"] = new JsonArray([.. f.Bandwidths.Select(b => (JsonNode)b)]);
        }

        if (f.Kind == FeatureKind.Fourier) json["orthogonal"] = f.Orthogonal;
        if (f.Kind == FeatureKind.Polynomial) json["degree"] = f.Degree;
        json["samples"] = regression.Samples;
        json["ridge"] = regression.Ridge;
        json["mode"] = Modes.Single(m => m.Mode == regression.Mode).Name;
        json["baseline"] = BaselineNames.Single(b => b.Kind == regression.Baseline).Name;
        json["heldOut"] = regression.HeldOut;
    }

    private static ImmutableArray<double> Bandwidths(SpecificationNode? node)
    {
        if (node is null) return FunctionClass.StandardBandwidths;
        ImmutableArray<SpecificationNode> items = node.Kind == NodeKind.Number ? [node] : node.AsItems("bandwidths");
        return [.. items.Select(i => i.AsNumber(v => v is >= NarrowestBandwidth and <= 1 / NarrowestBandwidth, "a positive number from 1e-6 to 1e6, in units of the root-mean-square distance of two points"))];
    }

    private static int HeldOut(SpecificationNode? node)
    {
        if (node is null) return Regression.StandardHeldOut;
        int count = node.AsInteger(0, MostHeldOut);
        return count is 0 or >= FewestHeldOut ? count : throw node.Error($"found {count}, expected 0 for no measurement or at least {FewestHeldOut} for intervals");
    }

    private static T Among<T>(SpecificationNode? node, (string Name, T Value)[] names, T standard)
    {
        if (node is null) return standard;
        string name = node.AsText();
        foreach ((string known, T value) in names)
        {
            if (known == name) return value;
        }

        throw node.Error($"found {node.Describe()}, expected one of {string.Join(", ", names.Select(n => n.Name))}");
    }
}
