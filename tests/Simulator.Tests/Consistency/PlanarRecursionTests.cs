using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Interpolation;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>The recursion in the plane against closed forms, and the laws of section 8 along it.</summary>
public class PlanarRecursionTests
{
    private static readonly double[] s_points = [0, 0, 1.3, -0.4, -2, 1, 0.2, 2.5, -0.7, -1.8];

    private static double[] Values(ConsistencyFunction f)
    {
        var values = new double[s_points.Length];
        f.Evaluate(new PointBatch(s_points, 2), values);
        return values;
    }

    /// <summary>A mixture of equal components is a Gaussian, whose recursion has a closed form; whatever the learner.</summary>
    [Fact]
    public void Equal_components_are_a_Gaussian()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(40);
        FullCovariance covariance = PlanarCases.Full(0.7, 0.5, 0.9);
        var mean = new RealVector([0.4, -0.3]);
        var erring = new Learner(LearnerKind.Exact, [new InjectedError(12, 0.05), new InjectedError(30, 0.01)]);
        foreach (Learner learner in (Learner[])[Learner.Exact, Learner.Ddim, erring])
        {
            var closed = new LinearRecursion(new LinearStructure(mean, covariance), schedule, learner);
            while (closed.Advance())
            {
            }

            double[] expected = Values(closed.Current), actual = Values(PlanarCases.Solve(PlanarCases.Twice(mean, covariance).Plane(), schedule, 48, learner));
            for (int i = 0; i < expected.Length; i++)
                Close.Absolute(expected[i], actual[i], 1e-9, $"value {i}");
        }
    }

    /// <summary>A rotated product is solved on the line, block by block.</summary>
    [Theory]
    [InlineData(LearnerKind.Exact)]
    [InlineData(LearnerKind.Ddim)]
    public void Rotated_products_are_solved_on_the_line(LearnerKind kind)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(30);
        PlanarFunction plane = PlanarCases.Solve(PlanarCases.RotatedProduct.Plane(), schedule, 192, kind);
        ConsistencyFunction[] lines = [.. new[] { PlanarCases.First, PlanarCases.Second }.Select(law =>
        {
            var line = new LineRecursion(law, schedule, 2049, kind, measuresApproximation: false);
            while (line.Advance())
            {
            }

            return line.Current;
        })];
        (double s, double c) = Math.SinCos(PlanarCases.Angle);
        double[] values = Values(plane), u = new double[1], v = new double[1];
        for (int i = 0; i < s_points.Length; i += 2)
        {
            lines[0].Evaluate(new PointBatch([c * s_points[i] + s * s_points[i + 1]], 1), u);
            lines[1].Evaluate(new PointBatch([-s * s_points[i] + c * s_points[i + 1]], 1), v);
            Close.Absolute(c * u[0] - s * v[0], values[i], 1e-8);
            Close.Absolute(s * u[0] + c * v[0], values[i + 1], 1e-8);
        }
    }

    /// <summary>DDIM steps composed point by point, without any grid.</summary>
    [Fact]
    public void Ddim_steps_compose()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(30);
        MixtureStructure law = PlanarCases.Mild.Plane();
        double[] x = [.. s_points], mean = new double[x.Length];
        for (int t = 30; t >= 2; t--)
        {
            new MixtureDenoiser(law).Denoise(schedule[t], new PointBatch(x, 2), mean);
            for (int i = 0; i < x.Length; i++)
                x[i] = schedule.PairSlope(t) * x[i] + schedule.PairGain(t) * mean[i];
        }

        double[] values = Values(PlanarCases.Solve(law, schedule, 192, LearnerKind.Ddim));
        for (int i = 0; i < x.Length; i++)
            Close.Absolute(x[i], values[i], 1e-7);
    }

    /// <summary>Order 8 in the number of intervals.</summary>
    [Fact]
    public void Converges_with_order_8()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(12);
        double[] f48 = Values(PlanarCases.Solve(PlanarCases.Three.Plane(), schedule, 48)), f96 = Values(PlanarCases.Solve(PlanarCases.Three.Plane(), schedule, 96));
        double[] f192 = Values(PlanarCases.Solve(PlanarCases.Three.Plane(), schedule, 192));
        static double Difference(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
        double order = Math.Log2(Difference(f48, f96) / Difference(f96, f192));
        Assert.InRange(order, 6, 11);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(10);
        double[] Run(int threads)
        {
            var recursion = new PlanarRecursion(PlanarCases.Three.Plane(), schedule, 40, Learner.Ddim) { Threads = threads };
            while (recursion.Advance())
            {
            }

            return [.. Values(recursion.Current), recursion.Approximation.Mean, recursion.Approximation.Root];
        }

        double[] one = Run(1);
        Assert.Equal(one, Run(3));
        Assert.InRange(one[^2], 1e-4, 1);
        Assert.InRange(one[^1], one[^2], 1);
    }

    /// <summary>E f_t(X_t) = E X_1; the variance falls from step to step, by what is averaged away.</summary>
    [Property(MaxTest = 8)]
    public Property Mean_is_kept_and_variance_falls_by_what_is_averaged_away() => Prop.ForAll(
        PlanarCases.Any(), ScheduleCases.UpTo(16), (target, sc) =>
        {
            Schedule schedule = sc.Create();
            MixtureStructure law = target.Plane();
            var recursion = new PlanarRecursion(law, schedule, 96);
            double[] mean = [.. Enumerable.Range(0, 2).Select(a => Math.Sqrt(schedule.AlphaBar(1)) * law.Components.Sum(c => c.Weight * c.Mean[a]))];
            double before = schedule.AlphaBar(1) * law.TotalVariance!.Value + 2 * schedule[1].OneMinusAlphaBar, scale = before;
            while (recursion.Advance())
            {
                Moments m = Moments.Of(law, schedule, recursion);
                double tolerance = 2e-4 * Math.Sqrt(scale);
                Close.Absolute(mean[0], m.MeanX, tolerance, $"t = {recursion.Time}, first mean");
                Close.Absolute(mean[1], m.MeanY, tolerance, $"t = {recursion.Time}, second mean");
                Assert.True(m.Variance <= before + 1e-3 * scale, $"t = {recursion.Time}: variance {m.Variance:R} after {before:R}");
                before = m.Variance;
            }
        });

    /// <summary>The identity of the variances (section 8), with E‖f_{t−1}(X_{t−1}) − f_t(X_t)‖² by quadrature of its own.</summary>
    [Fact]
    public void Variance_identity_holds()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(20);
        MixtureStructure law = PlanarCases.Three.Plane();
        var recursion = new PlanarRecursion(law, schedule, 96);
        double total = schedule.AlphaBar(1) * law.TotalVariance!.Value + 2 * schedule[1].OneMinusAlphaBar, lost = 0, variance = 0;
        for (PlanarFunction last = (PlanarFunction)recursion.Current; recursion.Advance(); last = (PlanarFunction)recursion.Current)
        {
            var here = (PlanarFunction)recursion.Current;
            lost += Moments.Scatter(law, schedule, recursion.Time, last.Interpolant, here.Interpolant);
            variance = Moments.Of(law, schedule, recursion).Variance;
        }

        Close.Absolute(total, variance + lost, 2e-6);
        Assert.InRange(lost, 1e-3, total);
    }

    private readonly record struct Moments(double MeanX, double MeanY, double Variance)
    {
        /// <summary>Mean and total variance of f_t(X_t), X_t ~ q_t, by the trapezoidal rule on the grid of f_t.</summary>
        public static Moments Of(MixtureStructure law, Schedule schedule, PlanarRecursion recursion)
        {
            PlanarInterpolant f = ((PlanarFunction)recursion.Current).Interpolant;
            PlanarGrid grid = f.Grid;
            double[] points = grid.Points(), log = new double[grid.Count];
            new MixtureMarginal(law, schedule[recursion.Time]).LogDensity(new PointBatch(points, 2), log);
            double mass = 0, x = 0, y = 0, square = 0;
            for (int i = 0; i < grid.Count; i++)
            {
                double m = Math.Exp(log[i]) * grid.StepX * grid.StepY;
                (double fx, double fy) = f[i % grid.CountX, i / grid.CountX];
                (mass, x, y, square) = (mass + m, x + m * fx, y + m * fy, square + m * (fx * fx + fy * fy));
            }

            (x, y) = (x / mass, y / mass);
            return new Moments(x, y, square / mass - x * x - y * y);
        }

        public static double Scatter(MixtureStructure law, Schedule schedule, int t, PlanarInterpolant last, PlanarInterpolant here)
        {
            PlanarGrid grid = here.Grid, before = last.Grid;
            var pair = new PlanarPair(law, schedule, t);
            double[] points = grid.Points(), shares = new double[pair.Count * grid.Count], log = new double[grid.Count], value = new double[2];
            pair.Shares(points, shares, log);
            double sum = 0;
            for (int k = 0; k < pair.Count; k++)
            {
                PlanarNode[] nodes = pair.Nodes(k, before, more: 1);
                for (int i = 0; i < grid.Count; i++)
                {
                    double mass = Math.Exp(log[i]) * grid.StepX * grid.StepY * shares[k * grid.Count + i];
                    if (mass < 1e-13) continue;
                    (double cx, double cy) = pair.Centre(k, points[2 * i], points[2 * i + 1]);
                    (double fx, double fy) = here[i % grid.CountX, i / grid.CountX];
                    foreach (PlanarNode node in nodes)
                    {
                        last.Evaluate([cx + node.X * before.StepX, cy + node.Y * before.StepY], value);
                        sum += mass * node.Weight * (Math.Pow(value[0] - fx, 2) + Math.Pow(value[1] - fy, 2));
                    }
                }
            }

            return sum;
        }
    }
}
