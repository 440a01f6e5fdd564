using System.Numerics.Tensors;

namespace Simulator.Numerics.Ode;

/// <summary>
/// Single steps of a Dormand–Prince method for a batch: try a step, look at its error, take it or try another. Holds all buffers, so
/// that stepping allocates nothing.
/// </summary>
internal sealed class DormandPrinceStepper
{
    private readonly VectorField _field;
    private readonly RungeKuttaTableau _tableau;
    private readonly double[][] _stages;
    private readonly double[] _work, _damping;
    private double[] _current;
    private double[] _trial;

    /// <summary>Stands at the start and evaluates the field there.</summary>
    /// <param name="field">f.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="initial">y there, n × d.</param>
    /// <param name="tableau">The method; by default the one of order 5.</param>
    public DormandPrinceStepper(VectorField field, double start, ReadOnlySpan<double> initial, RungeKuttaTableau? tableau = null)
    {
        _field = field;
        _tableau = tableau ?? DormandPrinceTableau.Tableau;
        _stages = new double[_tableau.Stages][];
        _current = initial.ToArray();
        _trial = new double[initial.Length];
        _work = new double[initial.Length];
        _damping = new double[_tableau.DampingWeights.Length > 0 ? initial.Length : 0];
        for (int i = 0; i < _stages.Length; i++)
            _stages[i] = new double[initial.Length];
        Position = Target = start;
        Evaluate(start, _current, _stages[0]);
    }

    /// <summary>Order of the solution.</summary>
    public int Order => _tableau.Order;

    /// <summary>Where the solution stands.</summary>
    public double Position { get; private set; }

    /// <summary>Where the step under trial leads.</summary>
    public double Target { get; private set; }

    /// <summary>Evaluations of the field for the whole batch.</summary>
    public long Evaluations { get; private set; }

    /// <summary>y at <see cref="Position"/>, n × d.</summary>
    public ReadOnlySpan<double> Current => _current;

    /// <summary>f at <see cref="Position"/>, n × d.</summary>
    public ReadOnlySpan<double> Slope => _stages[0];

    /// <summary>y at <see cref="Target"/> after <see cref="Try"/>, n × d.</summary>
    public ReadOnlySpan<double> Trial => _trial;

    /// <summary>Tries the step from <see cref="Position"/> to <paramref name="target"/>.</summary>
    /// <param name="target">Where it leads; stages at the end of the step stand there to the bit.</param>
    public void Try(double target)
    {
        Target = target;
        double step = target - Position;
        for (int i = 1; i < _tableau.Stages; i++)
        {
            double node = _tableau.Nodes[i];
            StageSum.Compute(_current, step, _tableau.Coefficients[i], _stages, _trial);
            Evaluate(node == 1 ? target : Position + node * step, _trial, _stages[i]);
        }
    }

    /// <summary>The error of the step under trial.</summary>
    /// <param name="norm">The norm that counts.</param>
    /// <returns>The error in units of the tolerance, not finite if the step is not, and its largest entry.</returns>
    public (double Scaled, double Largest) Error(ErrorNorm norm)
    {
        StageSum.Compute([], Target - Position, _tableau.ErrorWeights, _stages, _work);
        if (_damping.Length > 0) StageSum.Compute([], Target - Position, _tableau.DampingWeights, _stages, _damping);

        // An infinite y would divide its error away.
        if (!double.IsFinite(TensorPrimitives.MaxMagnitude<double>(_trial))) return (double.NaN, double.NaN);
        return (norm.Of(_work, _damping, _current, _trial), Math.Abs(TensorPrimitives.MaxMagnitude<double>(_work)));
    }

    /// <summary>The continuous extension of the step under trial, of the method of order 5.</summary>
    /// <param name="s">Between <see cref="Position"/> and <see cref="Target"/>.</param>
    /// <param name="y">Receives y(s), n × d.</param>
    public void Interpolate(double s, Span<double> y)
    {
        Span<double> weights = stackalloc double[DormandPrinceTableau.Stages];
        double step = Target - Position;
        DormandPrinceTableau.DenseWeights((s - Position) / step, weights);
        StageSum.Compute(_current, step, weights, _stages, y);
    }

    /// <summary>Takes the step under trial: its last stage is the first of the next step.</summary>
    public void Accept()
    {
        Position = Target;
        (_current, _trial) = (_trial, _current);
        (_stages[0], _stages[^1]) = (_stages[^1], _stages[0]);
    }

    /// <summary>How much the field changes over a step of Euler's method.</summary>
    /// <param name="target">Where that step leads.</param>
    /// <returns>f at its end minus f at <see cref="Position"/>, n × d.</returns>
    public ReadOnlySpan<double> Bend(double target)
    {
        StageSum.Compute(_current, target - Position, [1], _stages, _trial);
        Evaluate(target, _trial, _work);
        TensorPrimitives.Subtract(_work, _stages[0], _work);
        return _work;
    }

    private void Evaluate(double s, double[] y, double[] derivative)
    {
        _field(s, y, derivative);
        Evaluations++;
    }
}
