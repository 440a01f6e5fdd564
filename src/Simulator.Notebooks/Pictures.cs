using Simulator.Reports.Html;
using Simulator.Reports.Plotting;

namespace Simulator.Notebooks;

/// <summary>Figures as outputs: an HTML image that stays sharp at any size, a PNG for viewers that show no HTML, and a title for those that show text.</summary>
internal static class Pictures
{
    /// <summary>A figure in its forms.</summary>
    /// <param name="title">The title.</param>
    /// <param name="make">Makes the figure.</param>
    public static MimeBundle Of(string title, Func<Figure> make)
    {
        (byte[] png, byte[] svg) = FigureWriter.Pictures(make);

        // Not as image/svg+xml, which converters of notebooks are known to empty.
        HtmlText picture = HtmlText.Of($"<img alt=\"{title}\" style=\"max-width:100%\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(svg)}\">");
        return MimeBundle.Of((MimeBundle.Png, Convert.ToBase64String(png)), (MimeBundle.Html, picture.Markup), (MimeBundle.Plain, $"Chart: {title}"));
    }
}
