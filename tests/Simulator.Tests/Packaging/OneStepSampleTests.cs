using System.Globalization;
using Xunit;

namespace Simulator.Tests.Packaging;

/// <summary>The program of one file in experiments/one-step.</summary>
[Collection(BuildsOneAfterTheOther.Name)]
public sealed class OneStepSampleTests
{
    private static readonly char[] Separators = [' ', '[', ']', ','];

    [Fact]
    public async Task The_sample_prints_what_its_readme_shows()
    {
        string[] readme = File.ReadAllText(Repository.PathOf("experiments", "one-step", "README.md")).ReplaceLineEndings("\n").Split("```\n");
        string output = await ProgramRun.Dotnet(Repository.Root, ["run", "-c", "Release", Path.Combine("experiments", "one-step", "one-step.cs")]);
        string[] expected = Lines(readme[1]), found = Lines(output);

        Assert.Equal(expected[0], found[0]);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 1; i < expected.Length; i++)
        {
            double[] shown = Numbers(expected[i]), printed = Numbers(found[i]);
            Assert.Equal(shown.Length, printed.Length);

            // Other machines have other kernels, whose last digits may round the other way; the implied C1 has two.
            for (int k = 0; k < shown.Length; k++)
                Assert.True(Math.Abs(printed[k] - shown[k]) <= (k < shown.Length - 1 ? 3e-3 : 0.05) * shown[k], output);
        }
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static double[] Numbers(string line)
        => [.. line.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
