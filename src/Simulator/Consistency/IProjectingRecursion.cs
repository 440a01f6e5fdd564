namespace Simulator.Consistency;

/// <summary>A recursion that knows the best function of its class at every step, so that its errors fall into estimation and approximation.</summary>
public interface IProjectingRecursion
{
    /// <summary>f_t^F for the current t; null at t = 1 and where it is not known.</summary>
    ConsistencyFunction? Projection { get; }
}
