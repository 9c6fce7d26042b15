using Herdbook.Core.Herd.Prices;
using Npgsql;
using NpgsqlTypes;
using static Herdbook.Intake.Booking.Columns;

namespace Herdbook.Intake.Booking;

/// <summary>
/// Books what calls used, whoever tells it. A call that several sources tell is booked once, with the figures of the best
/// (<see cref="CallTruth"/>); what the others told is kept in intake.usage_told. What is booked depends on what was told, not on the order.
/// </summary>
internal static class UsageBook
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>A telling that is booked or kept already.</summary>
    /// <param name="Call">The call that it belongs to so far.</param>
    /// <param name="Counts">It is what is booked; otherwise it is only kept.</param>
    private sealed record KnownTelling(UsageRow Row, (string Message, string Request) Call, bool Counts, decimal? ProviderCostUsd);

    /// <summary>
    /// Books the tellings, in the caller's transaction; the tenant's settle lock is held from here to its end.
    /// Instances and models that they name must be known already.
    /// </summary>
    /// <param name="costBasis">list, imputed or none, for tellings that do not say.</param>
    /// <param name="toldBy">Who tells them, such as claude-code, for tellings that do not say.</param>
    /// <returns>The rows booked in the ledger: none for what was told before.</returns>
    /// <exception cref="ArgumentException">A telling has neither a message nor a request.</exception>
    public static Task<int> SettleAsync(NpgsqlConnection connection, IReadOnlyCollection<UsageRow> tellings, string costBasis, string toldBy, CancellationToken ct) =>
        SettleAsync(connection, tellings, costBasis, toldBy, null, ct);

    /// <summary>The same, and says of which calls the rows are.</summary>
    /// <param name="fresh">Is told the call of each row booked in the ledger; null where nobody asks.</param>
    public static async Task<int> SettleAsync(
        NpgsqlConnection connection, IReadOnlyCollection<UsageRow> tellings, string costBasis, string toldBy, FreshRows? fresh, CancellationToken ct)
    {
        if (tellings.Count == 0)
        {
            return 0;
        }

        var told = new Dictionary<(UsageSource, string, string), UsageRow>(tellings.Count);
        foreach (var telling in tellings)
        {
            Merge(told, Stored(telling, costBasis, toldBy));
        }

        // The lock is its own statement: what follows must see what the one before it committed.
        await using (var settle = new NpgsqlCommand(PriceSql.SettleLock, connection))
        {
            await settle.ExecuteNonQueryAsync(ct);
        }

        // What shares an id with what is told can change; what shares one with that must be known to judge it.
        var near = await KnownAsync(connection, told.Values.Select(r => (r.MessageId, r.RequestId)), ct);
        var far = near.TrueForAll(k => told.ContainsKey(k.Row.Key))
            ? []
            : await KnownAsync(connection, near.Select(k => (k.Row.MessageId, k.Row.RequestId)).Concat(near.Select(k => k.Call)), ct);
        var change = UsageChange.Between(
            told,
            [.. near.Select(k => k.Row.Key)],
            [.. near.Concat(far).Where(k => !k.Counts).DistinctBy(k => k.Row.Key).Select(k => (k.Row, k.Call))],
            [.. near.Concat(far).Where(k => k.Counts).DistinctBy(k => k.Call).Select(k => new Call(k.Call.Message, k.Call.Request, k.Row, k.ProviderCostUsd))]);
        return await WriteAsync(connection, change, fresh, ct);
    }

    public static void Merge(Dictionary<(UsageSource, string, string), UsageRow> tellings, UsageRow telling) =>
        tellings[telling.Key] = tellings.TryGetValue(telling.Key, out var known) ? known.MergedWith(telling) : telling;

    /// <summary>As the database gives it back: times to the microsecond, amounts to the millionth.</summary>
    private static UsageRow Stored(UsageRow row, string costBasis, string toldBy)
    {
        if (row.MessageId.Length == 0 && row.RequestId.Length == 0)
        {
            throw new ArgumentException("A call is known by a message or a request; this one has neither.", nameof(row));
        }

        var at = row.At.ToUniversalTime();
        return row with
        {
            At = at.AddTicks(-(at.Ticks % TicksPerMicrosecond)),
            CostUsd = row.CostUsd is { } cost ? decimal.Round(cost, 6, MidpointRounding.AwayFromZero) : null,
            CostBasis = row.CostBasis ?? costBasis,
            ToldBy = row.ToldBy ?? toldBy,
        };
    }

    private static async Task<List<KnownTelling>> KnownAsync(NpgsqlConnection connection, IEnumerable<(string Message, string Request)> ids, CancellationToken ct)
    {
        var names = ids.ToArray();
        var messages = names.Select(n => n.Message).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        var requests = names.Select(n => n.Request).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand(SettleSql.Known, connection) { Parameters = { Texts(messages, m => m), Texts(requests, r => r) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var known = new List<KnownTelling>();
        while (await reader.ReadAsync(ct))
        {
            known.Add(Read(reader));
        }

        return known;
    }

    private static KnownTelling Read(NpgsqlDataReader reader)
    {
        var row = new UsageRow(
            reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetFieldValue<DateTimeOffset>(9),
            reader.GetInt32(10), reader.GetInt32(11), reader.GetInt32(12), reader.GetInt32(13), reader.GetInt32(14))
        {
            Source = UsageSources.Named(reader.GetString(3)),
            ToldBy = reader.IsDBNull(4) ? null : reader.GetString(4),
            CostUsd = reader.IsDBNull(15) ? null : reader.GetDecimal(15),
            CostBasis = reader.IsDBNull(16) ? null : reader.GetString(16),
        };
        return new KnownTelling(row, (reader.GetString(1), reader.GetString(2)), reader.GetBoolean(0), reader.IsDBNull(17) ? null : reader.GetDecimal(17));
    }

    private static async Task<int> WriteAsync(NpgsqlConnection connection, UsageChange change, FreshRows? fresh, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        if (change.Kept is { Count: > 0 } kept)
        {
            Add(batch, SettleSql.Keep,
                Texts(kept, k => k.Row.Source.Name), Texts(kept, k => k.Row.ToldBy), Texts(kept, k => k.Row.MessageId), Texts(kept, k => k.Row.RequestId),
                Texts(kept, k => k.Call.Message), Texts(kept, k => k.Call.Request), Texts(kept, k => k.Row.Instance), Texts(kept, k => k.Row.Model),
                Times(kept, k => k.Row.At), Wholes(kept, k => k.Row.Input), Wholes(kept, k => k.Row.Output), Wholes(kept, k => k.Row.CacheRead),
                Wholes(kept, k => k.Row.CacheCreate), Wholes(kept, k => k.Row.CacheCreate1h), Amounts(kept, k => k.Row.CostUsd), Texts(kept, k => k.Row.CostBasis));
        }

        NpgsqlBatchCommand? settle = null;
        if (change.Calls.Count > 0 || change.Gone.Count > 0)
        {
            var (calls, gone) = (change.Calls, change.Gone);
            settle = Add(batch, fresh is null ? SettleSql.Settle : SettleSql.SettleNamed,
                Texts(calls, c => c.Call.MessageId), Texts(calls, c => c.Call.RequestId), Texts(calls, c => c.Call.Telling.Instance),
                Texts(calls, c => c.Call.Telling.Model), Times(calls, c => c.Call.Telling.At), Wholes(calls, c => c.Call.Telling.Input),
                Wholes(calls, c => c.Call.Telling.Output), Wholes(calls, c => c.Call.Telling.CacheRead), Wholes(calls, c => c.Call.Telling.CacheCreate),
                Wholes(calls, c => c.Call.Telling.CacheCreate1h), Texts(calls, c => Basis(c.Call)), Texts(calls, c => c.Call.Telling.ToldBy),
                Texts(calls, c => c.Call.Telling.Source.Name), Texts(calls, c => c.Call.Telling.MessageId == c.Call.MessageId ? null : c.Call.Telling.MessageId),
                Texts(calls, c => c.Call.Telling.RequestId == c.Call.RequestId ? null : c.Call.Telling.RequestId),
                Amounts(calls, c => c.Call.Telling.CostUsd), Texts(calls, c => c.Call.Telling.CostBasis == Basis(c.Call) ? null : c.Call.Telling.CostBasis),
                Amounts(calls, c => c.Call.ProviderCostUsd), Of(calls, c => c.WasBooked, NpgsqlDbType.Boolean),
                Texts(gone, g => g.Message), Texts(gone, g => g.Request));
        }

        if (settle is not null && fresh is not null)
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                fresh.AddCall(reader.GetString(0), reader.GetString(1));
            }

            // To the end, so that a fault of a later statement is told.
            while (await reader.NextResultAsync(ct))
            {
            }
        }
        else if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }

        return settle is null ? 0 : (int)settle.RecordsAffected;
    }

    /// <summary>What a provider bills is paid; what no model wrote costs nothing.</summary>
    private static string? Basis(Call call) =>
        call.ProviderCostUsd is not null ? "list" : call.Telling.Model == PriceSql.Synthetic ? "none" : call.Telling.CostBasis;

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
        return command;
    }
}
