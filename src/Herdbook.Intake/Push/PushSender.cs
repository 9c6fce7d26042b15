using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Herdbook.Core;

namespace Herdbook.Intake.Push;

/// <summary>What a push came to.</summary>
public sealed record PushSummary
{
    public int Files { get; set; }

    /// <summary>Files of which anything was new.</summary>
    public int FilesSent { get; set; }

    /// <summary>Bytes of files that the server had not read.</summary>
    public long BytesRead { get; set; }

    /// <summary>Bytes of requests, packed.</summary>
    public long BytesSent { get; set; }

    public int Events { get; set; }

    public int Bookings { get; set; }

    public int Rejects { get; set; }

    public List<(string Path, string Reason)> Failures { get; } = [];
}

/// <summary>
/// Sends the files of this machine to a server: what the server has read already is not sent, what is cut off goes on where it stopped.
/// Redaction is done here, before anything leaves.
/// </summary>
/// <param name="http">With the server's address and the token.</param>
/// <param name="machine">Names this machine on the server; with it and its path a file is known again.</param>
public sealed class PushSender(HttpClient http, string machine, Redaction redaction, TimeProvider time)
{
    private const int MostPaths = 500;
    private const int RequestBytes = 8 << 20;
    private const int MostTries = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="RefusedException">What the server refuses, by its code; `server_unreachable`.</exception>
    public async Task SendAsync(SourceFormat format, IReadOnlyList<TranscriptFile> files, PushSummary summary, CancellationToken ct)
    {
        summary.Files += files.Count;
        foreach (var some in files.Chunk(MostPaths))
        {
            var question = new PushQuestion(format.Code, machine, [.. some.Select(f => f.Path)]);
            var marks = await AskAsync("v1/intake/push/marks", () => JsonContent.Create(question, PushJson.Default.PushQuestion), ct);
            var due = new Queue<PushFile>();
            foreach (var (file, mark) in some.Zip(marks))
            {
                if (PushFile.Open(format, machine, file, mark, redaction, summary.Failures) is { } changed)
                {
                    due.Enqueue(changed);
                }
            }

            summary.FilesSent += due.Count;
            await SendAsync(due, summary, ct);
        }
    }

    private async Task SendAsync(Queue<PushFile> due, PushSummary summary, CancellationToken ct)
    {
        while (due.Count > 0)
        {
            ct.ThrowIfCancellationRequested();
            using var packed = new MemoryStream();
            var sent = new List<PushFile>();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                for (long bytes = 0; bytes < RequestBytes && due.TryDequeue(out var file);)
                {
                    if (await file.WriteAsync(gzip, RequestBytes, summary.Failures, ct) is { } written)
                    {
                        bytes += written;
                        sent.Add(file);
                    }
                }
            }

            if (sent.Count == 0)
            {
                continue;
            }

            var body = packed.ToArray();
            var marks = await AskAsync("v1/intake/push", () => Packed(body), ct);
            summary.BytesSent += body.Length;
            foreach (var (file, mark) in sent.Zip(marks))
            {
                if (mark.Taken)
                {
                    summary.BytesRead += Math.Max(0, mark.Offset - file.Offset);
                    summary.Events += mark.Events;
                    summary.Bookings += mark.Bookings;
                    summary.Rejects += mark.Rejects;
                }

                if (file.GoOn(mark))
                {
                    if (file.Tries > MostTries)
                    {
                        summary.Failures.Add((file.Path, "The server stands elsewhere in it again and again: another machine of this name sends a file of this path. Name this machine with --machine."));
                    }
                    else
                    {
                        due.Enqueue(file);
                    }
                }
            }
        }
    }

    private static ByteArrayContent Packed(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentEncoding = { "gzip" } } };

    /// <summary>Asks until there is an answer: a server that restarts is waited for. A request that was taken without an answer is safe to repeat.</summary>
    private async Task<List<PushMark>> AskAsync(string address, Func<HttpContent> content, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(200);
        while (true)
        {
            string why;
            try
            {
                using var body = content();
                using var answer = await http.PostAsync(new Uri(address, UriKind.Relative), body, ct);
                if (answer.IsSuccessStatusCode)
                {
                    return await answer.Content.ReadFromJsonAsync(PushJson.Default.ListPushMark, ct) ?? [];
                }

                if (answer.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout))
                {
                    throw await RefusalAsync(answer, ct);
                }

                why = $"It answers {(int)answer.StatusCode}.";
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !ct.IsCancellationRequested)
            {
                why = e.Message;
            }

            if (time.GetElapsedTime(started) > Patience)
            {
                throw new RefusedException("server_unreachable", $"The server at {http.BaseAddress} does not answer: {why} What it took is kept; push again to go on from there.");
            }

            await Task.Delay(pause, time, ct);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, 5000));
        }
    }

    private static async Task<RefusedException> RefusalAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var code = string.Create(CultureInfo.InvariantCulture, $"http_{(int)answer.StatusCode}");
        var detail = $"The server answers {(int)answer.StatusCode}. Look at the address and the token.";
        try
        {
            using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(ct));
            code = problem.RootElement.GetProperty("code").GetString() ?? code;
            detail = problem.RootElement.TryGetProperty("detail", out var told) && told.GetString() is { } said ? said : detail;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // No answer of Herdbook's: the status is all there is to tell.
        }

        return new RefusedException(code, detail);
    }
}
