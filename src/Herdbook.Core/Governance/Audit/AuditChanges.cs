using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Audit;

/// <summary>A row that an entry's transaction wrote.</summary>
/// <param name="Table">As module.table.</param>
/// <param name="Key">The row's key as text; of several columns a JSON array of their texts.</param>
/// <param name="Change">What changed in it; null for a row of a ledger or a version, which only came.</param>
public sealed record AuditedRow(string Table, string Key, RowChange? Change);

/// <summary>A change of a row, as catalog.history has booked it.</summary>
/// <param name="Operation">insert, update, delete or baseline.</param>
/// <param name="Changed">The columns that changed; of a row that came, all that have a value.</param>
/// <param name="Entry">The audit entry of its transaction; null for what was booked before there were entries.</param>
public sealed record RowChange(long BookingId, DateTime ChangedAt, string Operation, string? Actor, IReadOnlyList<ChangedColumn> Changed, Guid? Entry, string? EventType);

/// <summary>A column before and after, as JSON; null where there was none. What is secret stands as `***`.</summary>
public sealed record ChangedColumn(string Name, JsonElement? Before, JsonElement? After);

/// <summary>What stands behind entries of the audit log: the rows that a transaction wrote, and the whole history of one row.</summary>
public sealed class AuditChanges(Book book)
{
    /// <summary>Rows of one entry, and versions of one row, that are told at once.</summary>
    public const int MostRows = 200;

    private const string OfEntry = """
        select coalesce(h.table_name, s.table_name), coalesce(h.row_key, k.key), h.booking_id, h.changed_at, h.operation, h.actor, h.changed, h.before::text, h.after::text, s.entry_id, null::text
          from catalog.row_seal s
          cross join lateral unnest(s.keys) with ordinality as k (key, place)
          left join catalog.history h on h.booking_id = case when s.table_name = 'catalog.history' then k.key::bigint end
         where s.entry_id = $1
         order by s.booking_id, k.place
         limit $2
        """;

    /// <summary>$1 table, $2 key, $3 only those before this booking, $4 how many.</summary>
    private const string OfRow = """
        select h.table_name, h.row_key, h.booking_id, h.changed_at, h.operation, h.actor, h.changed, h.before::text, h.after::text, e.id, e.event_type
          from catalog.history h
          left join lateral (
            select a.id, a.event_type
              from governance.audit_logs a
              join catalog.row_seal s on s.entry_id = a.id
             where a.booked_xid = h.booked_xid and s.table_name = 'catalog.history' and h.booking_id::text = any(s.keys)
             limit 1) e on true
         where h.table_name = $1 and h.row_key = $2 and ($3::bigint is null or h.booking_id < $3)
         order by h.booking_id desc
         limit $4
        """;

    /// <summary>The rows that the entry's transaction wrote, in their order; at most <see cref="MostRows"/> and one, which says that there are more.</summary>
    public Task<IReadOnlyList<AuditedRow>> OfEntryAsync(Tenant tenant, Guid entry, CancellationToken ct) => book.ReadAsync<IReadOnlyList<AuditedRow>>(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(OfEntry, connection)
            {
                Parameters = { new NpgsqlParameter<Guid> { TypedValue = entry }, new NpgsqlParameter<int> { TypedValue = MostRows + 1 } },
            };
            return await RowsAsync(command, token);
        },
        ct);

    /// <summary>The changes of a row, the latest first; at most <see cref="MostRows"/> and one, which says that there are more.</summary>
    /// <param name="before">Only those with a smaller booking number.</param>
    public Task<IReadOnlyList<RowChange>> OfRowAsync(Tenant tenant, string table, string key, long? before, CancellationToken ct) => book.ReadAsync<IReadOnlyList<RowChange>>(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(OfRow, connection)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = table }, new NpgsqlParameter<string> { TypedValue = key },
                    new() { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, new NpgsqlParameter<int> { TypedValue = MostRows + 1 },
                },
            };
            return [.. (await RowsAsync(command, token)).Select(row => row.Change!)];
        },
        ct);

    private static async Task<IReadOnlyList<AuditedRow>> RowsAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var rows = new List<AuditedRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            string? Text(int place) => reader.IsDBNull(place) ? null : reader.GetString(place);
            rows.Add(new AuditedRow(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2)
                ? null
                : new RowChange(
                    reader.GetInt64(2), reader.GetDateTime(3), reader.GetString(4), Text(5), Columns(reader.IsDBNull(6) ? null : reader.GetFieldValue<string[]>(6), Text(7), Text(8)),
                    reader.IsDBNull(9) ? null : reader.GetGuid(9), Text(10))));
        }

        return rows;
    }

    private static List<ChangedColumn> Columns(string[]? changed, string? before, string? after)
    {
        var (was, now) = (Members(before), Members(after));
        return changed is { Length: > 0 }
            ? [.. changed.Select(name => new ChangedColumn(name, Value(was, name), Value(now, name)))]
            : [.. now.Where(member => member.Value.ValueKind != JsonValueKind.Null && member.Key != "tenant_id").Select(member => new ChangedColumn(member.Key, null, member.Value))];
    }

    private static JsonElement? Value(Dictionary<string, JsonElement> members, string name) => members.TryGetValue(name, out var value) ? value : null;

    private static Dictionary<string, JsonElement> Members(string? json)
    {
        if (json is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone().EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
    }
}
