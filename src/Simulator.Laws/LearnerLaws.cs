using System.Collections.Immutable;
using Simulator.Consistency;
using Simulator.Laws.Generators;
using LearnerLaw = Simulator.Laws.Law<Simulator.Consistency.IConsistencyLearner, Simulator.Laws.Generators.LawCase>;

namespace Simulator.Laws;

/// <summary>The laws of an exact consistency learner, of whatever origin. X_t is drawn from q_t throughout.</summary>
public static class LearnerLaws
{
    /// <summary>All laws, the most telling ones first.</summary>
    public static ImmutableArray<LearnerLaw> All { get; } =
    [
        StepLaws.StartsAtIdentity,
        StepLaws.StepIsConditionalMean,
        MomentLaws.MeanIsKept,
        MomentLaws.VarianceFallsByWhatIsAveragedAway,
        MomentLaws.ConvexOrderDecreases,
        StepLaws.Increases,
        ErrorLaws.TowerContracts,
        ErrorLaws.ErrorsAdd,
        ErrorLaws.IdentityCloses,
        SamplingLaws.CouplingDominatesW1,
        SamplingLaws.SamplingStartsAtNoise,
        SamplingLaws.RotationEquivariant,
        SamplingLaws.SameSeedSameBits,
    ];

    /// <summary>Tries all laws on a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="options">Its claim and how hard to look; null for the defaults.</param>
    public static LawReport Check(IConsistencyLearner learner, LawOptions? options = null) => Check(learner, All, options);

    /// <summary>Tries some laws on a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="laws">The laws.</param>
    /// <param name="options">Its claim and how hard to look; null for the defaults.</param>
    public static LawReport Check(IConsistencyLearner learner, IEnumerable<LearnerLaw> laws, LawOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(learner);
        LawOptions claim = options ?? new LawOptions();
        TargetKinds learnable = TargetCases.Single(claim.Targets)
            .Where(kind => TargetCases.Examples(kind).Any(learner.CanLearn))
            .Aggregate(TargetKinds.None, (all, kind) => all | kind);
        return LawRunner.Check(learner.Name, learner, laws, law => LawRunner.Cases(law, learnable, claim), claim);
    }
}
