using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Herd.Work;

/// <summary>Which tickets wait for which. The whole is a graph without rings.</summary>
public sealed class HerdDependencies(Book book)
{
    /// <summary>Of those who draw at once one waits, so that no two halves make a ring.</summary>
    private const string Gate = "select pg_advisory_xact_lock(hashtextextended('herd/dependency/' || current_setting('herdbook.tenant'), 0))";

    private const string Leads = """
        with recursive waits (ticket_code) as (
            select @on::text
            union
            select d.blocker_ticket_code
              from waits w
              join herd.ticket_dependency d on d.ticket_code = w.ticket_code
             where d.deleted_at is null
        )
        select exists (select from waits where ticket_code = @ticket)
        """;

    private const string Put = """
        insert into herd.ticket_dependency as d (ticket_code, blocker_ticket_code)
        values (@ticket, @on)
        on conflict (tenant_id, ticket_code, blocker_ticket_code) do update set deleted_at = null
         where d.deleted_at is not null
        """;

    private const string Drop = """
        update herd.ticket_dependency
           set deleted_at = now()
         where ticket_code = @ticket and blocker_ticket_code = @on and deleted_at is null
        """;

    private const string Open = $"""
        select d.blocker_ticket_code
          from herd.ticket_dependency d
          join herd.ticket_def b on b.ticket_code = d.blocker_ticket_code
         where d.ticket_code = @ticket and d.deleted_at is null and b.deleted_at is null
           and coalesce(b.ticket_current_status, 'todo') not in ({HerdWords.Over})
         order by 1
        """;

    private const string Known = "select exists (select from herd.ticket_def where ticket_code = @on and deleted_at is null)";

    /// <summary>Says it, or takes it back.</summary>
    /// <exception cref="RefusedException">`ticket_unknown`, `dependency_ring`, `herd_request`.</exception>
    public Task<DependAnswer> DependAsync(HerdCaller caller, DependRequest request, CancellationToken ct)
    {
        var ticket = HerdWords.Need(request.Ticket, "ticket", 200);
        var on = HerdWords.Need(request.On, "on", 200);
        var what = new AuditEvent("herd.depend").About("herd.ticket_def", ticket).With("on", on).With("remove", request.Remove);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var row = await TicketRow.LockAsync(connection, ticket, token);
                var changed = request.Remove
                    ? 0 < await connection.ExecuteAsync(new CommandDefinition(Drop, new { ticket, on }, cancellationToken: token))
                    : await PutAsync(connection, row.TicketCode, on, token);
                if (!changed)
                {
                    what.Nothing();
                }

                return new DependAnswer(ticket, await OpenAsync(connection, ticket, token));
            },
            ct);
    }

    /// <returns>Whether it was not so before.</returns>
    internal static async Task<bool> PutAsync(NpgsqlConnection connection, string ticket, string on, CancellationToken ct)
    {
        if (!await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Known, new { on }, cancellationToken: ct)))
        {
            throw new RefusedException("ticket_unknown", $"There is no ticket {on}. Nothing was changed; herd_assign registers one.");
        }

        await connection.ExecuteAsync(new CommandDefinition(Gate, cancellationToken: ct));
        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(Leads, new { ticket, on }, cancellationToken: ct)))
        {
            throw new RefusedException("dependency_ring", $"{on} waits for {ticket} already, by itself or through others: neither could ever begin. Nothing was changed.");
        }

        return 0 < await connection.ExecuteAsync(new CommandDefinition(Put, new { ticket, on }, cancellationToken: ct));
    }

    /// <summary>What is not over and stands in a ticket's way.</summary>
    internal static async Task<IReadOnlyList<string>> OpenAsync(NpgsqlConnection connection, string ticket, CancellationToken ct) =>
        (await connection.QueryAsync<string>(new CommandDefinition(Open, new { ticket }, cancellationToken: ct))).AsList();
}
