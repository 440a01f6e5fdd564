namespace Simulator.Numerics.Benchmarks;

/// <summary>How fast a kernel is.</summary>
/// <param name="Kernel">What was done.</param>
/// <param name="Contender">Who did it.</param>
/// <param name="Threads">With how many threads.</param>
/// <param name="Seconds">Best time of one call.</param>
/// <param name="Gigaflops">Operations a second, 10⁹, counted as the mathematics needs them; 0 where they are not the measure.</param>
/// <param name="FractionOfPeak">Of the peak of that many cores, measured in the same rounds; 0 where operations are not the measure.</param>
public sealed record KernelResult(string Kernel, string Contender, int Threads, double Seconds, double Gigaflops, double FractionOfPeak);
