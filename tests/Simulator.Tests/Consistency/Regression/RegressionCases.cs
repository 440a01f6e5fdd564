using Simulator.Consistency;
using Simulator.Diffusion;
using Simulator.FunctionClasses;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Specifications;
using Simulator.Targets;

namespace Simulator.Tests.Consistency.Regression;

/// <summary>Targets and learners that the tests of the regression share.</summary>
internal static class RegressionCases
{
    public static readonly Target Bimodal = Read("""{"kind":"mixture","weights":[0.4,0.6],"means":[-1,1],"standardDeviations":[0.6,0.5]}""");

    public static readonly Target Plane = Read(
        """{"kind":"mixture","weights":[0.3,0.7],"means":[[-1,0],[1,0.5]],"covariances":[[[0.5,0.2],[0.2,0.3]],[[0.3,0],[0,0.4]]]}""");

    public static readonly Target Gaussian = Read("""{"kind":"gaussian","mean":[1,2],"covariance":[[2,0.5],[0.5,0.7]]}""");

    /// <summary>A class of Fourier features of the usual bandwidths.</summary>
    public static FunctionClass Fourier(int count) => new(FeatureKind.Fourier, count, FunctionClass.StandardBandwidths);

    public static Schedule TwoPhase(int steps) => new TwoPhaseSchedule().Create(steps);

    public static Target Read(string json) => TargetReader.Read(SpecificationReader.Parse(json, "test"), new TargetContext("", 1));

    public static RegressionRecursion Start(Target target, int steps, Simulator.Consistency.Regression settings, long seed = 1, int threads = 1, IStepLog? log = null)
        => new(DataLaw.Of(target.Structure)!, TwoPhase(steps), settings, seed, threads, log);

    /// <summary>Runs to T.</summary>
    public static RegressionRecursion Learn(Target target, int steps, Simulator.Consistency.Regression settings, long seed = 1, int threads = 1, IStepLog? log = null)
    {
        RegressionRecursion recursion = Start(target, steps, settings, seed, threads, log);
        while (recursion.Advance())
        {
        }

        return recursion;
    }

    public static double[] Values(ConsistencyFunction function, double[] points)
    {
        var values = new double[points.Length];
        function.Evaluate(new PointBatch(points, function.Dimension), values);
        return values;
    }

    /// <summary>The exact learner's f_T at points.</summary>
    public static double[] Exact(Target target, int steps, double[] points)
    {
        IExactSolver solver = ExactSolvers.For(target.Structure)!;
        ConsistencyFunction function = solver.Solve(target.Structure, TwoPhase(steps), Learner.Exact, null, CancellationToken.None).Function;
        return Values(function, points);
    }
}
