using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Simulator.Experiments;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Cli.Commands;

/// <summary>What the program runs on.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Print versions, kernel path, backends, threads and the measured peak of this machine.");
        command.Options.Add(CommonOptions.Json);
        command.Options.Add(CommonOptions.Threads);
        command.Options.Add(CommonOptions.Backend);
        command.Options.Add(CommonOptions.Verbose);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
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
        TextWriter output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(CommonOptions.Json))
        {
            output.WriteLine(ResultJson.Write(report));
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
        return ExitCodes.Done;
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
        BackendReport[] Backends);

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
