using System.Collections.Concurrent;
using Simulator.Notebooks;
using Simulator.Notebooks.Scripting;
using Xunit;

namespace Simulator.Tests.Notebooks.Scripting;

/// <summary>What a cell put out.</summary>
/// <param name="Ended">Whether it ended.</param>
/// <param name="Outputs">Its outputs in order.</param>
internal sealed record SessionRun(bool Ended, CellOutput[] Outputs)
{
    /// <summary>What it wrote to the console.</summary>
    public string Written => string.Concat(Outputs.OfType<StreamOutput>().Select(o => o.Text));

    /// <summary>The text of its value; null if it has none.</summary>
    public string? Result => Outputs.OfType<ResultOutput>().SingleOrDefault()?.Data.Text;

    /// <summary>Its error.</summary>
    public ErrorOutput Error => Assert.IsType<ErrorOutput>(Outputs[^1]);

    public static async Task<SessionRun> Of(ScriptSession session, string code, CancellationToken? cancellation = null)
    {
        var outputs = new ConcurrentQueue<CellOutput>();
        bool ended = await session.RunAsync(code, outputs.Enqueue, cancellation: cancellation ?? TestContext.Current.CancellationToken);
        return new(ended, [.. outputs]);
    }
}
