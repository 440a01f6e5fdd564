namespace Simulator.Numerics;

/// <summary>What became of a computation. The names in JSON are those of <see cref="StatusNames"/>.</summary>
public enum Status
{
    /// <summary>The value meets its tolerance.</summary>
    Ok,

    /// <summary>The method does not apply to this input; there is no value.</summary>
    NotApplicable,

    /// <summary>The value lies outside what double precision or the method can represent.</summary>
    OutOfRange,

    /// <summary>The tolerance was not reached; the value is the best one found, with its error estimate.</summary>
    NotConverged,

    /// <summary>A theorem was found violated under its own hypotheses, beyond the numerical error.</summary>
    Violated,
}

/// <summary>The names of <see cref="Status"/> values in results.</summary>
public static class StatusNames
{
    /// <summary>The name of a status in JSON and CSV.</summary>
    /// <param name="status">The status.</param>
    public static string Name(this Status status) => status switch
    {
        Status.Ok => "ok",
        Status.NotApplicable => "not-applicable",
        Status.OutOfRange => "out-of-range",
        Status.NotConverged => "not-converged",
        Status.Violated => "violated",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };

    /// <summary>The status of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="FormatException">No status has the name.</exception>
    public static Status Parse(string name)
    {
        foreach (Status status in Enum.GetValues<Status>())
        {
            if (status.Name() == name) return status;
        }

        throw new FormatException($"Unknown status '{name}'.");
    }

    /// <summary>The graver of two statuses, in the order of the enumeration.</summary>
    /// <param name="first">One status.</param>
    /// <param name="second">Another.</param>
    public static Status Worst(this Status first, Status second) => first > second ? first : second;
}
