using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Benchmarks;

/// <summary>The kernels against the peak of the machine and against other libraries, contenders in turn.</summary>
public static class BenchmarkSuite
{
    private const double SecondsPerKernel = 0.4;

    private const string Ours = "simd";

    /// <summary>What takes a few seconds in all.</summary>
    public static IEnumerable<KernelBenchmark> Quick()
    {
        foreach (int m in new[] { 16, 64, 256, 1024 })
            yield return KernelBenchmark.Product(m);
        yield return KernelBenchmark.Gram(20_000, 512);
        yield return KernelBenchmark.Triangular(1024);
        yield return KernelBenchmark.Cholesky(1024);
        yield return KernelBenchmark.Eigen(512);
    }

    /// <summary>Sizes for which docs/performance.md states figures.</summary>
    public static IEnumerable<KernelBenchmark> Thorough()
    {
        foreach (int m in new[] { 8, 16, 32, 64, 128, 256, 512, 1024, 2048 })
            yield return KernelBenchmark.Product(m);
        yield return KernelBenchmark.Gram(100_000, 1024);
        yield return KernelBenchmark.Gram(100_000, 64);
        yield return KernelBenchmark.Triangular(2048);
        yield return KernelBenchmark.Cholesky(2048);
        yield return KernelBenchmark.Eigen(64);
        yield return KernelBenchmark.Eigen(1024);
    }

    /// <summary>Runs kernels with every backend on as many threads as that backend has.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="backends">The contenders, all with the same number of threads.</param>
    /// <param name="cancellation">Stops between two calls.</param>
    public static IEnumerable<KernelResult> Run(
        IEnumerable<KernelBenchmark> kernels, IReadOnlyList<LinearAlgebraBackend> backends, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(backends);
        foreach (KernelBenchmark kernel in kernels)
        {
            int threads = backends[0].Threads;
            double peak = 0;
            Action[] contenders = [.. backends.Select(b => (Action)(() => kernel.Run(b))), () => peak = Math.Max(peak, MachinePeak.Gigaflops(threads, 10))];
            double[] seconds = PairedTiming.Best(contenders, SecondsPerKernel * contenders.Length, cancellation);
            for (int i = 0; i < backends.Count; i++)
                yield return Result(kernel.Name, backends[i].Name, threads, seconds[i], kernel.Operations, peak);
        }
    }

    /// <summary>Runs the mixture kernels with some numbers of threads, in turn.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="threads">The numbers of threads.</param>
    /// <param name="cancellation">Stops between two calls.</param>
    public static IEnumerable<KernelResult> Run(IEnumerable<MixtureBenchmark> kernels, IReadOnlyList<int> threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(kernels);
        ArgumentNullException.ThrowIfNull(threads);
        foreach (MixtureBenchmark kernel in kernels)
        {
            var peaks = new double[threads.Count];
            Action[] contenders =
            [
                .. threads.Select(t => (Action)(() => kernel.Run(t))),
                .. threads.Select((t, i) => (Action)(() => peaks[i] = Math.Max(peaks[i], MachinePeak.Gigaflops(t, 10)))),
            ];
            double[] seconds = PairedTiming.Best(contenders, SecondsPerKernel * threads.Count, cancellation);
            for (int i = 0; i < threads.Count; i++)
                yield return Result(kernel.Name, Ours, threads[i], seconds[i], kernel.Operations, peaks[i]);
        }
    }

    private static KernelResult Result(string kernel, string contender, int threads, double seconds, double operations, double peak)
        => new(kernel, contender, threads, seconds, operations / seconds / 1e9, operations / seconds / 1e9 / peak);
}
