using Npgsql;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>How a window was used up.</summary>
/// <param name="Steps">What each step of it used: the hours of a day, the days of a month. Those to come hold nothing.</param>
public sealed record BudgetBurn(BudgetFigure Figure, IReadOnlyList<decimal> Steps, TimeSpan Step)
{
    /// <summary>The part of the window that has passed, above 0 and at most 1.</summary>
    /// <param name="now">A moment in the window.</param>
    public decimal Passed(DateTimeOffset now) => Math.Clamp((decimal)((now.UtcDateTime - Figure.Window.Starts) / (Figure.Window.Ends - Figure.Window.Starts)), 0.0001m, 1);

    /// <summary>What the whole window comes to if it goes on at its mean pace so far.</summary>
    public decimal Forecast(DateTimeOffset now) => Math.Max(0, Figure.Used) / Passed(now);

    /// <summary>When the limit is reached at that pace; null where it holds to the window's end, or is reached already.</summary>
    public DateTime? EmptyAt(DateTimeOffset now) =>
        Figure.Used > 0 && Figure.Used < Figure.Limit && Forecast(now) > Figure.Limit
            ? Figure.Window.Starts + (Figure.Window.Ends - Figure.Window.Starts) * (double)(Figure.Limit / Forecast(now))
            : null;
}

/// <summary>A warning or a stop, as it was booked.</summary>
public sealed record BudgetAlertRow(long BookingId, Guid BudgetId, string WindowKey, string Level, decimal Limit, decimal Used, DateTime CreatedAt);

/// <summary>A run under a budget of runs.</summary>
public sealed record BudgetRunRow(Guid BudgetId, string Run, decimal Used, DateTime LastAt);

/// <summary>Everything that the page of budgets shows, on one snapshot.</summary>
public sealed record BudgetDesk(
    IReadOnlyList<Budget> Budgets, IReadOnlyList<BudgetBurn> Burns, IReadOnlyList<BudgetAlertRow> Alerts, IReadOnlyList<BudgetRunRow> Runs);

/// <summary>Reads how budgets are used up.</summary>
public sealed class BudgetBurns(Book book, TimeProvider time)
{
    /// <summary>Alerts shown, the newest.</summary>
    public const int MostAlerts = 50;

    private const string All = $"""
        select {BudgetSql.Columns}
          from governance.budgets b
         where b.deleted_at is null
         order by b.scope_type, b.scope_code, b.measure, b.window_kind
        """;

    /// <summary>$1 a month's beginning, $2 its end. What each of its days used of each budget of a month.</summary>
    private const string Days = """
        with mark as materialized (
          select coalesce((select m.below_xid from governance.budget_marks m where m.mark_name = 'tallies'), '0'::xid8) as xid
        ), cells as (
          select t.tally_day as day, t.agent_instance_code, t.tokens, t.cost_usd, t.unpriced_tokens
            from governance.budget_tallies t
           where t.agent_instance_code <> ''
             and t.tally_day >= ($1::timestamptz at time zone 'UTC')::date and t.tally_day < ($2::timestamptz at time zone 'UTC')::date
          union all
          select (a.created_at at time zone 'UTC')::date, a.agent_instance_code,
                 a.token_input_count::bigint + a.token_output_count + a.token_cache_read_count + a.token_cache_create_count, coalesce(a.token_cost_usd, 0), a.token_unpriced_count
            from herd.agent_instance_token_activity a
           where a.booked_xid >= (select m.xid from mark m) and a.booked_xid <= '18446744073709551615'::xid8 and a.created_at >= $1 and a.created_at < $2
        ), placed as (
          select c.day, i.agent_code, coalesce(i.project_code, m.project_code) as project_code, coalesce(i.ticket_code, m.ticket_code) as ticket_code,
                 sum(c.tokens)::numeric as tokens, sum(c.cost_usd) as cost_usd, sum(c.unpriced_tokens)::numeric as unpriced
            from cells c
            left join herd.agent_instance i on i.agent_instance_code = c.agent_instance_code
            left join herd.agent_instance m on m.agent_instance_code = i.root_agent_instance_code
           group by 1, 2, 3, 4
        )
        select b.id, extract(day from p.day)::integer - 1, sum(governance.budget_amount(b.measure, array[p.tokens, p.cost_usd, p.unpriced, 0], b.unpriced_usd_per_m))
          from governance.budgets b
          join placed p on b.scope_type = 'tenant' or b.scope_type = 'agent' and b.scope_code = p.agent_code
            or b.scope_type = 'project' and b.scope_code = p.project_code or b.scope_type = 'ticket' and b.scope_code = p.ticket_code
         where b.deleted_at is null and b.window_kind = 'month' and b.measure <> 'runs'
         group by 1, 2
        """;

