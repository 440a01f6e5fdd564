using Simulator.Numerics.Statistics;
using Simulator.Specifications;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Targets;

public class RadialTargetTests
{
    [Theory]
    [InlineData("""{"kind":"sphere","dimension":8,"radius":2.5}""")]
    [InlineData("""{"kind":"radial-mixture","dimension":3,"weights":[0.25,0.75],"standardDeviations":[0.5,2]}""")]
    public void Json_form_reads_back_as_an_equal_target(string json)
    {
        Target target = Read(json);
        Assert.Equal(json, target.ToString());
        Assert.Equal(target, Read(target.ToString()));
        Assert.Equal(target.GetHashCode(), Read(json).GetHashCode());
    }

    [Theory]
    [InlineData("""{"kind":"sphere","dimension":1,"radius":1}""", "integer of at least 2")]
    [InlineData("""{"kind":"sphere","dimension":2.5,"radius":1}""", "integer of at least 2")]
    [InlineData("""{"kind":"sphere","dimension":3,"radius":0}""", "a positive radius")]
    [InlineData("""{"kind":"sphere","dimension":3,"radius":-2}""", "a positive radius")]
    [InlineData("""{"kind":"sphere","dimension":3}""", "radius")]
    [InlineData("""{"kind":"radial-mixture","dimension":1,"weights":[1],"standardDeviations":[1]}""", "integer of at least 2")]
    [InlineData("""{"kind":"radial-mixture","dimension":2,"weights":[0.5,0.6],"standardDeviations":[1,2]}""", "sum 1")]
    [InlineData("""{"kind":"radial-mixture","dimension":2,"weights":[0.5,0.5],"standardDeviations":[1]}""", "one per weight")]
    [InlineData("""{"kind":"radial-mixture","dimension":2,"weights":[0.5,0.5],"standardDeviations":[1,0]}""", "a standard deviation from 1e-150")]
    public void Bad_input_is_one_sentence_that_names_what_is_expected(string json, string expected)
    {
        string message = Assert.Throws<SpecificationException>(() => Read(json)).Message;
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Sphere_has_bounded_support_and_exact_mass_outside()
    {
        var sphere = new SphereTarget(4, 3);
        Assert.True(sphere.HasBoundedSupport);
        Assert.Equal(9, sphere.SecondMoment);
        Assert.Equal(new TailMass(double.NegativeInfinity, "exact"), sphere.MassBeyond(3));
        Assert.Equal(new TailMass(0, "exact"), sphere.MassBeyond(2.9));
    }

    [Fact]
    public void Radial_mixture_has_exact_mass_outside_and_the_structure_of_its_law()
    {
        var mixture = new RadialMixtureTarget(2, new RealVector([0.25, 0.75]), new RealVector([1, 2]));

        // χ_2: P(‖X‖ > R) = e^{−R²/2}, far below the smallest double.
        Close.Relative(Math.Log(0.75) - 100 * 100 / 8.0, mixture.MassBeyond(100).Log, 1e-13);
        Assert.Equal("exact", mixture.MassBeyond(100).By);
        Close.Relative(2 * (0.25 + 0.75 * 4), mixture.SecondMoment, 1e-15);
        Assert.IsType<RadialStructure>(mixture.Structure);
        Assert.IsType<LinearStructure>(new RadialMixtureTarget(2, new RealVector([1, 0]), new RealVector([1, 2])).Structure);
        Assert.Throws<ArgumentException>(() => new RadialStructure(2, [new RadialComponent(1, 1, 1)]));
    }

    private static Target Read(string json) => TargetReader.Read(SpecificationReader.Parse(json, "test"), new TargetContext(".", 1));
}
