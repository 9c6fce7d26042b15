using System.Text;
using System.Text.Json;
using Herdbook.Core.Herd.Live;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace Herdbook.Server.Live;

/// <summary>
/// `/v1/herd/live`: the agents that run, as JSON; `/v1/herd/live/events`: the same as server-sent events, one whenever something changed.
/// A stream ends after two minutes, so that a right that was taken away does not last; browsers come again by themselves.
/// </summary>
internal static class LiveEndpoint
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task<IResult> ShowAsync(HttpContext http, LiveDesk desk, TimeProvider time, CancellationToken ct)
    {
        var agents = await desk.ReadAsync(http.Caller().Tenant, ct);
        return Results.Json(Members(agents, time.GetUtcNow()), Names);
    }

    public static async Task StreamAsync(HttpContext http, LiveDesk desk, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        var tenant = http.Caller().Tenant;
        var began = time.GetTimestamp();
        var (said, saidAt) = ("", began);
        try
        {
            await WriteAsync(http, "retry: 3000\n: open\n\n", ending.Token);
            while (time.GetElapsedTime(began) < Longest)
            {
                var agents = JsonSerializer.Serialize(Members(await desk.ReadAsync(tenant, ending.Token), time.GetUtcNow()), Names);
                if (agents != said)
                {
                    await WriteAsync(http, $"event: fleet\ndata: {agents}\n\n", ending.Token);
                    (said, saidAt) = (agents, time.GetTimestamp());
                }
                else if (time.GetElapsedTime(saidAt) >= Heartbeat)
                {
                    await WriteAsync(http, ": still here\n\n", ending.Token);
                    saidAt = time.GetTimestamp();
                }

                await Task.Delay(LiveDesk.Tick, time, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader went, or the server ends.
        }
        catch (NpgsqlException)
        {
            // The database is away for a moment: the reader comes again, as it would after two minutes.
        }
    }

    private static IEnumerable<object> Members(IReadOnlyList<LiveAgent> agents, DateTimeOffset now) => agents.Select(a => new
    {
        a.InstanceCode,
        a.SessionCode,
        a.AgentCode,
        a.ModelCode,
        a.Title,
        a.ProjectCode,
        a.TicketCode,
        a.StartedAt,
        a.LastAt,
        a.LastType,
        a.ToolName,
        a.Message,
        a.IsError,
        a.TokensPerMinute,
        a.CostUsd,
        a.UnpricedTokens,
        State = a.StateAt(now).ToString().ToLowerInvariant(),
        Why = a.WhyAt(now),
        a.ApprovalId,
    });

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await http.Response.Body.FlushAsync(ct);
    }
}
