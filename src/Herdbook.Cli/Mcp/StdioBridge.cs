using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Herdbook.Cli.Mcp;

/// <summary>
/// Carries the Model Context Protocol between standard input and output, a message on a line, and a server's `/mcp`. It knows of the
/// messages only what HTTP has to repeat in headers; what they mean is the server's, so both doors offer the same.
/// </summary>
internal sealed class StdioBridge : IDisposable
{
    private const string VersionKey = "io.modelcontextprotocol/protocolVersion";

    /// <summary>The first revision whose clients ask for changes by a request, and not on GET.</summary>
    private const string Modern = "2026-07-28";

    private const int Lost = -32000;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Uri _address;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _calls = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private string? _version;

    /// <param name="address">Of the server's `/mcp`.</param>
    public StdioBridge(Uri address, string token)
    {
        _address = address;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Until the input ends; what is under way then is cancelled.</summary>
    public async Task RunAsync(Stream input, Stream output, CancellationToken ct)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var lines = new StreamReader(input, new UTF8Encoding(false));
        var running = new ConcurrentDictionary<Task, byte>();
        try
        {
            while (await lines.ReadLineAsync(ct) is { } line)
            {
                if (string.IsNullOrWhiteSpace(line))
                {
                    continue;
                }

                var work = TakeAsync(line, output, ending.Token);
                if (!work.IsCompleted)
                {
                    running[work] = 0;
                    _ = work.ContinueWith(done => running.TryRemove(done, out _), ct, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                }

                // Whoever begins with initialize sends nothing that depends on its answer before it has it; the order of notifications is kept.
                if (_version is null)
                {
                    await work;
                }
            }
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _writing.Dispose();
    }

    private async Task TakeAsync(string line, Stream output, CancellationToken ct)
    {
        JsonObject? message;
        try
        {
            message = JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            message = null;
        }

        if (message is null)
        {
            await WriteAsync(output, Error(null, -32700, "The line is no JSON object. Send one JSON-RPC message on each line."), ct);
            return;
        }

        var (method, id) = (Text(message["method"]), message["id"]);
        if (method == "notifications/cancelled")
        {
            if ((message["params"] as JsonObject)?["requestId"] is { } cancelled && _calls.TryGetValue(cancelled.ToJsonString(), out var call))
            {
                await call.CancelAsync();
            }

            return;
        }

        using var own = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var key = id?.ToJsonString();
        if (key is not null)
        {
            _calls[key] = own;
        }

        try
        {
            await SendAsync(message, method, line, output, own.Token);
            if (method == "notifications/initialized" && string.CompareOrdinal(_version, Modern) < 0)
            {
                await ListenAsync(output, ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The client took it back, or is gone.
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            if (id is not null)
            {
                await WriteAsync(output, Error(id.DeepClone(), Lost, $"The server at {_address.GetLeftPart(UriPartial.Authority)} does not answer: {fault.Message} Start it with `herdbook up --detach` and try again."), ct);
            }
        }
        finally
        {
            if (key is not null)
            {
                _calls.TryRemove(key, out _);
            }
        }
    }

    private async Task SendAsync(JsonObject message, string? method, string line, Stream output, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new StringContent(line, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        var parameters = message["params"] as JsonObject;
        if ((Text((parameters?["_meta"] as JsonObject)?[VersionKey]) ?? _version) is { } version && method != "initialize")
        {
            request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", version);
        }

        if (method is not null)
        {
            request.Headers.TryAddWithoutValidation("Mcp-Method", method);
            if (Text(parameters?[method == "resources/read" ? "uri" : "name"]) is { } name)
            {
                request.Headers.TryAddWithoutValidation("Mcp-Name", Encoded(name));
            }
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            await RelayAsync(await answer.Content.ReadAsStreamAsync(ct), method, output, ct);
            return;
        }

        var body = await answer.Content.ReadAsStringAsync(ct);
        if (message["id"] is { } id)
        {
            await WriteAsync(output, Answered(id, (int)answer.StatusCode, body), ct);
        }
    }

    /// <summary>What the server says by itself.</summary>
    private async Task ListenAsync(Stream output, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (answer.IsSuccessStatusCode)
        {
            await RelayAsync(await answer.Content.ReadAsStreamAsync(ct), null, output, ct);
        }
    }

    /// <summary>Each event's data is one message.</summary>
    private async Task RelayAsync(Stream events, string? method, Stream output, CancellationToken ct)
    {
        using var lines = new StreamReader(events, Encoding.UTF8);
        var data = new StringBuilder();
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                data.Append(data.Length > 0 ? " " : "").Append(line.AsSpan(5).Trim());
            }
            else if (line.Length == 0 && data.Length > 0)
            {
                var text = data.ToString();
                data.Clear();
                if (method == "initialize" && JsonNode.Parse(text) is JsonObject said && Text((said["result"] as JsonObject)?["protocolVersion"]) is { } agreed)
                {
                    _version = agreed;
                }

                await WriteAsync(output, text, ct);
            }
        }
    }

    /// <summary>An answer that is no stream: the protocol's own error, or a refusal of the web server, told as one.</summary>
    private static string Answered(JsonNode id, int status, string body)
    {
        JsonObject? json;
        try
        {
            json = JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            json = null;
        }

        if (json?["jsonrpc"] is not null)
        {
            json["id"] = id.DeepClone();
            return json.ToJsonString(Plain);
        }

        var words = string.Join(' ', new[] { Text(json?["title"]), Text(json?["detail"]), Text(json?["remedy"]) }.Where(text => text is not null));
        return Error(id.DeepClone(), Lost, words.Length > 0 ? words : $"The server answered {status}.");
    }

    private static string Error(JsonNode? id, int code, string message) =>
        new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id, ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString(Plain);

    private async Task WriteAsync(Stream output, string text, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), ct);
            await output.FlushAsync(ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>What a header cannot hold as it is goes in Base64, as the protocol says.</summary>
    private static string Encoded(string name) => name.All(letter => letter is > ' ' and < '\x7f') ? name : $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=";

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
