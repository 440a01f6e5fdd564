using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Transport;
using Xunit;

namespace Simulator.Tests.Consistency;

/// <summary>How integrals and their errors become figures; all numbers are dyadic, so that every sum is exact.</summary>
public class SamplingErrorsTests
{
    private static readonly Outcome<double>[] Integrals =
    [
        Ok(10, 1.0 / 8), Ok(20, 1.0 / 4), Ok(3, 1.0 / 2), Ok(4, 1.0 / 16), Ok(5, 1.0 / 32), Ok(6, 1.0 / 64),
    ];

    private static Outcome<double> Ok(double value, double error) => new(value, Status.Ok, new Diagnostics(error, 1));

    private static SamplingErrors Of(Outcome<double>[] i, Status solved = Status.Ok)
        => SamplingErrors.Of(new SamplingIntegrals(i[0], i[1], i[2], i[3], i[4], i[5]), "test", new Measured(7, 0.5), 1, 2, solved);

    /// <summary>The error of f_T is added where f_T stands in the integral: its mean to means, its root mean square to W2.</summary>
    [Fact]
    public void Errors_of_the_integrals_and_of_the_function_add_up()
    {
        SamplingErrors errors = Of(Integrals);
        Assert.Equal(new DistanceInterval(8.875, 11.125, "test", "test"), errors.W1);
        Assert.Equal(new DistanceInterval(17.75, 22.25, "test", "test"), errors.W2);
        Assert.Equal(new Measured(3, 1.5), errors.CouplingError);
        Assert.Equal(new Measured(10, 1.125), errors.OptimalCoupling);
        Assert.Equal(new Measured(5, 0.03125), errors.Initialisation);
        Assert.Equal(new Measured(4, 1.0625), errors.ConsistencyError);
        Assert.Equal(Status.Ok, errors.Status);
    }

    /// <summary>7·6 + 4, of which each factor may be off: 7½/64 + ½·6 + 1 1/16.</summary>
    [Fact]
    public void The_proofs_form_is_its_parts_and_their_errors()
        => Assert.Equal(new Measured(46, 7.5 / 64 + 3 + 1.0625), Of(Integrals).ProofForm);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void One_integral_that_did_not_converge_is_told(int which)
    {
        Outcome<double>[] integrals = [.. Integrals];
        integrals[which] = integrals[which] with { Status = Status.NotConverged };
        Assert.Equal(Status.NotConverged, Of(integrals).Status);
    }

    [Fact]
    public void The_status_of_the_solve_is_not_lost() => Assert.Equal(Status.OutOfRange, Of(Integrals, Status.OutOfRange).Status);
}
