using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Simulator.Tests.Reports.Html;

/// <summary>A page in a headless Chromium, spoken to over its DevTools protocol. It can resolve no host.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    private HeadlessBrowser(Process process, string profile) => (_process, _profile) = (process, profile);

    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>What the page said on its console, and exceptions.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>What the page asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Opens a file.</summary>
    public static async Task<HeadlessBrowser> Open(string path, CancellationToken cancellation)
    {
        string profile = Directory.CreateTempSubdirectory("browser").FullName;
        string[] arguments =
            ["--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", $"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND", "--window-size=1300,900", "about:blank"];
        Process process = Process.Start(new ProcessStartInfo(Program!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var browser = new HeadlessBrowser(process, profile);
        try
        {
            await browser.Connect(cancellation);
            foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"])
                await browser.Send($"{domain}.enable", []);
            await browser.Send("Page.navigate", new JsonObject { ["url"] = new Uri(path).AbsoluteUri });
            await browser.WaitFor("location.protocol === 'file:' && document.readyState === 'complete'", cancellation);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>The value of an expression.</summary>
    public async Task<JsonNode?> Evaluate(string expression)
    {
        JsonNode answer = await Send("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        return answer["result"]?["value"];
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitFor(string expression, CancellationToken cancellation)
    {
        for (var clock = Stopwatch.StartNew(); (await Evaluate(expression))?.GetValue<bool>() != true; await Task.Delay(50, cancellation))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"{expression}; {string.Join("; ", Complaints)}");
        }
    }

    /// <summary>Clicks at a place of the window.</summary>
    public async Task Click(double x, double y)
    {
        foreach (string type in (string[])["mouseMoved", "mousePressed", "mouseReleased"])
        {
            await Send("Input.dispatchMouseEvent", new JsonObject { ["type"] = type, ["x"] = x, ["y"] = y, ["button"] = type == "mouseMoved" ? "none" : "left", ["clickCount"] = type == "mouseMoved" ? 0 : 1 });
            await Task.Delay(150);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _reading;
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _stop.Dispose();
        for (int attempt = 0; Directory.Exists(_profile) && attempt < 20; attempt++)
        {
            try
            {
                Directory.Delete(_profile, recursive: true);
            }
            catch (IOException)
            {
                // Processes of the browser are still ending.
                await Task.Delay(100);
            }
        }
    }

    private async Task Connect(CancellationToken cancellation)
    {
        string portFile = Path.Combine(_profile, "DevToolsActivePort");
        string[] lines = [];
        for (var clock = Stopwatch.StartNew(); lines.Length < 2; await Task.Delay(50, cancellation))
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(60)) throw new TimeoutException("The browser does not start.");
            if (File.Exists(portFile)) lines = await File.ReadAllLinesAsync(portFile, cancellation);
        }

        using var client = new HttpClient();
        using HttpResponseMessage answer = await client.PutAsync(new Uri($"http://127.0.0.1:{lines[0]}/json/new?about:blank"), null, cancellation);
        JsonNode page = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;
        await _socket.ConnectAsync(new Uri(page["webSocketDebuggerUrl"]!.GetValue<string>()), cancellation);
        _reading = Read();
    }

    private async Task<JsonNode> Send(string method, JsonObject parameters)
    {
        int id = Interlocked.Increment(ref _last);
        TaskCompletionSource<JsonNode> waiting = _waiting[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] message = Encoding.UTF8.GetBytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters }.ToJsonString());
        await _socket.SendAsync(message, WebSocketMessageType.Text, true, _stop.Token);
        return await waiting.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task Read()
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                WebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer, _stop.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) return;
                Handle(JsonNode.Parse(message.ToArray())!);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    private void Handle(JsonNode message)
    {
        if (message["id"] is { } id)
        {
            if (_waiting.TryRemove(id.GetValue<int>(), out TaskCompletionSource<JsonNode>? waiting)) waiting.SetResult((message["result"] ?? message["error"])!);
            return;
        }

        switch (message["method"]?.GetValue<string>())
        {
            case "Network.requestWillBeSent":
                Requests.Enqueue(message["params"]!["request"]!["url"]!.GetValue<string>());
                break;
            case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded":
                Complaints.Enqueue(message["params"]!.ToJsonString());
                break;
        }
    }
}
