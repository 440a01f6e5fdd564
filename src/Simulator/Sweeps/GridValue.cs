using System.Collections.Immutable;
using Simulator.Specifications;

namespace Simulator.Sweeps;

/// <summary>What an axis does to an experiment at one of its values.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Label">The value as it stands in tables: a double or a string.</param>
/// <param name="Fields">Which fields get which values.</param>
internal sealed record GridValue(string Axis, object Label, ImmutableArray<(FieldPath Path, SpecificationNode Value)> Fields);
