using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Simulator.Laws.Generators;
using Simulator.Specifications;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Targets;

public class TargetTests
{
    [Property]
    public Property Json_form_reads_back_as_an_equal_target() => Prop.ForAll(MixtureSpaces.Any(), space =>
    {
        MixtureTarget target = space.Target;
        Target back = Read(target.ToJson().ToJsonString());
        Assert.Equal(target, back);
        Assert.Equal(target.GetHashCode(), back.GetHashCode());
        Assert.Equal(target.ToJson().ToJsonString(), back.ToJson().ToJsonString());
        Assert.Equal(space.Dimension, back.Dimension);
    });

    [Theory]
    [InlineData("""{"kind":"gaussian","dimension":3,"standardDeviation":2}""")]
    [InlineData("""{"kind":"gaussian","mean":[1,2],"covariance":[[2,0.5],[0.5,1]]}""")]
    [InlineData("""{"kind":"gaussian","mean":[0,0.5],"dimension":2,"standardDeviation":1}""")]
    public void Gaussian_json_form_is_canonical(string json) => Assert.Equal(Read(json), Read(Read(json).ToJson().ToJsonString()));

    [Fact]
    public void Different_targets_are_not_equal()
    {
        Assert.NotEqual(MixtureTarget.OnLine([0.5, 0.5], [0, 1], [1, 1]), MixtureTarget.OnLine([0.5, 0.5], [0, 1], [1, 1.5]));
        Assert.NotEqual<Target>(new GaussianTarget(2, 1), new GaussianTarget(2, 2));
    }

    [Fact]
    public void Structure_follows_the_law_and_not_the_kind()
    {
        Assert.IsType<LinearStructure>(MixtureTarget.OnLine([1], [3], [2]).Structure);
        Assert.IsType<LinearStructure>(MixtureTarget.OnLine([1, 0], [3, 4], [2, 2]).Structure);
        Assert.IsType<LineStructure>(MixtureTarget.OnLine([0.5, 0.5], [3, 4], [2, 2]).Structure);
        Assert.IsType<MixtureStructure>(Read("""{"kind":"mixture","weights":[0.5,0.5],"means":[[0,0],[1,1]],"standardDeviations":[1,1]}""").Structure);
    }

    [Fact]
    public void A_plain_number_is_a_mean_on_the_line()
        => Assert.Equal(
            Read("""{"kind":"mixture","weights":[0.5,0.5],"means":[-1,1],"standardDeviations":[1,2]}"""),
            Read("""{"kind":"mixture","weights":[0.5,0.5],"means":[[-1],[1]],"standardDeviations":[1,2]}"""));

    [Fact]
    public void Eigenvalue_groups_carry_multiplicity_and_mean()
    {
        var structure = (LinearStructure)Read("""{"kind":"gaussian","mean":[3,4,1],"covariance":[[2,0,0],[0,2,0],[0,0,5]]}""").Structure;
        Assert.Equal([new EigenGroup(2, 2, 5), new EigenGroup(5, 1, 1)], structure.Groups);
    }

    [Fact]
    public void Mass_outside_a_ball()
    {
        // mpmath: log(erfc(100/√2)).
        TailMass line = new GaussianTarget(1, 1).MassBeyond(100);
        Close.Relative(-5004.831061513645, line.Log, 1e-12);
        Assert.Equal("exact", line.By);

        // χ²_2: P(‖X‖ > R) = exp(−R²/2).
        TailMass plane = new GaussianTarget(2, 1).MassBeyond(6);
        Close.Relative(-18, plane.Log, 1e-12);
        TailMass bound = Read("""{"kind":"gaussian","covariance":[[1,0],[0,1.000001]]}""").MassBeyond(6);
        Assert.True(bound.By != "exact" && bound.Log >= plane.Log && bound.Log < plane.Log + 5, $"{bound}");
        Close.Relative(Math.Log(0.25), Math.Min(-1, MixtureTarget.OnLine([0.5, 0.5], [0, 100], [1e-3, 1e-3]).MassBeyond(100).Log), 1e-9);
    }

    [Fact]
    public void Samples_have_the_moments_of_the_law()
    {
        var target = (MixtureTarget)Read("""{"kind":"mixture","weights":[0.25,0.75],"means":[[0,4],[1,0]],"covariances":[[[2,0.9],[0.9,1]],[[1,0],[0,1]]]}""");
        const int N = 200_000;
        var points = new double[2 * N];
        MixtureSampler.Sample(target, Simulator.Numerics.Random.RandomStream.Named(1, "tests", "", "sample"), points);
        double meanX = Enumerable.Range(0, N).Average(i => points[2 * i]), meanY = Enumerable.Range(0, N).Average(i => points[2 * i + 1]);
        double second = points.Sum(v => v * v) / N, cross = Enumerable.Range(0, N).Average(i => points[2 * i] * points[2 * i + 1]);
        Close.Absolute(0.75, meanX, 0.012);
        Close.Absolute(1, meanY, 0.02);
        Close.Absolute(target.SecondMoment, second, 0.08);
        Close.Absolute(0.25 * 0.9, cross, 0.03);
    }

    private static Target Read(string json) => TargetReader.Read(SpecificationReader.Parse(json, "test"), new TargetContext(".", 1));
}
