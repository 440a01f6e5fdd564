using Simulator.Numerics.Simd;

namespace Simulator.Numerics.Mixtures;

/// <summary>Terms of a softmax-weighted sum, taken a block at a time (one component; a few points of a cloud). Implementations are immutable.</summary>
internal unsafe interface ISoftmaxTerms<V>
    where V : unmanaged, IPack<V>
{
    /// <summary>d.</summary>
    int Dimension { get; }

    /// <summary>Rows of a panel: d, rounded up where tiles of a kernel need it.</summary>
    int PaddedDimension { get; }

    /// <summary>How many terms there are.</summary>
    int Terms { get; }

    /// <summary>How many blocks they come in.</summary>
    int Blocks { get; }

    /// <summary>Numbers of scratch memory that a call needs.</summary>
    int Scratch { get; }

    /// <summary>Adds the terms of a block to a tile.</summary>
    void Add(int block, SoftmaxTile<V> tile);
}
