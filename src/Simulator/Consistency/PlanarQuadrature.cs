using Simulator.Numerics;
using Simulator.Numerics.Functions;
using Simulator.Numerics.Quadrature;
using Simulator.Transport;

namespace Simulator.Consistency;

/// <summary>
/// Means over N(0, I) in the plane, with nodes where fields need them: squares with a Gauss rule each, split into four where the four differ from the one.
/// A flow between modes turns from one to the other along curves, and norms have kinks at points: a lattice would have to be fine everywhere.
/// </summary>
/// <remarks>The nodes of the finest squares come first, square by square; behind them those of the squares of twice the size, which say how far off a mean may be.</remarks>
internal sealed class PlanarQuadrature : Expectation
{
    /// <summary>Half of the side of the square that is covered; the mass outside is 1e-13.</summary>
    private const double Reach = 7.5;

    /// <summary>Nodes in either direction; first squares in either direction; how often these are split at most.</summary>
    private const int Order = 6, FirstSquares = 8, MostRounds = 9;

    /// <summary>Nodes of a square, of its four quarters, and of all at most.</summary>
    private const int Whole = Order * Order, Quarters = 4 * Whole, MostNodes = 600_000;

    /// <summary>Signs of differences are random: so many deviations of their sum. What jumps gains 2 by halving, all else more.</summary>
    private const double Deviations = 3, Gain = 2;

    /// <summary>Evaluates fields of vectors at points, n × 2 each.</summary>
    public delegate (double[][] Fields, Status Status) Evaluation(double[] points);

    private PlanarQuadrature(List<Square> squares, Status status)
    {
        Status = status;
        FineCount = squares.Count * Quarters;
        int n = squares.Count * (Quarters + Whole), fields = squares[0].Fields.Length;
        (Points, Masses, Fields) = (new double[2 * n], new double[n], [.. Enumerable.Range(0, fields).Select(_ => new double[2 * n])]);
        int at = 0;
        foreach (Square square in squares.SelectMany(s => s.Parts).Concat(squares))
        {
            square.Points.CopyTo(Points, 2 * at);
            square.Masses.CopyTo(Masses, at);
            for (int f = 0; f < fields; f++)
                square.Fields[f].CopyTo(Fields[f], 2 * at);
            at += Whole;
        }
    }

    /// <summary>How many of the nodes are those of the finest squares; only these are a rule for means.</summary>
    public int FineCount { get; }

    /// <summary>All nodes.</summary>
    public int Count => Masses.Length;

    /// <summary>The nodes z, n × 2.</summary>
    public double[] Points { get; }

    /// <summary>The masses of the nodes.</summary>
    public double[] Masses { get; }

    /// <summary>The fields at the nodes, n × 2 each.</summary>
    public double[][] Fields { get; }

    /// <summary>Whether the fields could be evaluated.</summary>
    public Status Status { get; }

    /// <summary>Finds nodes for the mean distances of pairs of fields.</summary>
    /// <param name="evaluate">The fields.</param>
    /// <param name="pairs">The pairs of fields.</param>
    /// <param name="relative">Wanted error of every mean relative to itself.</param>
    /// <param name="absolute">An error that is small enough for any mean.</param>
    public static PlanarQuadrature For(Evaluation evaluate, (int First, int Second)[] pairs, double relative, double absolute)
    {
        const double Side = 2 * Reach / FirstSquares;
        List<Square> active = [.. from j in Enumerable.Range(0, FirstSquares) from i in Enumerable.Range(0, FirstSquares) select new Square(-Reach + i * Side, -Reach + j * Side, Side)];
        Status status = Fill(active, evaluate, pairs);
        var squares = new List<Square>();
        for (int round = 0; ; round++)
        {
            foreach (Square square in active)
                square.Split();
            status = status.Worst(Fill([.. active.SelectMany(s => s.Parts)], evaluate, pairs));
            squares.AddRange(active);
            if (status != Status.Ok || round == MostRounds) break;
            List<Square> worst = Worst(squares, pairs.Length, relative, absolute);
            if (worst.Count == 0 || (squares.Count + 3 * worst.Count) * (Quarters + Whole) > MostNodes) break;
            var split = new HashSet<Square>(worst);
            squares.RemoveAll(split.Contains);
            active = [.. worst.SelectMany(s => s.Parts)];
        }

        return new PlanarQuadrature(squares, status);
    }

