using System.Numerics.Tensors;

namespace Simulator.Numerics.Ode;

/// <summary>
/// Initial value problems <c>y' = f(s, y)</c> for a batch of points by the methods of Dormand and Prince with adaptive steps: of order 5 with an
/// embedded error estimate and dense output of order 4, or of order 8. All points share the independent variable and the step, which
/// the hardest point dictates.
/// </summary>
/// <remarks>
/// For smooth fields that are not stiff. On a stiff field stability holds the step down and the step limit runs out, which is said in
/// the status. The bits of a result depend on the batch as a whole, not on threads or on where arrays lie in memory.
/// </remarks>
public static class DormandPrince
{
    /// <summary>The least step, in units of the larger end of the interval: a few times the spacing of doubles there.</summary>
    private const double Resolution = 16.0 / (1L << 52);

    /// <summary>The last step may be longer than planned by this factor, lest a sliver be left.</summary>
    private const double Stretch = 1.01;

    /// <summary>Integrates from one end to the other.</summary>
    /// <param name="field">f, finite from the start to the end, both included.</param>
    /// <param name="initial">y at <paramref name="from"/>: n points of dimension d.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="to">Where to end, before or behind the start.</param>
    /// <param name="options">Tolerances and limits; by default <see cref="OdeOptions.Default"/>.</param>
    /// <returns>The solution. Its status is <see cref="Status.NotConverged"/> if the steps ran out, or became as small as the spacing of
    /// doubles, or f was not finite at the start; it then ends early. The error estimate is the sum over the steps of the largest local
    /// error of any entry, without what the field makes of it further on.</returns>
    /// <exception cref="ArgumentException">A value or an end of the interval is not finite, or an option is out of its range.</exception>
    /// <exception cref="ArgumentNullException">There is no field.</exception>
    public static Outcome<OdeSolution> Integrate(
        VectorField field, PointBatch initial, double from, double to, OdeOptions? options = null)
        => Integrate(field, initial, from, to, [], options);

    /// <summary>Integrates from one end to the other and evaluates the solution in between.</summary>
    /// <param name="field">f, finite from the start to the end, both included.</param>
    /// <param name="initial">y at <paramref name="from"/>: n points of dimension d.</param>
    /// <param name="from">Where to start.</param>
    /// <param name="to">Where to end, before or behind the start.</param>
    /// <param name="at">Where the values are wanted: within the interval, in the direction of the integration, ends allowed. They do not
    /// change the steps of the method of order 5.</param>
    /// <param name="options">Tolerances and limits; by default <see cref="OdeOptions.Default"/>.</param>
    /// <returns>As <see cref="Integrate(VectorField, PointBatch, double, double, OdeOptions?)"/>.</returns>
    /// <exception cref="ArgumentException">A value or an end of the interval is not finite, a wanted point lies outside the interval or
    /// out of order, or an option is out of its range.</exception>
    /// <exception cref="ArgumentNullException">There is no field.</exception>
    public static Outcome<OdeSolution> Integrate(
        VectorField field, PointBatch initial, double from, double to, ReadOnlySpan<double> at, OdeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        options ??= OdeOptions.Default;
        options.Check();
        CheckInitial(initial);
        if (!double.IsFinite(from)) throw new ArgumentException($"The start must be finite, found {from}.", nameof(from));
        if (!double.IsFinite(to) || !double.IsFinite(to - from))
            throw new ArgumentException($"The end must be finite and at a finite distance from {from}, found {to}.", nameof(to));
        CheckWanted(from, to, at);
        return new Integrator(field, initial, from, to, at, options).Run();
    }

    private static void CheckInitial(PointBatch initial)
    {
        if (initial.Dimension < 1) throw new ArgumentException("The batch must have a dimension of at least 1.", nameof(initial));
        for (int i = 0; i < initial.Data.Length; i++)
        {
            if (!double.IsFinite(initial.Data[i]))
                throw new ArgumentException($"Initial values must be finite; number {i} is {initial.Data[i]}.", nameof(initial));
        }
    }

