using Dapper;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>A message that is being sent.</summary>
public sealed record WebhookMessage
{
    public Guid Id { get; init; }

    public Guid RequestId { get; init; }

    public string Event { get; init; } = "";

    public string Url { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>This try's number, from 1.</summary>
    public int Attempts { get; init; }
}

/// <summary>
/// Messages to send, in the database: a restart goes on where it was, and of several servers one sends each. A message can arrive twice,
/// when its receiver took it and we died before we knew; it has the same id then.
/// </summary>
public sealed class WebhookQueue(Book book, TimeProvider time)
{
    /// <summary>How long one try may take, all in all; after it another may try.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Between a try that failed and the next. After the last one it is given up.</summary>
    public static readonly IReadOnlyList<TimeSpan> Waits =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24)];

    private static readonly Actor Postman = new("webhooks");

    // A lease or a wait that is longer than any we give comes from a clock that has been set back since.
    private const string Take = """
        update governance.webhook_deliveries
           set leased_until = @until, attempts = attempts + 1
         where id in (select id
                        from governance.webhook_deliveries
                       where delivered_at is null and given_up_at is null
                         and (next_attempt_at <= @now or next_attempt_at > @farthest)
                         and (leased_until is null or leased_until <= @now or leased_until > @until)
                       order by next_attempt_at
                       limit @limit
                         for update skip locked)
        returning id, request_id, event, url, body, attempts
        """;

    private const string Delivered = """
        update governance.webhook_deliveries set delivered_at = @now, leased_until = null, last_status = @status, last_error = null
         where id = @id and delivered_at is null
        """;

    private const string Failed = """
        update governance.webhook_deliveries set next_attempt_at = coalesce(@next, next_attempt_at), given_up_at = case when @next::timestamptz is null then @now::timestamptz end, leased_until = null, last_status = @status, last_error = @error
         where id = @id and delivered_at is null
        """;

    static WebhookQueue() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>Takes what is due, to be sent within the lease.</summary>
    public Task<IReadOnlyList<WebhookMessage>> TakeAsync(Tenant tenant, int limit, CancellationToken ct)
    {
        var now = ApprovalTime.Now(time);
        return book.WriteAsync<IReadOnlyList<WebhookMessage>>(
            tenant,
            Postman,
            AuditEvent.Progress(),
            async (connection, token) => (await connection.QueryAsync<WebhookMessage>(new CommandDefinition(Take, new { now, until = now + Lease, farthest = now + Waits[^1], limit }, cancellationToken: token))).AsList(),
            ct);
    }

    /// <summary>The receiver took it.</summary>
    public Task DeliveredAsync(Tenant tenant, WebhookMessage message, int status, CancellationToken ct)
    {
        var what = new AuditEvent("webhooks.deliver").About("governance.approval_requests", message.RequestId.ToString()).With("event", message.Event).With("message", message.Id.ToString()).With("attempts", (long)message.Attempts);
        return book.WriteAsync(tenant, Postman, what, (connection, token) => connection.ExecuteAsync(new CommandDefinition(Delivered, new { id = message.Id, now = ApprovalTime.Now(time), status }, cancellationToken: token)), ct);
    }

    /// <summary>The try failed; the next comes later, or it is given up.</summary>
    /// <param name="status">Of the answer; null where there was none.</param>
    /// <param name="final">Whether no later try can do better.</param>
    public Task FailedAsync(Tenant tenant, WebhookMessage message, int? status, string error, bool final, CancellationToken ct)
    {
        var now = ApprovalTime.Now(time);
        DateTime? next = final || message.Attempts > Waits.Count ? null : now + Waits[message.Attempts - 1];
        var what = next is null
            ? new AuditEvent("webhooks.give_up").About("governance.approval_requests", message.RequestId.ToString()).With("event", message.Event).With("message", message.Id.ToString()).With("attempts", (long)message.Attempts)
            : AuditEvent.Progress();
        return book.WriteAsync(
            tenant,
            Postman,
            what,
            (connection, token) => connection.ExecuteAsync(new CommandDefinition(Failed, new { id = message.Id, now, next, status, error = error.Length > 500 ? error[..500] : error }, cancellationToken: token)),
            ct);
    }
}
