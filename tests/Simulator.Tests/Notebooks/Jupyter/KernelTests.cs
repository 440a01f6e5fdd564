using System.Diagnostics;
using System.Text.Json.Nodes;
using NetMQ;
using Simulator.Notebooks.Jupyter;
using Xunit;

namespace Simulator.Tests.Notebooks.Jupyter;

/// <summary>The protocol, spoken inside this process; no Jupyter is needed.</summary>
[Collection(nameof(GlobalStateTests))]
public sealed class KernelTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly KernelConnection _connection = Connections.Free();
    private readonly Kernel _kernel;
    private readonly KernelClient _client;
    private readonly Task _running;

    public KernelTests()
    {
        _kernel = new Kernel(_connection, ".");
        _running = _kernel.RunAsync(TestContext.Current.CancellationToken);
        _client = new KernelClient(_connection);
        _client.Meet();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            _client.Ask("shutdown", control: true);
            await _running.WaitAsync(Patience);
        }

        _client.Dispose();
        _kernel.Dispose();
    }

    [Fact]
    public void The_kernel_says_what_it_is()
    {
        string asked = _client.Ask("kernel_info");
        JsonObject reply = _client.Reply(asked);
        Assert.Equal(("ok", "5.3", "C#"), (Text(reply, "status"), Text(reply, "protocol_version"), Text(reply["language_info"]!, "name")));
        Assert.Empty(_client.Heard(asked));
        asked = _client.Ask("kernel_info", control: true);
        Assert.Equal("simulator-csharp", Text(_client.Reply(asked, control: true), "implementation"));
    }

    [Fact]
    public void Outputs_of_a_cell_are_heard_in_order_with_whole_texts()
    {
        string asked = _client.Execute("Console.Write(\"a\\nb\\n\"); Console.Error.Write(\"c\"); Display(new Table(\"x\").Row(1)); var y = 1.5;\ny");
        JsonObject reply = _client.Reply(asked);
        Assert.Equal(("ok", 1), (Text(reply, "status"), reply["execution_count"]!.GetValue<int>()));
        List<KernelMessage> heard = _client.Heard(asked);
        Assert.Equal(["execute_input", "stream", "stream", "display_data", "execute_result"], heard.Select(m => m.Type));
        Assert.Equal(1, heard[0].Content["execution_count"]!.GetValue<int>());
        Assert.Equal(("stdout", "a\nb\n"), (Text(heard[1].Content, "name"), Text(heard[1].Content, "text")));
        Assert.Equal(("stderr", "c"), (Text(heard[2].Content, "name"), Text(heard[2].Content, "text")));
        Assert.StartsWith("<table>\n", Text(heard[3].Content["data"]!, "text/html"), StringComparison.Ordinal);
        Assert.Equal(("1.5", 1), (Text(heard[4].Content["data"]!, "text/plain"), heard[4].Content["execution_count"]!.GetValue<int>()));

        // An empty cell is nothing to count.
        Assert.Equal(1, _client.Reply(_client.Execute(" \n"))["execution_count"]!.GetValue<int>());
    }

    [Fact]
    public void An_error_stops_what_was_asked_for_with_it_and_nothing_later()
    {
        string failing = _client.Execute("int z = 1;\nint.Parse(\"x\");"), queued = _client.Execute("z = 2;"), question = _client.Ask("is_complete", new() { ["code"] = "1" });
        JsonObject reply = _client.Reply(failing);
        Assert.Equal(("error", "FormatException", 1), (Text(reply, "status"), Text(reply, "ename"), reply["execution_count"]!.GetValue<int>()));
        Assert.Equal("  in cell 1, line 2", reply["traceback"]!.AsArray()[^1]!.GetValue<string>());
        Assert.Equal(["execute_input", "error"], _client.Heard(failing).Select(m => m.Type));
        Assert.Equal("aborted", Text(_client.Reply(queued), "status"));
        Assert.Empty(_client.Heard(queued));
        Assert.Equal("complete", Text(_client.Reply(question), "status"));
        _client.Heard(question);

        string later = _client.Execute("z");
        Assert.Equal("ok", Text(_client.Reply(later), "status"));
        Assert.Equal("1", Text(_client.Heard(later)[^1].Content["data"]!, "text/plain"));
    }

    [Fact]
    public void An_error_that_is_to_stop_nothing_stops_nothing()
    {
        string failing = _client.Execute("nonsense", new() { ["stop_on_error"] = false }), queued = _client.Execute("1 + 1");
        Assert.Equal("CompilationError", Text(_client.Reply(failing), "ename"));
        Assert.Equal("ok", Text(_client.Reply(queued), "status"));
    }

    [Fact]
    public void A_silent_cell_is_run_and_neither_heard_nor_counted()
    {
        string silent = _client.Execute("int q = 3; Console.WriteLine(q); q", new() { ["silent"] = true }), unkept = _client.Execute("q + 1", new() { ["store_history"] = false });
        Assert.Equal(0, _client.Reply(silent)["execution_count"]!.GetValue<int>());
        Assert.Empty(_client.Heard(silent));
        Assert.Equal(0, _client.Reply(unkept)["execution_count"]!.GetValue<int>());
        Assert.Equal("4", Text(_client.Heard(unkept)[^1].Content["data"]!, "text/plain"));
    }

    [Fact]
    public void An_endless_loop_is_interrupted_while_everything_else_waits()
    {
        string endless = _client.Execute("int n = 5; Console.Write(\"on\"); while (true) n = 6;"), queued = _client.Execute("n = 7;");
        while (_client.Broadcast().Type != "stream")
        {
            // The cell has not got there yet.
        }

        Assert.True(_client.IsAlive());
        string interrupt = _client.Ask("interrupt", control: true);
        Assert.Equal("ok", Text(_client.Reply(interrupt, control: true), "status"));
        Assert.Equal("Interrupted", Text(_client.Reply(endless), "ename"));
        Assert.Equal("aborted", Text(_client.Reply(queued), "status"));
        Assert.Equal("ok", Text(_client.Reply(_client.Execute("n")), "status"));

        // An interrupt that comes too late does nothing.
        Assert.Equal("ok", Text(_client.Reply(_client.Ask("interrupt", control: true), control: true), "status"));
        Assert.Equal("ok", Text(_client.Reply(_client.Execute("while (n > 0) n--; n")), "status"));
    }

    /// <summary>As VS Code's extension sent it until the end of 2025 (its issue 17143).</summary>
    [Fact]
    public void An_interrupt_on_the_channel_of_the_cells_does_not_wait_for_them()
    {
        string endless = _client.Execute("Console.Write(\"on\"); while (true) ;");
        while (_client.Broadcast().Type != "stream")
        {
            // The cell has not got there yet.
        }

        string interrupt = _client.Ask("interrupt");
        Assert.Equal("ok", Text(_client.Reply(interrupt), "status"));
        Assert.Equal("Interrupted", Text(_client.Reply(endless), "ename"));
    }

    [Fact]
    public void Names_are_completed_at_places_that_count_characters()
    {
        JsonObject reply = _client.Reply(_client.Ask("complete", new() { ["code"] = "var s = \"😀\"; var displaced = s; displ + 1", ["cursor_pos"] = 37 }));
        Assert.Equal(["displaced", "Display", "DisplayOutput"], reply["matches"]!.AsArray().Select(m => m!.GetValue<string>()));
        Assert.Equal(("ok", 32, 37), (Text(reply, "status"), reply["cursor_start"]!.GetValue<int>(), reply["cursor_end"]!.GetValue<int>()));
    }

    [Fact]
    public void Questions_about_code_and_history_are_answered()
    {
        Assert.Equal("incomplete", Text(_client.Reply(_client.Ask("is_complete", new() { ["code"] = "if (true) {" })), "status"));
        Assert.Equal("invalid", Text(_client.Reply(_client.Ask("is_complete", new() { ["code"] = "}" })), "status"));
        JsonObject found = _client.Reply(_client.Ask("inspect", new() { ["code"] = "Display(1)", ["cursor_pos"] = 3 }));
        Assert.True(found["found"]!.GetValue<bool>());
        Assert.Contains("Shows a value here and now.", Text(found["data"]!, "text/plain"), StringComparison.Ordinal);
        Assert.False(_client.Reply(_client.Ask("inspect", new() { ["code"] = "1 + 1", ["cursor_pos"] = 0 }))["found"]!.GetValue<bool>());
        Assert.Empty(_client.Reply(_client.Ask("history"))["history"]!.AsArray());
        Assert.Empty(_client.Reply(_client.Ask("comm_info"))["comms"]!.AsObject());
        string strange = _client.Ask("strange"), next = _client.Ask("kernel_info");
        _client.Reply(next);
        while (_client.Broadcast() is var heard && heard.Parent["msg_id"]!.ToString() != strange)
        {
            // About the questions before.
        }
    }

    [Fact]
    public void What_is_wrongly_signed_or_no_message_is_dropped()
    {
        _client.Execute("int kept = 1;");
        string stranger = _client.Ask("execute", new() { ["code"] = "kept = 2;" }, signer: new MessageSigner("another key"));
        _client.Ask("shutdown", control: true, signer: new MessageSigner(""));
        _client.Send(new NetMQMessage([new NetMQFrame("noise")]));
        _client.Send(new NetMQMessage(((string[])["<IDS|MSG>", "", "{}"]).Select(f => new NetMQFrame(f))));
        string[] broken = ["{", "{}", "{}", "{}"];
        string signature = new MessageSigner(Connections.Key).Sign(broken.Select(System.Text.Encoding.UTF8.GetBytes));
        _client.Send(new NetMQMessage(broken.Prepend(signature).Prepend("<IDS|MSG>").Select(f => new NetMQFrame(f))));
        string last = _client.Execute("kept");
        var heard = new List<KernelMessage>();
        while (heard.LastOrDefault() is not { Type: "execute_result" })
            heard.Add(_client.Broadcast());
        Assert.Equal("1", Text(heard[^1].Content["data"]!, "text/plain"));
        Assert.Equal(last, Text(heard[^1].Parent, "msg_id"));
        Assert.DoesNotContain(heard, m => m.Parent["msg_id"]!.GetValue<string>() == stranger);
        Assert.False(_running.IsCompleted);
    }

    [Fact]
    public void A_cell_that_asks_for_input_is_refused()
    {
        JsonObject reply = _client.Reply(_client.Execute("var name = Console.ReadLine();", new() { ["allow_stdin"] = true }));
        Assert.Equal("Cells take no input: write the value into the cell.", Text(reply, "evalue"));
    }

    [Fact]
    public async Task A_shutdown_is_answered_and_ends_a_running_cell()
    {
        _client.Execute("Console.Write(\"on\"); while (true) ;");
        while (_client.Broadcast().Type != "stream")
        {
            // The cell has not got there yet.
        }

        var watch = Stopwatch.StartNew();
        JsonObject reply = _client.Reply(_client.Ask("shutdown", new() { ["restart"] = true }, control: true), control: true);
        Assert.Equal(("ok", true), (Text(reply, "status"), reply["restart"]!.GetValue<bool>()));
        await _running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(watch.Elapsed < Patience);
    }

    [Fact]
    public void A_port_that_is_taken_is_named()
    {
        IOException refused = Assert.Throws<IOException>(() => new Kernel(_connection, "."));
        Assert.Matches($@"^tcp://127\.0\.0\.1:{_connection.Shell}: cannot listen there \(.*[^.]\)\.$", refused.Message);
    }

    private static string Text(JsonNode json, string field) => json[field]!.GetValue<string>();
}
