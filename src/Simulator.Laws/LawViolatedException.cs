namespace Simulator.Laws;

/// <summary>A law is violated; the message says by what.</summary>
public sealed class LawViolatedException : Exception
{
    /// <summary>Creates an exception.</summary>
    public LawViolatedException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The law's sentence.</param>
    public LawViolatedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">The law's sentence.</param>
    /// <param name="innerException">What caused it.</param>
    public LawViolatedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
