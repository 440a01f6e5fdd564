using Xunit;

namespace Simulator.Tests;

/// <summary>Assertions about numbers that say how far off they are.</summary>
internal static class Close
{
    public static void Relative(double expected, double actual, double tolerance, string what = "value")
    {
        double error = Math.Abs(actual - expected), scale = Math.Abs(expected);
        Assert.True(error <= tolerance * scale, $"{what}: expected {expected:R}, found {actual:R}, off by {error / scale:E2} relative.");
    }

    public static void Absolute(double expected, double actual, double tolerance, string what = "value")
    {
        double error = Math.Abs(actual - expected);
        Assert.True(error <= tolerance, $"{what}: expected {expected:R}, found {actual:R}, off by {error:E2}.");
    }
}
