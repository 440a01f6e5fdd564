using ScottPlot;
using ScottPlot.AxisPanels;

namespace Simulator.Reports.Plotting;

/// <summary>A figure in the style of all figures: caption above, pale grid, legend beside the data.</summary>
internal abstract class Figure
{
    private const float LegendSize = 12, TickSize = 12, AxisTitleSize = 13.5f, GapBesideTicks = 16;

    /// <summary>An empty figure.</summary>
    /// <param name="title">The title.</param>
    /// <param name="lines">Lines of text under the title.</param>
    /// <param name="across">What stands on the horizontal axis.</param>
    /// <param name="up">What stands on the vertical axis.</param>
    protected Figure(string title, IEnumerable<string> lines, string across, string up)
    {
        FigureFonts.Register();
        Title = title;
        Plot = new Plot();
        Plot.Axes.AddPanel(new Caption(title, lines));
        Plot.XLabel(across, AxisTitleSize);
        Plot.YLabel(up, AxisTitleSize);
        Plot.Grid.MajorLineColor = Color.FromHex("#E4E4E4");
        foreach (IAxis axis in new IAxis[] { Plot.Axes.Bottom, Plot.Axes.Left })
        {
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = TickSize;
        }

        // The library centres the line, not the digits, on the tick.
        Plot.Axes.Left.TickLabelStyle.OffsetY = 2.5f;
        ((AxisBase)Plot.Axes.Left).PaddingBetweenTickAndAxisLabels = new PixelPadding(GapBesideTicks, 0);
        Plot.Title(false);
    }

    /// <summary>The title.</summary>
    public string Title { get; }

    /// <summary>The library's plot, to be drawn once the figure is finished.</summary>
    public Plot Plot { get; }

    /// <summary>A legend to the right of the data, never over it.</summary>
    protected void ShowLegend()
    {
        Legend legend = Plot.Legend;
        legend.FontSize = LegendSize;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.BackgroundColor = Colors.Transparent;
        legend.SymbolWidth = 34;
        legend.InterItemPadding = new PixelPadding(0, 0, 5, 5);

        // What is drawn last lies on top and is what the figure is about: it comes first in the legend.
        legend.ManualItems.AddRange(Plot.PlottableList.SelectMany(p => p.LegendItems).Where(i => i.LabelStyle.Text.Length > 0).Reverse());

        // An empty legend would take the whole width from the data.
        if (legend.ManualItems.Count == 0) return;
        legend.DisplayPlottableLegendItems = false;
        ScottPlot.Panels.LegendPanel panel = Plot.ShowLegend(Edge.Right);
        panel.Alignment = Alignment.UpperLeft;
        panel.Padding = new PixelPadding(6, 6, 0, 0);
    }
}
