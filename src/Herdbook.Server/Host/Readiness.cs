using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Herdbook.Server.Host;

/// <summary>Whether requests can be served now: the database answers and its tables are what the catalog declares.</summary>
internal sealed class Readiness(HomeSession session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Null when ready, else why not.</summary>
    public async Task<string?> WhyNotAsync(CancellationToken ct)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        try
        {
            return await Schema.IsCurrentAsync(session.Database, bounded.Token)
                ? null
                : "The tables are not what the catalog declares. See `herdbook plan`, then run `herdbook apply`.";
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return session.Supervisor?.Trouble ?? "The database does not answer.";
        }
    }

    public static void Map(WebApplication app, Readiness readiness)
    {
        app.MapGet("/healthz", () => TypedResults.Json(new { status = "alive", version = Product.Version, pid = Environment.ProcessId })).AllowsAnyone("Says that the process lives, and nothing of the book.");
        app.MapGet("/readyz", async (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            if (await readiness.WhyNotAsync(http.RequestAborted) is { } reason)
            {
                http.Response.Headers.RetryAfter = "1";
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                var problem = new Problem(http.Response.StatusCode, "not_ready", "Not ready", reason);
                await http.Response.WriteAsJsonAsync(problem, options: null, Problem.ContentType, http.RequestAborted);
                return;
            }

            await http.Response.WriteAsJsonAsync(new { status = "ready" }, http.RequestAborted);
        }).AllowsAnyone("Says whether requests can be served, and nothing of the book.");
    }
}
