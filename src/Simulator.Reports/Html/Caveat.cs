namespace Simulator.Reports.Html;

/// <summary>What must be known to read the numbers of a page rightly.</summary>
/// <param name="Id">Its name on the page.</param>
/// <param name="Title">It, in short.</param>
/// <param name="Text">It, in sentences, with the numbers that make it apply.</param>
/// <param name="At">The row where it is worst; null where that is no row.</param>
internal sealed record Caveat(string Id, string Title, string Text, ReportedRow? At = null);
