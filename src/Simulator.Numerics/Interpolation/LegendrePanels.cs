using System.Numerics.Tensors;
using Simulator.Numerics.Quadrature;

namespace Simulator.Numerics.Interpolation;

/// <summary>
/// Functions known at the Gauss–Legendre nodes of panels, on each of them the polynomial through its values: evaluated, differentiated,
/// integrated, and integrated in absolute value without the error that a kink makes.
/// </summary>
public sealed class LegendrePanels
{
    private const int MaximumBisections = 60, MaximumOrder = 64;

    /// <summary>(2k − 1)/k and (k − 1)/k of the recurrence of Legendre polynomials: divisions would take most of the time.</summary>
    private static readonly double[] Ahead = [0, .. Enumerable.Range(1, MaximumOrder).Select(k => (2.0 * k - 1) / k)];

    private static readonly double[] Behind = [0, .. Enumerable.Range(1, MaximumOrder).Select(k => (k - 1.0) / k)];

    private readonly double[] _boundaries, _nodes, _weights;
    private readonly double[] _transform, _derivative;

    /// <summary>Panels between boundaries.</summary>
    /// <param name="boundaries">At least two strictly ascending points.</param>
    /// <param name="order">p, nodes a panel, 3 … 64.</param>
    /// <exception cref="ArgumentException">The boundaries do not ascend.</exception>
    public LegendrePanels(ReadOnlySpan<double> boundaries, int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaximumOrder);
        if (boundaries.Length < 2) throw new ArgumentException("At least two boundaries are needed.", nameof(boundaries));
        for (int i = 1; i < boundaries.Length; i++)
        {
            if (!(boundaries[i] > boundaries[i - 1])) throw new ArgumentException("Boundaries must ascend strictly.", nameof(boundaries));
        }

        (_boundaries, Order) = (boundaries.ToArray(), order);
        QuadratureRule rule = GaussLegendre.Rule(order);
        (_nodes, _weights) = (new double[Count * order], new double[Count * order]);
        for (int i = 0; i < _nodes.Length; i++)
        {
            int panel = i / order;
            double half = Half(panel);
            _nodes[i] = 0.5 * (_boundaries[panel] + _boundaries[panel + 1]) + half * rule.Nodes[i % order];
            _weights[i] = half * rule.Weights[i % order];
        }

