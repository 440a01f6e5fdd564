using System.Text.Json.Nodes;

namespace Simulator.Notebooks;

/// <summary>The language of the notebooks, as Jupyter wants it told.</summary>
internal static class NotebookLanguage
{
    /// <summary>The name of the kernel.</summary>
    public const string KernelName = "simulator-csharp";

    /// <summary>The name that readers see.</summary>
    public const string DisplayName = "C# (Simulator)";

    /// <summary>The name of the language.</summary>
    public const string Name = "C#";

    /// <summary>What a notebook says of its kernel and its language.</summary>
    public static IEnumerable<(string Name, JsonObject Description)> Metadata()
    {
        yield return ("kernelspec", new JsonObject { ["display_name"] = DisplayName, ["language"] = Name, ["name"] = KernelName });
        yield return ("language_info", Information());
    }

    /// <summary>The language, with fields in the order of their names, as Jupyter writes them.</summary>
    public static JsonObject Information() => new()
    {
        ["codemirror_mode"] = "text/x-csharp",
        ["file_extension"] = ".csx",
        ["mimetype"] = "text/x-csharp",
        ["name"] = Name,
        ["pygments_lexer"] = "csharp",
        ["version"] = "14.0",
    };
}
