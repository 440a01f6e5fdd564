namespace Simulator.Notebooks;

/// <summary>A value that knows how it is shown in a notebook.</summary>
public interface IDisplayable
{
    /// <summary>Its forms.</summary>
    MimeBundle ToBundle();
}
