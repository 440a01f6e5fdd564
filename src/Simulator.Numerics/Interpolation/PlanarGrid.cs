namespace Simulator.Numerics.Interpolation;

/// <summary>A uniform tensor grid in the plane.</summary>
/// <param name="LowX">First coordinate of the first point.</param>
/// <param name="LowY">Second coordinate of the first point.</param>
/// <param name="StepX">Distance of neighbours in the first coordinate, positive.</param>
/// <param name="StepY">Distance of neighbours in the second coordinate, positive.</param>
/// <param name="CountX">Points in a row.</param>
/// <param name="CountY">Rows.</param>
public readonly record struct PlanarGrid(double LowX, double LowY, double StepX, double StepY, int CountX, int CountY)
{
    /// <summary>How many points.</summary>
    public int Count => CountX * CountY;

    /// <summary>Whether a point lies on the grid and not beyond its rim.</summary>
    /// <param name="x">First coordinate.</param>
    /// <param name="y">Second coordinate.</param>
    public bool Contains(double x, double y)
        => x >= LowX && x <= LowX + (CountX - 1) * StepX && y >= LowY && y <= LowY + (CountY - 1) * StepY;

    /// <summary>The coordinates of all points, row by row, Count × 2.</summary>
    public double[] Points()
    {
        var points = new double[2 * Count];
        for (int j = 0; j < CountY; j++)
            FillRow(j, points.AsSpan(2 * j * CountX, 2 * CountX));
        return points;
    }

    /// <summary>The coordinates of the points of a row.</summary>
    /// <param name="row">0 … CountY − 1.</param>
    /// <param name="points">Receives CountX × 2 numbers.</param>
    public void FillRow(int row, Span<double> points)
    {
        for (int i = 0; i < CountX; i++)
            (points[2 * i], points[2 * i + 1]) = (LowX + i * StepX, LowY + row * StepY);
    }
}

/// <summary>A node of a quadrature around a point, in grid steps from it.</summary>
/// <param name="X">Offset in the first coordinate.</param>
/// <param name="Y">Offset in the second coordinate.</param>
/// <param name="Weight">Weight.</param>
public readonly record struct PlanarNode(double X, double Y, double Weight);
