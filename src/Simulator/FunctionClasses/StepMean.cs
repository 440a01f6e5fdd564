using Simulator.Diffusion;
using Simulator.Numerics;
using Simulator.Numerics.Quadrature;
using Simulator.Schedules;

namespace Simulator.FunctionClasses;

/// <summary>
/// f_t*(x) = E[f_{t−1}(X_{t−1}) | X_t = x] for the pair of (14), X_{t−1} = a_t x + b_t X_0: what every class would learn that had all functions.
/// </summary>
public abstract class StepMean
{
    /// <summary>Up to this dimension cubatures are of degree 5.</summary>
    private const int DegreeFiveDimension = 8;

    /// <summary>f_t* at points.</summary>
    /// <param name="points">x, n × d.</param>
    /// <param name="result">Receives n × d.</param>
    public abstract void Evaluate(PointBatch points, Span<double> result);

    /// <summary>How many nodes a cubature over one component takes.</summary>
    /// <param name="dimension">d.</param>
    public static int NodesIn(int dimension) => dimension <= DegreeFiveDimension ? 2 * dimension * dimension + 1 : 2 * dimension;

    /// <summary>The mean over a step.</summary>
    /// <param name="law">The law of X_0.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="before">f_{t−1}; t follows from it.</param>
    /// <param name="check">Whether functions without closed form get nodes of another degree than usual, to judge the usual one by.</param>
    public static StepMean Of(DataLaw law, Schedule schedule, Expansion before, bool check = false)
    {
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(before);
        return law switch
        {
            MixtureDataLaw mixture => new MixtureStepMean(
                mixture.Mixture, schedule, before, law.Dimension <= DegreeFiveDimension ^ check ? GaussianCubature.OfDegree5(law.Dimension) : GaussianCubature.OfDegree3(law.Dimension)),
            CloudDataLaw cloud => new CloudStepMean(cloud.Cloud, schedule, before),
            _ => throw new ArgumentException("The posterior of this law is not known.", nameof(law)),
        };
    }
}
