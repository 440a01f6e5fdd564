namespace Simulator.Numerics.Ode;

/// <summary>
/// The coefficients of an explicit Runge–Kutta method whose last stage is the first of the next step: its row of coefficients are the weights of the
/// solution.
/// </summary>
/// <param name="Order">Order of the solution.</param>
/// <param name="ErrorOrder">The power of the step with which the error estimate falls.</param>
/// <param name="Nodes">c, where in the step the stages lie.</param>
/// <param name="Coefficients">a, one row a stage.</param>
/// <param name="ErrorWeights">What makes the error estimate of the stages.</param>
/// <param name="DampingWeights">
/// What makes a second, coarser estimate e' beside the first, e: the error then counts as ‖e‖²/(‖e‖² + ‖e'‖²/100)^{1/2}, of higher order than either
/// (Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.10). Empty where there is none.
/// </param>
internal sealed record RungeKuttaTableau(
    int Order, int ErrorOrder, double[] Nodes, double[][] Coefficients, double[] ErrorWeights, double[] DampingWeights)
{
    /// <summary>The most stages of any tableau here.</summary>
    public const int MostStages = 13;

    /// <summary>Number of stages.</summary>
    public int Stages => Nodes.Length;
}
