using Simulator.Notebooks.Jupyter;
using Simulator.Tests.Cli;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

public sealed class KernelConnectionTests : IDisposable
{
    private readonly CliFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_connection_file_is_read()
    {
        KernelConnection connection = Connections.Free();
        Assert.Equal(connection, KernelConnection.Read(_folder.Write("kernel.json", Connections.File(connection))));
    }

    [Theory]
    [InlineData("\"tcp\"", "\"ipc\"", "transport: found the string \"ipc\", expected 'tcp'.")]
    [InlineData("hmac-sha256", "hmac-md5", "signature_scheme: found the string \"hmac-md5\", expected 'hmac-sha256'.")]
    [InlineData("\"key\"", "\"lock\"", "the field 'key' is missing, expected a key, or an empty string.")]
    [InlineData("\"127.0.0.1\"", "7", "ip: found 7, expected a string.")]
    [InlineData("\"hb_port\": ", "\"hb_port\": 99999", ", expected an integer from 1 to 65535.")]
    [InlineData("{", "", "")]
    public async Task A_connection_file_that_makes_no_sense_is_refused(string part, string other, string problem)
    {
        string file = Connections.File(Connections.Free()), path = _folder.Write("kernel.json", file.Replace(part, other, StringComparison.Ordinal));
        string sentence = await _folder.Refused("kernel", "run", path);
        Assert.StartsWith(path, sentence, StringComparison.Ordinal);
        Assert.EndsWith(problem, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_file_must_be_there()
    {
        string path = _folder.PathOf("gone.json");
        Assert.Equal($"{path}: no such file, expected a JSON file.", await _folder.Refused("kernel", "run", path));
    }
}
