using Simulator.Schedules;
using Simulator.Targets;

namespace Simulator.Laws.Generators;

/// <summary>The C# expressions of values, so that a counterexample can be pasted into a test.</summary>
public static class CSharp
{
    /// <summary>A number with all its digits.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A collection expression of numbers.</summary>
    /// <param name="values">The numbers.</param>
    public static string List(IEnumerable<double> values) => $"[{string.Join(", ", values.Select(Number))}]";

    /// <summary>A schedule family; one of the user's own by its own text.</summary>
    /// <param name="family">The family.</param>
    public static string Of(ScheduleFamily family) => family switch
    {
        CosineSchedule => "new CosineSchedule()",
        LinearSchedule => "new LinearSchedule()",
        KarrasSchedule k => $"new KarrasSchedule({Number(k.SigmaMin)}, {Number(k.SigmaMax)}, {Number(k.Rho)})",
        TwoPhaseSchedule p => $"new TwoPhaseSchedule({Number(p.C0)}, {Number(p.C1)}, RampExponent.{p.Exponent})",
        null => throw new ArgumentNullException(nameof(family)),
        _ => family.ToString(),
    };

    /// <summary>A target; one of a kind that is not generated here by its JSON form.</summary>
    /// <param name="target">The target.</param>
    public static string Of(Target target) => target switch
    {
        MixtureTarget { Dimension: 1 } m =>
            $"MixtureTarget.OnLine({Of(m.Weights)}, {List(m.Means.Select(v => v[0]))}, {List(m.Covariances.Select(Deviation))})",
        MixtureTarget m => $"new MixtureTarget({Vector(m.Weights)}, [{string.Join(", ", m.Means.Select(Vector))}], [{string.Join(", ", m.Covariances.Select(Of))}])",
        GaussianTarget { Covariance: IsotropicCovariance c } g when g.Mean == RealVector.Zero(g.Dimension)
            => $"new GaussianTarget({g.Dimension}, {Number(c.StandardDeviation)})",
        GaussianTarget g => $"new GaussianTarget({Vector(g.Mean)}, {Of(g.Covariance)})",
        SphereTarget s => $"new SphereTarget({s.Dimension}, {Number(s.Radius)})",
        ProductTarget p => $"new ProductTarget([{string.Join(", ", p.Blocks.Select(b => $"({Of(b.Target)}, {b.Repeat})"))}])",
        RotatedTarget r => $"new RotatedTarget({Of(r.Inner)}, {r.Seed})",
        null => throw new ArgumentNullException(nameof(target)),
        _ => target.ToString(),
    };

    private static string Of(Covariance covariance) => covariance switch
    {
        IsotropicCovariance c => $"new IsotropicCovariance({c.Size}, {Number(c.StandardDeviation)})",
        FullCovariance c => $"new FullCovariance(new RealMatrix({c.Dimension}, {Vector(c.Matrix.Entries)}))",
        _ => covariance.ToString(),
    };

    private static double Deviation(Covariance covariance)
        => covariance is IsotropicCovariance isotropic ? isotropic.StandardDeviation : Math.Sqrt(covariance.Eigenvalues[0]);

    private static string Of(RealVector vector) => List(vector.Span.ToArray());

    private static string Vector(RealVector vector) => $"new RealVector({Of(vector)})";
}
