using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Herdbook.Server.Tests.Governance.Approvals;

/// <summary>What a program that waits has: a real HTTP server that takes webhooks and answers as it is told to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<Message> _taken = Channel.CreateUnbounded<Message>();
    private readonly Queue<int> _answers = [];
    private readonly Task _serving;

    public Receiver()
    {
        using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/hook";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>The next answers; afterwards each is 204.</summary>
    public void WillAnswer(params int[] statuses)
    {
        foreach (var status in statuses)
        {
            _answers.Enqueue(status);
        }
    }

    public async Task<Message> NextAsync(CancellationToken ct) => await _taken.Reader.ReadAsync(ct);

    public bool IsQuiet => !_taken.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var body = await reader.ReadToEndAsync();
                var headers = context.Request.Headers;
                var status = _answers.TryDequeue(out var told) ? told : 204;
                context.Response.StatusCode = status;
                if (status is 302)
                {
                    context.Response.RedirectLocation = Address;
                }

                context.Response.Close();
                _taken.Writer.TryWrite(new Message(headers["webhook-id"]!, headers["webhook-timestamp"]!, headers["webhook-signature"]!, body));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    internal sealed record Message(string Id, string Timestamp, string Signature, string Body);
}
