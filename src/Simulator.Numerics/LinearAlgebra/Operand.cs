namespace Simulator.Numerics.LinearAlgebra;

/// <summary>A matrix inside a kernel: entry (i, j) is at <c>Data[i · Row + j · Column]</c>.</summary>
/// <param name="Data">The first entry.</param>
/// <param name="Row">Distance of rows.</param>
/// <param name="Column">Distance of columns.</param>
internal readonly unsafe record struct Operand(nint Data, nint Row, nint Column)
{
    public double* Pointer => (double*)Data;

    public Operand Transposed => new(Data, Column, Row);

    /// <summary>The same matrix from an entry on.</summary>
    public Operand At(nint i, nint j) => new((nint)(Pointer + i * Row + j * Column), Row, Column);

    public static Operand Of(double* data, ReadOnlyMatrixView view)
        => view.IsTransposed ? new Operand((nint)data, 1, view.Stride) : new Operand((nint)data, view.Stride, 1);
}
