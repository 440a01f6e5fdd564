namespace Simulator.Numerics.LinearAlgebra;

/// <summary>A matrix has no Cholesky factor.</summary>
/// <param name="pivot">Which pivot is not positive, counted from 1.</param>
/// <param name="value">Its value; NaN where the library does not tell.</param>
public sealed class NotPositiveDefiniteException(int pivot, double value)
    : ArgumentException($"The matrix is not positive definite: pivot {pivot} is {(double.IsNaN(value) ? "not positive" : value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))}.")
{
    /// <summary>Which pivot is not positive, counted from 1: the leading minor of that size is not positive.</summary>
    public int Pivot => pivot;

    /// <summary>What is left of the diagonal entry there, or NaN if that is not known (or is NaN).</summary>
    public double Value => value;
}
