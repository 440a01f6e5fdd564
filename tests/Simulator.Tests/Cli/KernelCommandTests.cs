using System.Text.Json.Nodes;
using Simulator.Cli;
using Xunit;

namespace Simulator.Tests.Cli;

/// <summary>What Jupyter is told, and where. The variables belong to the process, so these run by themselves.</summary>
[Collection(nameof(GlobalStateTests))]
public sealed class KernelCommandTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Install_tells_Jupyter_how_the_kernel_is_started_and_uninstall_leaves_nothing()
    {
        using var data = new GlobalStateTests.Variable("JUPYTER_DATA_DIR", _folder.PathOf("data"));
        string kernel = _folder.PathOf(Path.Combine("data", "kernels", "simulator-csharp")), file = Path.Combine(kernel, "kernel.json");
        CliOutcome install = await CliFolder.Run("kernel", "install");
        Assert.Equal((ExitCodes.Done, ""), (install.Code, install.Error));
        Assert.StartsWith($"Installed the kernel 'simulator-csharp': {file}\nNext: ", install.Output, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFileSystemEntries(kernel));
        JsonNode written = JsonNode.Parse(File.ReadAllText(file))!;
        string[] start = [.. written["argv"]!.AsArray().Select(w => w!.GetValue<string>())];
        Assert.Equal(["kernel", "run", "{connection_file}"], start[^3..]);
        Assert.True(File.Exists(start[0]), start[0]);
        Assert.Equal(("C# (Simulator)", "C#", "message"), (written["display_name"]!.ToString(), written["language"]!.ToString(), written["interrupt_mode"]!.ToString()));

        Assert.Equal((ExitCodes.Done, "", ""), await Outcome("kernel", "install", "--user", "--quiet"));
        Assert.Equal((ExitCodes.Done, $"Removed the kernel 'simulator-csharp': {kernel}\n", ""), await Outcome("kernel", "uninstall"));
        Assert.False(Directory.Exists(kernel));
        Assert.Equal($"{kernel}: no such kernel.", await _folder.Refused("kernel", "uninstall"));
    }

    [Fact]
    public async Task The_folder_is_the_one_of_the_user_or_of_an_installation()
    {
        using var data = new GlobalStateTests.Variable("JUPYTER_DATA_DIR", null);
        using var home = new GlobalStateTests.Variable("XDG_DATA_HOME", _folder.PathOf("home"));
        if (OperatingSystem.IsLinux())
        {
            await CliFolder.Run("kernel", "install", "--name", "mine");
            Assert.Equal("C# (Simulator), mine", JsonNode.Parse(File.ReadAllText(_folder.PathOf("home/jupyter/kernels/mine/kernel.json")))!["display_name"]!.ToString());
        }

        await CliFolder.Run("kernel", "install", "--prefix", _folder.PathOf("venv"));
        Assert.True(File.Exists(_folder.PathOf("venv/share/jupyter/kernels/simulator-csharp/kernel.json")));
    }

    [Fact]
    public async Task Dotnet_is_found_where_it_was_at_the_installation()
    {
        using var root = new GlobalStateTests.Variable("DOTNET_ROOT", "/somewhere");
        await CliFolder.Run("kernel", "install", "--prefix", _folder.Root);
        Assert.Equal("""{"DOTNET_ROOT":"/somewhere"}""", JsonNode.Parse(File.ReadAllText(_folder.PathOf("share/jupyter/kernels/simulator-csharp/kernel.json")))!["env"]!.ToJsonString());
    }

    [Fact]
    public async Task A_kernel_of_another_program_is_neither_replaced_nor_removed()
    {
        string file = _folder.Write("share/jupyter/kernels/python3/kernel.json", """{"argv": ["python3"], "metadata": {"debugger": true}}""");
        foreach (string verb in (string[])["install", "uninstall"])
            Assert.Equal($"{file}: the kernel 'python3' belongs to another program, expected another --name.", await _folder.Refused("kernel", verb, "--name", "python3", "--prefix", _folder.Root));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_nothing_is()
    {
        _folder.Write("share/jupyter/kernels", "a file in the way");
        Assert.Contains("kernels", await _folder.Refused("kernel", "install", "--prefix", _folder.Root), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kernel", "Required command was not provided.")]
    [InlineData("kernel install --name a/b", "--name: found 'a/b', expected lower-case letters, digits, '.', '_' and '-'.")]
    [InlineData("kernel install --name ..", "--name: found '..', expected lower-case letters, digits, '.', '_' and '-'.")]
    [InlineData("kernel install --user --prefix x", "found --prefix and --user, expected one of them.")]
    [InlineData("kernel install extra", "'extra'")]
    [InlineData("kernel run", "'CONNECTION_FILE'")]
    public async Task Words_that_make_no_sense_are_refused(string line, string problem)
        => Assert.Contains(problem, await _folder.Refused(line.Split(' ')), StringComparison.Ordinal);

    private static async Task<(int Code, string Output, string Error)> Outcome(params string[] args)
    {
        CliOutcome outcome = await CliFolder.Run(args);
        return (outcome.Code, outcome.Output, outcome.Error);
    }
}
