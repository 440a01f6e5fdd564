using Simulator.Specifications;

namespace Simulator.Notebooks.Jupyter;

/// <summary>Where a kernel listens, and the key that its messages are signed with.</summary>
/// <param name="Address">The address, without a port.</param>
/// <param name="Shell">The port for requests.</param>
/// <param name="Control">The port for requests that do not wait for cells.</param>
/// <param name="Broadcast">The port for outputs and states.</param>
/// <param name="Input">The port for questions to the reader, of which there are none.</param>
/// <param name="Heartbeat">The port for signs of life.</param>
/// <param name="Key">The key; empty for none.</param>
public sealed record KernelConnection(string Address, int Shell, int Control, int Broadcast, int Input, int Heartbeat, string Key)
{
    /// <summary>Reads the file that Jupyter gives a kernel.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SpecificationException">It cannot be read or asks for what is not there.</exception>
    public static KernelConnection Read(string path)
    {
        SpecificationNode file = SpecificationReader.ReadFile(path);
        Require(file, "transport", "tcp");
        Require(file, "signature_scheme", "hmac-sha256");
        return new(
            file.Required("ip", "an address").AsText(),
            Port(file, "shell_port"),
            Port(file, "control_port"),
            Port(file, "iopub_port"),
            Port(file, "stdin_port"),
            Port(file, "hb_port"),
            file.Required("key", "a key, or an empty string").AsText());
    }

    private static int Port(SpecificationNode file, string field) => file.Required(field, "a port").AsInteger(1, ushort.MaxValue);

    private static void Require(SpecificationNode file, string field, string only)
    {
        SpecificationNode node = file.Required(field, $"'{only}'");
        if (node.AsText() != only) throw node.Error($"found {node.Describe()}, expected '{only}'");
    }
}
