using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;

namespace Simulator.ErrorRecursion;

/// <summary>
/// Flow lines labelled by their ends v at t = 1, at Gauss–Legendre nodes of panels: a mean over X_t ~ q_t is one over v ~ q_1 at every t, and
/// Φ_t(x_t(v)) = v without any rounding. x_t(v) is smooth even where Φ_t nearly jumps.
/// </summary>
internal sealed class FlowLines
{
    /// <summary>Nodes a panel, and how often panels are halved at most.</summary>
    private const int Order = 10, MostHalvings = 6;

    /// <summary>What a panel may leave in its last coefficients: of x_t(v), relative to the range of x_t, and of densities, in mass.</summary>
    private const double Resolution = 1e-9, DensityResolution = 1e-8;

    /// <summary>Panels with less mass, at either end of the flow lines, need not be resolved.</summary>
    private const double Negligible = 1e-14;

    /// <summary>At how many times panels are tried, evenly spread over log σ.</summary>
    private const int Trials = 12;

    private readonly IRay _ray;
    private readonly Schedule _schedule;
    private readonly Rank[] _ranks, _boundaryRanks;

    /// <summary>Flow lines on given panels.</summary>
    /// <param name="ray">The law.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="boundaries">Boundaries of the panels of v.</param>
    public FlowLines(IRay ray, Schedule schedule, ReadOnlySpan<double> boundaries)
    {
        (_ray, _schedule) = (ray, schedule);
        Panels = new LegendrePanels(boundaries, Order);
        IRayLaw first = ray.Law(1);
        _ranks = Ranks(first, Panels.Nodes);
        _boundaryRanks = Ranks(first, Panels.Boundaries);
        (LogEndDensity, EndDensity, EndScore) = (new double[Count], new double[Count], new double[Count]);
        for (int i = 0; i < Count; i++)
        {
            (LogEndDensity[i], EndScore[i], _) = first.At(Ends[i]);
            EndDensity[i] = Math.Exp(LogEndDensity[i]);
        }
    }

    public LegendrePanels Panels { get; }

    /// <summary>Number of flow lines.</summary>
    public int Count => Panels.Nodes.Length;

    /// <summary>v.</summary>
    public ReadOnlySpan<double> Ends => Panels.Nodes;

    /// <summary>log q_1(v).</summary>
    public double[] LogEndDensity { get; }

    /// <summary>q_1(v).</summary>
    public double[] EndDensity { get; }

    /// <summary>(log q_1)'(v).</summary>
    public double[] EndScore { get; }

    /// <summary>The flow lines at a time.</summary>
    /// <param name="t">1 … T.</param>
    /// <param name="before">The same at t − 1, for guesses; null where there is none.</param>
    /// <param name="earlier">The same at t − 2; null where there is none.</param>
    /// <param name="threads">How many threads to use.</param>
    public FlowSnapshot At(int t, FlowSnapshot? before = null, FlowSnapshot? earlier = null, int threads = 1)
    {
        IRayLaw law = _ray.Law(t);
        double logSigma = _schedule[t].LogSigma;
        var points = new double[Count];
        var boundary = new double[_boundaryRanks.Length];
        if (t == 1)
        {
            Ends.CopyTo(points);
            Panels.Boundaries.CopyTo(boundary);
        }
        else
        {
            if (before is null) Follow(law, _ranks, null, points);
            else Follow(law, _ranks, Guess(logSigma, before, earlier), points, threads);
            Follow(law, _boundaryRanks, before?.Boundaries, boundary);
        }

        return new FlowSnapshot(this, logSigma, points, boundary, law);
    }

    /// <summary>Where lines get to: straight on from t − 1, or along the cubic through places and velocities at t − 1 and t − 2.</summary>
    private static double[] Guess(double logSigma, FlowSnapshot before, FlowSnapshot? earlier)
    {
        var guesses = new double[before.Points.Length];
        double step = logSigma - before.LogSigma;
        if (earlier is null)
        {
            for (int i = 0; i < guesses.Length; i++)
                guesses[i] = before.Points[i] + step * before.Velocities[i];
            return guesses;
        }

        double last = before.LogSigma - earlier.LogSigma, u = 1 + step / last;
        double a = (1 + 2 * u) * (1 - u) * (1 - u), b = u * (1 - u) * (1 - u), c = u * u * (3 - 2 * u), d = u * u * (u - 1);
        for (int i = 0; i < guesses.Length; i++)
            guesses[i] = a * earlier.Points[i] + c * before.Points[i] + last * (b * earlier.Velocities[i] + d * before.Velocities[i]);
        return guesses;
    }

