using System.Text.Json.Nodes;
using Simulator.Cli;
using Simulator.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>--backend and what doctor says about backends. The environment is the process's, so these run by themselves.</summary>
[Collection(nameof(GlobalStateTests))]
public sealed class BackendTests : IDisposable
{
    private readonly CliFolder _folder = new();
    private readonly string _spec;

    public BackendTests() => _spec = _folder.Write("ok.json", CliFolder.Spec("ok", "[20]"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("auto", "simd")]
    [InlineData("simd", "simd")]
    [InlineData("managed", "managed")]
    public async Task Manifests_name_the_backend(string option, string name)
    {
        foreach (string command in (string[])["verify", "curves", "trace", "ledger"])
        {
            CliOutcome outcome = await CliFolder.Run(command, _spec, "--no-figure", "--out", _folder.Out, "--json", "--backend", option, "--quiet");
            Assert.Equal((0, ""), (outcome.Code, outcome.Error));
            Assert.Equal(name, JsonNode.Parse(outcome.Output)!["manifest"]!["backend"]!.GetValue<string>());
            Assert.Contains(JsonNode.Parse(outcome.Output)!["manifest"]!["kernel"]!.GetValue<string>(), (string[])["scalar", "vector256", "vector512"]);
        }
    }

    [Fact]
    public async Task Native_backends_that_are_there_are_named()
    {
        Assert.SkipWhen(Backends.Resolve("openblas").Backend is null, Backends.Resolve("openblas").Reason ?? "");
        CliOutcome outcome = await CliFolder.Run("verify", _spec, "--no-figure", "--out", _folder.Out, "--json", "--backend", "openblas", "--quiet");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Equal("openblas", JsonNode.Parse(outcome.Output)!["manifest"]!["backend"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("curves")]
    [InlineData("trace")]
    [InlineData("ledger")]
    [InlineData("evaluate")]
    [InlineData("doctor")]
    public async Task Backends_that_are_not_there_are_refused(string command)
    {
        string missing = _folder.PathOf("libnone.so");
        using var variable = new GlobalStateTests.Variable("SIMULATOR_MKL", missing);
        string[] arguments = command switch
        {
            "doctor" => [],
            "evaluate" => [_spec, "--at", "0"],
            _ => [_spec, "--out", _folder.Out],
        };
        Assert.Equal(
            $"--backend: 'mkl' was not found: SIMULATOR_MKL names '{missing}', which is no file.",
            await _folder.Refused([command, .. arguments, "--backend", "mkl"]));
    }

    [Fact]
    public async Task Backends_that_are_nowhere_are_refused_with_how_to_get_them()
    {
        using var variable = new GlobalStateTests.Variable("SIMULATOR_MKL", null);
        Assert.SkipUnless(Backends.Resolve("mkl").Backend is null, "oneMKL is here.");
        string sentence = await _folder.Refused("verify", _spec, "--out", _folder.Out, "--backend", "mkl");
        Assert.StartsWith("--backend: 'mkl' was not found: install oneMKL so that ", sentence, StringComparison.Ordinal);
        Assert.Contains("SIMULATOR_MKL", sentence, StringComparison.Ordinal);
        Assert.Contains("-p:WithOneMkl=true", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Libraries_that_do_not_load_give_one_warning_and_the_default()
    {
        string broken = _folder.Write("libbroken.so", "This is no library.");
        using var variable = new GlobalStateTests.Variable("SIMULATOR_OPENBLAS", broken);
        CliOutcome outcome = await CliFolder.Run("verify", _spec, "--no-figure", "--out", _folder.Out, "--json", "--quiet", "--backend", "openblas");
        Assert.Equal(ExitCodes.Done, outcome.Code);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"simulator: --backend: '{broken}' cannot be loaded (", line, StringComparison.Ordinal);
        Assert.EndsWith("; simd is used instead of openblas.", line, StringComparison.Ordinal);
        Assert.Equal("simd", JsonNode.Parse(outcome.Output)!["manifest"]!["backend"]!.GetValue<string>());
    }

    [Fact]
    public async Task Doctor_lists_every_backend_or_why_it_is_not_there()
    {
        string broken = _folder.Write("libbroken.so", "This is no library.");
        using var mkl = new GlobalStateTests.Variable("SIMULATOR_MKL", _folder.PathOf("libnone.so"));
        using var openBlas = new GlobalStateTests.Variable("SIMULATOR_OPENBLAS", broken);
        CliOutcome outcome = await CliFolder.Run("doctor", "--json", "--backend", "managed", "--threads", "2");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        JsonNode document = JsonNode.Parse(outcome.Output)!;
        Assert.Equal("managed", document["backend"]!.GetValue<string>());
        JsonArray list = document["backends"]!.AsArray();
        Assert.Equal(["simd", "mkl", "openblas", "managed"], list.Select(b => b!["name"]!.GetValue<string>()));
        Assert.Equal([true, false, false, true], list.Select(b => b!["available"]!.GetValue<bool>()));
        foreach (JsonNode? backend in list)
        {
            bool available = backend!["available"]!.GetValue<bool>();
            Assert.Equal(available, backend["description"] is not null);
            Assert.Equal(available ? 2 : null, backend["threads"]?.GetValue<int>());
            Assert.Equal(available, backend["reason"] is null);
        }

        Assert.Null(list[1]!["path"]);
        Assert.Equal(broken, list[2]!["path"]!.GetValue<string>());

        string[] lines = (await CliFolder.Run("doctor")).Output.Split('\n');
        int start = Array.IndexOf(lines, "backends");
        Assert.StartsWith("  simd           managed kernels", lines[start + 1], StringComparison.Ordinal);
        Assert.StartsWith("  mkl            not available: 'mkl' was not found", lines[start + 2], StringComparison.Ordinal);
        Assert.StartsWith("  openblas       not available: ", lines[start + 3], StringComparison.Ordinal);
        Assert.StartsWith("  managed        Math.NET", lines[start + 4], StringComparison.Ordinal);
    }
}
