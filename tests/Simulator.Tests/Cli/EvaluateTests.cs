using System.Text.Json.Nodes;
using Xunit;

namespace Simulator.Tests.Cli;

public sealed class EvaluateTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_has_steps_and_for_each_point_its_images()
    {
        string path = _folder.Write("g.json", CliFolder.Spec("g", "20", """{"kind":"gaussian","mean":[1,0,-2],"standardDeviation":2}"""));
        CliOutcome outcome = await CliFolder.Run("evaluate", path, "--at", "1,2,3; -1e10,0,1e-300;", "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonNode document = JsonNode.Parse(outcome.Output)!;
        Assert.Equal(20, document["steps"]!.GetValue<int>());
        JsonArray points = document["points"]!.AsArray();
        Assert.Equal([1.0, 2.0, 3.0], Numbers(points[0]!["x"]!));
        Assert.Equal([-1e10, 0.0, 1e-300], Numbers(points[1]!["x"]!));
        Assert.Equal(2, points.Count);
        Assert.All(points, p => Assert.True(Numbers(p!["f"]!).Length == 3 && Numbers(p["flow"]!).Length == 3));
    }

    [Fact]
    public async Task Any_T_can_be_asked_for_and_negative_points_are_no_options()
    {
        string path = _folder.Write("a.json", CliFolder.Spec("a", "[20, 40]"));
        CliOutcome spaced = await CliFolder.Run("evaluate", path, "--steps", "37", "--at", "-2;-0.7;0.1", "--json");
        CliOutcome glued = await CliFolder.Run("evaluate", path, "--steps=37", "--at=-2;-0.7;0.1", "--json");
        Assert.Equal((0, ""), (spaced.Code, spaced.Error));
        Assert.Equal(spaced, glued);
        JsonNode document = JsonNode.Parse(spaced.Output)!;
        Assert.Equal(37, document["steps"]!.GetValue<int>());
        double[] images = [.. document["points"]!.AsArray().Select(p => p!["f"]![0]!.GetValue<double>())];
        Assert.Equal(images.Order(), images);
    }

    [Fact]
    public async Task The_table_has_a_row_per_point_and_quiet_prints_nothing()
    {
        string path = _folder.Write("a.json", CliFolder.Spec("a", "20"));
        CliOutcome outcome = await CliFolder.Run("evaluate", path, "--at", "1;2;3");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Equal(3, outcome.Output.Split('\n').Count(line => line.Length > 0 && char.IsAsciiDigit(line.TrimStart()[0])));
        Assert.Equal(new CliOutcome(0, "", ""), await CliFolder.Run("evaluate", path, "--at", "1;2;3", "--quiet"));
    }

    [Fact]
    public async Task Points_far_outside_are_mapped_to_numbers()
    {
        string path = _folder.Write("a.json", CliFolder.Spec("a", "20"));
        CliOutcome outcome = await CliFolder.Run("evaluate", path, "--at", "1e150;-1e150;1e20;0", "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.All(
            JsonNode.Parse(outcome.Output)!["points"]!.AsArray(),
            p => Assert.True(double.IsFinite(p!["f"]![0]!.GetValue<double>()) && double.IsFinite(p["flow"]![0]!.GetValue<double>())));
    }

    private static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(v => v!.GetValue<double>())];
}
