namespace Simulator.Numerics.Statistics;

/// <summary>
/// The covariance of one component under the constraint C ⪰ F, F = diag(f_1², …, f_d²), with what a density needs of it.
/// </summary>
/// <remarks>
/// In the coordinates F^(−1/2) x the constraint is C ⪰ I, and among such C the expected log-likelihood −½(log det C + tr C⁻¹S) of
/// a scatter S is largest at S with its eigenvalues raised to at least 1: for given eigenvalues the trace is least when C and
/// S share eigenvectors (von Neumann), and −½(log λ + s/λ) falls beyond λ = s. So the floor is part of the M step, which stays
/// an exact maximisation, and the log-likelihood cannot fall.
/// </remarks>
internal sealed class ComponentShape
{
    private readonly double[] _floors, _scaled, _vectors;
    private readonly int _d;

    /// <summary>Creates the shape of one component, to be set before use.</summary>
    /// <param name="floors">The d bounds f of standard deviations, positive.</param>
    public ComponentShape(double[] floors)
    {
        _floors = floors;
        _d = floors.Length;
        _scaled = new double[_d * _d];
        _vectors = new double[_d * _d];
        Covariance = new double[_d * _d];
        Whitening = new double[_d * _d];
    }

    /// <summary>The covariance C, row-major <c>d × d</c>.</summary>
    public double[] Covariance { get; }

    /// <summary>A matrix W with Wᵀ W = C⁻¹, row-major <c>d × d</c>, so that the Mahalanobis distance is |W (x − m)|.</summary>
    public double[] Whitening { get; }

    /// <summary>log det C.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Whether the constraint was active: the scatter had to be widened in some direction.</summary>
    public bool Floored { get; private set; }

    /// <summary>Sets the covariance to the admissible one that fits a scatter best.</summary>
    /// <param name="scatter">Row-major <c>d × d</c>, symmetric and positive semi-definite.</param>
    public void Set(ReadOnlySpan<double> scatter)
    {
        for (int i = 0; i < _scaled.Length; i++)
            _scaled[i] = scatter[i] / (_floors[i / _d] * _floors[i % _d]);
        SymmetricEigen.Diagonalise(_scaled, _vectors, _d);

        (LogDeterminant, Floored) = (0, false);
        for (int e = 0; e < _d; e++)
        {
            ref double eigenvalue = ref _scaled[e * _d + e];
            Floored |= eigenvalue < 1;
            eigenvalue = Math.Max(eigenvalue, 1);
            LogDeterminant += Math.Log(eigenvalue * _floors[e] * _floors[e]);
            for (int j = 0; j < _d; j++)
                Whitening[e * _d + j] = _vectors[j * _d + e] / (Math.Sqrt(eigenvalue) * _floors[j]);
        }

        // Recomposing costs a rounding; a scatter that needed no floor is kept as it is.
        if (Floored) Recompose();
        else scatter.CopyTo(Covariance);
    }

    /// <summary>C = F^½ V Λ Vᵀ F^½.</summary>
    private void Recompose()
    {
        for (int i = 0; i < _d; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int e = 0; e < _d; e++)
                    sum += _vectors[i * _d + e] * _scaled[e * _d + e] * _vectors[j * _d + e];
                Covariance[i * _d + j] = Covariance[j * _d + i] = sum * _floors[i] * _floors[j];
            }
        }
    }
}
