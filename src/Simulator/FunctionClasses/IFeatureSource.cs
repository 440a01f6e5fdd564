using Simulator.Schedules;

namespace Simulator.FunctionClasses;

/// <summary>Features that a caller brings along. Equal sources should be equal values (a record is), as equal classes are.</summary>
public interface IFeatureSource
{
    /// <summary>A name for results. It should hold whatever tells one source from another: results and checkpoints know no more of it.</summary>
    string Name { get; }

    /// <summary>The features at a noise level, beside the affine ones, which every class has and which should not be among them; as many at every level.</summary>
    /// <param name="level">The noise level.</param>
    /// <param name="frame">Centre and scale of q_t there.</param>
    FeatureMap At(NoiseLevel level, Frame frame);
}
