using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Notebooks.Jupyter;

/// <summary>The file that tells Jupyter how a kernel is started.</summary>
public static partial class KernelSpecification
{
    /// <summary>The name of the kernel that notebooks of this project ask for.</summary>
    public const string DefaultName = NotebookLanguage.KernelName;

    private const string FileName = "kernel.json";

    /// <summary>The field of the file's metadata that says whose it is.</summary>
    private const string Mark = "simulator";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether Jupyter takes a name for a kernel.</summary>
    /// <param name="name">The name.</param>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <summary>Writes the file, whole or not at all; one of an earlier installation is replaced.</summary>
    /// <param name="data">Jupyter's data folder.</param>
    /// <param name="name">The name of the kernel.</param>
    /// <param name="program">The words that start the program; <c>kernel run</c> and the connection file follow.</param>
    /// <returns>The file.</returns>
    /// <exception cref="SpecificationException">A kernel of another program has the name.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static string Install(string data, string name, IEnumerable<string> program)
    {
        string folder = JupyterFolders.OfKernel(data, name), file = Path.Combine(folder, FileName);
        if (File.Exists(file)) RequireOurs(file, name);
        bool isNew = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        bool done = false;
        try
        {
            ResultWriter.WriteWhole(file, Content(name, program).ToJsonString(Indented) + "\n");
            done = true;
        }
        finally
        {
            if (!done && isNew) Directory.Delete(folder);
        }

        return file;
    }

    /// <summary>Removes what <see cref="Install"/> wrote.</summary>
    /// <param name="data">Jupyter's data folder.</param>
    /// <param name="name">The name of the kernel.</param>
    /// <returns>The folder that was removed.</returns>
    /// <exception cref="SpecificationException">There is no such kernel, or it is one of another program.</exception>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public static string Uninstall(string data, string name)
    {
        string folder = JupyterFolders.OfKernel(data, name), file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) throw new SpecificationException($"{folder}: no such kernel.");
        RequireOurs(file, name);
        Directory.Delete(folder, recursive: true);
        return folder;
    }

    private static JsonObject Content(string name, IEnumerable<string> program)
    {
        var content = new JsonObject
        {
            ["argv"] = new JsonArray([.. program.Append("kernel").Append("run").Append("{connection_file}").Select(word => (JsonNode)word)]),
            ["display_name"] = name == DefaultName ? NotebookLanguage.DisplayName : $"{NotebookLanguage.DisplayName}, {name}",
            ["language"] = NotebookLanguage.Name,
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { [Mark] = Manifest.ProgramVersion },
        };

        // Whoever starts Jupyter later need not have set it.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root) content["env"] = new JsonObject { ["DOTNET_ROOT"] = root };
        return content;
    }

    private static void RequireOurs(string file, string name)
    {
        if (SpecificationReader.ReadFile(file).Optional("metadata")?.Optional(Mark) is null)
            throw new SpecificationException($"{file}: the kernel '{name}' belongs to another program, expected another --name.");
    }

    [GeneratedRegex("^[a-z0-9._-]*[a-z0-9][a-z0-9._-]*\\z")]
    private static partial Regex Name();
}
