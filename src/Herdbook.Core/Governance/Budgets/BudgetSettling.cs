using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Budgets;

/// <summary>What became of a reservation.</summary>
/// <param name="Status">settled or released.</param>
/// <param name="Budgets">In how many budgets it was held.</param>
public sealed record ReservationEnd(string Key, string Status, int Budgets);

/// <summary>Ends reservations. What is settled counts as reserved until the bookings of its run have come, so nothing is missing between the two.</summary>
public sealed class BudgetSettling(Book book, TimeProvider time)
{
    private const string Hold = """
        select r.status, r.settled_amount, b.measure, r.asked_by, r.run_code
          from governance.budget_reservations r
          join governance.budgets b on b.id = r.budget_id
         where r.request_key = $1
         order by r.budget_id
           for update of r
        """;

    private const string RootOf = "select coalesce(i.root_agent_instance_code, i.agent_instance_code) from herd.agent_instance i where i.agent_instance_code = $1";

    private const string Settle = """
        update governance.budget_reservations r
           set status = 'settled',
               settled_amount = case b.measure when 'tokens' then coalesce($2::numeric, 0) when 'usd' then coalesce($3::numeric, 0) else 1 end,
               run_code = coalesce(r.run_code, $4::text),
               window_key = case when b.window_kind = 'run' then coalesce(r.run_code, $4::text, r.window_key) else r.window_key end,
               ended_at = $5
          from governance.budgets b
         where b.id = r.budget_id and r.request_key = $1 and r.status = 'open'
        """;

    private const string Release = """
        update governance.budget_reservations r set status = 'released', ended_at = $2 where r.request_key = $1 and r.status = 'open'
        """;

    /// <summary>Says what was used. Saying the same again changes nothing. A reservation that has lapsed may be settled still: what was used was used.</summary>
    /// <param name="run">The run that it was, where the request did not name it.</param>
    /// <param name="tokens">Used; null leaves it to the bookings.</param>
    /// <param name="usd">Used, at list price; null leaves it to the bookings.</param>
    /// <param name="ownOnly">Whether only what the actor itself reserved may be ended.</param>
    /// <exception cref="RefusedException">`reservation_unknown`, `reservation_closed`, `budget_request`.</exception>
    public Task<ReservationEnd> SettleAsync(Tenant tenant, Actor actor, string key, string? run, decimal? tokens, decimal? usd, bool ownOnly, CancellationToken ct)
    {
        BudgetRequest.RequireKey(key);
        BudgetRequest.RequireCode(run, "run");
        BudgetRequest.RequireAmount(tokens, "tokens");
        BudgetRequest.RequireAmount(usd, "usd");
        var what = new AuditEvent("budgets.settle").About("governance.budget_reservations", key).With("run", run).With("tokens", tokens).With("usd", usd);
        return book.WriteAsync(
            tenant, actor, what,
            async (connection, token) =>
            {
                var held = await HoldAsync(connection, key, ownOnly ? actor : null, token);
                var root = await RootAsync(connection, run, token);
                if (held.TrueForAll(h => h.Status == "settled" && h.Settled == Used(h.Measure, tokens, usd) && (root is null || h.Run == root)))
                {
                    what.Nothing();
                    return new ReservationEnd(key, "settled", held.Count);
                }

                Require(key, held, "settled");
                await using var command = new NpgsqlCommand(Settle, connection)
                {
                    Parameters =
                    {
                        BudgetReading.Text(key), BudgetReading.Number(tokens), BudgetReading.Number(usd), BudgetReading.Text(root),
                        new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime },
                    },
                };
                await command.ExecuteNonQueryAsync(token);
                return new ReservationEnd(key, "settled", held.Count);
            },
            ct);
    }

    /// <summary>Gives back what was reserved: nothing was started. Doing it again changes nothing.</summary>
    /// <exception cref="RefusedException">`reservation_unknown`, `reservation_closed`, `budget_request`.</exception>
    public Task<ReservationEnd> ReleaseAsync(Tenant tenant, Actor actor, string key, bool ownOnly, CancellationToken ct)
    {
        BudgetRequest.RequireKey(key);
        var what = new AuditEvent("budgets.release").About("governance.budget_reservations", key);
        return book.WriteAsync(
            tenant, actor, what,
            async (connection, token) =>
            {
                var held = await HoldAsync(connection, key, ownOnly ? actor : null, token);
                if (held.TrueForAll(h => h.Status == "released"))
                {
                    what.Nothing();
                    return new ReservationEnd(key, "released", held.Count);
                }

                Require(key, held, "released");
                await using var command = new NpgsqlCommand(Release, connection)
                {
                    Parameters = { BudgetReading.Text(key), new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().UtcDateTime } },
                };
                await command.ExecuteNonQueryAsync(token);
                return new ReservationEnd(key, "released", held.Count);
            },
            ct);
    }

    private static void Require(string key, List<Held> held, string word)
    {
        if (held.Find(h => h.Status != "open") is { } closed)
        {
            throw new RefusedException("reservation_closed", $"What was reserved under the key '{key}' is {closed.Status} already and cannot be {word} otherwise. Nothing was changed.");
        }
    }

    private static async Task<List<Held>> HoldAsync(NpgsqlConnection connection, string key, Actor? owner, CancellationToken ct)
    {
        var held = new List<Held>();
        await using var command = new NpgsqlCommand(Hold, connection) { Parameters = { BudgetReading.Text(key) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            // What another agent reserved is not known to this one.
            if (owner is null || reader.GetString(3) == owner.Name)
            {
                held.Add(new Held(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetDecimal(1), reader.GetString(2), reader.IsDBNull(4) ? null : reader.GetString(4)));
            }
        }

        return held.Count > 0
            ? held
            : throw new RefusedException("reservation_unknown", $"Nothing is reserved under the key '{key}'. Nothing was changed; a check that no budget applied to reserves nothing.");
    }

    private static async Task<string?> RootAsync(NpgsqlConnection connection, string? run, CancellationToken ct)
    {
        if (run is null)
        {
            return null;
        }

        await using var command = new NpgsqlCommand(RootOf, connection) { Parameters = { BudgetReading.Text(run) } };
        return await command.ExecuteScalarAsync(ct) as string ?? run;
    }

    private static decimal Used(string measure, decimal? tokens, decimal? usd) => measure switch
    {
        BudgetWords.Tokens => tokens ?? 0,
        BudgetWords.Usd => usd ?? 0,
        _ => 1,
    };

    private sealed record Held(string Status, decimal? Settled, string Measure, string? Run);
}
