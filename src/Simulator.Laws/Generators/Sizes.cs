using FsCheck;
using FsCheck.Fluent;

namespace Simulator.Laws.Generators;

/// <summary>Numbers to build cases from: the library's own generators of floating-point numbers contain NaN and rarely hit what matters.</summary>
public static class Sizes
{
    /// <summary>Uniform between two numbers.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">The greatest.</param>
    public static Gen<double> Uniform(double low, double high) => Gen.Choose(0, 1_000_000).Select(i => low + (high - low) * i / 1e6);

    /// <summary>Uniform in the logarithm.</summary>
    /// <param name="low">The least, positive.</param>
    /// <param name="high">The greatest.</param>
    public static Gen<double> LogUniform(double low, double high) => Uniform(Math.Log(low), Math.Log(high)).Select(Math.Exp);
}
