using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Diffusion;
using Simulator.Flow;
using Simulator.Laws.Generators;
using Simulator.Numerics;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Flow;

/// <summary>The flow by its differential equation against closed forms and quantile maps: two routes that share no formula.</summary>
public class ProbabilityFlowTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(7)]
    public void Gaussian_closed_form(double deviation)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(80);
        var target = new GaussianTarget(new RealVector([0.7, -2]), new FullCovariance(new RealMatrix(2, new RealVector([deviation * deviation, 0.1, 0.1, 1]))));
        var flow = new ProbabilityFlow(new MixtureDenoiser(target));
        Agree(new LinearFlow((LinearStructure)target.Structure, schedule), flow, 80, 1, [0.3, -1, 4, 0.1, -2, -2], 1e-10);
        Agree(new LinearFlow((LinearStructure)target.Structure, schedule), flow, 1, 80, [0.3, -1, 4, 0.1, -2, -2], 1e-10);
    }

    /// <summary>
    /// Where Φ is steep the end depends on the start by its slope; the tolerance is that of the smaller of both ends' rounding.
    /// </summary>
    [Property(MaxTest = 30)]
    public Property Quantile_map() => Prop.ForAll(LineCases.Solvable(), ScheduleCases.Short(), (c, sc) =>
    {
        Schedule schedule = sc.Create();
        var quantile = new QuantileFlow(c.Structure, schedule);
        UnivariateMixture first = quantile.Law(1), last = quantile.Law(sc.Steps);
        var flow = new ProbabilityFlow(new MixtureDenoiser(c.Target));
        foreach (double z in (double[])[-4, -1.5, -0.2, 0.6, 2.2, 5])
        {
            double[] x = [last.FromNormalScore(z)], y = new double[1];
            quantile.Map(sc.Steps, 1, new PointBatch(x, 1), y);
            Outcome<double[]> ode = flow.Map(schedule[sc.Steps], schedule[1], new PointBatch(x, 1));
            Assert.Equal(Status.Ok, ode.Status);
            double slope = Math.Exp(last.LogPdf(x[0]) - first.LogPdf(y[0]));
            Close.Absolute(y[0], ode.Value[0], 1e-9 * Math.Max(1, slope) * (1 + Math.Abs(y[0])), $"Φ({x[0]:R}), slope {slope:G3}");
        }
    });

    [Theory]
    [InlineData("""{"kind":"sphere","dimension":3,"radius":1.5}""")]
    [InlineData("""{"kind":"sphere","dimension":256,"radius":16}""")]
    [InlineData("""{"kind":"radial-mixture","dimension":3,"weights":[0.3,0.7],"standardDeviations":[0.3,1.5]}""")]
    public void Radial_map(string json)
    {
        Schedule schedule = new TwoPhaseSchedule().Create(60);
        var structure = (RadialStructure)RadialFlowTests.Read(json);
        var radial = new RadialFlow(structure, schedule);
        double[] x = new double[3 * structure.Dimension];
        int i = 0;
        foreach (double p in (double[])[0.05, 0.5, 0.99])
        {
            double r = radial.Law(60).Quantile(p);
            (x[i * structure.Dimension], x[i * structure.Dimension + 1]) = (0.6 * r, -0.8 * r);
            i++;
        }

        Agree(radial, new ProbabilityFlow(new RadialDenoiser(structure)), 60, 1, x, 1e-9);
    }

    /// <summary>A mixture in the plane that is a rotated product of two mixtures on the line: the general flow knows nothing of that.</summary>
    [Fact]
    public void Rotated_product_in_the_plane()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(60);
        double[] weights = [0.3, 0.7], means = [-1, 0.6], deviations = [0.5, 0.8], other = [-0.4, 1.1], spread = [0.4, 0.6];
        double c = Math.Cos(0.7), s = Math.Sin(0.7);
        var centres = new List<RealVector>();
        var covariances = new List<RealMatrix>();
        var shares = new List<double>();
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                double a = deviations[i] * deviations[i], b = spread[j] * spread[j];
                shares.Add(weights[i] * 0.5);
                centres.Add(new RealVector([c * means[i] - s * other[j], s * means[i] + c * other[j]]));
                covariances.Add(new RealMatrix(2, new RealVector([a * c * c + b * s * s, (a - b) * c * s, (a - b) * c * s, a * s * s + b * c * c])));
            }
        }

        var rotated = new MixtureTarget(new RealVector([.. shares]), [.. centres], [.. covariances.Select(m => new FullCovariance(m))]);
        double[] x = [0.3, -1.2, 1.5, 0.4, -0.7, -0.1], back = new double[6], y = new double[6];
        for (int i = 0; i < 3; i++)
            (back[2 * i], back[2 * i + 1]) = (c * x[2 * i] + s * x[2 * i + 1], -s * x[2 * i] + c * x[2 * i + 1]);
        var first = new QuantileFlow(new LineStructure(new UnivariateMixture(weights, means, deviations)), schedule);
        var second = new QuantileFlow(new LineStructure(new UnivariateMixture([0.5, 0.5], other, spread)), schedule);
        Outcome<double[]> ode = new ProbabilityFlow(new MixtureDenoiser(rotated)).Map(schedule[60], schedule[1], new PointBatch(x, 2));
        Assert.Equal(Status.Ok, ode.Status);
        for (int i = 0; i < 3; i++)
        {
            double[] u = new double[1], v = new double[1];
            first.Map(60, 1, new PointBatch([back[2 * i]], 1), u);
            second.Map(60, 1, new PointBatch([back[2 * i + 1]], 1), v);
            Close.Absolute(c * u[0] - s * v[0], ode.Value[2 * i], 1e-9);
            Close.Absolute(s * u[0] + c * v[0], ode.Value[2 * i + 1], 1e-9);
        }
    }

    [Fact]
    public void Steps_that_run_out_are_reported()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(60);
        var options = new Simulator.Numerics.Ode.OdeOptions { MaximumSteps = 3 };
        var flow = new ProbabilityFlow(new MixtureDenoiser(MixtureTarget.OnLine([0.5, 0.5], [-1, 1], [0.1, 0.1])), options);
        Outcome<double[]> given = flow.Map(schedule[60], schedule[1], new PointBatch([0.5], 1));
        Assert.Equal(Status.NotConverged, given.Status);
        Assert.Equal([double.NaN], given.Value);
        Assert.Throws<ArgumentException>(() => flow.Map(schedule[60], NoiseLevel.Zero, new PointBatch([0.5], 1)));
        Assert.Throws<ArgumentException>(() => flow.Map(schedule[60], schedule[1], new PointBatch([0.5, 1], 2)));
    }

    private static void Agree(FlowMap map, ProbabilityFlow flow, int from, int to, double[] x, double tolerance)
    {
        double[] y = new double[x.Length];
        map.Map(from, to, new PointBatch(x, map.Dimension), y);
        Outcome<double[]> ode = flow.Map(map.Schedule[from], map.Schedule[to], new PointBatch(x, map.Dimension));
        Assert.Equal(Status.Ok, ode.Status);
        for (int i = 0; i < y.Length; i++)
            Close.Absolute(y[i], ode.Value[i], tolerance * (1 + Math.Abs(y[i])), $"coordinate {i}");
    }
}
