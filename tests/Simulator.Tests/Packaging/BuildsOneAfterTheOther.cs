using Xunit;

namespace Simulator.Tests.Packaging;

/// <summary>Tests that build or pack in the checkout: they share its folders of intermediate files.</summary>
[CollectionDefinition(Name)]
public sealed class BuildsOneAfterTheOther
{
    public const string Name = "builds one after the other";
}
