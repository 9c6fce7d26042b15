using System.Text;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>
/// What happens to a tenant's requests, as it happens, as server-sent events. An event says which request and how it stands; whoever missed
/// some reads the list. A stream ends after two minutes, so that a right that was taken away does not last; browsers come again by themselves.
/// </summary>
internal static class ApprovalEvents
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(HttpContext http, ApprovalBell bell, ApprovalReading reading, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        var tenant = http.Caller().Tenant;
        using var watch = bell.Open(tenant);
        var began = time.GetTimestamp();
        try
        {
            await WriteAsync(http, "retry: 3000\n: open\n\n", ending.Token);
            while (time.GetElapsedTime(began) < Longest)
            {
                var heard = await watch.NextAsync(Heartbeat, ending.Token);
                var said = heard switch
                {
                    null => ": still here\n\n",
                    { } id when id == Guid.Empty => "event: approvals\ndata: {}\n\n",
                    { } id => await reading.FindAsync(tenant, id, ending.Token) is { } request ? $"event: approval\nid: {id}\ndata: {ApprovalJson.Line(request).ToJsonString()}\n\n" : "",
                };
                await WriteAsync(http, said, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went, or the server ends.
        }
    }

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await http.Response.Body.FlushAsync(ct);
    }
}
