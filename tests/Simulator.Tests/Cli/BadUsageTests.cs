using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>Command lines that make no sense. {ok} stands for a specification, {out} for the folder of results, {data} for a CSV file.</summary>
public sealed class BadUsageTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public BadUsageTests()
    {
        _folder.Write("ok.json", CliFolder.Spec("ok"));
        _folder.Write("other.json", CliFolder.Spec("ok"));
        _folder.Write("data.csv", "a,b\n1,2\n2,3\n4,5\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "found no command, expected one of verify, evaluate, sample, curves, trace, ledger, sweep, collect, search, supremum, report, fit, notebook, kernel, doctor, schema")]
    [InlineData("verfy {ok}", "found the unknown command 'verfy', expected a command, one of verify,")]
    [InlineData("--foo", "found the unknown option '--foo', expected a command, one of verify,")]
    [InlineData("verify", "'SPEC'")]
    [InlineData("verify {ok} --foo", "found the unknown option '--foo'")]
    [InlineData("verify {ok} --out", "'--out'")]
    [InlineData("verify {ok} --threads", "'--threads'")]
    [InlineData("verify {ok} --out a --out b", "'--out' expects a single argument")]
    [InlineData("evaluate {ok} {ok} --at 1", "ok.json'")]
    [InlineData("evaluate {ok} --steps 20", "'--at' is required")]
    [InlineData("evaluate {ok} --steps 20 --at", "'--at'")]
    [InlineData("evaluate {ok} --steps 20 --at 1 --out {out}", "'--out'")]
    [InlineData("curves", "'SPEC'")]
    [InlineData("curves {ok} --foo", "'--foo'")]
    [InlineData("curves {ok} --steps 20 --at 1", "'--at'")]
    [InlineData("fit {data}", "'--columns' is required")]
    [InlineData("fit --columns a", "'CSV'")]
    [InlineData("schema extra", "'extra'")]
    public async Task Words_that_make_no_sense_are_refused(string line, string problem)
        => Assert.Contains(problem, await Refused(line), StringComparison.Ordinal);

    [Theory]
    [InlineData("--threads", "0", "an integer of at least 1")]
    [InlineData("--threads", "-2", "an integer of at least 1")]
    [InlineData("--threads", "two", "an integer of at least 1")]
    [InlineData("--threads", "1.5", "an integer of at least 1")]
    [InlineData("--threads", "2147483648", "at most 2147483647")]
    [InlineData("--seed", "-1", "an integer from 0 to 9007199254740992")]
    [InlineData("--seed", "x", "an integer from 0 to 9007199254740992")]
    [InlineData("--seed", "1,000", "an integer from 0 to 9007199254740992")]
    [InlineData("--seed", "9007199254740993", "at most 9007199254740992")]
    [InlineData("--backend", "cuda", "one of auto, simd, mkl, openblas, managed")]
    [InlineData("--backend", "SIMD", "one of auto, simd, mkl, openblas, managed")]
    public async Task Values_of_options_are_checked(string option, string value, string expected)
        => Assert.Equal($"{option}: found '{value}', expected {expected}.", await Refused($"verify {{ok}} --out {{out}} {option} {value}"));

    [Fact]
    public async Task Files_that_are_none_are_refused()
    {
        string missing = _folder.PathOf("nope.json");
        Assert.Equal($"{missing}: no such file, expected a JSON file.", await _folder.Refused("verify", missing, "--out", _folder.Out));
        Assert.Equal($"{missing}: no such file, expected a JSON file.", await _folder.Refused("verify", _folder.PathOf("ok.json"), missing, "--out", _folder.Out));
        Assert.Equal($"{_folder.Root}: found a folder, expected a JSON file.", await _folder.Refused("verify", _folder.Root, "--out", _folder.Out));
        Assert.Equal("found an empty file name, expected a JSON file.", await _folder.Refused("verify", "", "--out", _folder.Out));
        Assert.Contains("the file does not exist", await _folder.Refused("fit", _folder.PathOf("nope.csv"), "--columns", "a"), StringComparison.Ordinal);
        Assert.Equal("found an empty file name, expected a CSV file.", await _folder.Refused("fit", "", "--columns", "a"));
    }

    [Fact]
    public async Task Folders_that_cannot_be_written_are_refused_before_the_work()
    {
        string ok = _folder.PathOf("ok.json"), data = _folder.PathOf("data.csv");
        foreach (string path in (string[])[ok, Path.Combine(ok, "below")])
        {
            Assert.StartsWith($"--out {path}: cannot be written (", await _folder.Refused("verify", ok, "--out", path), StringComparison.Ordinal);
            string target = Path.Combine(path, "t.json");
            Assert.StartsWith(
                $"--out {target}: cannot be written (",
                await _folder.Refused("fit", data, "--columns", "a", "--components", "1", "--out", target), StringComparison.Ordinal);
        }

        Assert.Equal("--out: found an empty name, expected a folder.", await _folder.Refused("verify", ok, "--out", ""));
        Assert.Equal("--out: found an empty name, expected a file.", await _folder.Refused("fit", data, "--columns", "a", "--out", ""));
        Assert.Equal(
            $"--out {_folder.Root}: found a folder, expected a file.",
            await _folder.Refused("fit", data, "--columns", "a", "--components", "1", "--out", _folder.Root));
    }

    [Fact]
    public async Task Two_specifications_of_one_name_are_refused()
        => Assert.Equal(
            "found two specifications with the name 'ok', expected different names, since each has its folder of results.",
            await _folder.Refused("verify", _folder.PathOf("ok.json"), _folder.PathOf("other.json"), "--out", _folder.Out));

    [Theory]
    [InlineData("", "--at: found no point, expected points like \"x1,x2;x1,x2\"")]
    [InlineData(";;", "--at: found no point, expected points like")]
    [InlineData("1;1,2", "--at: found the point '1,2' with 2 coordinates, expected 1; write points like")]
    [InlineData("1,", "--at: found the point '1,' with 2 coordinates, expected 1")]
    [InlineData("one", "--at: found 'one', expected a number of size at most 1e150; write points like")]
    [InlineData("NaN", "--at: found 'NaN', expected a number of size at most 1e150")]
    [InlineData("1e999", "--at: found '1e999', expected a number of size at most 1e150")]
    [InlineData("1e300", "--at: found '1e300', expected a number of size at most 1e150")]
    public async Task Points_are_checked(string at, string problem)
        => Assert.StartsWith(
            problem, await _folder.Refused("evaluate", _folder.PathOf("ok.json"), "--steps", "20", "--at", at), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "--steps is missing: ok has several (20, 40), expected one of them or any other T.")]
    [InlineData("--steps 1", "--steps: found '1', expected an integer from 2 to 100000000.")]
    [InlineData("--steps 2.5", "--steps: found '2.5', expected an integer from 2 to 100000000.")]
    [InlineData("--steps 2000000000", "--steps: found '2000000000', expected at most 100000000.")]
    [InlineData("--steps 8", "--steps: found T = 8, but r = c1·log T/T = 1.04 must be below 1; with c1 = 4 the smallest T from here that works is 9.")]
    public async Task Steps_of_evaluate_are_checked(string option, string problem)
        => Assert.Equal(problem, await Refused($"evaluate {{ok}} --at 0 {option}"));

    [Theory]
    [InlineData("--components 0", "--components: found '0', expected an integer of at least 1 or bic.")]
    [InlineData("--components many", "--components: found 'many', expected an integer of at least 1 or bic.")]
    [InlineData("--components 99999999999", "--components: found '99999999999', expected an integer of at least 1 or bic.")]
    public async Task Components_of_fit_are_checked(string option, string problem)
        => Assert.Equal(problem, await Refused($"fit {{data}} --columns a {option}"));

    private Task<string> Refused(string line)
        => _folder.Refused([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word switch
        {
            "{ok}" => _folder.PathOf("ok.json"),
            "{data}" => _folder.PathOf("data.csv"),
            "{out}" => _folder.Out,
            _ => word,
        })]);
}
