using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Consistency;
using Simulator.Laws;
using Simulator.Laws.Generators;
using Simulator.Numerics.Interpolation;
using Simulator.Numerics.Statistics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>Laws of the exact learner under X_t ~ q_t (section 8), along the whole recursion.</summary>
public class RecursionLaws
{
    /// <summary>
    /// More steps and finer grids than where all laws are tried. A fixed grid refines nothing, and a random narrow component under a wide Karras schedule once
    /// cost it 1e-7 in five steps: it claims 1e-6 a step.
    /// </summary>
    [Fact]
    public void Mean_is_kept_variance_falls_by_what_is_averaged_away_and_f_increases()
    {
        string[] names = ["MeanIsKept", "VarianceFallsByWhatIsAveragedAway", "Increases"];
        LawReport report = LearnerLaws.Check(
            new SolvedLearner(Learner.Exact, 4096),
            LearnerLaws.All.Where(l => names.Contains(l.Name)),
            new LawOptions { Cases = 12, LargestSteps = 40, Targets = TargetKinds.Line, Tolerance = 1e-6 });
        Assert.True(report.AllHeld, report.ToString());
        Assert.All(report.Findings, f => Assert.True(f.Judged > 6, report.ToString()));
    }

    /// <summary>A mixture of equal components is a Gaussian, whose recursion has a closed form.</summary>
    [Property(MaxTest = 40)]
    public Property Grid_equals_closed_form_for_Gaussians() => Prop.ForAll(
        Sizes.LogUniform(0.02, 20).ToArbitrary(), Sizes.Uniform(-3, 3).ToArbitrary(), ScheduleCases.Short(), (deviation, mean, sc) =>
        {
            Schedule schedule = sc.Create();
            var grid = new LineRecursion(new UnivariateMixture([0.4, 0.6], [mean, mean], [deviation, deviation]), schedule, 513);
            var closed = new LinearRecursion(new LinearStructure(new RealVector([mean]), new IsotropicCovariance(1, deviation)), schedule);
            while (grid.Advance() && closed.Advance())
            {
            }

            double[] x = [-3, -0.5, 0, 1, 4], a = new double[5], b = new double[5];
            grid.Current.Evaluate(new Simulator.Numerics.PointBatch(x, 1), a);
            closed.Current.Evaluate(new Simulator.Numerics.PointBatch(x, 1), b);
            for (int i = 0; i < 5; i++)
                Close.Absolute(b[i], a[i], 1e-11 * (1 + Math.Abs(mean) + deviation), $"f({x[i]})");
            Assert.Equal(1, new LinearRecursion(new LinearStructure(new RealVector([mean]), new IsotropicCovariance(1, deviation)), schedule).Time);
        });

    /// <summary>DDIM steps of a Gaussian are exact steps; of a mixture they are not, and the distance is reported.</summary>
    [Fact]
    public void Ddim_differs_from_the_exact_learner_only_where_maps_bend()
    {
        Schedule schedule = new TwoPhaseSchedule().Create(50);
        var bent = new LineRecursion(new UnivariateMixture([0.5, 0.5], [-1, 1], [0.4, 0.4]), schedule, 513, LearnerKind.Ddim);
        var straight = new LineRecursion(new UnivariateMixture([0.5, 0.5], [1, 1], [0.4, 0.4]), schedule, 513, LearnerKind.Ddim);
        while (bent.Advance() && straight.Advance())
        {
        }

        Assert.InRange(bent.Approximation.Mean, 1e-3, 1);
        Assert.InRange(straight.Approximation.Root, 0, 1e-11);
        Assert.False(bent.Advance());
    }

    /// <summary>The same steps give the same bits, wherever the work arrays lie in memory.</summary>
    [Fact]
    public void Same_input_same_bits()
    {
        double[] Values()
        {
            var recursion = new LineRecursion(new UnivariateMixture([0.2, 0.3, 0.5], [-40, 0, 1], [0.1, 1, 0.3]), new CosineSchedule().Create(20), 257);
            while (recursion.Advance())
            {
            }

            return Interpolant(recursion).Values.ToArray();
        }

        double[] expected = Values();
        var keep = new List<byte[]>();
        for (int i = 1; i < 60; i++)
        {
            keep.Add(new byte[8 * i + 3]);
            Assert.Equal(expected, Values());
        }
    }

    private static UniformInterpolant Interpolant(LineRecursion recursion) => ((LineFunction)recursion.Current).Interpolant;
}
