using System.Buffers;

namespace Simulator.FunctionClasses;

/// <summary>A buffer for values of features, of the size of a few megabytes a tile, taken from the shared pool and given back; its numbers are whatever was there before.</summary>
internal readonly ref struct Scratch
{
    private readonly double[] _rented;

    /// <summary>Takes a buffer.</summary>
    /// <param name="length">How many numbers.</param>
    public Scratch(int length)
    {
        _rented = ArrayPool<double>.Shared.Rent(length);
        Numbers = _rented.AsSpan(0, length);
    }

    /// <summary>The numbers.</summary>
    public Span<double> Numbers { get; }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose() => ArrayPool<double>.Shared.Return(_rented);
}
