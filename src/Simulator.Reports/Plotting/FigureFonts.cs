using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace Simulator.Reports.Plotting;

/// <summary>
/// DejaVu Sans, reduced to the characters that figures use, out of this assembly. Without a font the plotting library draws no text and does not complain, and with the machine's own
/// fonts a figure would differ from machine to machine.
/// </summary>
internal sealed class FigureFonts : IFontResolver
{
    /// <summary>The family name under which the fonts are asked for, and which stands in SVG files.</summary>
    public const string Family = "DejaVu Sans";

    private const string Regular = "DejaVuSans.ttf", Bold = "DejaVuSans-Bold.ttf";

    private static readonly Lazy<bool> Registration = new(Add);

    /// <summary>Makes the fonts known to the plotting library, whose list of fonts is global; called before a plot is made.</summary>
    public static void Register() => _ = Registration.Value;

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
    {
        if (fontName != Family) return null;
        string resource = weight >= FontWeight.SemiBold ? Bold : Regular;
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is missing from this build.");
        return SKTypeface.FromStream(stream);
    }

    /// <inheritdoc/>
    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic)
        => CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

    private static bool Add()
    {
        // First in the list, before the machine's fonts: it may have another version of the same family.
        ScottPlot.Fonts.FontResolvers.Insert(0, new FigureFonts());
        ScottPlot.Fonts.Default = Family;
        return true;
    }
}