    private static void Follow(IRayLaw law, Rank[] ranks, double[]? guesses, double[] points)
    {
        double last = double.NaN;
        for (int i = 0; i < ranks.Length; i++)
            points[i] = last = law.PointAt(ranks[i], guesses is null ? last : guesses[i]);
    }

    private static void Follow(IRayLaw law, Rank[] ranks, double[] guesses, double[] points, int threads)
    {
        if (threads == 1)
        {
            Follow(law, ranks, guesses, points);
            return;
        }

        int chunk = (ranks.Length + threads - 1) / threads;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            for (int i = part * chunk; i < Math.Min((part + 1) * chunk, ranks.Length); i++)
                points[i] = law.PointAt(ranks[i], guesses[i]);
        });
    }

    private static Rank[] Ranks(IRayLaw law, ReadOnlySpan<double> points)
    {
        var ranks = new Rank[points.Length];
        for (int i = 0; i < points.Length; i++)
            ranks[i] = law.RankOf(points[i]);
        return ranks;
    }

    /// <summary>Boundaries of panels that are halved until x_t(v) and densities are resolved on each at all times that are tried.</summary>
    /// <param name="ray">The law.</param>
    /// <param name="schedule">The schedule.</param>
    public static double[] Resolve(IRay ray, Schedule schedule)
    {
        double[] boundaries = ray.Breakpoints();
        var trial = new Trial(ray, [.. Times(schedule).Select(ray.Law)], boundaries[0], boundaries[^1]);
        var resolved = new List<double> { boundaries[0] };
        for (int p = 1; p < boundaries.Length; p++)
            Add(boundaries[p - 1], boundaries[p], MostHalvings);
        return [.. resolved];

        void Add(double low, double high, int halvings)
        {
            double middle = 0.5 * (low + high);
            if (halvings == 0 || trial.Resolves(low, high))
            {
                resolved.Add(high);
                return;
            }

            Add(low, middle, halvings - 1);
            Add(middle, high, halvings - 1);
        }
    }

    /// <summary>Whether a panel resolves x_t(v), the density of v, and q_t(x_t(v)), by which T1 is weighted.</summary>
    private sealed class Trial
    {
        private readonly IRayLaw _first;
        private readonly (IRayLaw Law, double Range)[] _laws;

        public Trial(IRay ray, IRayLaw[] laws, double low, double high)
        {
            _first = ray.Law(1);
            Rank[] ends = Ranks(_first, [low, high]);
            _laws = [.. laws.Select(law => (law, law.PointAt(ends[1], double.NaN) - law.PointAt(ends[0], double.NaN)))];
        }

        public bool Resolves(double low, double high)
        {
            var panel = new LegendrePanels([low, high], Order);
            double width = high - low;
            Rank[] ranks = Ranks(_first, panel.Nodes);
            double[] points = new double[Order], densities = new double[Order], coefficients = new double[Order];
            double largest = Densities(_first, panel.Nodes, densities);
            bool resolved = TailOf(densities) * width <= DensityResolution;
            foreach ((IRayLaw law, double range) in _laws)
            {
                Follow(law, ranks, null, points);
                resolved &= TailOf(points) <= Resolution * range;
                largest = Math.Max(largest, Densities(law, points, densities));
                resolved &= TailOf(densities) * width <= DensityResolution;
            }

            return resolved || largest * width < Negligible;

            double TailOf(double[] values)
            {
                panel.Coefficients(values, coefficients);
                return panel.Tail(coefficients, 0);
            }
        }

        private static double Densities(IRayLaw law, ReadOnlySpan<double> points, double[] densities)
        {
            for (int i = 0; i < points.Length; i++)
                densities[i] = Math.Exp(law.At(points[i]).LogPdf);
            return densities.Max();
        }
    }

    /// <summary>Times that are tried, evenly spread over log σ, 2 … T.</summary>
    /// <param name="schedule">The schedule.</param>
    public static IEnumerable<int> Times(Schedule schedule)
    {
        double low = schedule[1].LogSigma, high = schedule[schedule.Steps].LogSigma;
        int t = 2;
        for (int i = 1; i <= Trials; i++)
        {
            double due = low + (high - low) * i / Trials;
            int last = t;
            while (t < schedule.Steps && schedule[t].LogSigma < due)
                t++;
            if (i == 1 || t > last) yield return t;
        }
    }
}
