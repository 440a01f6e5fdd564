using System.Collections.Immutable;

namespace Simulator.Experiments;

/// <summary>The supremum of the implied C1 over results: what is known of the smallest C1 with which Theorem 1 can hold.</summary>
/// <param name="Folder">Where results were looked for.</param>
/// <param name="Files">How many results were read.</param>
/// <param name="Rows">How many rows imply a C1.</param>
/// <param name="Supremum">The row that implies the largest C1; null if no row implies one.</param>
/// <param name="Running">The rows that set a new record, in the order of their names: the running supremum.</param>
/// <param name="Skipped">Files that were not used, each with the reason.</param>
/// <param name="LeftOut">Rows that imply no C1 or have not the status ok, by reason.</param>
public sealed record SupremumResult(
    string Folder,
    int Files,
    int Rows,
    ImpliedC1Record? Supremum,
    ImmutableArray<ImpliedC1Record> Running,
    ImmutableArray<SkippedFile> Skipped,
    ImmutableSortedDictionary<string, int> LeftOut);

/// <summary>A C1 that a measurement implies.</summary>
/// <param name="File">The file, relative to the folder.</param>
/// <param name="Name">Name of the experiment.</param>
/// <param name="Steps">T.</param>
/// <param name="Dimension">d.</param>
/// <param name="ImpliedC1">(W1 − ε − ε_F) T/(L_f³ d^{5/2} log⁵T), from the upper end of W1; 0 if it underflows.</param>
/// <param name="ImpliedC1Log10">The same as log10.</param>
/// <param name="LipschitzUsed">Which L_f stands in it.</param>
public sealed record ImpliedC1Record(string File, string Name, int Steps, int Dimension, double ImpliedC1, double ImpliedC1Log10, string LipschitzUsed);

/// <summary>A file that was not used.</summary>
/// <param name="File">The file, relative to the folder.</param>
/// <param name="Reason">Why.</param>
public sealed record SkippedFile(string File, string Reason);
