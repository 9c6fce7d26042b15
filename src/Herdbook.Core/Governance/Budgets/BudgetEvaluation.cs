using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>A warning or a stop that was booked.</summary>
/// <param name="Level">warning or stop.</param>
public sealed record BudgetAlert(Guid BudgetId, string WindowKey, string Level, decimal Limit, decimal Used);

/// <summary>
/// Looks at what was booked since the last time and books warnings and stops, each once for a window and limit. It also adds the
/// bookings to the tallies. It follows the transactions, not the clock: nothing is passed over, however late it is booked.
/// </summary>
public sealed class BudgetEvaluation(Book book, TimeProvider time)
{
    /// <summary>Who books alerts.</summary>
    public static readonly Actor Actor = new("budgets");

    // In each statement the upper bound, which leaves nothing out, tells the planner that it is a short range: it takes the index of the mark and not the whole ledger.
    private const string HasWork = """
        select exists (select from governance.budgets b where b.is_active and b.deleted_at is null)
               and exists (select from herd.agent_instance_token_activity a
                            where a.booked_xid >= coalesce((select m.below_xid from governance.budget_marks m where m.mark_name = 'tallies'), '0'::xid8)
                              and a.booked_xid <= '18446744073709551615'::xid8)
        """;

    private const string MakeMark = "insert into governance.budget_marks (mark_name, below_xid) values ('tallies', '0') on conflict (tenant_id, mark_name) do nothing";
    private const string LockMark = "select m.below_xid from governance.budget_marks m where m.mark_name = 'tallies' for update";

    /// <summary>$1 the mark. Adds what lies between it and the oldest transaction that runs, moves it there, and gives back the windows that anything since the mark touches.</summary>
    private const string Fold = $"""
        with span as materialized (
          select $1::xid8 as low, pg_snapshot_xmin(pg_current_snapshot()) as high
        ), told as materialized (
          select (a.created_at at time zone 'UTC')::date as day, a.agent_instance_code, a.booked_xid < s.high as done, max(a.created_at) as latest,
                 sum(a.token_input_count::bigint + a.token_output_count + a.token_cache_read_count + a.token_cache_create_count)::bigint as tokens,
                 coalesce(sum(a.token_cost_usd), 0) as cost_usd, sum(a.token_unpriced_count)::bigint as unpriced
            from span s, herd.agent_instance_token_activity a
           where a.booked_xid >= (select x.low from span x) and a.booked_xid <= '18446744073709551615'::xid8
           group by 1, 2, 3
        ), folded as (
          insert into governance.budget_tallies as t (tally_day, agent_instance_code, tokens, cost_usd, unpriced_tokens)
          select day, agent_instance_code, tokens, cost_usd, unpriced from told where done
           union all
          select day, '', sum(tokens), sum(cost_usd), sum(unpriced) from told where done group by day
           order by 1, 2
          on conflict (tenant_id, tally_day, agent_instance_code) do update set
            tokens = t.tokens + excluded.tokens, cost_usd = t.cost_usd + excluded.cost_usd, unpriced_tokens = t.unpriced_tokens + excluded.unpriced_tokens
        ), moved as (
          update governance.budget_marks m set below_xid = s.high from span s where m.mark_name = 'tallies' and s.high > s.low
        ), placed as (
          select d.day, d.latest, coalesce(i.root_agent_instance_code, d.agent_instance_code) as run, i.agent_code,
                 coalesce(i.project_code, m.project_code) as project_code, coalesce(i.ticket_code, m.ticket_code) as ticket_code
            from told d
            left join herd.agent_instance i on i.agent_instance_code = d.agent_instance_code
            left join herd.agent_instance m on m.agent_instance_code = i.root_agent_instance_code
          union all
          select (i.agent_instance_started_at at time zone 'UTC')::date, i.agent_instance_started_at, null, i.agent_code,
                 coalesce(i.project_code, m.project_code), coalesce(i.ticket_code, m.ticket_code)
            from (select distinct agent_instance_code from told) d
            join herd.agent_instance i on i.agent_instance_code = d.agent_instance_code
            left join herd.agent_instance m on m.agent_instance_code = i.root_agent_instance_code
           where i.agent_instance_started_at is not null
        ), touched as (
          select b.id, case b.window_kind when 'run' then p.run when 'day' then to_char(p.day, 'YYYY-MM-DD') else to_char(p.day, 'YYYY-MM') end as word,
                 min(p.day) as day, max(p.latest) as latest
            from governance.budgets b
            join placed p on b.scope_type = 'tenant'
              or b.scope_type = 'agent' and b.scope_code = p.agent_code
              or b.scope_type = 'project' and b.scope_code = p.project_code
              or b.scope_type = 'ticket' and b.scope_code = p.ticket_code
           where b.is_active and b.deleted_at is null
             and not (b.window_kind = 'run' and p.run is null)
           group by 1, 2
        )
        select t.word, t.day, {BudgetSql.Columns}
          from touched t
          join governance.budgets b on b.id = t.id
         where case b.window_kind
                 when 'run' then t.latest >= b.created_at
                 when 'day' then t.day >= (b.created_at at time zone 'UTC')::date
                 else t.day >= date_trunc('month', b.created_at at time zone 'UTC')::date end
         order by b.id, t.word
        """;

