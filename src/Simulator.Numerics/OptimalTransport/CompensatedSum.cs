namespace Simulator.Numerics.OptimalTransport;

/// <summary>A sum with the rounding errors of its additions kept beside it (Neumaier, ZAMM 54, 1974): as good as in twice the precision, rounded at the end.</summary>
internal struct CompensatedSum
{
    private double _sum, _errors;

    /// <summary>The sum.</summary>
    public readonly double Value => _sum + _errors;

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        double sum = _sum + value;
        _errors += Math.Abs(_sum) >= Math.Abs(value) ? _sum - sum + value : value - sum + _sum;
        _sum = sum;
    }

    /// <summary>Adds a product, with the rounding error of the product.</summary>
    public void AddProduct(double a, double b)
    {
        double product = a * b;
        Add(product);
        _errors += Math.FusedMultiplyAdd(a, b, -product);
    }
}
