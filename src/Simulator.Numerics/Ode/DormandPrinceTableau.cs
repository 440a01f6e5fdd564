namespace Simulator.Numerics.Ode;

/// <summary>
/// The coefficients of the Runge–Kutta pair 5(4)7M (Dormand, Prince 1980) and of its continuous extension of order 4 (Shampine
/// 1986; Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.5–II.6).
/// </summary>
internal static class DormandPrinceTableau
{
    /// <summary>Number of stages; the last one is the first of the next step.</summary>
    public const int Stages = 7;

    /// <summary>Order of the solution.</summary>
    public const int Order = 5;

    /// <summary>Order of the solution that the error estimate compares with.</summary>
    public const int EmbeddedOrder = 4;

    /// <summary>Order of the continuous extension.</summary>
    public const int DenseOrder = 4;

    /// <summary>c, where in the step the stages lie.</summary>
    public static readonly double[] Nodes = [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1];

    /// <summary>a, one row a stage; the row of the last stage holds the weights b of the solution.</summary>
    public static readonly double[][] Coefficients =
    [
        [],
        [1.0 / 5],
        [3.0 / 40, 9.0 / 40],
        [44.0 / 45, -56.0 / 15, 32.0 / 9],
        [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
        [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
        [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
    ];

    /// <summary>b, the weights of the solution of order 5.</summary>
    public static readonly double[] Weights = [.. Coefficients[^1], 0];

    /// <summary>b minus the weights of the embedded solution of order 4.</summary>
    public static readonly double[] ErrorWeights =
    [
        71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
    ];

    /// <summary>What the continuous extension adds to the cubic through both ends and their slopes, in multiples of θ²(1 − θ)².</summary>
    public static readonly double[] Quartic =
    [
        -12715105075.0 / 11282082432, 0, 87487479700.0 / 32700410799, -10690763975.0 / 1880347072,
        701980252875.0 / 199316789632, -1453857185.0 / 822651844, 69997945.0 / 29380423,
    ];

    /// <summary>The method.</summary>
    public static readonly RungeKuttaTableau Tableau = new(Order, Order, Nodes, Coefficients, ErrorWeights, []);

    /// <summary>
    /// b(θ), the weights of the solution at the fraction θ of the step. They equal <see cref="Weights"/> to the bit at θ = 1 and
    /// vanish at θ = 0, and the slopes there are those of the field, so that the extensions of successive steps join smoothly.
    /// </summary>
    /// <param name="theta">θ in [0, 1].</param>
    /// <param name="weights">Receives the 7 weights.</param>
    public static void DenseWeights(double theta, Span<double> weights)
    {
        double rest = 1 - theta, first = theta * rest * rest, last = -theta * theta * rest;
        double chord = theta * theta * (3 - 2 * theta), bump = theta * theta * rest * rest;
        for (int i = 0; i < Stages; i++)
            weights[i] = chord * Weights[i] + bump * Quartic[i];
        weights[0] += first;
        weights[^1] += last;
    }
}
