using Simulator.Numerics;

namespace Simulator.Theory;

/// <summary>
/// The step complexity of Theorem 1: the smallest T with W1 ≤ ε, found with measurements that enclose W1. Where intervals are wide, it is enclosed as well: <see cref="Insufficient"/> certainly does not do,
/// <see cref="Sufficient"/> certainly does.
/// </summary>
/// <param name="Accuracy">ε.</param>
/// <param name="Insufficient">The largest T that was measured and has a lower end above ε; null if there is none.</param>
/// <param name="Sufficient">The smallest T whose upper end is at most ε, while that of T − 1 is not; null if none was found.</param>
/// <param name="Outcome">What became of the search.</param>
/// <param name="Reason">Why it is not ok, or what should be known beside it; or null.</param>
public sealed record StepComplexity(double Accuracy, int? Insufficient, int? Sufficient, Status Outcome, string? Reason)
{
    /// <summary>After so many probes without halving the bracket (of logarithms) the next one is its middle.</summary>
    private const int PatientProbes = 3;

    /// <summary>Whether the smallest T is known exactly: the one before does not do.</summary>
    public bool IsExact => Outcome == Status.Ok && Insufficient is { } i && i == Sufficient - 1;

    /// <summary>Searches the smallest T. W1 is taken to fall with T, which no theorem says: what was measured is searched for the opposite, and then the status is not ok.</summary>
    /// <param name="accuracy">ε, positive.</param>
    /// <param name="least">The smallest T that the schedule allows.</param>
    /// <param name="most">The largest T to try.</param>
    /// <param name="measure">Encloses W1 for a T; asked once for every T.</param>
    /// <param name="known">All that has been measured; grows.</param>
    public static StepComplexity Find(double accuracy, int least, int most, Func<int, MeasuredDistance> measure, SortedDictionary<int, MeasuredDistance> known)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(accuracy);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(known);

        // Where intervals are wide, the last T whose lower end is above ε lies farther down than the first whose upper end is not.
        Bracket(w1 => w1.Upper);
        Bracket(w1 => w1.Lower);
        return Of(accuracy, known);

        MeasuredDistance At(int steps)
        {
            if (!known.TryGetValue(steps, out MeasuredDistance found)) known.Add(steps, found = measure(steps));
            return found;
        }

        // Measures the first T with that end at most ε and, unless it is the least, the T before it; or the most.
        void Bracket(Func<MeasuredDistance, double> end)
        {
            bool Holds(int steps) => end(At(steps)) <= accuracy;
            if (Holds(least)) return;
            int low = known.TakeWhile(k => !(end(k.Value) <= accuracy)).Last().Key, high = known.Keys.FirstOrDefault(k => k > low);
            while (high == 0)
            {
                int next = (int)Math.Min(most, 2L * low);
                if (next <= low) return;
                if (Holds(next)) high = next;
                else low = next;
            }

            Narrow(low, high, Holds, steps => Math.Log(end(At(steps)) / accuracy));
        }
    }

    /// <summary>What measurements say about the smallest T.</summary>
    /// <param name="accuracy">ε.</param>
    /// <param name="measured">The measurements, by T.</param>
    public static StepComplexity Of(double accuracy, IReadOnlyDictionary<int, MeasuredDistance> measured)
    {
        ArgumentNullException.ThrowIfNull(measured);
        int? sufficient = measured.Where(m => m.Value.Upper <= accuracy).Select(m => (int?)m.Key).Min(), insufficient = measured.Where(m => m.Value.Lower > accuracy).Select(m => (int?)m.Key).Max();
        var found = new StepComplexity(accuracy, insufficient, sufficient, Status.Ok, null);
        foreach (int? end in new[] { sufficient, insufficient })
        {
            if (end is { } steps && measured[steps].Outcome is not Status.Ok and var outcome)
                return found with { Outcome = outcome, Reason = $"the measurement at T = {steps} is {outcome.Name()}" };
        }

        if (sufficient is null) return found with { Outcome = Status.OutOfRange, Reason = $"W1 is not known to be below ε at any T up to {measured.Keys.Max()}" };
        if (insufficient is null) return found with { Reason = "the schedule allows no smaller T" };
        return insufficient > sufficient
            ? found with { Outcome = Status.NotConverged, Reason = $"W1 does not fall with T everywhere: it is below ε at T = {sufficient} and above it at T = {insufficient}" }
            : found;
    }

    /// <summary>Finds the smallest T in (low, high] that holds, where high does and low does not: W1 is nearly a power of T, so straight lines between logarithms find it in a few probes.</summary>
    private static void Narrow(int low, int high, Func<int, bool> holds, Func<int, double> logExcess)
    {
        int probes = 0;
        double width = Math.Log((double)high / low);
        while (high - low > 1)
        {
            double from = Math.Log(low), to = Math.Log(high), middle = 0.5 * (from + to);
            if (probes < PatientProbes)
            {
                double above = logExcess(low), below = logExcess(high), line = from + (to - from) * above / (above - below);
                if (double.IsFinite(line)) middle = line;
            }

            int probe = Math.Clamp((int)Math.Ceiling(Math.Exp(middle)), low + 1, high - 1);
            if (holds(probe)) high = probe;
            else low = probe;
            probes++;
            double now = Math.Log((double)high / low);
            if (now <= 0.5 * width || probes > PatientProbes) (width, probes) = (now, 0);
        }
    }
}

/// <summary>An enclosed distance and whether the measurement reached its tolerance.</summary>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
/// <param name="Outcome">What became of the measurement.</param>
public readonly record struct MeasuredDistance(double Lower, double Upper, Status Outcome);
