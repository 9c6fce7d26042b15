using System.Text.Json.Serialization;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Herdbook.Server.Host;

/// <summary>An error as RFC 9457 writes it, with a stable code that docs/errors.md explains.</summary>
public sealed record Problem(int Status, string Code, string Title, string? Detail)
{
    public const string ContentType = "application/problem+json";

    [JsonPropertyOrder(-1)]
    public string Type => $"urn:herdbook:error:{Code}";

    /// <summary>The column that is to blame, where it is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    /// <summary>The rule that was broken.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>What to do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remedy { get; init; }

    /// <summary>What clients of PostgREST show.</summary>
    public string Message => Detail ?? Title;

    /// <summary>Likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Details { get; init; }

    /// <summary>Likewise: the remedy under its other name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hint => Remedy;

    /// <summary>Further members, for programs.</summary>
    [JsonExtensionData]
    public Dictionary<string, object?>? More { get; init; }

    /// <summary>Never tells the inside of a fault: what is not a refusal is logged and called internal.</summary>
    public static Problem Of(Exception fault) => fault switch
    {
        RefusedException refused => new(StatusOf(refused.Code), refused.Code, "Refused", refused.Message)
        {
            Column = refused.Column,
            Rule = refused.Rule,
            Remedy = refused.Remedy,
            More = refused.More?.ToDictionary(),
        },
        RowRefusalException refused => new(refused.Status, refused.Code, "Refused", refused.Message)
        {
            Column = refused.Column,
            Rule = refused.Rule,
            Remedy = refused.Remedy,
            Details = refused.Details,
            More = refused.More?.ToDictionary(),
        },
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => OfStatus(StatusCodes.Status413PayloadTooLarge),
        BadHttpRequestException bad => new(bad.StatusCode, "bad_request", "The request cannot be read", bad.Message) { Remedy = "Correct the request." },
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new(StatusCodes.Status507InsufficientStorage, "disk_full",
            "The disk is full", "Nothing of this request was kept; what was acknowledged before is. Free some space and try again."),
        NpgsqlException { IsTransient: true } or PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => new(
            StatusCodes.Status503ServiceUnavailable, "database_unavailable", "The database does not answer",
            "It is started again if it is Herdbook's own. What was acknowledged is kept. Try again in a few seconds; /readyz says when."),
        _ => new(StatusCodes.Status500InternalServerError, "internal", "Herdbook made a mistake", "The server's log has the details; nothing of this request was kept."),
    };

    /// <summary>For an answer that has a status and no body.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "not_found", "There is nothing at this address", null) { Remedy = "/api lists what there is." },
        StatusCodes.Status405MethodNotAllowed => new(status, "method_not_allowed", "This address does not take this method", null) { Remedy = "/api tells which it takes." },
        StatusCodes.Status413PayloadTooLarge => new(status, "too_large", "The request is too large", null) { Remedy = "Send it in parts." },
        StatusCodes.Status415UnsupportedMediaType => new(status, "media_type", "This address does not take this kind of content", null) { Remedy = "Send application/json." },
        _ => new(status, status < 500 ? "bad_request" : "internal", "The request failed", null),
    };

    public async Task WriteAsync(HttpContext http)
    {
        http.Response.StatusCode = Status;
        if (http.RequestServices.GetService(typeof(IErrorPage)) is IErrorPage page && AcceptsHtml(http.Request))
        {
            await page.WriteAsync(http, this);
            return;
        }

        await http.Response.WriteAsJsonAsync(this, options: null, ContentType, http.RequestAborted);
    }

    private static bool AcceptsHtml(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static int StatusOf(string code) => code switch
    {
        "reconcile_by" or "reconcile_source" or "reconcile_day" => StatusCodes.Status400BadRequest,
        "budget_unknown" or "reservation_unknown" => StatusCodes.Status404NotFound,
        "budget_invalid" or "budget_request" or "push_frame" or "source_unknown" or "events_refused" => StatusCodes.Status400BadRequest,
        "budget_agent" => StatusCodes.Status403Forbidden,
        "not_found" or "warehouse_absent" or "export_unknown" or "entry_unknown" or "checkpoint_unknown" => StatusCodes.Status404NotFound,
        "sql_refused" or "sql_failed" or "query_title" or "warehouse_selection" or "audit_query" or "tree_size" => StatusCodes.Status400BadRequest,
        "sql_timeout" => StatusCodes.Status504GatewayTimeout,
        "disk_full" => StatusCodes.Status507InsufficientStorage,
        "database_unavailable" or "server_start" => StatusCodes.Status503ServiceUnavailable,
        "approval_unknown" => StatusCodes.Status404NotFound,
        "approval_own" or "approval_not_asked" or "approval_not_yours" => StatusCodes.Status403Forbidden,
        "approval_body" or "approval_question" or "approval_payload" or "approval_callback" or "approval_verdict" or "approval_reason" or "approval_comment" or "approval_batch"
            or "approval_delegation" or "approval_policy" or "approval_filter" => StatusCodes.Status400BadRequest,
        "tenant_unknown" => StatusCodes.Status404NotFound,
        "tenant_suspended" => StatusCodes.Status403Forbidden,
        "tenant_slug" or "tenant_title" or "tenant_confirm" or "archive_key" or "archive_invalid" or "archive_signature" or "archive_version" or "archive_damaged" or "insight_filter" => StatusCodes.Status400BadRequest,
        "agent_unknown" or "instance_unknown" or "ticket_unknown" => StatusCodes.Status404NotFound,
        "agent_other" => StatusCodes.Status403Forbidden,
        "agent_missing" or "herd_request" or "spawn_count" or "status_scope" or "ticket_status" or "ticket_blocker" or "review_verdict" or "metrics_query" or "metrics_period"
            or "metrics_group" => StatusCodes.Status400BadRequest,
        "harvest_absent" => StatusCodes.Status503ServiceUnavailable,
        "github_payload" => StatusCodes.Status400BadRequest,
        "forbidden" => StatusCodes.Status403Forbidden,
        "user_unknown" => StatusCodes.Status404NotFound,
        "tool_arguments" or "token_name" or "token_scope" or "role_unknown" or "email_invalid" or "password_weak" or "password_long" => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    };
}

/// <summary>Shows a problem to a person. Where none is registered, everybody gets problem+json.</summary>
public interface IErrorPage
{
    /// <summary>The status is set; the body is not begun.</summary>
    Task WriteAsync(HttpContext http, Problem problem);
}
