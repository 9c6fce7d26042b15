using System.Globalization;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>
/// Asked before work starts. Who asks takes the lock of each budget's window in one order, then reads what is used and reserved: of any
/// number who ask at once, no more are granted than the budget holds.
/// </summary>
public sealed class BudgetChecks(Book book, TimeProvider time)
{
    private const string Reservations = "governance.budget_reservations";

    private const string RunFacts = """
        select coalesce(i.root_agent_instance_code, i.agent_instance_code), i.agent_code, coalesce(i.project_code, m.project_code), coalesce(i.ticket_code, m.ticket_code)
          from herd.agent_instance i
          left join herd.agent_instance m on m.agent_instance_code = i.root_agent_instance_code
         where i.agent_instance_code = $1
        """;

    private const string Applying = $"""
        select {BudgetSql.Columns}
          from governance.budgets b
         where b.is_active and b.deleted_at is null
           and (b.scope_type = 'tenant'
                or b.scope_type = 'agent' and b.scope_code = $1::text
                or b.scope_type = 'project' and b.scope_code = $2::text
                or b.scope_type = 'ticket' and b.scope_code = $3::text)
         order by b.id
        """;

    private const string MakeWindows = """
        insert into governance.budget_windows (budget_id, window_key, asked_at)
        select w.budget_id, w.window_key, $3 from unnest($1::uuid[], $2::text[]) as w (budget_id, window_key)
         order by w.budget_id, w.window_key
        on conflict (tenant_id, budget_id, window_key) do nothing
        """;

    private const string LockWindows = """
        select 1
          from governance.budget_windows w
          join unnest($1::uuid[], $2::text[]) as a (budget_id, window_key) on a.budget_id = w.budget_id and a.window_key = w.window_key
         order by w.budget_id, w.window_key
           for update of w
        """;

    private const string Held = """
        select r.request_digest, r.budget_id, r.window_key, r.window_starts, r.window_ends, r.amount, r.expires_at, r.status
          from governance.budget_reservations r
         where r.request_key = $1
        """;

    /// <summary>$1 budgets, $2 keys, $3 starts, $4 ends, $5 the run that each window is, $6 amounts, $7 key, $8 digest, $9 run, $10 expiry, $11 asker, $12 now.</summary>
    private const string Reserve = """
        insert into governance.budget_reservations (
          budget_id, window_key, window_starts, window_ends, amount, request_key, request_digest, run_code, expires_at, asked_by, created_at, booked_before)
        select a.budget_id, a.window_key, a.starts, a.ends, a.amount, $7, $8, $9::text, $10, $11, $12,
               case when $9::text is null or b.measure = 'runs' then 0
                    else greatest(0, governance.budget_amount(b.measure, governance.budget_spent(b.measure, b.scope_type, b.scope_code, $9::text, a.starts, a.ends), b.unpriced_usd_per_m))
                         + governance.budget_reserved(b.id, a.window_key, $9::text, $12) end
          from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::numeric[]) as a (budget_id, window_key, starts, ends, run, amount)
          join governance.budgets b on b.id = a.budget_id
         order by a.budget_id
        """;

    /// <summary>Reserves what is asked for in every budget that applies, or in none.</summary>
    /// <exception cref="RefusedException">`budget_exceeded` with the numbers; `budget_request`; `reservation_key`; `reservation_expired`.</exception>
    public async Task<BudgetGrant> ReserveAsync(Tenant tenant, Actor actor, BudgetRequest request, CancellationToken ct)
    {
        var sound = request.Check();
        try
        {
            try
            {
                return await TryReserveAsync(tenant, actor, sound, ct);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected)
            {
                // The same key at the same moment, across a window's end: now it is there to be found.
                return await TryReserveAsync(tenant, actor, sound, ct);
            }
        }
        catch (RefusedException refused) when (refused.Code == "budget_exceeded")
        {
            var what = new AuditEvent("budgets.refuse").About("governance.budgets", refused.More!["budget_id"]!.ToString()!).With("key", sound.Key);
            foreach (var name in new[] { "limit", "used", "reserved", "asked" })
            {
                what.With(name, (decimal)refused.More![name]!);
            }

            await book.AppendAsync(tenant, actor, what.With("window_key", (string)refused.More!["window_key"]!), ct);
            throw;
        }
    }

