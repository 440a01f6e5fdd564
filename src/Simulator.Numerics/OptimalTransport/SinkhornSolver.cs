using Simulator.Numerics.LinearAlgebra;
using Simulator.Numerics.Simd;

namespace Simulator.Numerics.OptimalTransport;

/// <summary>Sinkhorn's iterations on scaled points. The plan is <c>P_ij = a_i b_j exp((f_i + g_j − c_ij)/ε)</c>.</summary>
internal sealed unsafe class SinkhornSolver<V>
    where V : unmanaged, IPack<V>
{
    private const int RowsPerPiece = 32, StepsPerLevel = 10;

    /// <summary>ε begins at the greatest cost and is halved.</summary>
    private const double Lowering = 0.5;

    private readonly CostRows _transposed;
    private readonly double[] _a, _b, _logA, _logB;
    private readonly int _threads;

    /// <summary>A problem.</summary>
    /// <param name="points">The points.</param>
    /// <param name="a">Weights of x, adding up to 1.</param>
    /// <param name="b">Weights of y, adding up to 1.</param>
    /// <param name="threads">At most so many threads.</param>
    public SinkhornSolver(ScaledPoints points, double[] a, double[] b, int threads)
    {
        (_a, _b, _threads) = (a, b, threads);
        Costs = points.StoredCosts<V>(threads);
        _transposed = points.Swapped().StoredCosts<V>(threads);
        (_logA, _logB) = (Array.ConvertAll(a, Math.Log), Array.ConvertAll(b, Math.Log));
        (F, G) = (new double[a.Length], new double[b.Length]);
    }

    /// <summary>The costs, n × m.</summary>
    public CostRows Costs { get; }

    /// <summary>f.</summary>
    public double[] F { get; }

    /// <summary>g.</summary>
    public double[] G { get; }

    /// <summary>Iterates until the row sums are within the tolerance.</summary>
    /// <returns>Σ|row sums − a| and how many iterations there were.</returns>
    public (double Residual, long Iterations) Run(double epsilon, double tolerance, int most)
    {
        double largest = Largest(), level = Math.Max(epsilon, largest), residual = double.PositiveInfinity;
        long iterations = 0;
        while (level > epsilon)
        {
            for (int k = 0; k < StepsPerLevel; k++, iterations++)
                Step(level);
            level = Math.Max(epsilon, level * Lowering);
        }

        // f of one iteration would be f' in the next: row sums are a exp((f − f')/ε).
        double[] old = new double[F.Length];
        Update(_transposed, _logA, F, G, epsilon);
        for (int k = 0; k < most; k++, iterations++)
        {
            F.CopyTo(old, 0);
            Update(Costs, _logB, G, F, epsilon);
            residual = 0;
            for (int i = 0; i < old.Length; i++)
                residual += _a[i] == 0 ? 0 : _a[i] * Math.Abs(Math.Exp(Math.Min(700, (old[i] - F[i]) / epsilon)) - 1);
            if (residual <= tolerance || k == most - 1)
            {
                old.CopyTo(F, 0);
                break;
            }

            Update(_transposed, _logA, F, G, epsilon);
        }

        return (residual, iterations);
    }

    /// <summary>The cost of the plan, rounded to the right marginals: rows that are too heavy are scaled down, then columns, and the rest is a product.</summary>
    public double RoundedCost(double epsilon)
    {
        int n = _a.Length, m = _b.Length;
        double[] columns = new double[m], rowScale = new double[n], rows = new double[n], row = new double[Costs.Stride], buffer = GC.AllocateArray<double>(Costs.Stride, pinned: true);
        for (int i = 0; i < n; i++)
        {
            Plan(i, epsilon, row, buffer);
            double sum = 0;
            for (int j = 0; j < m; j++)
                sum += row[j];
            rowScale[i] = sum > _a[i] ? _a[i] / sum : 1;
            for (int j = 0; j < m; j++)
                columns[j] += rowScale[i] * row[j];
        }

        double[] columnScale = [.. columns.Select((sum, j) => sum > _b[j] ? _b[j] / sum : 1)], left = [.. columns.Select((sum, j) => Math.Max(0, _b[j] - sum * columnScale[j]))];
        CompensatedSum cost = default, rest = default;
        double missing = left.Sum();
        for (int i = 0; i < n; i++)
        {
            Plan(i, epsilon, row, buffer);
            double kept = 0, average = 0;
            fixed (double* space = buffer)
            {
                double* c = Costs.Row(i, space);
                for (int j = 0; j < m; j++)
                {
                    double mass = rowScale[i] * row[j] * columnScale[j];
                    kept += mass;
                    cost.AddProduct(mass, c[j]);
                    average += left[j] * c[j];
                }
            }

            rows[i] = Math.Max(0, _a[i] - kept);
            if (missing > 0) rest.AddProduct(rows[i], average / missing);
        }

        return cost.Value + rest.Value;
    }

    private void Plan(int i, double epsilon, double[] row, double[] buffer)
    {
        fixed (double* space = buffer)
        {
            double* c = Costs.Row(i, space);
            for (int j = 0; j < _b.Length; j++)
                row[j] = _a[i] == 0 || _b[j] == 0 ? 0 : Math.Exp(_logA[i] + _logB[j] + (F[i] + G[j] - c[j]) / epsilon);
        }
    }

    private void Step(double epsilon)
    {
        Update(_transposed, _logA, F, G, epsilon);
        Update(Costs, _logB, G, F, epsilon);
    }

    /// <summary><c>f_i = −ε log Σ_j b_j exp((g_j − c_ij)/ε)</c>.</summary>
    private void Update(CostRows costs, double[] logWeights, double[] given, double[] target, double epsilon)
    {
        double[] heights = GC.AllocateArray<double>(costs.Stride, pinned: true);
        Array.Fill(heights, double.NegativeInfinity);
        for (int j = 0; j < given.Length; j++)
            heights[j] = given[j] / epsilon + logWeights[j];
        Workers.Run(_threads, (costs.Rows + RowsPerPiece - 1) / RowsPerPiece, piece =>
        {
            double[] buffer = GC.AllocateUninitializedArray<double>(costs.Stride, pinned: true);
            fixed (double* h = heights, space = buffer)
            {
                for (int i = piece * RowsPerPiece; i < Math.Min(costs.Rows, (piece + 1) * RowsPerPiece); i++)
                    target[i] = -epsilon * LogSum(costs.Row(i, space), h, 1 / epsilon, costs.Stride);
            }
        });
    }

    /// <summary>log Σ exp(h_j − c_j/ε), the greatest term first.</summary>
    private static double LogSum(double* costs, double* heights, double inverse, int stride)
    {
        var factor = V.Broadcast(inverse);
        var greatest = V.Broadcast(double.NegativeInfinity);
        for (int j = 0; j < stride; j += V.Width)
            greatest = V.Max(greatest, V.NegatedMultiplyAdd(V.Load(costs + j), factor, V.Load(heights + j)));
        double top = V.Greatest(greatest);
        var shift = V.Broadcast(top);
        V sum = V.Broadcast(0), other = sum;
        int place = 0;
        for (; place + 2 * V.Width <= stride; place += 2 * V.Width)
        {
            sum += VectorMath.Exp(V.NegatedMultiplyAdd(V.Load(costs + place), factor, V.Load(heights + place)) - shift);
            other += VectorMath.Exp(V.NegatedMultiplyAdd(V.Load(costs + place + V.Width), factor, V.Load(heights + place + V.Width)) - shift);
        }

        for (; place < stride; place += V.Width)
            sum += VectorMath.Exp(V.NegatedMultiplyAdd(V.Load(costs + place), factor, V.Load(heights + place)) - shift);
        return top + Math.Log(V.Sum(sum + other));
    }

    private double Largest()
    {
        double largest = 0;
        double[] buffer = GC.AllocateArray<double>(Costs.Stride, pinned: true);
        fixed (double* space = buffer)
        {
            for (int i = 0; i < Costs.Rows; i++)
            {
                double* row = Costs.Row(i, space);
                for (int j = 0; j < Costs.Columns; j++)
                    largest = Math.Max(largest, row[j]);
            }
        }

        return largest;
    }
}
