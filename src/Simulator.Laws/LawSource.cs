namespace Simulator.Laws;

/// <summary>Where a law comes from.</summary>
public enum LawSource
{
    /// <summary>Stated in the paper (S).</summary>
    Stated,

    /// <summary>The only reading of the paper that is consistent (R).</summary>
    Read,

    /// <summary>Derived (D).</summary>
    Derived,
}