        _transform = Transform(rule);
        _derivative = Derivative(rule, _transform);
    }

    /// <summary>Number of panels.</summary>
    public int Count => _boundaries.Length - 1;

    /// <summary>p, nodes a panel.</summary>
    public int Order { get; }

    /// <summary>Boundaries of the panels, ascending.</summary>
    public ReadOnlySpan<double> Boundaries => _boundaries;

    /// <summary>The nodes, ascending, panel by panel.</summary>
    public ReadOnlySpan<double> Nodes => _nodes;

    /// <summary>Gauss–Legendre weights of the nodes.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Legendre coefficients on every panel.</summary>
    /// <param name="values">Values at the nodes.</param>
    /// <param name="coefficients">Receives p coefficients a panel.</param>
    public void Coefficients(ReadOnlySpan<double> values, Span<double> coefficients) => Multiply(_transform, values, coefficients);

    /// <summary>The derivative at the nodes.</summary>
    /// <param name="values">Values at the nodes.</param>
    /// <param name="slopes">Receives the derivative at the nodes.</param>
    public void Differentiate(ReadOnlySpan<double> values, Span<double> slopes)
    {
        Multiply(_derivative, values, slopes);
        for (int i = 0; i < slopes.Length; i++)
            slopes[i] /= Half(i / Order);
    }

    /// <summary>Value and derivative of the polynomial of a panel.</summary>
    /// <param name="coefficients">Legendre coefficients of all panels.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="x">A point in it.</param>
    public (double Value, double Slope) At(ReadOnlySpan<double> coefficients, int panel, double x)
    {
        double half = Half(panel);
        (double value, double slope) = Sum(coefficients.Slice(panel * Order, Order), (x - 0.5 * (_boundaries[panel] + _boundaries[panel + 1])) / half);
        return (value, slope / half);
    }

    /// <summary>How little of a function is left in the last two coefficients of a panel: what the polynomial misses is smaller if it is resolved.</summary>
    /// <param name="coefficients">Legendre coefficients of all panels.</param>
    /// <param name="panel">The panel.</param>
    public double Tail(ReadOnlySpan<double> coefficients, int panel)
        => Math.Abs(coefficients[(panel + 1) * Order - 1]) + Math.Abs(coefficients[(panel + 1) * Order - 2]);

    /// <summary>∫ |g| over all panels: where g changes sign, the parts of its polynomial are integrated exactly.</summary>
    /// <param name="values">g at the nodes.</param>
    /// <returns>The integral and an estimate of its error.</returns>
    public (double Integral, double Error) IntegrateAbsolute(ReadOnlySpan<double> values)
    {
        double integral = 0, error = 0;
        var coefficients = new double[Order];
        Span<double> cuts = stackalloc double[Order + 3];
        for (int panel = 0; panel < Count; panel++)
        {
            double half = Half(panel);
            ReadOnlySpan<double> own = values.Slice(panel * Order, Order);
            MultiplyOne(_transform, own, coefficients);
            double tail = Math.Abs(coefficients[^1]) + Math.Abs(coefficients[^2]), largest = 0;
            foreach (double c in coefficients)
                largest = Math.Max(largest, Math.Abs(c));
            if (largest == 0) continue;
            int count = SignChanges(own, coefficients, cuts);
            if (count == 0)
            {
                double sum = 0;
                for (int j = 0; j < Order; j++)
                    sum += _weights[panel * Order + j] * own[j];
                integral += Math.Abs(sum);

                // A Gauss rule is exact to twice the degree of the polynomial.
                error += half * tail * Math.Min(1, tail / largest);
                continue;
            }

            double before = -1;
            for (int i = 0; i <= count; i++)
            {
                double next = i < count ? cuts[i] : 1;
                integral += half * Math.Abs(Antiderivative(coefficients, next) - Antiderivative(coefficients, before));
                before = next;
            }

            error += half * tail;
        }

        return (integral, error);
    }

    /// <summary>
    /// Nodes of a rule for functions of |g|: those of the panels, and where g changes sign in a panel, those of the parts.
    /// </summary>
    /// <param name="values">g at the nodes.</param>
    /// <param name="add">Receives a node, its weight, and g there.</param>
    public void SplitNodes(ReadOnlySpan<double> values, Action<double, double, double> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        var coefficients = new double[Order];
        Span<double> cuts = stackalloc double[Order + 3];
        QuadratureRule rule = GaussLegendre.Rule(Order);
        for (int panel = 0; panel < Count; panel++)
        {
            ReadOnlySpan<double> own = values.Slice(panel * Order, Order);
            MultiplyOne(_transform, own, coefficients);
            int count = SignChanges(own, coefficients, cuts);
            for (int j = 0; count == 0 && j < Order; j++)
                add(_nodes[panel * Order + j], _weights[panel * Order + j], own[j]);
            double before = -1, half = Half(panel), centre = 0.5 * (_boundaries[panel] + _boundaries[panel + 1]);
            for (int i = 0; count > 0 && i <= count; i++)
            {
                double next = i < count ? cuts[i] : 1, part = 0.5 * (next - before);
                for (int j = 0; j < Order; j++)
                {
                    double u = 0.5 * (before + next) + part * rule.Nodes[j];
                    add(centre + half * u, half * part * rule.Weights[j], Sum(coefficients, u).Value);
                }

                before = next;
            }
        }
    }

    private double Half(int panel) => 0.5 * (_boundaries[panel + 1] - _boundaries[panel]);

    /// <summary>Sign changes of a polynomial on [−1, 1], ascending, as far as they show between neighbouring nodes and ends.</summary>
    private int SignChanges(ReadOnlySpan<double> values, ReadOnlySpan<double> coefficients, Span<double> cuts)
    {
        QuadratureRule rule = GaussLegendre.Rule(Order);
        int count = 0;
        double low = -1, atLow = Sum(coefficients, -1).Value;
        for (int j = 0; j <= Order; j++)
        {
            double high = j < Order ? rule.Nodes[j] : 1, atHigh = j < Order ? values[j] : Sum(coefficients, 1).Value;
            if (atLow * atHigh < 0) cuts[count++] = Root(coefficients, low, high, atLow);
            if (atHigh != 0) (low, atLow) = (high, atHigh);
        }

        return count;
    }

    private static double Root(ReadOnlySpan<double> coefficients, double low, double high, double atLow)
    {
        double x = 0.5 * (low + high);
        for (int i = 0; i < MaximumBisections && high - low > 1e-14; i++)
        {
            (double value, double slope) = Sum(coefficients, x);
            if (value == 0) return x;
            if (value * atLow > 0) low = x;
            else high = x;
            double newton = x - value / slope;
            double next = newton > low && newton < high ? newton : 0.5 * (low + high);
            if (Math.Abs(next - x) < 1e-13) return next;
            x = next;
        }

        return x;
    }

    /// <summary>Σ a_k P_k and its derivative.</summary>
    private static (double Value, double Slope) Sum(ReadOnlySpan<double> coefficients, double u)
    {
        double previous = 1, current = u, previousSlope = 0, currentSlope = 1;
        double value = coefficients[0] + coefficients[1] * u, slope = coefficients[1];
        for (int k = 2; k < coefficients.Length; k++)
        {
            double next = Ahead[k] * u * current - Behind[k] * previous;
            double nextSlope = previousSlope + (2 * k - 1) * current;
            value += coefficients[k] * next;
            slope += coefficients[k] * nextSlope;
            (previous, current, previousSlope, currentSlope) = (current, next, currentSlope, nextSlope);
        }

        return (value, slope);
    }

    /// <summary>∫_{−1}^u Σ a_k P_k, by ∫ P_k = (P_{k+1} − P_{k−1})/(2k+1), which vanishes at −1 for k ≥ 1.</summary>
    private static double Antiderivative(ReadOnlySpan<double> coefficients, double u)
    {
        double previous = 1, current = u, sum = coefficients[0] * (u + 1);
        for (int k = 1; k < coefficients.Length; k++)
        {
            double next = ((2 * k + 1) * u * current - k * previous) / (k + 1);
            sum += coefficients[k] * (next - previous) / (2 * k + 1);
            (previous, current) = (current, next);
        }

        return sum;
    }

    private void Multiply(double[] matrix, ReadOnlySpan<double> values, Span<double> result)
    {
        if (values.Length != _nodes.Length || result.Length != _nodes.Length)
            throw new ArgumentException($"{_nodes.Length} values are needed, found {values.Length} and {result.Length}.", nameof(values));
        for (int panel = 0; panel < Count; panel++)
            MultiplyOne(matrix, values.Slice(panel * Order, Order), result.Slice(panel * Order, Order));
    }

    private static void MultiplyOne(double[] matrix, ReadOnlySpan<double> values, Span<double> result)
    {
        int p = values.Length;
        for (int k = 0; k < p; k++)
            result[k] = TensorPrimitives.Dot(matrix.AsSpan(k * p, p), values);
    }

    /// <summary>a_k = (2k+1)/2 Σ_j w_j P_k(x_j) g(x_j): exact for the polynomial through the values.</summary>
    private static double[] Transform(QuadratureRule rule)
    {
        int p = rule.Count;
        var matrix = new double[p * p];
        for (int j = 0; j < p; j++)
        {
            double previous = 0, current = 1;
            for (int k = 0; k < p; k++)
            {
                matrix[k * p + j] = (k + 0.5) * rule.Weights[j] * current;
                (previous, current) = (current, ((2 * k + 1) * rule.Nodes[j] * current - k * previous) / (k + 1));
            }
        }

        return matrix;
    }

    private static double[] Derivative(QuadratureRule rule, double[] transform)
    {
        int p = rule.Count;
        var matrix = new double[p * p];
        var unit = new double[p];
        for (int j = 0; j < p; j++)
        {
            for (int k = 0; k < p; k++)
                unit[k] = transform[k * p + j];
            for (int i = 0; i < p; i++)
                matrix[i * p + j] = Sum(unit, rule.Nodes[i]).Slope;
        }

        return matrix;
    }
}
