namespace Simulator.Specifications;

/// <summary>A specification cannot be used. The message is one sentence for the user: where, what was found, what would be right.</summary>
public sealed class SpecificationException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The sentence.</param>
    public SpecificationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">The sentence.</param>
    /// <param name="innerException">What went wrong underneath.</param>
    public SpecificationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception without a sentence; only serialisers need it.</summary>
    public SpecificationException()
    {
    }
}
