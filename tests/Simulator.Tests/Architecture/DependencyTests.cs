using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Simulator.Laws;
using Simulator.Notebooks;
using Simulator.Numerics;
using Simulator.Reports;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Architecture;

public class DependencyTests
{
    /// <summary>The folders in the order of docs/architecture.md: data flows down; a folder may use only itself and folders above it.</summary>
    private static readonly string[] Order =
    [
        "Simulator.Numerics",
        "Simulator.Numerics.Functions",
        "Simulator.Numerics.Simd",
        "Simulator.Numerics.LinearAlgebra",
        "Simulator.Numerics.Quadrature",
        "Simulator.Numerics.Interpolation",
        "Simulator.Numerics.Ode",
        "Simulator.Numerics.Optimisation",
        "Simulator.Numerics.Random",
        "Simulator.Numerics.Statistics",
        "Simulator.Numerics.Mixtures",
        "Simulator.Numerics.OptimalTransport",
        "Simulator.Numerics.Benchmarks",
        "Simulator.Specifications",
        "Simulator.Schedules",
        "Simulator.Targets",
        "Simulator.Diffusion",
        "Simulator.Transport",
        "Simulator.Flow",
        "Simulator.LeadingOrder",
        "Simulator.FunctionClasses",
        "Simulator.Consistency",
        "Simulator.ErrorRecursion",
        "Simulator.Theory",
        "Simulator.Experiments",
        "Simulator.Sweeps",
        "Simulator.Laws.Generators",
        "Simulator.Laws.Reference",
        "Simulator.Laws",
        "Simulator.Reports.Plotting",
        "Simulator.Reports",
        "Simulator.Reports.Html",
        "Simulator.Notebooks",
        "Simulator.Notebooks.Scripting",
        "Simulator.Notebooks.Documents",
        "Simulator.Notebooks.Jupyter",
        "Simulator.Cli",
        "Simulator.Cli.Commands",
    ];

    private static readonly IType[] Types =
    [
        .. new ArchLoader()
            .LoadAssemblies(typeof(Status).Assembly, typeof(Target).Assembly, typeof(LawRunner).Assembly, typeof(VerifyReport).Assembly, typeof(Table).Assembly, typeof(Simulator.Cli.ExitCodes).Assembly)
            .Build().Types.Where(IsOurs),
    ];

    [Fact]
    public void Every_folder_has_a_place_in_the_order()
    {
        string[] strangers = [.. Types.Select(t => t.Namespace.FullName).Distinct().Except(Order)];
        Assert.Empty(strangers);
        Assert.All(Order, folder => Assert.Contains(Types, t => t.Namespace.FullName == folder));
    }

    [Fact]
    public void Folders_use_only_folders_above_them()
    {
        var violations = new SortedSet<string>();
        foreach (IType type in Types)
        {
            foreach (IType used in type.Dependencies.Select(d => d.Target).Where(IsOurs))
            {
                string from = type.Namespace.FullName, to = used.Namespace.FullName;

                // The command's program and its commands are one layer: the program lists them, they use its options.
                if (from == "Simulator.Cli" && to == "Simulator.Cli.Commands") continue;
                if (Array.IndexOf(Order, to) > Array.IndexOf(Order, from)) violations.Add($"{type.FullName} uses {used.FullName}");
            }
        }

        Assert.True(violations.Count == 0, string.Join(Environment.NewLine, violations));
    }

    /// <summary>Generic parameters have no namespace, or that of whoever calls with one of its own.</summary>
    private static bool IsOurs(IType type)
        => type is not GenericParameter && type.Namespace?.FullName is { } name && name.StartsWith("Simulator.", StringComparison.Ordinal);
}