    private static void CheckWanted(double from, double to, ReadOnlySpan<double> at)
    {
        double previous = from, direction = to < from ? -1 : 1;
        for (int i = 0; i < at.Length; i++)
        {
            if (!(direction * at[i] >= direction * previous && direction * at[i] <= direction * to))
                throw new ArgumentException($"Points must run from {from} to {to}; number {i} is {at[i]}.", nameof(at));
            previous = at[i];
        }
    }

    private ref struct Integrator(
        VectorField field, PointBatch initial, double from, double to, ReadOnlySpan<double> at, OdeOptions options)
    {
        private readonly ReadOnlySpan<double> _at = at;
        private readonly ReadOnlySpan<double> _initial = initial.Data;
        private readonly int _dimension = initial.Dimension;
        private readonly double[] _values = new double[at.Length * initial.Data.Length];
        private int _answered;
        private int _accepted;
        private int _rejected;
        private double _error;

        public Outcome<OdeSolution> Run()
        {
            while (_answered < _at.Length && _at[_answered] == from)
                _initial.CopyTo(NextValue());

            if (from == to || _initial.IsEmpty)
            {
                _answered = _at.Length;
                return Result(Status.Ok, to, _initial, 0);
            }

            var stepper = new DormandPrinceStepper(field, from, _initial, Tableau);
            Status status = Walk(stepper);
            return Result(status, stepper.Position, stepper.Current, stepper.Evaluations);
        }

        private readonly bool Dense => options.Method == OdeMethod.Order5;

        private readonly RungeKuttaTableau Tableau => Dense ? DormandPrinceTableau.Tableau : DormandPrince8Tableau.Tableau;

        private Status Walk(DormandPrinceStepper stepper)
        {
            var norm = new ErrorNorm(options.AbsoluteTolerance, options.RelativeTolerance, _dimension);
            var control = new StepControl(Tableau.ErrorOrder);
            double least = Resolution * Math.Max(Math.Abs(from), Math.Abs(to)), direction = to < from ? -1 : 1;
            if (!double.IsFinite(TensorPrimitives.MaxMagnitude(stepper.Slope))) return Status.NotConverged;
            double step = InitialStep.Choose(stepper, norm, to);
            while (stepper.Position != to)
            {
                if (_accepted + _rejected == options.MaximumSteps) return Status.NotConverged;
                double position = stepper.Position, next = Dense || _answered == _at.Length ? to : _at[_answered];
                double planned = Math.Max(step, least);
                stepper.Try(Stretch * planned >= Math.Abs(next - position) ? next : position + direction * planned);
                step = Math.Abs(stepper.Target - position);
                (double error, double largest) = stepper.Error(norm);
                if (error <= 1)
                {
                    Answer(stepper, direction);
                    stepper.Accept();
                    _accepted++;
                    _error += largest;
                    step = control.AfterAccepted(step, error);

                    // A step cut short to end where a value is wanted says nothing against the one that was planned.
                    if (stepper.Position == next && Math.Abs(next - position) < planned) step = Math.Max(step, planned);
                }
                else
                {
                    _rejected++;
                    if (step <= least) return Status.NotConverged;
                    step = control.AfterRejected(step, error);
                }
            }

            return Status.Ok;
        }

        /// <summary>Evaluates the solution where it is wanted within the step under trial.</summary>
        private void Answer(DormandPrinceStepper stepper, double direction)
        {
            while (_answered < _at.Length && direction * _at[_answered] <= direction * stepper.Target)
            {
                double s = _at[_answered];
                if (Dense) stepper.Interpolate(s, NextValue());
                else stepper.Trial.CopyTo(NextValue());
            }
        }

        private Span<double> NextValue() => _values.AsSpan(_initial.Length * _answered++, _initial.Length);

        private readonly Outcome<OdeSolution> Result(Status status, double reached, ReadOnlySpan<double> end, long evaluations)
        {
            var solution = new OdeSolution
            {
                Dimension = _dimension,
                Reached = reached,
                EndValues = [.. end],
                Points = [.. _at[.._answered]],
                Values = [.. _values.AsSpan(0, _answered * _initial.Length)],
                Statistics = new(_accepted, _rejected, evaluations),
            };
            return new(solution, status, new Diagnostics(_error, evaluations));
        }
    }
}
