using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Intake.Otlp;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Herdbook.Server.Otlp;

/// <summary>OTLP/HTTP at its own addresses and at Langfuse's.</summary>
internal static class OtlpModule
{
    private delegate Task<OtlpAnswer> Taking(Tenant tenant, Actor actor, ReadOnlyMemory<byte> body, bool json, CancellationToken ct);

    public static void AddOtlp(this IServiceCollection services)
    {
        services.AddSingleton<TelemetryService>();
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryService>());
        services.AddSingleton(provider => new OtlpIntake(provider.GetRequiredService<Book>(), provider.GetRequiredService<TelemetryService>().Told));
    }

    public static void MapOtlp(this WebApplication app)
    {
        var intake = app.Services.GetRequiredService<OtlpIntake>();
        var group = app.MapGroup("").Requires(Permission.IntakeWrite);
        Map(group, "/v1/traces", intake.TracesAsync, "rejectedSpans");
        Map(group, "/v1/logs", intake.LogsAsync, "rejectedLogRecords");
        Map(group, "/v1/metrics", intake.MetricsAsync, "rejectedDataPoints");
        Map(group, "/api/public/otel/v1/traces", intake.TracesAsync, "rejectedSpans");
    }

    private static void Map(RouteGroupBuilder group, string path, Taking take, string rejected) =>
        group.MapPost(path, (HttpContext http) => TakeAsync(http, take, rejected));

    private static async Task TakeAsync(HttpContext http, Taking take, string rejected)
    {
        var json = false;
        try
        {
            json = IsJson(http.Request.ContentType);
            using var body = await OtlpBody.ReadAsync(http);
            var caller = http.Caller();
            var answer = await take(caller.Tenant, caller.Actor, body.Bytes, json, http.RequestAborted);
            await (answer.Busy ? OtlpReply.WriteAsync(http, Busy, json, retryAfter: 1) : OtlpReply.WriteAsync(http, answer, json, rejected));
        }
        catch (OtlpMalformedException malformed)
        {
            var problem = new Problem(StatusCodes.Status400BadRequest, "otlp_malformed", "This is no request of OTLP", malformed.Message)
            {
                Remedy = "Nothing was kept, and sending it again does not help. Send what opentelemetry-proto 1.x says.",
            };
            await OtlpReply.WriteAsync(http, problem, json, retryAfter: null);
        }
        catch (RowRefusalException refused)
        {
            await OtlpReply.WriteAsync(http, Problem.Of(refused), json, retryAfter: null);
        }
        catch (BadHttpRequestException refused)
        {
            await OtlpReply.WriteAsync(http, Problem.Of(refused), json, retryAfter: null);
        }
        catch (NpgsqlException fault) when (IsPassing(fault))
        {
            await OtlpReply.WriteAsync(http, Away, json, retryAfter: 2);
        }
    }

    /// <exception cref="RowRefusalException">`media_type`, status 415.</exception>
    private static bool IsJson(string? type) => (type ?? "").Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "application/json" => true,
        OtlpReply.Protobuf or "application/protobuf" => false,
        _ => throw new RowRefusalException("media_type", "Telemetry is read from application/x-protobuf and application/json alone. Nothing was kept.")
        {
            Status = StatusCodes.Status415UnsupportedMediaType,
            Rule = "Content-Type",
            Remedy = "Set the exporter's protocol to http/protobuf or http/json.",
        },
    };

    private static Problem Busy => new(StatusCodes.Status429TooManyRequests, "intake_busy", "Too much waits to be written", "Nothing of this request was kept; what was acknowledged before is.")
    {
        Remedy = "Send it again after the time that Retry-After says.",
    };

    private static Problem Away => Problem.Of(new PostgresException("", "FATAL", "FATAL", "57P01"));

    /// <summary>Whether the database may take it later: it restarts, has no connection left, or its disk is full.</summary>
    private static bool IsPassing(NpgsqlException fault) =>
        fault is not PostgresException refused || refused.IsTransient || refused.SqlState is ['5', '7', 'P', ..] or ['5', '3', ..] or ['0', '8', ..];
}
