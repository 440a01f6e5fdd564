using Simulator.Numerics;

namespace Simulator.Consistency;

/// <summary>A learned map f_t from time t to time 1, immutable.</summary>
public abstract class ConsistencyFunction
{
    /// <summary>Creates a function.</summary>
    /// <param name="time">t.</param>
    /// <param name="dimension">d.</param>
    protected ConsistencyFunction(int time, int dimension)
    {
        Time = time;
        Dimension = dimension;
    }

    /// <summary>t.</summary>
    public int Time { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>Lipschitz constant of f_t in x-coordinates.</summary>
    public abstract double LipschitzConstant { get; }

    /// <summary>f_t at points.</summary>
    /// <param name="points">Points in x-coordinates, n × d.</param>
    /// <param name="result">Receives the values, n × d.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Evaluate(PointBatch points, Span<double> result)
    {
        if (points.Dimension != Dimension || result.Length != points.Data.Length)
            throw new ArgumentException($"Points and result must be n × {Dimension}.", nameof(result));
        EvaluateCore(points, result);
    }

    /// <summary>The values, after the arguments have been checked.</summary>
    /// <param name="points">Points, n × d.</param>
    /// <param name="result">Receives the values.</param>
    protected abstract void EvaluateCore(PointBatch points, Span<double> result);
}
