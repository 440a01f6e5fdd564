using System.Security.Cryptography;
using System.Text;

namespace Simulator.Notebooks.Jupyter;

/// <summary>Signs messages: only who knows the key of the connection file may run code here.</summary>
/// <param name="key">The key; empty for none, then anybody may.</param>
internal sealed class MessageSigner(string key)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);

    /// <summary>The signature of frames.</summary>
    /// <param name="frames">Header, parent, metadata, content.</param>
    public string Sign(IEnumerable<byte[]> frames)
    {
        if (_key.Length == 0) return "";
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (byte[] frame in frames)
            hash.AppendData(frame);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a signature is that of the frames.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="frames">Header, parent, metadata, content.</param>
    public bool Accepts(string signature, IEnumerable<byte[]> frames)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(frames)));
}