    /// <summary>The distances of vectors, one a node.</summary>
    public static double[] Distances(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var distances = new double[first.Length / 2];
        for (int i = 0; i < distances.Length; i++)
            distances[i] = double.Hypot(first[2 * i] - second[2 * i], first[2 * i + 1] - second[2 * i + 1]);
        return distances;
    }

    /// <inheritdoc/>
    public override string By => "quadrature";

    /// <inheritdoc/>
    public override double[] Weights(int count)
    {
        double[] weights = new double[count];
        Masses.AsSpan(0, FineCount).CopyTo(weights);
        return weights;
    }

    /// <inheritdoc/>
    public override Measured Of(ReadOnlySpan<double> values)
    {
        double mean = 0, sum = 0, squares = 0;
        for (int s = 0; s * Quarters < FineCount; s++)
        {
            double fine = 0, coarse = 0;
            for (int i = s * Quarters; i < (s + 1) * Quarters; i++)
                fine += Masses[i] * values[i];
            for (int i = FineCount + s * Whole; i < FineCount + (s + 1) * Whole; i++)
                coarse += Masses[i] * values[i];
            mean += fine;
            sum += fine - coarse;
            squares += (fine - coarse) * (fine - coarse);
        }

        return new Measured(mean, (Math.Abs(sum) + Deviations * Math.Sqrt(squares)) / Gain);
    }

    /// <summary>The mean norm of the difference of two fields of vectors.</summary>
    public Measured MeanDistance(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => Of(Distances(first, second));

    /// <summary>The squares that make up all of the error but what is allowed, for any of the means.</summary>
    private static List<Square> Worst(List<Square> squares, int pairs, double relative, double absolute)
    {
        var worst = new HashSet<Square>();
        for (int p = 0; p < pairs; p++)
        {
            double mean = 0;
            foreach (Square square in squares)
                mean += square.Sum(p);
            double left = Math.Max(absolute, relative * mean);
            foreach (Square square in squares.OrderBy(s => s.Error(p)))
            {
                left -= square.Error(p);
                if (left < 0) worst.Add(square);
            }
        }

        return [.. squares.Where(worst.Contains)];
    }

    /// <summary>Evaluates the fields of many squares at once.</summary>
    private static Status Fill(List<Square> squares, Evaluation evaluate, (int First, int Second)[] pairs)
    {
        double[] points = [.. squares.SelectMany(s => s.Points)];
        (double[][] fields, Status status) = evaluate(points);
        for (int s = 0; s < squares.Count; s++)
            squares[s].Take([.. fields.Select(f => f.AsSpan(2 * s * Whole, 2 * Whole).ToArray())], pairs);
        return status;
    }

    /// <summary>A square with the nodes of a Gauss rule, and its four quarters.</summary>
    private sealed class Square
    {
        private static readonly QuadratureRule s_rule = GaussLegendre.Rule(Order);

        private readonly double _x, _y, _side;
        private double[] _means = [];

        public Square(double x, double y, double side)
        {
            (_x, _y, _side) = (x, y, side);
            for (int j = 0; j < Order; j++)
            {
                for (int i = 0; i < Order; i++)
                {
                    double u = x + 0.5 * side * (1 + s_rule.Nodes[i]), v = y + 0.5 * side * (1 + s_rule.Nodes[j]);
                    int at = j * Order + i;
                    (Points[2 * at], Points[2 * at + 1]) = (u, v);
                    Masses[at] = 0.25 * side * side * s_rule.Weights[i] * s_rule.Weights[j] * Normal.Pdf(u) * Normal.Pdf(v);
                }
            }
        }

        public double[] Points { get; } = new double[2 * Whole];

        public double[] Masses { get; } = new double[Whole];

        public double[][] Fields { get; private set; } = [];

        public Square[] Parts { get; private set; } = [];

        public void Split()
        {
            double half = 0.5 * _side;
            Parts = [new(_x, _y, half), new(_x + half, _y, half), new(_x, _y + half, half), new(_x + half, _y + half, half)];
        }

        public void Take(double[][] fields, (int First, int Second)[] pairs)
        {
            Fields = fields;
            _means = [.. pairs.Select(pair => Distances(fields[pair.First], fields[pair.Second]).Zip(Masses, (d, m) => d * m).Sum())];
        }

        public double Sum(int pair) => Parts[0]._means[pair] + Parts[1]._means[pair] + Parts[2]._means[pair] + Parts[3]._means[pair];

        public double Error(int pair) => Math.Abs(Sum(pair) - _means[pair]);
    }
}
