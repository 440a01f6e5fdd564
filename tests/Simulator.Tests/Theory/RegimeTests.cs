using Simulator.Theory;
using Xunit;

namespace Simulator.Tests.Theory;

public class RegimeTests
{
    [Fact]
    public void Number_is_the_Lipschitz_constant_times_the_root_of_the_rate()
    {
        Close.Absolute(Math.Log(3), Regime.LogNumber(Math.Log(6), 0.25), 1e-15);
        Close.Absolute(Math.Log(1e-2), Regime.LogNumber(0, 1e-4), 1e-14);
    }
}
