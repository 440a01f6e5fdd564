namespace Simulator.Numerics.Quadrature;

/// <summary>
/// The embedded pair of 7 Gauss and 15 Kronrod nodes on [−1, 1] (degrees 13 and 22). Values of the QUADPACK book (Piessens,
/// de Doncker-Kapenga, Überhuber, Kahaner 1983).
/// </summary>
internal static class GaussKronrod
{
    /// <summary>Number of nodes.</summary>
    public const int Count = 15;

    /// <summary>The non-negative nodes, descending; the odd-numbered ones are those of the Gauss rule.</summary>
    private static readonly double[] HalfNodes =
    [
        0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
        0.741531185599394439863864773280788, 0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
        0.207784955007898467600689403773245, 0,
    ];

    private static readonly double[] HalfKronrodWeights =
    [
        0.022935322010529224963732008058970, 0.063092092629978553290700663189204, 0.104790010322250183839876322541518,
        0.140653259715525918745189590510238, 0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
        0.204432940075298892414161999234649, 0.209482141084727828012999174891714,
    ];

    private static readonly double[] HalfGaussWeights =
    [
        0.129484966168869693270611432679082, 0.279705391489276667901467771423780, 0.381830050505118944950369775488975,
        0.417959183673469387755102040816327,
    ];

    /// <summary>All nodes, ascending.</summary>
    public static readonly double[] Nodes = Unfold(HalfNodes, odd: true);

    /// <summary>Kronrod weights in the order of <see cref="Nodes"/>.</summary>
    public static readonly double[] KronrodWeights = Unfold(HalfKronrodWeights, odd: false);

    /// <summary>Gauss weights in the order of <see cref="Nodes"/>; zero at the nodes that only the Kronrod rule has.</summary>
    public static readonly double[] GaussWeights = Unfold(
        [0, HalfGaussWeights[0], 0, HalfGaussWeights[1], 0, HalfGaussWeights[2], 0, HalfGaussWeights[3]], odd: false);

    private static double[] Unfold(double[] half, bool odd)
    {
        var all = new double[Count];
        for (int i = 0; i < half.Length; i++)
        {
            all[i] = odd ? -half[i] : half[i];
            all[Count - 1 - i] = half[i];
        }

        return all;
    }
}
