using System.Collections.Immutable;
using System.Text;

namespace Simulator.Laws;

/// <summary>What became of one law.</summary>
/// <param name="Name">The law.</param>
/// <param name="Statement">What it says.</param>
/// <param name="Status">Held on all cases, violated, or never applicable.</param>
/// <param name="Judged">Cases on which it said something, the violating one included.</param>
/// <param name="Message">The violation on the counterexample, or why the law never applied.</param>
/// <param name="Counterexample">The shrunk case as C#, empty unless violated.</param>
/// <param name="Case">The shrunk case itself, null unless violated.</param>
/// <param name="Shrinks">How many times the case was made simpler.</param>
public sealed record LawFinding(
    string Name, string Statement, LawStatus Status, int Judged, string Message, string Counterexample, object? Case, int Shrinks);

/// <summary>What became of all laws.</summary>
/// <param name="Subject">What was judged.</param>
/// <param name="Seed">The seed from which all cases follow: give it as <see cref="LawOptions.Seed"/> to repeat the run.</param>
/// <param name="Findings">One a law, in the order of the laws.</param>
public sealed record LawReport(string Subject, long Seed, ImmutableArray<LawFinding> Findings)
{
    /// <summary>Whether no law is violated and at least one held.</summary>
    public bool AllHeld => Violated.IsEmpty && Findings.Any(f => f.Status == LawStatus.Held);

    /// <summary>Names of the laws that are violated.</summary>
    public ImmutableArray<string> Violated => [.. Findings.Where(f => f.Status == LawStatus.Violated).Select(f => f.Name)];

    /// <summary>What became of a law.</summary>
    /// <param name="law">Its name.</param>
    /// <exception cref="InvalidOperationException">There is no such law.</exception>
    public LawFinding this[string law] => Findings.First(f => f.Name == law);

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder($"{Subject}, seed {Seed}\n");
        foreach (LawFinding f in Findings)
        {
            text.Append(f.Status switch
            {
                LawStatus.Held => $"  held            {f.Name} ({f.Judged} cases)\n",
                LawStatus.Violated => $"  VIOLATED        {f.Name}\n                  {f.Message}\n                  case: {f.Counterexample}\n",
                _ => $"  not applicable  {f.Name}: {f.Message}\n",
            });
        }

        return text.ToString();
    }
}
