namespace Simulator.Notebooks.Jupyter;

/// <summary>The ways on which messages go.</summary>
internal enum KernelChannel
{
    /// <summary>Requests that are answered one after the other.</summary>
    Shell,

    /// <summary>Requests that do not wait for a running cell.</summary>
    Control,

    /// <summary>What everybody hears who shows the notebook.</summary>
    Broadcast,
}
