using Dapper;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Core.Herd.Work;

/// <summary>What agents say about their work, as events of their lives.</summary>
public sealed class HerdLog(Book book, TimeProvider time)
{
    private const int MostLetters = 10_000;

    private const string Insert = """
        insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, lifecycle_detail, created_at)
        values (@instance, @type, @detail, @now)
        """;

    /// <summary>Books a message as an event; its words say of what sort.</summary>
    public Task<LogAnswer> LogAsync(HerdCaller caller, LogRequest request, CancellationToken ct)
    {
        var message = HerdWords.Need(request.Message, "message", MostLetters);
        var channel = HerdWords.Maybe(request.Channel, "channel", 100);
        var type = HerdWords.EventOf(message);
        var what = new AuditEvent("herd.log");
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var instance = await HerdIdentity.ActAsync(connection, caller, now, token);
                var detail = channel is null ? message : $"[{channel}] {message}";
                await connection.ExecuteAsync(new CommandDefinition(Insert, new { instance = instance.Code, type, detail, now }, cancellationToken: token));
                what.About("herd.agent_instance", instance.Code).With("event", type);
                return new LogAnswer(instance.Code, type, now);
            },
            ct);
    }
}