    /// <summary>Where the budgets that apply stand, with what is asked for; nothing is reserved or refused.</summary>
    public Task<IReadOnlyList<BudgetFigure>> LookAsync(Tenant tenant, BudgetRequest request, CancellationToken ct)
    {
        var sound = request.Check();
        return book.ReadAsync<IReadOnlyList<BudgetFigure>>(
            tenant,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var (known, windows) = await ApplyingAsync(connection, sound, now, token);
                return Asking(await BudgetReading.FiguresAsync(connection, windows, now, known.Run, token), known);
            },
            ct);
    }

    private Task<BudgetGrant> TryReserveAsync(Tenant tenant, Actor actor, BudgetRequest request, CancellationToken ct)
    {
        var what = new AuditEvent("budgets.reserve").About(Reservations, request.Key);
        return book.WriteAsync(
            tenant, actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var (known, windows) = await ApplyingAsync(connection, request, now, token);
                if (windows.Count > 0)
                {
                    await LockAsync(connection, windows, now, token);
                }

                if (await HeldAsync(connection, request, windows, now, token) is { } held)
                {
                    what.Nothing();
                    return held;
                }

                if (windows.Count == 0)
                {
                    what.Nothing();
                    return new BudgetGrant(request.Key, false, null, []);
                }

                // A statement of its own, after the lock: it sees what whoever held the lock before has committed.
                var figures = Asking(await BudgetReading.FiguresAsync(connection, windows, now, known.Run, token), known);
                if (figures.FirstOrDefault(f => !f.Allows) is { } full)
                {
                    throw Exceeded(full, figures);
                }

                var expires = await InsertAsync(connection, actor, request, known, windows, now, token);
                what.With("agent", known.Agent).With("run", known.Run).With("tokens", known.Tokens).With("usd", known.Usd).With("budgets", figures.Count);
                return new BudgetGrant(request.Key, true, expires, figures);
            },
            ct);
    }

    private static async Task<(BudgetRequest Known, List<(Budget, BudgetWindow)> Windows)> ApplyingAsync(
        NpgsqlConnection connection, BudgetRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var known = request;
        if (request.Run is { } run)
        {
            await using var facts = new NpgsqlCommand(RunFacts, connection) { Parameters = { BudgetReading.Text(run) } };
            await using var reader = await facts.ExecuteReaderAsync(ct);
            if (await reader.ReadAsync(ct))
            {
                string? Told(int place) => reader.IsDBNull(place) ? null : reader.GetString(place);
                known = request with { Run = Told(0), Agent = request.Agent ?? Told(1), Project = request.Project ?? Told(2), Ticket = request.Ticket ?? Told(3) };
            }
        }

        await using var command = new NpgsqlCommand(Applying, connection)
        {
            Parameters = { BudgetReading.Text(known.Agent), BudgetReading.Text(known.Project), BudgetReading.Text(known.Ticket) },
        };
        var budgets = await BudgetReading.BudgetsAsync(command, ct);
        return (known, [.. budgets.Select(b => (b, BudgetWindow.Of(b.WindowKind, now, known.Run ?? request.Key)))]);
    }

    private static async Task LockAsync(NpgsqlConnection connection, List<(Budget, BudgetWindow)> windows, DateTimeOffset now, CancellationToken ct)
    {
        var ids = new NpgsqlParameter<Guid[]> { TypedValue = [.. windows.Select(w => w.Item1.Id)] };
        var keys = new NpgsqlParameter<string[]> { TypedValue = [.. windows.Select(w => w.Item2.Key)] };
        await using (var make = new NpgsqlCommand(MakeWindows, connection) { Parameters = { ids, keys, new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime } } })
        {
            await make.ExecuteNonQueryAsync(ct);
        }

        await using var hold = new NpgsqlCommand(LockWindows, connection) { Parameters = { ids.Clone(), keys.Clone() } };
        await hold.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What the key holds already; null for a new one.</summary>
    private static async Task<BudgetGrant?> HeldAsync(
        NpgsqlConnection connection, BudgetRequest request, List<(Budget Budget, BudgetWindow Window)> windows, DateTimeOffset now, CancellationToken ct)
    {
        var figures = new List<(Budget, BudgetWindow)>();
        DateTime? expires = null;
        await using (var command = new NpgsqlCommand(Held, connection) { Parameters = { BudgetReading.Text(request.Key) } })
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                if (reader.GetString(0) != request.Digest)
                {
                    throw new RefusedException("reservation_key", $"The key '{request.Key}' stands for another request. Nothing was reserved; give each request a key of its own.");
                }

                expires = reader.GetDateTime(6);
                if (reader.GetString(7) != "open" || expires <= now.UtcDateTime)
                {
                    throw new RefusedException("reservation_expired",
                        $"What was reserved under the key '{request.Key}' {(reader.GetString(7) == "open" ? $"lapsed at {Moment(expires.Value)}" : $"is {reader.GetString(7)}")}. Nothing was reserved; ask anew with another key.");
                }

                var id = reader.GetGuid(1);
                var window = new BudgetWindow(reader.GetString(2), reader.GetDateTime(3), reader.GetDateTime(4), null);
                if (windows.Find(w => w.Budget.Id == id).Budget is { } budget)
                {
                    figures.Add((budget, budget.WindowKind == BudgetWords.Run ? BudgetWindow.OfRun(window.Key) : window));
                }
            }
        }

        return expires is null
            ? null
            : new BudgetGrant(request.Key, true, expires, [.. await BudgetReading.FiguresAsync(connection, figures, now, null, ct)]);
    }

    private static async Task<DateTime> InsertAsync(
        NpgsqlConnection connection, Actor actor, BudgetRequest request, BudgetRequest known, List<(Budget Budget, BudgetWindow Window)> windows, DateTimeOffset now, CancellationToken ct)
    {
        // PostgreSQL keeps microseconds.
        var expires = new DateTime((now + request.Hold).UtcTicks / 10 * 10, DateTimeKind.Utc);
        await using var command = new NpgsqlCommand(Reserve, connection);
        BudgetReading.Add(command, windows);
        command.Parameters.Add(new NpgsqlParameter<decimal[]> { TypedValue = [.. windows.Select(w => known.Of(w.Budget.Measure))] });
        command.Parameters.Add(BudgetReading.Text(request.Key));
        command.Parameters.Add(BudgetReading.Text(request.Digest));
        command.Parameters.Add(BudgetReading.Text(known.Run));
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = expires });
        command.Parameters.Add(BudgetReading.Text(actor.Name));
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
        return expires;
    }

    private static List<BudgetFigure> Asking(List<BudgetFigure> figures, BudgetRequest request) =>
        figures.ConvertAll(f => f with { Asked = f.IsCounted ? 0 : request.Of(f.Budget.Measure) });

    private static RefusedException Exceeded(BudgetFigure full, List<BudgetFigure> all)
    {
        var budget = full.Budget;
        var until = full.Window.EndsAt is { } ends ? $" until {Moment(ends)}" : "";
        var wanted = full.Asked > 0 ? $"{budget.Amount(full.Asked)} were asked for, {budget.Amount(Math.Max(0, full.Left))} are left" : "nothing is left";
        return new RefusedException("budget_exceeded",
            $"The budget of {budget.Title} is exceeded{until}: {budget.Amount(full.Used)} used, {budget.Amount(full.Reserved)} reserved, {wanted}. Nothing was reserved or started.")
        {
            Remedy = "Wait for the window's end, ask for less, or have an approval lift the budget.",
            More = new Dictionary<string, object?>(full.ToMembers()) { ["budgets"] = all.ConvertAll(f => f.ToMembers()) },
        };
    }

    private static string Moment(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
