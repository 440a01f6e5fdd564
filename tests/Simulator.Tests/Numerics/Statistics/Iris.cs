using Simulator.Numerics.Statistics;

namespace Simulator.Tests.Numerics.Statistics;

/// <summary>Fisher's flowers, from the experiment that ships them.</summary>
internal static class Iris
{
    public static CsvTable Table { get; } = CsvTable.Read(Repository.PathOf("experiments", "quickstart-iris", "iris.csv"));
}
