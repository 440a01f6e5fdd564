using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Simulator.Numerics;

namespace Simulator.Experiments;

/// <summary>What <c>curves</c> found for a target on the line; its JSON form is described in docs/interface.md. Places are x-coordinates, at t = 1 on the side of the values.</summary>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Target">The target in short.</param>
/// <param name="Schedule">Kind of the schedule.</param>
/// <param name="Learner">Kind of the learner.</param>
/// <param name="Steps">T.</param>
/// <param name="Rows">The curves, z ascending, closer where one of them is steep.</param>
/// <param name="CoarseReason">Why the curves are not as fine as wanted, if they are not.</param>
/// <param name="TurnsReason">What it means for the density that f_T is not increasing, if it is not.</param>
/// <param name="Largest">Where f_T and Φ_{T→1} differ most among the rows with |z| ≤ 3.</param>
/// <param name="LearnedLipschitzLog10">log10 of Lip(f_T); null where it is not known.</param>
/// <param name="FlowLipschitzLog10">log10 of Lip(Φ_{T→1}), which may be beyond double precision; null where it is not known.</param>
/// <param name="Gaps">The gaps of q_1, ascending.</param>
/// <param name="W1">W1 between the law of f_T(Z), Z ~ N(0, 1), and the law of X_1.</param>
/// <param name="NumericalError">Estimated E|·| of the numerical error of f_T under N(0, 1).</param>
/// <param name="Outcome">What became of the curves.</param>
/// <param name="StatusReason">Why the status is not ok.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Manifest">How the result was made.</param>
public sealed record CurvesResult(
    string Name,
    TargetSummary Target,
    string Schedule,
    string Learner,
    int Steps,
    ImmutableArray<CurveRow> Rows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? CoarseReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TurnsReason,
    CurveDifference? Largest,
    double? LearnedLipschitzLog10,
    double? FlowLipschitzLog10,
    ImmutableArray<GapMass> Gaps,
    DistanceRecord W1,
    double NumericalError,
    [property: JsonPropertyName("status"), JsonConverter(typeof(StatusConverter))] Status Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? StatusReason,
    double Seconds,
    Manifest Manifest);

/// <summary>The curves at a point of noise. (F, Density) is a point of the density of f_T(Z), (Limit, TargetDensity) one of q_1.</summary>
/// <param name="Z">z, in deviations of N(0, 1).</param>
/// <param name="F">f_T(z).</param>
/// <param name="Slope">f_T'(z).</param>
/// <param name="SlopeError">Estimated numerical error of it.</param>
/// <param name="Flow">Φ_{T→1}(z).</param>
/// <param name="Limit">Φ_∞(z), which carries N(0, 1) to q_1 exactly.</param>
/// <param name="Density">Density of f_T(Z) at f_T(z), Σ φ/|f_T'| over all z with this value (D); null where f_T' is 0 or not known.</param>
/// <param name="TargetDensity">q_1 at Φ_∞(z).</param>
/// <param name="TargetDensityAtF">q_1 at f_T(z), beside <paramref name="Density"/> at the same place.</param>
public sealed record CurveRow(
    double Z, double F, double Slope, double SlopeError, double Flow, double Limit, double? Density, double TargetDensity, double TargetDensityAtF);

/// <summary>A place where f_T and Φ_{T→1} differ.</summary>
/// <param name="Z">z.</param>
/// <param name="F">f_T(z).</param>
/// <param name="Flow">Φ_{T→1}(z).</param>
/// <param name="Difference">|f_T(z) − Φ_{T→1}(z)|.</param>
public sealed record CurveDifference(double Z, double F, double Flow, double Difference);

/// <summary>A gap of q_1 with the mass that laws have in it: where, between two neighbouring modes, q_1 is below a tenth of the lower peak.</summary>
/// <param name="Low">Left end.</param>
/// <param name="High">Right end.</param>
/// <param name="Target">q_1 of it.</param>
/// <param name="Learned">P(f_T(Z) in it), also where f_T is not increasing.</param>
public sealed record GapMass(double Low, double High, double Target, double Learned);
