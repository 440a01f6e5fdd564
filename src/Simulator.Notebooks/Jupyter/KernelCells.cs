using System.Text.Json.Nodes;
using Simulator.Notebooks.Scripting;

namespace Simulator.Notebooks.Jupyter;

/// <summary>Runs cells as they are asked for, one at a time, and stops them.</summary>
/// <param name="session">What the cells share.</param>
/// <param name="latest">The number of the latest request that has come in.</param>
internal sealed class KernelCells(ScriptSession session, Func<long> latest)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _running;
    private long _abortedUpTo = -1;

    /// <summary>Runs the cell of a request, or refuses it because one before it failed.</summary>
    /// <param name="request">The request.</param>
    public async Task RunAsync(KernelRequest request)
    {
        if (request.Number <= _abortedUpTo)
        {
            request.Reply("aborted", []);
            return;
        }

        bool silent = request.Flag("silent", missing: false), counted = !silent && request.Flag("store_history", missing: true);
        string code = request.Text("code");
        if (!silent) request.Publish("execute_input", new() { ["code"] = code, ["execution_count"] = session.ExecutionCount + (counted ? 1 : 0) });
        ErrorOutput? error = string.IsNullOrWhiteSpace(code) ? null : await RunAsync(request, code, silent, counted);
        if (error is null)
        {
            request.Reply("ok", new() { ["execution_count"] = session.ExecutionCount, ["user_expressions"] = new JsonObject(), ["payload"] = new JsonArray() });
            return;
        }

        // What was asked for before the reader could see the error is not run.
        if (request.Flag("stop_on_error", missing: true)) _abortedUpTo = latest();
        JsonObject content = error.ToMessage();
        content["execution_count"] = session.ExecutionCount;
        request.Reply("error", content);
    }

    /// <summary>Stops the running cell, if there is one.</summary>
    public void Interrupt()
    {
        // Elsewhere, not here, runs what the cell itself wants to be called then.
        lock (_lock) _ = _running?.CancelAsync();
    }

    private async Task<ErrorOutput?> RunAsync(KernelRequest request, string code, bool silent, bool counted)
    {
        ErrorOutput? error = null;
        using var outputs = new LiveOutputs(output =>
        {
            error = output as ErrorOutput ?? error;
            if (!silent) request.Publish(output.Kind, output.ToMessage());
        });
        using var cancellation = new CancellationTokenSource();
        lock (_lock) _running = cancellation;
        try
        {
            await session.RunAsync(code, outputs.Add, counted, cancellation.Token);
        }
        finally
        {
            lock (_lock) _running = null;
        }

        return error;
    }
}