    /// <summary>$1 a day's beginning, $2 its end. What each of its hours used of each budget of a day.</summary>
    private const string Hours = """
        with placed as (
          select extract(hour from a.created_at at time zone 'UTC')::integer as hour, i.agent_code,
                 coalesce(i.project_code, m.project_code) as project_code, coalesce(i.ticket_code, m.ticket_code) as ticket_code,
                 sum(a.token_input_count::bigint + a.token_output_count + a.token_cache_read_count + a.token_cache_create_count)::numeric as tokens,
                 coalesce(sum(a.token_cost_usd), 0) as cost_usd, sum(a.token_unpriced_count)::numeric as unpriced
            from herd.agent_instance_token_activity a
            left join herd.agent_instance i on i.agent_instance_code = a.agent_instance_code
            left join herd.agent_instance m on m.agent_instance_code = i.root_agent_instance_code
           where a.created_at >= $1 and a.created_at < $2
           group by 1, 2, 3, 4
        )
        select b.id, p.hour, sum(governance.budget_amount(b.measure, array[p.tokens, p.cost_usd, p.unpriced, 0], b.unpriced_usd_per_m))
          from governance.budgets b
          join placed p on b.scope_type = 'tenant' or b.scope_type = 'agent' and b.scope_code = p.agent_code
            or b.scope_type = 'project' and b.scope_code = p.project_code or b.scope_type = 'ticket' and b.scope_code = p.ticket_code
         where b.deleted_at is null and b.window_kind = 'day' and b.measure <> 'runs'
         group by 1, 2
        """;

    /// <summary>$1 a window's beginning, $2 its end, $3 its kind, $4 `hour` or `day`. Runs by the step in which they began.</summary>
    private const string Begun = """
        select b.id, extract(epoch from (r.first_at - $1::timestamptz))::bigint / case $4::text when 'hour' then 3600 else 86400 end, count(*)::numeric
          from governance.budgets b
          cross join lateral (
            select min(i.agent_instance_started_at) as first_at
              from herd.agent_instance i
              left join herd.agent_instance m on m.agent_instance_code = i.root_agent_instance_code
             where i.agent_instance_started_at >= $1 and i.agent_instance_started_at < $2
               and (b.scope_type = 'tenant' or b.scope_type = 'agent' and b.scope_code = i.agent_code
                    or b.scope_type = 'project' and b.scope_code = coalesce(i.project_code, m.project_code)
                    or b.scope_type = 'ticket' and b.scope_code = coalesce(i.ticket_code, m.ticket_code))
             group by coalesce(i.root_agent_instance_code, i.agent_instance_code)) r
         where b.deleted_at is null and b.window_kind = $3 and b.measure = 'runs'
         group by 1, 2
        """;

    private const string Alerts = """
        select a.booking_id, a.budget_id, a.window_key, a.level, a.limit_amount, a.used_amount, a.created_at
          from governance.budget_alerts a
         order by a.created_at desc, a.booking_id desc
         limit $1
        """;

    /// <summary>$1 since. The runs that came nearest to each budget of runs.</summary>
    private const string Runs = """
        select r.id, r.run, r.used, r.last_at
          from (select b.id, coalesce(i.root_agent_instance_code, t.agent_instance_code) as run,
                       governance.budget_amount(b.measure, array[sum(t.tokens), sum(t.cost_usd), sum(t.unpriced_tokens), 0]::numeric[], b.unpriced_usd_per_m) as used,
                       max(t.tally_day)::timestamptz as last_at,
                       row_number() over (partition by b.id order by governance.budget_amount(b.measure, array[sum(t.tokens), sum(t.cost_usd), sum(t.unpriced_tokens), 0]::numeric[], b.unpriced_usd_per_m) desc) as place
                  from governance.budget_tallies t
                  left join herd.agent_instance i on i.agent_instance_code = t.agent_instance_code
                  left join herd.agent_instance m on m.agent_instance_code = i.root_agent_instance_code
                  join governance.budgets b on b.scope_type = 'tenant' or b.scope_type = 'agent' and b.scope_code = i.agent_code
                    or b.scope_type = 'project' and b.scope_code = coalesce(i.project_code, m.project_code)
                    or b.scope_type = 'ticket' and b.scope_code = coalesce(i.ticket_code, m.ticket_code)
                 where t.tally_day >= ($1::timestamptz at time zone 'UTC')::date and b.deleted_at is null and b.window_kind = 'run'
                 group by b.id, b.measure, b.unpriced_usd_per_m, 2) r
         where r.place <= 5
         order by r.id, r.place
        """;

