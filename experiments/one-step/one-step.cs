#!/usr/bin/env dotnet
#:project ../../src/Simulator/Simulator.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// How far are samples of one step, f_T(N(0, 1)), from the data? Measured, predicted and bounded, for a target of your own.
using System.Globalization;
using Simulator.Consistency;
using Simulator.Flow;
using Simulator.LeadingOrder;
using Simulator.Numerics;
using Simulator.Schedules;
using Simulator.Targets;
using Simulator.Theory;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// The data: three bumps on the line. new GaussianTarget(…), new SphereTarget(64, 8), new MixtureTarget(…) in the plane do as well.
Target target = MixtureTarget.OnLine(weights: [0.2, 0.5, 0.3], means: [-2, 0, 1.5], standardDeviations: [0.4, 0.5, 0.6]);
var noise = new TwoPhaseSchedule(C0: 2, C1: 4);

Console.WriteLine("   T   W1(f_T(Z), X_1)           E‖ξ_T‖    predicted  measured/predicted     rho   bound, C1=1  implied C1");
foreach (int steps in (int[])[50, 100, 200, 400, 800])
{
    // Learn f_1 = id, f_t(x) = E[f_{t−1}(X_{t−1}) | X_t = x] exactly, up to t = T.
    Schedule schedule = noise.Create(steps);
    IExactSolver solver = ExactSolvers.For(target.Structure) ?? throw new NotSupportedException("No exact solver for this target.");
    ExactSolution solution = solver.Solve(target.Structure, schedule, LearnerKind.Exact, null, CancellationToken.None);
    SamplingErrors errors = solution.Measure();

    // What theory says: the leading order of E‖ξ_T‖, ξ_T = f_T − Φ_{T→1}, the bound (24) of Theorem 1, and the regime ρ = L_f √r.
    Outcome<double> predicted = PredictedError.Of(LeadingTerm.For(target.Structure)!, schedule);
    LipschitzConstants lipschitz = solution.Flow.Lipschitz();
    TheoremBound bound = TheoremBound.Of(lipschitz, target.Dimension, steps, epsilon: (0, 0), epsilonF: (0, 0));
    double rho = Math.Exp(Regime.LogNumber(lipschitz.LogWholeWay, noise.Rate(steps)!.Value));

    Console.WriteLine(
        $"{steps,4}   [{errors.W1.Lower:0.0000000}, {errors.W1.Upper:0.0000000}]  {errors.ConsistencyError.Value,9:0.000000}  {predicted.Value,10:0.000000}"
        + $"  {errors.ConsistencyError.Value / predicted.Value,18:0.000}  {rho,6:0.000}  {Math.Pow(10, bound.Log10(1)),12:0.0}  {Math.Pow(10, bound.Log10ImpliedC1(errors.W1) ?? double.NegativeInfinity),10:0.0e0}");
}
