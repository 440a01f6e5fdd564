using System.Text.Json.Nodes;
using Simulator.Experiments;
using Simulator.Notebooks.Scripting;

namespace Simulator.Notebooks.Jupyter;

/// <summary>Answers requests.</summary>
/// <param name="session">The session that is asked about.</param>
/// <param name="cells">Runs its cells.</param>
/// <param name="shutdown">Ends the kernel, after the answer.</param>
internal sealed class KernelAnswers(ScriptSession session, KernelCells cells, Action shutdown)
{
    /// <summary>Answers a request, and tells everybody when the work begins and ends. One of a kind that is not known gets no answer, as the protocol has it.</summary>
    /// <param name="request">The request.</param>
    public async Task AnswerAsync(KernelRequest request)
    {
        request.Publish("status", new() { ["execution_state"] = "busy" });
        switch (request.Kind)
        {
            case "kernel_info":
                request.Reply("ok", Information());
                break;
            case "execute":
                await cells.RunAsync(request);
                break;
            case "complete":
                request.Reply("ok", Complete(request.Text("code"), request.Number32("cursor_pos", int.MaxValue)));
                break;
            case "inspect":
                request.Reply("ok", Inspect(request.Text("code"), request.Number32("cursor_pos", int.MaxValue)));
                break;
            case "is_complete":
                Judge(request);
                break;
            case "history":
                request.Reply("ok", new() { ["history"] = new JsonArray() });
                break;
            case "comm_info":
                request.Reply("ok", new() { ["comms"] = new JsonObject() });
                break;
            case "interrupt":
                request.Reply("ok", []);
                cells.Interrupt();
                break;
            case "shutdown":
                request.Reply("ok", new() { ["restart"] = request.Flag("restart", missing: false) });
                break;
        }

        request.Publish("status", new() { ["execution_state"] = "idle" });
        if (request.Kind == "shutdown") shutdown();
    }

    private static JsonObject Information() => new()
    {
        ["protocol_version"] = KernelMessage.ProtocolVersion,
        ["implementation"] = NotebookLanguage.KernelName,
        ["implementation_version"] = Manifest.ProgramVersion,
        ["language_info"] = NotebookLanguage.Information(),
        ["banner"] = $"{NotebookLanguage.DisplayName} {Manifest.ProgramVersion}",
        ["help_links"] = new JsonArray(),
    };

    private static void Judge(KernelRequest request)
    {
        switch (CellGrammar.Judge(request.Text("code")))
        {
            case Completeness.Incomplete:
                request.Reply("incomplete", new() { ["indent"] = "" });
                break;
            case Completeness.Invalid:
                request.Reply("invalid", []);
                break;
            default:
                request.Reply("complete", []);
                break;
        }
    }

    private JsonObject Complete(string code, int cursor)
    {
        var found = Completion.At(session, code, CodePoints.ToIndex(code, cursor));
        return new()
        {
            ["matches"] = new JsonArray([.. found.Matches.Select(m => (JsonNode)m)]),
            ["cursor_start"] = CodePoints.FromIndex(code, found.Start),
            ["cursor_end"] = CodePoints.FromIndex(code, found.End),
            ["metadata"] = new JsonObject(),
        };
    }

    private JsonObject Inspect(string code, int cursor)
    {
        string? text = Inspection.At(session, code, CodePoints.ToIndex(code, cursor));
        JsonObject data = text is null ? [] : new() { [MimeBundle.Plain] = text };
        return new() { ["found"] = text is not null, ["data"] = data, ["metadata"] = new JsonObject() };
    }
}
