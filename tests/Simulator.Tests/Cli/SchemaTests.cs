using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>The schema and the reader are two forms of one contract: they must agree about the structure of specifications.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_specification_in_experiments_is_valid()
    {
        JsonSchema schema = await Schema();
        Assert.All(
            Specifications.All.Select(s => (string)s.Data),
            path => Assert.Empty(schema.Validate(Plain(File.ReadAllText(Repository.PathOf(path))))));
    }

    [Fact]
    public async Task Every_grid_and_search_in_experiments_is_valid()
    {
        JsonSchema schema = await Schema("--sweep");
        Assert.All(
            Specifications.Sweeps.Concat(Specifications.Searches).Select(s => (string)s.Data),
            path => Assert.Empty(schema.Validate(Plain(File.ReadAllText(Repository.PathOf(path))))));
    }

    [Theory]
    [InlineData("""{ "grid": [] }""")]
    [InlineData("""{ "grid": [{ "values": [1] }] }""")]
    [InlineData("""{ "grid": [{ "field": "target..mean", "values": [1] }] }""")]
    [InlineData("""{ "grid": [{ "field": "seed" }] }""")]
    [InlineData("""{ "grid": [{ "field": "seed", "values": [1], "range": { "from": 1, "to": 2 } }] }""")]
    [InlineData("""{ "grid": [{ "field": "seed", "logRange": { "from": 0, "to": 2, "count": 2 } }] }""")]
    [InlineData("""{ "grid": { "cross": [], "zip": [] } }""")]
    [InlineData("""{ "accuracy": 0 }""")]
    [InlineData("""{ "steps": 20, "search": { "maximise": "W1", "over": [{ "field": "seed", "from": 1, "to": 2 }], "largestLipschitz": 2 } }""")]
    [InlineData("""{ "steps": 20, "grids": [] }""")]
    public async Task What_the_schema_of_sweeps_refuses_the_reader_refuses(string text)
    {
        Assert.NotEmpty((await Schema("--sweep")).Validate(text));
        string whole = """{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, """ + text[1..];
        await _folder.Refused(text.Contains("search", StringComparison.Ordinal) ? "search" : "sweep", _folder.Write("spec.json", whole), "--out", _folder.Out);
    }

    [Theory]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","mean":[0,1],"standardDeviation":2}, "steps": [20, 30], "schedule": {"kind":"two-phase","exponent":"t-1"} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","mean":3,"covariance":4}, "steps": [2], "schedule": {"kind":"cosine"}, "learner": {"kind":"ddim"} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","covariance":[[2,1],[1,2]]}, "steps": [9], "schedule": {"kind":"karras","rho":5,"sigmaMin":0.01,"sigmaMax":100} }""")]
    [InlineData("""{ "target": {"kind":"mixture","weights":[1],"means":[[0,1]],"covariances":[[[2,1],[1,2]]]}, "steps": [21], "schedule": {"kind":"linear"}, "seed": 9007199254740992 }""")]
    [InlineData("""{ "target": {"kind":"mixture","weights":[0.5,0.5],"means":[0,[1]],"standardDeviations":[1,2]}, "steps": 20, "theorem": {"C1":1e3,"supportExponent":2} }""")]
    public async Task What_the_schema_accepts_the_reader_accepts(string text)
    {
        Assert.Empty((await Schema()).Validate(Plain(text)));
        CliOutcome outcome = await CliFolder.Run("verify", _folder.Write("spec.json", text), "--out", _folder.Out, "--quiet");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2} }""")]
    [InlineData("""{ "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "extra": 1 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": [] }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": [1] }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": [20, 20] }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": [20.5] }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": "20" }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "name": "a/b" }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "name": ".." }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "seed": -1 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "seed": 1.5 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "learner": {"kind":"euler"} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "learner": {} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "schedule": {"kind":"linear","c0":1} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "schedule": {"kind":"two-phase","c0":0} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "schedule": {"kind":"two-phase","exponent":"t+1"} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "theorem": {"c1":1} }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":2}, "steps": 20, "theorem": {"C1":0} }""")]
    [InlineData("""{ "target": {"kind":"gausian","dimension":3,"standardDeviation":2}, "steps": 20 }""")]
    [InlineData("""{ "target": {"dimension":3,"standardDeviation":2}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":0,"standardDeviation":2}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":1e9,"standardDeviation":2}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3,"standardDeviation":0}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","dimension":3}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","standardDeviation":3}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"gaussian","covariance":4,"standardDeviation":3}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"mixture","weights":[1],"means":[0]}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"mixture","weights":[1],"means":[0],"standardDeviations":[1],"covariances":[1]}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"mixture","weights":[1.5,-0.5],"means":[0,1],"standardDeviations":[1,1]}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"mixture","weights":[1],"means":["0"],"standardDeviations":[1]}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"mixture","weights":[1],"means":[0],"standardDeviations":1}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"fitted","file":"","columns":["a"],"components":1}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"fitted","file":"data.csv","columns":[],"components":1}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"fitted","file":"data.csv","columns":["a","a"],"components":1}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"fitted","file":"data.csv","columns":["a"],"components":0}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"fitted","file":"data.csv","columns":["a"],"components":"BIC"}, "steps": 20 }""")]
    [InlineData("""{ "target": {"kind":"fitted","file":"data.csv","columns":["a"],"components":1,"standardise":true}, "steps": 20 }""")]
    public async Task What_the_schema_refuses_the_reader_refuses(string text)
    {
        _folder.Write("data.csv", "a,b\n1,2\n2,3\n4,5\n");
        Assert.NotEmpty((await Schema()).Validate(Plain(text)));
        await _folder.Refused("verify", _folder.Write("spec.json", text), "--out", _folder.Out);
    }

    private static async Task<JsonSchema> Schema(params string[] options)
    {
        CliOutcome outcome = await CliFolder.Run(["schema", .. options]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        return await JsonSchema.FromJsonAsync(outcome.Output, TestContext.Current.CancellationToken);
    }

    /// <summary>JSON without comments and trailing commas, which other tools do not read.</summary>
    private static string Plain(string text)
        => JsonNode.Parse(text, null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.ToJsonString();
}
