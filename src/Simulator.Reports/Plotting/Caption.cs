using ScottPlot;
using ScottPlot.Panels;

namespace Simulator.Reports.Plotting;

/// <summary>A bold title with lines of plain text below it, over the whole width of the figure. The library's own title is centred and all bold.</summary>
internal sealed class Caption : PanelBase
{
    private const float TitleSize = 17, LineSize = 12.5f, Gap = 5, Margin = 8;

    private readonly LabelStyle[] _labels;

    /// <summary>A caption.</summary>
    /// <param name="title">The title.</param>
    /// <param name="lines">The lines below it.</param>
    public Caption(string title, IEnumerable<string> lines)
    {
        Edge = Edge.Top;
        _labels = [Label(title, TitleSize, bold: true), .. lines.Select(line => Label(line, LineSize, bold: false))];
    }

    /// <inheritdoc/>
    public override float Measure(Paint paint) => Margin + _labels.Sum(label => label.FontSize + Gap) + Margin / 2;

    /// <inheritdoc/>
    public override void Render(RenderPack rp, float size, float offset)
    {
        float top = rp.DataRect.Top - offset - size + Margin, width = rp.FigureRect.Width - 2 * Margin;
        foreach (LabelStyle label in _labels)
        {
            // A long name is set smaller rather than cut off; its line keeps its height, so that nothing else moves.
            float line = label.FontSize, wanted = label.Measure(rp.Paint).Width;
            if (wanted > width) label.FontSize *= width / wanted;
            label.Render(rp.Canvas, new Pixel(rp.FigureRect.Left + Margin, top + line), rp.Paint);
            label.FontSize = line;
            top += line + Gap;
        }
    }

    private static LabelStyle Label(string text, float size, bool bold) => new()
    {
        Text = text,
        FontName = FigureFonts.Family,
        FontSize = size,
        Bold = bold,
        Alignment = Alignment.LowerLeft,
    };
}
