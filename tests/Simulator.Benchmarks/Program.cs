using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Simulator.Benchmarks;
using Simulator.Numerics.Benchmarks;
using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

// dotnet run -c Release --project tests/Simulator.Benchmarks [-- algebra|mixtures|flow|regression|assignment [python]]
// With one thread and with all cores: our kernels, the native and managed libraries that are there, and NumPy if `python` can import it.
string part = args.FirstOrDefault() ?? "all";
string python = args.ElementAtOrDefault(1) ?? "python3";
if (part is not ("all" or "algebra" or "mixtures" or "flow" or "regression" or "assignment"))
{
    Console.Error.WriteLine($"found '{part}', expected algebra, mixtures, flow, regression, assignment or nothing");
    return 1;
}

int cores = Environment.ProcessorCount;
int[] threadCounts = cores == 1 ? [1] : [1, cores];
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kernels on the path {VectorPaths.Best}, {cores} cores"));
foreach (int threads in threadCounts)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{threads} thread(s): peak {MachinePeak.Gigaflops(threads):0.0} GFLOP/s, triad {MachinePeak.GigabytesPerSecond(threads):0.0} GB/s"));
}

if (part is "regression") return RegressionBenchmark.Run(python, cores);
if (part is "assignment") return AssignmentComparison.Run(python);

Console.WriteLine(BenchmarkTable.Head);
if (part is "all" or "algebra")
{
    foreach (int threads in threadCounts)
    {
        BackendResolution[] found = [.. new[] { "simd", "openblas", "mkl" }.Select(name => Backends.Resolve(name, threads))];
        foreach (BackendResolution absent in found.Where(f => f.Backend is null))
            Console.Error.WriteLine($"{absent.Name}: {absent.Reason}");
        foreach (string line in BenchmarkTable.Lines(BenchmarkSuite.Run(BenchmarkSuite.Thorough(), [.. found.Select(f => f.Backend!).Where(b => b is not null)])))
            Console.WriteLine(line);
    }
}

if (part is "all" or "mixtures")
{
    MixtureBenchmark[] kernels = [.. MixtureBenchmark.Scores(100_000), MixtureBenchmark.Cloud(10_000)];
    KernelResult[] results = [.. BenchmarkSuite.Run(kernels, threadCounts)];
    foreach (KernelResult result in results)
        Console.WriteLine(BenchmarkTable.Line(result, null));
    Compare(results, python);
}

if (part is "all" or "flow")
{
    foreach (string line in FlowBenchmark.Lines(cores))
        Console.WriteLine(line);
}

if (part is "all") RegressionBenchmark.Run(python, cores);
if (part is "all") return AssignmentComparison.Run(python);

return 0;

// The NumPy peer runs after ours in the same minute, on as many threads as its libraries take.
static void Compare(KernelResult[] ours, string python)
{
    try
    {
        using var peer = Process.Start(new ProcessStartInfo(python, [Path.Combine(AppContext.BaseDirectory, "peers", "mixture.py")]) { RedirectStandardOutput = true })!;
        while (peer.StandardOutput.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            string kernel = json.RootElement.GetProperty("kernel").GetString()!;
            double seconds = json.RootElement.GetProperty("seconds").GetDouble();
            KernelResult best = ours.Where(r => r.Kernel.StartsWith(kernel.Split(' ')[0] == "cloud" ? "cloud" : kernel, StringComparison.Ordinal)).MinBy(r => r.Seconds)!;
            Console.WriteLine(BenchmarkTable.Line(new KernelResult(best.Kernel, "NumPy", Environment.ProcessorCount, seconds, 0, 0), best.Seconds));
        }

        peer.WaitForExit();
        if (peer.ExitCode != 0) Console.Error.WriteLine($"NumPy peer: {python} ended with {peer.ExitCode} (is NumPy with SciPy installed there?)");
    }
    catch (Win32Exception)
    {
        Console.Error.WriteLine($"NumPy peer: there is no {python}");
    }
}
