using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Api;

/// <summary>Sends a GET to this server, over HTTP as every client does, so that status and time are what a client would see.</summary>
internal sealed class TriedRequest : IDisposable
{
    private const int MostShown = 64 << 10;
    private const int MostRead = 1 << 20;

    private static readonly JsonSerializerOptions Lines = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <param name="address">A path of this server with its query; never another host.</param>
    public async Task<TryAnswer> SendAsync(HttpContext http, string address, CancellationToken ct)
    {
        var own = new Uri($"http://{(http.Connection.LocalIpAddress is { } ip && ip.Equals(IPAddress.IPv6Loopback) ? "[::1]" : "127.0.0.1")}:{http.Connection.LocalPort}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(own, address));
        request.Headers.Accept.ParseAdd("application/json");
        // As whoever reads the page: what they may not, they are told here as well.
        foreach (var name in (string[])["Authorization", "Cookie"])
        {
            if (http.Request.Headers[name] is { Count: > 0 } shown)
            {
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)shown);
            }
        }

        var clock = Stopwatch.StartNew();
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        var (body, whole) = await ReadAsync(await answer.Content.ReadAsStreamAsync(ct), ct);
        var took = clock.Elapsed;
        var text = Indented(body);
        return new TryAnswer(
            (int)answer.StatusCode, answer.ReasonPhrase ?? "", took, answer.Content.Headers.ContentRange?.ToString() ?? Header(answer, "Content-Range"), body.Length,
            text.Length > MostShown ? text[..MostShown] : text, !whole || text.Length > MostShown);
    }

    public void Dispose() => _client.Dispose();

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Content.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    /// <summary>The beginning of an answer, and whether it is all of it.</summary>
    private static async Task<(byte[] Body, bool Whole)> ReadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostRead);
        try
        {
            var length = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MostRead), MostRead, throwOnEndOfStream: false, ct);
            return (buffer[..length], length < MostRead);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Indented(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return JsonSerializer.Serialize(json.RootElement, Lines);
        }
        catch (JsonException)
        {
            return System.Text.Encoding.UTF8.GetString(body);
        }
    }
}
