using Simulator.Numerics.Statistics;

namespace Simulator.Tests.Numerics.Statistics;

/// <summary>Fisher's flowers, from the experiment that ships them.</summary>
internal static class Iris
{
    public static CsvTable Table { get; } = CsvTable.Read(Path.Combine(Root(), "experiments", "quickstart-iris", "iris.csv"));

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Simulator.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No Simulator.sln above the tests.");
        return folder;
    }
}
