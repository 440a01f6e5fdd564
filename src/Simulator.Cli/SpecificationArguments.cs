using System.CommandLine;

namespace Simulator.Cli;

/// <summary>Experiment specifications as arguments.</summary>
internal static class SpecificationArguments
{
    /// <summary>One specification.</summary>
    public static Argument<string> One() => new("SPEC")
    {
        Description = "Experiment specification (JSON).",
        CompletionSources = { Completions.Files },
        Validators = { CommonOptions.RejectOptions },
    };

    /// <summary>One or more specifications.</summary>
    public static Argument<string[]> Several() => new("SPEC")
    {
        Description = "Experiment specifications (JSON).",
        Arity = ArgumentArity.OneOrMore,
        CompletionSources = { Completions.Files },
        Validators = { CommonOptions.RejectOptions },
    };
}
