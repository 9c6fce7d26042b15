using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Herdbook.Server.Tests.Rows;

/// <summary>What a server answered, or that it hung up.</summary>
/// <param name="Status">0 where it closed the connection without a word.</param>
internal sealed record RawAnswer(int Status, string Head, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string ContentType => Head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))?[13..].Trim() ?? "";

    public override string ToString() => $"{Head.Split("\r\n")[0]} {Text[..Math.Min(Text.Length, 600)]}";
}

/// <summary>HTTP byte by byte: what no decent client would send.</summary>
internal sealed class RawHttp(Uri server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="target">The request's target as it stands on the wire; each character is a byte.</param>
    /// <param name="headers">Lines as they stand on the wire, without their ends; without one of authorization the owner asks.</param>
    public async Task<RawAnswer> SendAsync(string method, string target, IReadOnlyCollection<string> headers, byte[]? body, CancellationToken ct)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, bounded.Token);
        await using var stream = client.GetStream();
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n"));
        if (!headers.Any(header => header.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase)))
        {
            head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {Credentials.Of(server)}\r\n");
        }

        foreach (var header in headers)
        {
            head.Append(header).Append("\r\n");
        }

        if (body is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        var received = ReceiveAsync(stream, bounded.Token);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), bounded.Token);
            await stream.WriteAsync(body ?? [], bounded.Token);
        }
        catch (IOException)
        {
            // It answered before it had read all, and wants no more.
        }

        return Parsed(await received);
    }

    private static async Task<byte[]> ReceiveAsync(NetworkStream stream, CancellationToken ct)
    {
        var received = new MemoryStream();
        try
        {
            await stream.CopyToAsync(received, ct);
        }
        catch (IOException)
        {
            // It hung up on what was still being sent.
        }

        return received.ToArray();
    }

    private static RawAnswer Parsed(byte[] received)
    {
        var end = received.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return new RawAnswer(0, "", []);
        }

        var head = Encoding.Latin1.GetString(received, 0, end);
        var body = received[(end + 4)..];
        return new RawAnswer(
            int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head,
            head.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase) ? Unchunked(body) : body);
    }

    private static byte[] Unchunked(byte[] body)
    {
        var whole = new MemoryStream();
        for (var at = 0; at < body.Length;)
        {
            var line = body.AsSpan(at).IndexOf("\r\n"u8);
            if (line < 0 || !int.TryParse(Encoding.ASCII.GetString(body, at, line), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var size) || size == 0)
            {
                break;
            }

            at += line + 2;
            whole.Write(body, at, Math.Min(size, body.Length - at));
            at += size + 2;
        }

        return whole.ToArray();
    }
}
