using ScottPlot;
using Simulator.Reports.Plotting;
using SkiaSharp;
using Xunit;

namespace Simulator.Tests.Reports;

public class FigureFontsTests
{
    /// <summary>The fonts hold a choice of characters; whoever writes another one into a figure learns of it here.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_character_of_the_figures_sources_has_a_glyph(bool bold)
    {
        string[] figures = ["VerifyFigure.cs", "ErrorDensityFigure.cs", "FlowMapsFigure.cs", "DensitiesFigure.cs", "CurvesReport.cs"];
        string[] sources = [.. figures.Select(name => Repository.PathOf("src", "Simulator.Reports", name)), .. Directory.GetFiles(Repository.PathOf("src", "Simulator.Reports", "Plotting"), "*.cs")];
        using SKTypeface font = new FigureFonts().CreateTypeface(FigureFonts.Family, bold, italic: false)!;
        string missing = string.Concat(sources.SelectMany(File.ReadAllText).Distinct().Where(c => !char.IsControl(c) && c != '\uFEFF' && font.GetGlyph(c) == 0));
        Assert.Equal("", missing);
    }

    [Fact]
    public void Other_families_are_left_to_others()
        => Assert.Null(new FigureFonts().CreateTypeface("Other", FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal));
}
