namespace Simulator.Transport;

/// <summary>A random vector of which only the law of its squared norm Q matters.</summary>
public interface IRandomNorm
{
    /// <summary>E Q.</summary>
    double SecondMoment { get; }

    /// <summary>E√Q, where it is known by itself; else null.</summary>
    double? Mean { get; }

    /// <summary>log E exp(−uQ).</summary>
    /// <param name="u">Not negative.</param>
    double LogLaplace(double u);
}

/// <summary>Independent copies of a random norm.</summary>
/// <param name="Norm">One of them.</param>
/// <param name="Count">How many.</param>
public readonly record struct RepeatedNorm(IRandomNorm Norm, long Count);
