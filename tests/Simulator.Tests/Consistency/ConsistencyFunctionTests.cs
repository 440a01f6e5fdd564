using Simulator.Consistency;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Xunit;

namespace Simulator.Tests.Consistency;

public class ConsistencyFunctionTests
{
    /// <summary>Points of another dimension are refused even where the result has room for them, and a result of another size even for right points.</summary>
    [Theory]
    [InlineData(6, 3, 6)]
    [InlineData(4, 2, 6)]
    [InlineData(6, 3, 4)]
    public void Points_and_result_must_fit(int numbers, int dimension, int room)
    {
        ConsistencyFunction function = ReferenceTests.Solve(new GaussianTarget(2, 1), new CosineSchedule(), 4).Function;
        var error = Assert.Throws<ArgumentException>("result", () => function.Evaluate(new PointBatch(new double[numbers], dimension), new double[room]));
        Assert.StartsWith("Points and result must be n × 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recursion_needs_a_law_and_a_schedule()
    {
        var law = new LinearStructure(RealVector.Zero(1), new IsotropicCovariance(1, 1));
        Assert.Throws<ArgumentNullException>("structure", () => new LinearRecursion(null!, new CosineSchedule().Create(4)));
        Assert.Throws<ArgumentNullException>("schedule", () => new LinearRecursion(law, null!));
    }
}
