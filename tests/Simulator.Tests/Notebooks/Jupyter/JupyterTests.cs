using System.Diagnostics;
using System.Text.Json.Nodes;
using Simulator.Tests.Cli;
using Simulator.Tests.Notebooks.Documents;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

/// <summary>The installed kernel under Debian's Jupyter (jupyter-nbconvert, jupyter-client), where it is there.</summary>
public sealed class JupyterTests : IDisposable
{
    private const string Python = "/usr/bin/python3", Nbconvert = "/usr/bin/jupyter-nbconvert";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_notebook_is_executed_by_nbconvert_and_goes_on_as_it_is_through_both_programs()
    {
        Assert.SkipUnless(File.Exists(Nbconvert), "Needs Debian's jupyter-nbconvert.");
        await Simulator("kernel", "install");
        string path = _folder.Write("a.ipynb", Notebook.With(
            Notebook.Cell("var x = 20;\nConsole.WriteLine(\"W₁ 😀\");\nDisplay(new Table(\"a\").Row(x));\nx + 1"),
            Notebook.Cell("x = 1;\nint.Parse(\"no\");", "raises-exception"),
            Notebook.Cell("new Chart(\"t\", \"x\", \"y\").Line(\"a\", [1, 2], [x, 2])")));
        await Run(Python, Nbconvert, "--execute", "--to", "notebook", "--inplace", path);
        string byJupyter = File.ReadAllText(path);
        JsonArray cells = JsonNode.Parse(byJupyter)!["cells"]!.AsArray();
        Assert.Equal([1, 2, 3], cells.Select(c => c!["execution_count"]!.GetValue<int>()));
        Assert.Equal(["display_data,execute_result,stream", "error", "execute_result"], cells.Select(c => string.Join(',', c!["outputs"]!.AsArray().Select(o => o!["output_type"]!.ToString()).Order(StringComparer.Ordinal))));
        Assert.StartsWith("iVBOR", cells[2]!["outputs"]![0]!["data"]!["image/png"]!.GetValue<string>(), StringComparison.Ordinal);

        // The other program writes the same bytes, but for nbconvert's missing end of the last line.
        await Simulator("notebook", "run", path);
        string bySimulator = File.ReadAllText(path);
        Assert.Equal(byJupyter.TrimEnd('\n') + "\n", bySimulator);
        await Run(Python, "-c", "import nbformat, sys; nbformat.write(nbformat.read(sys.argv[1], 4), sys.argv[1])", path);
        Assert.Equal(bySimulator, File.ReadAllText(path));
    }

    [Fact]
    public async Task A_client_of_Jupyter_completes_interrupts_and_shuts_down()
    {
        Assert.SkipUnless(File.Exists(Nbconvert), "Needs Debian's jupyter-client.");
        await Simulator("kernel", "install", "--name", "test");
        string said = await Run(Python, Repository.PathOf("tests", "Jupyter", "client.py"), "test");
        Assert.Matches(@"^interrupted after \d+\.\d\d s\nshut down after \d+\.\d\d s\n$", said);
    }

    private Task<string> Simulator(params string[] args) => Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "Simulator.Cli.dll"), .. args]);

    private async Task<string> Run(string program, params string[] args)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = _folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Nothing of the reader's own: neither settings nor kernels.
            Environment = { ["JUPYTER_DATA_DIR"] = _folder.PathOf("data"), ["JUPYTER_CONFIG_DIR"] = _folder.PathOf("config"), ["JUPYTER_RUNTIME_DIR"] = _folder.PathOf("runtime"), ["IPYTHONDIR"] = _folder.PathOf("ipython") },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }
}
