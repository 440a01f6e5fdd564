using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Specifications;

namespace Simulator.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON document on stdout and nothing else." };

    public static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "No progress and no table." };

    public static readonly Option<bool> Verbose = new("--verbose") { Description = "Details of unforeseen failures." };

    public static readonly Option<long?> Seed = new("--seed")
    {
        Description = "Seed of everything random; replaces the one in the specification.",
        Validators = { result => RequireInteger(result, 0, ExperimentReader.LargestSeed) },
    };

    public static readonly Option<int?> Threads = new("--threads")
    {
        Description = "How many threads work at the same time (default: all cores). No result depends on it.",
        Validators = { result => RequireInteger(result, 1, int.MaxValue) },
    };

    public static readonly Option<string> Backend = CreateBackend();

    /// <summary>The number of threads to use.</summary>
    public static int ThreadsOf(ParseResult parsed) => parsed.GetValue(Threads) ?? Environment.ProcessorCount;

    /// <summary>The backend to use. One that is there and cannot be used gives a warning on stderr and the default instead.</summary>
    /// <exception cref="SpecificationException">It is not there at all.</exception>
    public static LinearAlgebraBackend BackendOf(ParseResult parsed)
    {
        BackendResolution resolution = Backends.Resolve(parsed.GetValue(Backend)!, parsed.GetValue(Threads));
        if (!resolution.IsPresent) throw new SpecificationException($"--backend: {resolution.Reason}.");
        return resolution.OrDefault(parsed.GetValue(Threads), warning => parsed.InvocationConfiguration.Error.WriteLine($"simulator: --backend: {warning}."));
    }

    /// <summary>Adds the options of a command that computes.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Json);
        command.Options.Add(Seed);
        command.Options.Add(Threads);
        command.Options.Add(Backend);
        command.Options.Add(Quiet);
        command.Options.Add(Verbose);
    }

    /// <summary>Complains about an option whose value is no integer in a range.</summary>
    public static void RequireInteger(OptionResult result, long least, long greatest)
    {
        string range = greatest == int.MaxValue ? $"an integer of at least {least}" : $"an integer from {least} to {greatest}";

        // The token is parsed here: asking the result for its value would throw on bad input.
        foreach (var token in result.Tokens)
        {
            bool isInteger = long.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value);
            if (!isInteger || value < least) result.AddError($"{result.Option.Name}: found '{token.Value}', expected {range}");
            else if (value > greatest) result.AddError($"{result.Option.Name}: found '{token.Value}', expected at most {greatest}");
        }
    }

    /// <summary>Complains about words that look like options among the arguments, where they would be taken for files.</summary>
    public static void RejectOptions(ArgumentResult result)
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value.Length > 1 && token.Value[0] == '-' && !File.Exists(token.Value))
                result.AddError($"found the unknown option '{token.Value}'");
        }
    }

    private static Option<string> CreateBackend()
    {
        var option = new Option<string>("--backend")
        {
            Description = $"Linear algebra: {string.Join(", ", Backends.Names)}; auto is {Backends.Default}, native libraries are used only when named.",
            DefaultValueFactory = _ => "auto",
            CompletionSources = { Backends.Names.ToArray() },
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!Backends.Names.Contains(token.Value))
                    result.AddError($"--backend: found '{token.Value}', expected one of {string.Join(", ", Backends.Names)}");
            }
        });
        return option;
    }
}
