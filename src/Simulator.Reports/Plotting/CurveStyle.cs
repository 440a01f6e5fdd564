using System.Collections.Immutable;
using ScottPlot;

namespace Simulator.Reports.Plotting;

/// <summary>
/// How a quantity looks, the same in every figure. Colours are those of Okabe and Ito, told apart by colour-blind readers; each quantity has its
/// own marker and dashes besides, so that a grey print can be read too. Markers nest, so that curves that coincide are all seen.
/// </summary>
/// <param name="Colour">Colour of line and marker.</param>
/// <param name="Pattern">Dashes.</param>
/// <param name="Width">Width of the line; 0 for markers alone.</param>
/// <param name="Marker">Shape of the marker.</param>
/// <param name="MarkerSize">Size of the marker.</param>
internal sealed record CurveStyle(Color Colour, LinePattern Pattern, float Width, MarkerShape Marker, float MarkerSize)
{
    /// <summary>What is measured: the heaviest curve of a figure.</summary>
    public static CurveStyle W1 { get; } = new(Color.FromHex("#0072B2"), LinePattern.Solid, 2.4f, MarkerShape.FilledCircle, 8);

    /// <summary>The distance of second order.</summary>
    public static CurveStyle W2 { get; } = new(Color.FromHex("#D55E00"), LinePattern.Dashed, 1.6f, MarkerShape.OpenSquare, 13);

    /// <summary>The upper bound of the proof.</summary>
    public static CurveStyle ProofForm { get; } = new(Color.FromHex("#009E73"), LinePattern.DenselyDashed, 1.6f, MarkerShape.OpenTriangleUp, 17);

    /// <summary>What the leading order predicts.</summary>
    public static CurveStyle LeadingOrder { get; } = new(Color.FromHex("#CC79A7"), LinePattern.Dotted, 1.8f, MarkerShape.Eks, 12);

    /// <summary>Curves of one kind beside each other, as many as can be told apart.</summary>
    public static ImmutableArray<CurveStyle> Series { get; } =
    [
        new(Color.FromHex("#0072B2"), LinePattern.Solid, 2f, MarkerShape.FilledCircle, 8),
        new(Color.FromHex("#D55E00"), LinePattern.Dashed, 2f, MarkerShape.FilledTriangleDown, 10),
        new(Color.FromHex("#009E73"), LinePattern.DenselyDashed, 2f, MarkerShape.FilledTriangleUp, 10),
        new(Color.FromHex("#CC79A7"), LinePattern.Dotted, 2f, MarkerShape.FilledDiamond, 10),
        new(Color.FromHex("#000000"), LinePattern.Solid, 1.4f, MarkerShape.OpenCircle, 9),
        new(Color.FromHex("#56B4E9"), LinePattern.Dashed, 1.4f, MarkerShape.OpenSquare, 9),
        new(Color.FromHex("#E69F00"), LinePattern.DenselyDashed, 1.4f, MarkerShape.OpenTriangleUp, 11),
        new(Color.FromHex("#7F7F7F"), LinePattern.Dotted, 1.4f, MarkerShape.OpenDiamond, 11),
    ];

    /// <summary>A density over the noise.</summary>
    public static CurveStyle Density { get; } = new(Color.FromHex("#000000"), LinePattern.Solid, 2.4f, MarkerShape.None, 0);

    /// <summary>What the fewest, some middle and the most steps make of it.</summary>
    public static ImmutableArray<CurveStyle> Shares { get; } =
    [
        new(Color.FromHex("#0072B2"), LinePattern.Dashed, 2f, MarkerShape.None, 0),
        new(Color.FromHex("#009E73"), LinePattern.Dotted, 2f, MarkerShape.None, 0),
        new(Color.FromHex("#D55E00"), LinePattern.Solid, 2f, MarkerShape.None, 0),
    ];

    /// <summary>A learned map, and the law of what it makes of noise.</summary>
    public static CurveStyle Learned { get; } = new(Color.FromHex("#0072B2"), LinePattern.Solid, 2.4f, MarkerShape.None, 0);

    /// <summary>The flow from the last step.</summary>
    public static CurveStyle Flow { get; } = new(Color.FromHex("#D55E00"), LinePattern.DenselyDashed, 1.8f, MarkerShape.None, 0);

    /// <summary>The flow from pure noise: pale and broad, so that it can be seen behind a curve that follows it.</summary>
    public static CurveStyle Limit { get; } = new(Color.FromHex("#C4C4C4"), LinePattern.Solid, 6f, MarkerShape.None, 0);

    /// <summary>The law of the data, as the edge of an area.</summary>
    public static CurveStyle Data { get; } = new(Color.FromHex("#8C8C8C"), LinePattern.Solid, 1.4f, MarkerShape.None, 0);

    /// <summary>A distance between two curves.</summary>
    public static CurveStyle Distance { get; } = new(Color.FromHex("#000000"), LinePattern.Solid, 1.2f, MarkerShape.OpenDiamond, 10);

    /// <summary>The bound of the theorem.</summary>
    public static CurveStyle Bound { get; } = new(Color.FromHex("#000000"), LinePattern.Solid, 1.2f, MarkerShape.OpenDiamond, 10);

    /// <summary>A ring around a point that should not be relied upon.</summary>
    public static CurveStyle Doubtful { get; } = new(Color.FromHex("#000000"), LinePattern.Solid, 0, MarkerShape.OpenCircle, 22);

    /// <summary>The guide of the faster rate: pale and broad, so that it can be seen behind a curve that follows it.</summary>
    public static CurveStyle FastGuide { get; } = new(Color.FromHex("#D6D6D6"), LinePattern.Solid, 5.5f, MarkerShape.None, 0);

    /// <summary>The guide of the slower rate.</summary>
    public static CurveStyle SlowGuide { get; } = new(Color.FromHex("#D6D6D6"), LinePattern.DenselyDashed, 5.5f, MarkerShape.None, 0);
}
