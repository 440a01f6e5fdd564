namespace Simulator.Numerics.OptimalTransport;

/// <summary>What moving a unit of mass from x to y costs.</summary>
public enum GroundCost
{
    /// <summary>‖x − y‖: the cost of a plan is that of W1.</summary>
    Distance,

    /// <summary>‖x − y‖²: the cost of a plan is the square of that of W2.</summary>
    SquaredDistance,
}
