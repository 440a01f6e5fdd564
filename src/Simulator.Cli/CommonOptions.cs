using System.CommandLine;

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
        Validators = { result => RequireInteger(result, 0) },
    };

    public static readonly Option<int?> Threads = new("--threads")
    {
        Description = "How many rows are computed at the same time (default: all cores). No result depends on it.",
        Validators = { result => RequireInteger(result, 1) },
    };

    public static readonly Option<string> Backend = CreateBackend();

    private static readonly string[] Backends = ["auto", "simd", "mkl", "openblas", "managed"];

    private static readonly string[] AvailableBackends = ["auto", "simd"];

    /// <summary>The number of threads to use.</summary>
    public static int ThreadsOf(ParseResult parsed) => parsed.GetValue(Threads) ?? Environment.ProcessorCount;

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

    /// <summary>Complains about an option whose value is no integer of at least <paramref name="least"/>.</summary>
    public static void RequireInteger(System.CommandLine.Parsing.OptionResult result, long least)
    {
        // The token is parsed here: asking the result for its value would throw on bad input.
        foreach (var token in result.Tokens)
        {
            if (!long.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out long value) || value < least)
                result.AddError($"{result.Option.Name}: found '{token.Value}', expected an integer of at least {least}");
        }
    }

    private static Option<string> CreateBackend()
    {
        var option = new Option<string>("--backend")
        {
            Description = "Linear algebra: auto (= simd), simd. Native libraries are not used by this version.",
            DefaultValueFactory = _ => "auto",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!Backends.Contains(token.Value))
                    result.AddError($"--backend: found '{token.Value}', expected one of {string.Join(", ", Backends)}");
                else if (!AvailableBackends.Contains(token.Value))
                    result.AddError($"--backend: '{token.Value}' is not built into this version, expected one of {string.Join(", ", AvailableBackends)}");
            }
        });
        return option;
    }
}
