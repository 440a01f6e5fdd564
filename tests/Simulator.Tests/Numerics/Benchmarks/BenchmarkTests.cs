using Simulator.Numerics.Benchmarks;
using Simulator.Numerics.LinearAlgebra;
using Xunit;

namespace Simulator.Tests.Numerics.Benchmarks;

/// <summary>That benchmarks measure what they say; how fast anything is stands in no test.</summary>
public class BenchmarkTests
{
    [Fact]
    public void Contenders_take_turns_after_a_round_that_does_not_count()
    {
        var calls = new List<int>();
        double[] best = PairedTiming.Best([() => Call(0), () => Call(1)], 0, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1], calls);
        Assert.All(best, seconds => Assert.InRange(seconds, 0, 5));

        // The first call of the second contender is slow, the later ones are not.
        void Call(int contender)
        {
            calls.Add(contender);
            if (contender == 1 && calls.Count == 2) Thread.Sleep(5500);
        }
    }

    [Fact]
    public void Timing_stops_when_told()
    {
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => PairedTiming.Best([source.Cancel, () => Assert.Fail("not reached")], 60, source.Token));
    }

    [Fact]
    public void Every_kernel_runs_with_every_contender_and_gives_a_line()
    {
        KernelBenchmark[] kernels = [KernelBenchmark.Gram(70, 13), KernelBenchmark.Cholesky(9), KernelBenchmark.Triangular(9), KernelBenchmark.Eigen(5)];
        LinearAlgebraBackend[] contenders = [new SimdBackend(1), Backends.Resolve("managed", 1).Backend!];
        KernelResult[] results = [.. BenchmarkSuite.Run(kernels, contenders, TestContext.Current.CancellationToken)];
        Assert.Equal(8, results.Length);
        Assert.All(results, r => Assert.True(r.Seconds > 0 && r.Threads == 1 && (r.Gigaflops > 0) == !r.Kernel.StartsWith("eigen", StringComparison.Ordinal), r.Kernel));
        string[] lines = [.. BenchmarkTable.Lines(results)];
        Assert.Equal(8, lines.Length);
        Assert.StartsWith("Gram 70 x 13 ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"{results[1].Seconds / results[0].Seconds:0.00}", lines[1], StringComparison.Ordinal);
    }
}
