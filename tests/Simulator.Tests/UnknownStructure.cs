using Simulator.Targets;

namespace Simulator.Tests;

/// <summary>A structure in the plane that nobody knows.</summary>
internal sealed record UnknownStructure() : Structure(2)
{
    public override double? TotalVariance => null;
}
