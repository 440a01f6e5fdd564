using System.Runtime.InteropServices;

namespace Simulator.Numerics.LinearAlgebra;

/// <summary>Memory for packed panels, aligned to cache lines, kept by its thread from one call to the next.</summary>
internal sealed unsafe class WorkBuffer : IDisposable
{
    private const nuint Alignment = 64;

    private double* _data;
    private nint _length;

    ~WorkBuffer() => NativeMemory.AlignedFree(_data);

    /// <summary>Gives the memory back at once.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_data);
        _data = null;
        _length = 0;
        GC.SuppressFinalize(this);
    }

    /// <summary>Room for so many numbers; their values are whatever was there. Valid until the next call.</summary>
    public double* Take(nint length)
    {
        if (length > _length)
        {
            NativeMemory.AlignedFree(_data);
            _length = 0;
            _data = (double*)NativeMemory.AlignedAlloc((nuint)length * sizeof(double), Alignment);
            _length = length;
        }

        return _data;
    }
}
