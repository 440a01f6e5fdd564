using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Simulator.Experiments;
using Simulator.Numerics.Benchmarks;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Cli.Commands;

/// <summary>What the program runs on.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Bench = new("--bench")
    {
        Description = "Time the kernels too, one thread and all of them, against the machine's peak and the native libraries that are there (about a minute).",
    };

    private static readonly string[] Contenders = ["simd", "openblas", "mkl"];

    public static Command Create()
    {
        var command = new Command("doctor", "Print versions, kernel path, backends, threads and the measured peak of this machine.");
        command.Options.Add(CommonOptions.Json);
        command.Options.Add(CommonOptions.Threads);
        command.Options.Add(CommonOptions.Backend);
        command.Options.Add(CommonOptions.Verbose);
        command.Options.Add(Bench);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        LinearAlgebraBackend backend = CommonOptions.BackendOf(parsed);
        var report = new DoctorReport(
            Manifest.ProgramVersion,
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            backend.Name,
            Manifest.KernelPath,
            Vector512.IsHardwareAccelerated,
            Environment.ProcessorCount,
            CommonOptions.ThreadsOf(parsed),
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024),
            MachinePeak.GigaflopsPerCore(),
            [.. Backends.Names.Where(name => name != "auto").Select(name => BackendReport.Of(Backends.Resolve(name, parsed.GetValue(CommonOptions.Threads))))]);
        KernelResult[] kernels = parsed.GetValue(Bench) ? [.. Measure(parsed, cancellation)] : [];
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommonOptions.Json))
        {
            output.WriteLine(ResultJson.Write(report with { Bandwidth = BandwidthOf(parsed), Bench = kernels.Length == 0 ? null : kernels }));
            return ExitCodes.Done;
        }

        (string Name, string Value)[] lines =
        [
            ("simulator", report.Version),
            ("runtime", $"{report.Runtime}, {report.Architecture}"),
            ("system", report.System),
            ("backend", $"{backend.Name} ({backend.Description})"),
            ("kernels", report.Kernels),
            ("512-bit vectors", report.Vector512Available ? "available" : "not available"),
            ("cores", report.Cores.ToString(CultureInfo.InvariantCulture)),
            ("threads", report.Threads.ToString(CultureInfo.InvariantCulture)),
            ("memory", string.Create(CultureInfo.InvariantCulture, $"{report.MemoryGib:0.0} GiB")),
            ("peak, one core", string.Create(CultureInfo.InvariantCulture, $"{report.PeakGigaflopsPerCore:0.0} GFLOP/s (double, fused multiply-add loop, measured now)")),
        ];
        foreach ((string name, string value) in lines)
            output.WriteLine($"{name,-16} {value}");
        output.WriteLine("backends");
        foreach (BackendReport each in report.Backends)
            output.WriteLine($"  {each.Name,-14} {each}");
        if (kernels.Length == 0) return ExitCodes.Done;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory bandwidth  {BandwidthOf(parsed):0.0} GB/s (triad, {CommonOptions.ThreadsOf(parsed)} threads)"));
        output.WriteLine();
        output.WriteLine(BenchmarkTable.Head);
        foreach (string line in BenchmarkTable.Lines(kernels))
            output.WriteLine(line);
        output.WriteLine("of peak: of a loop of fused multiply-adds on as many cores, measured in the same rounds; ratio: time to that of the first contender");
        return ExitCodes.Done;
    }

    private static double? BandwidthOf(ParseResult parsed)
        => parsed.GetValue(Bench) ? MachinePeak.GigabytesPerSecond(CommonOptions.ThreadsOf(parsed)) : null;

    /// <summary>Times the kernels of all backends that are there, in turn, with progress on stderr.</summary>
    private static IEnumerable<KernelResult> Measure(ParseResult parsed, CancellationToken cancellation)
    {
        int most = CommonOptions.ThreadsOf(parsed);
        foreach (int threads in most == 1 ? [1] : new[] { 1, most })
        {
            LinearAlgebraBackend[] contenders = [.. Contenders.Select(name => Backends.Resolve(name, threads).Backend).OfType<LinearAlgebraBackend>()];
            foreach (KernelResult result in BenchmarkSuite.Run(BenchmarkSuite.Quick(), contenders, cancellation))
            {
                parsed.InvocationConfiguration.Error.WriteLine($"timed {result.Kernel} by {result.Contender}, {threads} thread{(threads == 1 ? "" : "s")}");
                yield return result;
            }
        }

        foreach (KernelResult result in BenchmarkSuite.Run(MixtureBenchmark.Scores(20_000).Append(MixtureBenchmark.Cloud(2_000)), most == 1 ? [1] : [1, most], cancellation))
        {
            parsed.InvocationConfiguration.Error.WriteLine($"timed {result.Kernel}, {result.Threads} thread{(result.Threads == 1 ? "" : "s")}");
            yield return result;
        }
    }

    private sealed record DoctorReport(
        string Version,
        string Runtime,
        string System,
        string Architecture,
        string Backend,
        string Kernels,
        bool Vector512Available,
        int Cores,
        int Threads,
        double MemoryGib,
        double PeakGigaflopsPerCore,
        BackendReport[] Backends,
        double? Bandwidth = null,
        KernelResult[]? Bench = null);

    /// <summary>One of the backends, or why it cannot be had.</summary>
    private sealed record BackendReport(string Name, bool Available, string? Description, string? Path, int? Threads, string? Reason)
    {
        public static BackendReport Of(BackendResolution resolution) => new(
            resolution.Name, resolution.Backend is not null, resolution.Backend?.Description, resolution.Path, resolution.Backend?.Threads, resolution.Reason);

        public override string ToString() => Available
            ? string.Create(CultureInfo.InvariantCulture, $"{Description}, {Threads} thread{(Threads == 1 ? "" : "s")}{(Path is null ? "" : $", {Path}")}")
            : $"not available: {Reason}";
    }
}
