using MathNet.Numerics.LinearAlgebra;
using Simulator.Numerics;
using Simulator.Numerics.Random;

namespace Simulator.Targets;

/// <summary>
/// An orthogonal matrix Q from the uniform (Haar) law, by the QR decomposition of a Gaussian matrix with the signs of R's diagonal moved into Q
/// (Mezzadri 2007). Formed when first used.
/// </summary>
/// <param name="dimension">d.</param>
/// <param name="seed">The seed.</param>
public sealed class Rotation(int dimension, long seed)
{
    /// <summary>Above this the matrix would take more than 128 MiB.</summary>
    public const int LargestDimension = 4096;

    private readonly Lazy<Matrix<double>> _matrix = new(() => Form(dimension, seed));

    /// <summary>Qᵀx for every point.</summary>
    /// <param name="points">n × d.</param>
    /// <returns>n × d.</returns>
    public double[] Back(PointBatch points) => (Rows(points.Data) * _matrix.Value).ToRowMajorArray();

    /// <summary>Replaces every point by Qx.</summary>
    /// <param name="points">n × d.</param>
    public void Forth(Span<double> points) => Rows(points).TransposeAndMultiply(_matrix.Value).ToRowMajorArray().CopyTo(points);

    private Matrix<double> Rows(ReadOnlySpan<double> data)
        => Matrix<double>.Build.DenseOfRowMajor(data.Length / dimension, dimension, data.ToArray());

    private static Matrix<double> Form(int d, long seed)
    {
        if (d > LargestDimension)
            throw new InvalidOperationException($"A rotation in dimension {d} would need a matrix of {d} × {d}; points are rotated up to dimension {LargestDimension}.");
        var stream = RandomStream.Named(seed, "rotation", "", "matrix");
        var gaussian = new double[d * d];
        stream.FillNormal(gaussian);
        var qr = Matrix<double>.Build.Dense(d, d, gaussian).QR();
        Matrix<double> q = qr.Q;
        for (int j = 0; j < d; j++)
        {
            if (qr.R[j, j] < 0) q.SetColumn(j, -q.Column(j));
        }

        return q;
    }
}
