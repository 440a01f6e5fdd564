using System.CommandLine;
using System.Globalization;
using Simulator.Experiments;
using Simulator.Specifications;

namespace Simulator.Cli;

/// <summary>The number of steps of commands that work on one T.</summary>
internal static class StepsOption
{
    /// <summary>Creates the option.</summary>
    public static Option<int?> Create() => new("--steps")
    {
        Description = "T (default: the only one of the specification).",
        Validators = { result => CommonOptions.RequireInteger(result, 2, ExperimentReader.MostSteps) },
    };

    /// <summary>The T that is given, or the only one of a specification.</summary>
    /// <exception cref="SpecificationException">There are several, or the schedule has no such T.</exception>
    public static int Of(int? given, ExperimentSpecification specification)
    {
        if (given is not { } steps)
        {
            return specification.Steps.Length == 1
                ? specification.Steps[0]
                : throw new SpecificationException(
                    $"--steps is missing: {specification.Name} has several ({string.Join(", ", specification.Steps.Select(s => s.ToString(CultureInfo.InvariantCulture)))}), expected one of them or any other T.");
        }

        return specification.Schedule.Objection(steps) is { } objection
            ? throw new SpecificationException($"--steps: found T = {steps}, but {objection}.")
            : steps;
    }
}
