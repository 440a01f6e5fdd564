using Simulator.Numerics.Random;
using Xunit;

namespace Simulator.Tests.Numerics.Random;

public class PhiloxTests
{
    // Known answers of the Random123 distribution (kat_vectors, philox4x32 10).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0xe169c58d6627e8d5UL, 0x9b00dbd8bc57ac4cUL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276dUL, 0x6d5451fda20bc7c6UL)]
    [InlineData(0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x299f31d0a4093822UL, 0x94fdccebd16cfe09UL, 0x24126ea15001e420UL)]
    public void Block_equals_the_published_vectors(ulong low, ulong high, ulong key, ulong expectedLow, ulong expectedHigh)
        => Assert.Equal((expectedLow, expectedHigh), Philox.Block(low, high, key));
}