    /// <summary>$1 budgets, $2 keys, $3 ends, $4 levels, $5 limits, $6 used, $7 now.</summary>
    private const string Alert = """
        insert into governance.budget_alerts (budget_id, window_key, window_ends, level, limit_amount, used_amount, created_at)
        select a.budget_id, a.window_key, a.ends, a.level, a.limit_amount, a.used_amount, $7
          from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::numeric[], $6::numeric[]) as a (budget_id, window_key, ends, level, limit_amount, used_amount)
         order by a.budget_id, a.window_key
        on conflict (tenant_id, budget_id, window_key, level, limit_amount) do nothing
        returning budget_id, window_key, level, limit_amount, used_amount
        """;

    /// <summary>Looks at what is new. Any number may run at once; each booking is added once.</summary>
    /// <returns>What was booked now.</returns>
    public async Task<IReadOnlyList<BudgetAlert>> RunAsync(Tenant tenant, CancellationToken ct)
    {
        if (!await book.ReadAsync(tenant, HasWorkAsync, ct))
        {
            return [];
        }

        var what = new AuditEvent("budgets.evaluate");
        return await book.WriteAsync<IReadOnlyList<BudgetAlert>>(
            tenant, Actor, what,
            async (connection, token) =>
            {
                var alerts = await AlertAsync(connection, await FoldAsync(connection, token), token);
                Tell(what, alerts);
                return alerts;
            },
            ct);
    }

    /// <summary>Looks at the present windows of the budgets, whether or not anything was booked: a limit was set anew, say.</summary>
    public Task<IReadOnlyList<BudgetAlert>> LookAgainAsync(Tenant tenant, Budget budget, CancellationToken ct)
    {
        var what = new AuditEvent("budgets.evaluate");
        return book.WriteAsync<IReadOnlyList<BudgetAlert>>(
            tenant, Actor, what,
            async (connection, token) =>
            {
                IReadOnlyList<(Budget, BudgetWindow)> windows = budget.IsActive && budget.WindowKind != BudgetWords.Run
                    ? [(budget, BudgetWindow.Of(budget.WindowKind, time.GetUtcNow(), ""))]
                    : [];
                var alerts = await AlertAsync(connection, windows, token);
                Tell(what, alerts);
                return alerts;
            },
            ct);
    }

    private static async Task<bool> HasWorkAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(HasWork, connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<IReadOnlyList<(Budget, BudgetWindow)>> FoldAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using (var make = new NpgsqlCommand(MakeMark, connection))
        {
            await make.ExecuteNonQueryAsync(ct);
        }

        ulong mark;
        await using (var hold = new NpgsqlCommand(LockMark, connection))
        {
            mark = (ulong)(await hold.ExecuteScalarAsync(ct))!;
        }

        var windows = new List<(Budget, BudgetWindow)>();
        await using var fold = new NpgsqlCommand(Fold, connection) { Parameters = { new() { Value = mark, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 } } };
        await using var reader = await fold.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var budget = BudgetReading.Of(reader, 2);
            var day = reader.GetDateTime(1);
            windows.Add((budget, budget.WindowKind switch
            {
                BudgetWords.Day => BudgetWindow.OfDay(day),
                BudgetWords.Month => BudgetWindow.OfMonth(day),
                _ => BudgetWindow.OfRun(reader.GetString(0)),
            }));
        }

        return windows;
    }

    private async Task<IReadOnlyList<BudgetAlert>> AlertAsync(NpgsqlConnection connection, IReadOnlyList<(Budget, BudgetWindow)> windows, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var reached = (await BudgetReading.FiguresAsync(connection, windows, now, null, ct)).FindAll(f => f.IsWarned || f.IsStopped);
        var alerts = new List<BudgetAlert>();
        if (reached.Count == 0)
        {
            return alerts;
        }

        await using var command = new NpgsqlCommand(Alert, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = [.. reached.Select(f => f.Budget.Id)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. reached.Select(f => f.Window.Key)] },
                new NpgsqlParameter<DateTime[]> { TypedValue = [.. reached.Select(f => f.Window.Ends)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. reached.Select(f => f.IsStopped ? BudgetWords.Stop : BudgetWords.Warning)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. reached.Select(f => f.Limit)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. reached.Select(f => f.Used)] },
                new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            alerts.Add(new BudgetAlert(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), BudgetReading.Plain(reader.GetDecimal(3)), BudgetReading.Plain(reader.GetDecimal(4))));
        }

        return alerts;
    }

    private static void Tell(AuditEvent what, IReadOnlyList<BudgetAlert> alerts)
    {
        if (alerts.Count == 0)
        {
            what.Nothing();
            return;
        }

        what.With("alerts", alerts.Count);
        foreach (var alert in alerts)
        {
            what.Also(new AuditEvent(alert.Level == BudgetWords.Stop ? "budgets.stop" : "budgets.warn").About("governance.budgets", alert.BudgetId.ToString())
                .With("window_key", alert.WindowKey).With("limit", alert.Limit).With("used", alert.Used));
        }
    }
}
