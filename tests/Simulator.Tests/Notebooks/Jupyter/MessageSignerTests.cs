using System.Text;
using Simulator.Notebooks.Jupyter;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

public class MessageSignerTests
{
    /// <summary>The second case of RFC 4231, cut into pieces.</summary>
    private static readonly byte[][] Frames = [.. ((string[])["what do ya ", "", "want for ", "nothing?"]).Select(Encoding.ASCII.GetBytes)];

    private const string Signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    [Fact]
    public void A_signature_is_that_of_the_standard()
    {
        var signer = new MessageSigner("Jefe");
        Assert.Equal(Signature, signer.Sign(Frames));
        Assert.True(signer.Accepts(Signature, Frames));
        Assert.False(signer.Accepts(Signature[..^1] + "4", Frames));
        Assert.False(signer.Accepts("", Frames));
        Assert.False(signer.Accepts(Signature, Frames[1..]));
        Assert.False(new MessageSigner("Jeff").Accepts(Signature, Frames));
    }

    [Fact]
    public void Without_a_key_nothing_is_signed()
    {
        var signer = new MessageSigner("");
        Assert.Equal("", signer.Sign(Frames));
        Assert.True(signer.Accepts("", Frames));
        Assert.False(signer.Accepts(Signature, Frames));
    }
}
