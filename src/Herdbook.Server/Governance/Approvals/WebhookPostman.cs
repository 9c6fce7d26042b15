using System.Globalization;
using System.Net;
using System.Text;
using Herdbook.Core;
using Herdbook.Core.Governance.Approvals;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>Sends what is in the outbox: signed, without following redirects, and at most 15 seconds a try.</summary>
internal sealed class WebhookPostman(WebhookQueue queue, WebhookSecret secret, WebhookAddresses addresses, TimeProvider time) : IDisposable
{
    private const int AtOnce = 8;

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = addresses.ConnectAsync,
    })
    {
        Timeout = TimeSpan.FromSeconds(15),
    };

    /// <summary>Sends what is due in one tenant, until nothing is.</summary>
    public async Task RunAsync(Tenant tenant, CancellationToken ct)
    {
        while (await queue.TakeAsync(tenant, AtOnce, ct) is { Count: > 0 } messages)
        {
            await Task.WhenAll(messages.Select(message => SendAsync(tenant, message, ct)));
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(Tenant tenant, WebhookMessage message, CancellationToken ct)
    {
        try
        {
            using var request = Request(tenant, message);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var status = (int)answer.StatusCode;
            if (answer.IsSuccessStatusCode)
            {
                await queue.DeliveredAsync(tenant, message, status, ct);
                return;
            }

            await queue.FailedAsync(tenant, message, status, $"The receiver answered {status.ToString(CultureInfo.InvariantCulture)}.", final: answer.StatusCode == HttpStatusCode.Gone, ct);
        }
        catch (Exception e) when (e is HttpRequestException or WebhookRefusedException or UriFormatException or (OperationCanceledException and { InnerException: TimeoutException }))
        {
            var refused = e as WebhookRefusedException ?? e.InnerException as WebhookRefusedException;
            await queue.FailedAsync(tenant, message, null, refused?.Message ?? Reason(e), final: refused is not null, ct);
        }
    }

    private HttpRequestMessage Request(Tenant tenant, WebhookMessage message)
    {
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message.Body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", $"Herdbook/{Product.Version}");
        request.Headers.TryAddWithoutValidation("webhook-id", message.Id.ToString());
        request.Headers.TryAddWithoutValidation("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", secret.Sign(tenant, message.Id, seconds, message.Body));
        return request;
    }

    /// <summary>What went wrong, without the address: it may hold what only its owner should know.</summary>
    private static string Reason(Exception fault) => fault switch
    {
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } known => $"It cannot be reached: {known.HttpRequestError}.",
        OperationCanceledException => "The receiver did not answer in time.",
        _ => "It cannot be reached.",
    };
}