    /// <summary>Every budget with how its present window is used up, the newest alerts, and of budgets of runs the runs of the last 30 days that used most.</summary>
    public Task<BudgetDesk> ReadAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            var now = time.GetUtcNow();
            await using var command = new NpgsqlCommand(All, connection);
            var budgets = await BudgetReading.BudgetsAsync(command, token);
            var figures = await BudgetReading.FiguresAsync(
                connection, [.. budgets.Where(b => b.WindowKind != BudgetWords.Run).Select(b => (b, BudgetWindow.Of(b.WindowKind, now, "")))], now, null, token);
            var steps = new Dictionary<(Guid, int), decimal>();
            var day = BudgetWindow.OfDay(now.UtcDateTime.Date);
            var month = BudgetWindow.OfMonth(now.UtcDateTime.Date);
            await AddAsync(connection, Days, month, null, steps, token);
            await AddAsync(connection, Hours, day, null, steps, token);
            await AddAsync(connection, Begun, month, (BudgetWords.Month, "day"), steps, token);
            await AddAsync(connection, Begun, day, (BudgetWords.Day, "hour"), steps, token);
            return new BudgetDesk(
                budgets, figures.ConvertAll(f => Burn(f, steps)), await AlertsAsync(connection, token), await RunsAsync(connection, now, token));
        },
        ct);

    private static BudgetBurn Burn(BudgetFigure figure, Dictionary<(Guid, int), decimal> steps)
    {
        var step = figure.Budget.WindowKind == BudgetWords.Day ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);
        var count = (int)Math.Round((figure.Window.Ends - figure.Window.Starts) / step);
        return new BudgetBurn(figure, [.. Enumerable.Range(0, count).Select(i => steps.GetValueOrDefault((figure.Budget.Id, i)))], step);
    }

    private static async Task AddAsync(
        NpgsqlConnection connection, string sql, BudgetWindow window, (string Kind, string Step)? begun, Dictionary<(Guid, int), decimal> steps, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new NpgsqlParameter<DateTime> { TypedValue = window.Starts }, new NpgsqlParameter<DateTime> { TypedValue = window.Ends } },
        };
        if (begun is { } of)
        {
            command.Parameters.Add(BudgetReading.Text(of.Kind));
            command.Parameters.Add(BudgetReading.Text(of.Step));
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            steps[(reader.GetGuid(0), Convert.ToInt32(reader.GetValue(1), System.Globalization.CultureInfo.InvariantCulture))] = BudgetReading.Plain(reader.GetDecimal(2));
        }
    }

    private static async Task<IReadOnlyList<BudgetAlertRow>> AlertsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var alerts = new List<BudgetAlertRow>();
        await using var command = new NpgsqlCommand(Alerts, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = MostAlerts } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            alerts.Add(new BudgetAlertRow(
                reader.GetInt64(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), BudgetReading.Plain(reader.GetDecimal(4)), BudgetReading.Plain(reader.GetDecimal(5)),
                reader.GetDateTime(6)));
        }

        return alerts;
    }

    private static async Task<IReadOnlyList<BudgetRunRow>> RunsAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        var runs = new List<BudgetRunRow>();
        await using var command = new NpgsqlCommand(Runs, connection) { Parameters = { new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime.AddDays(-30) } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            runs.Add(new BudgetRunRow(reader.GetGuid(0), reader.GetString(1), BudgetReading.Plain(reader.GetDecimal(2)), reader.GetDateTime(3)));
        }

        return runs;
    }
}
