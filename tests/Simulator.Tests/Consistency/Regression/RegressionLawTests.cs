using Simulator.Consistency;
using Simulator.FunctionClasses;
using Simulator.Laws;
using Simulator.Laws.Generators;
using Xunit;
using Settings = Simulator.Consistency.Regression;

namespace Simulator.Tests.Consistency.Regression;

/// <summary>The laws of learners, within what the regression itself says about its steps.</summary>
public class RegressionLawTests
{
    [Fact]
    public void Affine_regression_on_exact_means_obeys_every_law_on_Gaussians()
    {
        var learner = new RegressionLearner(new Settings(FunctionClass.Affine, 300, Mode: RegressionMode.RaoBlackwell, HeldOut: 0));
        LawReport report = LearnerLaws.Check(learner, new LawOptions { Seed = 7, Cases = 8, Tolerance = 1e-7, Targets = TargetKinds.Gaussian });
        Assert.True(report.AllHeld, report.ToString());
    }

    [Fact]
    public void Regression_from_samples_obeys_every_law_within_its_own_error()
    {
        var learner = new RegressionLearner(new Settings(new FunctionClass(FeatureKind.Polynomial, 0, [], Degree: 5), 20_000, HeldOut: 0));
        LawReport report = LearnerLaws.Check(learner, new LawOptions { Seed = 8, Cases = 6, LargestSteps = 6, Tolerance = 0.1, Targets = TargetKinds.Line | TargetKinds.Gaussian });
        Assert.True(report.AllHeld, report.ToString());
    }
}
