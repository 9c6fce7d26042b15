using System.Globalization;
using System.Text;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>One change of a row, as the database booked it.</summary>
/// <param name="Version">The booking's number: it grows with every change, of whatever row.</param>
/// <param name="Operation">insert, update, delete or baseline.</param>
/// <param name="Changed">The columns that changed; null for a row that came.</param>
/// <param name="Before">The old values of those; secrets stand as ***.</param>
/// <param name="After">The whole row.</param>
public sealed record RowChange(long Version, string Operation, string? Actor, DateTimeOffset ChangedAt, IReadOnlyList<string>? Changed, JsonElement? Before, JsonElement? After);

/// <summary>A column in two versions of a row.</summary>
/// <param name="Kind">added (it was null), removed (it is null now) or changed.</param>
public sealed record ColumnChange(string Column, string Kind, JsonElement? Old, JsonElement? New);

/// <summary>What differs between two versions of a row.</summary>
public sealed record RowComparison(RowChange From, RowChange To, IReadOnlyList<ColumnChange> Columns);

/// <summary>The versions of rows, from the book that the database keeps of every change.</summary>
public sealed class RowHistory(Book book, LiveCatalog catalog)
{
    /// <summary>The most versions of one answer.</summary>
    public const int MaxVersions = 1_000;

    private const string Versions = """
        select booking_id, operation, actor, changed_at, changed, before::text, after::text
          from catalog.history
         where table_name = any (@tables) and row_key = @key and booking_id < @before
         order by booking_id desc
         limit @most
        """;

    private const string One = """
        select booking_id, operation, actor, changed_at, changed, before::text, after::text
          from catalog.history
         where table_name = any (@tables) and row_key = @key and booking_id = @version
        """;

    private const string At = """
        select booking_id, operation, actor, changed_at, changed, before::text, after::text
          from catalog.history
         where table_name = any (@tables) and row_key = @key and changed_at <= @time
         order by booking_id desc
         limit 1
        """;

    private readonly RowWriter _writer = new(book, catalog);

    /// <summary>The latest versions of a row first.</summary>
    /// <param name="before">Only versions before this one; null for the latest.</param>
    public Task<IReadOnlyList<RowChange>> VersionsAsync(Tenant tenant, TableDeclaration table, RowKey key, long? before, int most, CancellationToken ct)
    {
        Require(table);
        return ReadAsync(tenant, Versions, table, key, ct, new NpgsqlParameter("before", before ?? long.MaxValue), new NpgsqlParameter("most", Math.Clamp(most, 1, MaxVersions)));
    }

    /// <summary>The row as it was at a moment; null when it was not there yet.</summary>
    public async Task<RowChange?> AtAsync(Tenant tenant, TableDeclaration table, RowKey key, DateTimeOffset time, CancellationToken ct)
    {
        Require(table);
        return await ReadAsync(tenant, At, table, key, ct, new NpgsqlParameter("time", time.ToUniversalTime())) is [var then] ? then : null;
    }

    /// <exception cref="RowRefusalException">`version_unknown`: the row has no such version.</exception>
    public async Task<RowComparison> CompareAsync(Tenant tenant, TableDeclaration table, RowKey key, long from, long to, CancellationToken ct)
    {
        Require(table);
        var (old, current) = (await VersionAsync(tenant, table, key, from, ct), await VersionAsync(tenant, table, key, to, ct));
        return new RowComparison(old, current, [.. table.AllColumns.Select(column => Compare(column.Name, old.After, current.After)).OfType<ColumnChange>()]);
    }

    /// <summary>
    /// Writes a version's values again, as a change like any other: a new version results. What is secret, computed or kept by the
    /// database stays as it is.
    /// </summary>
    /// <exception cref="RowRefusalException">`version_unknown`, or what any change may be refused for.</exception>
    public async Task<RowsWritten> RestoreAsync(Tenant tenant, Actor actor, TableDeclaration table, RowKey key, long version, RowWriteOptions write, CancellationToken ct)
    {
        Require(table);
        RowPermission.Check(table, RowVerb.Update);
        var wanted = await VersionAsync(tenant, table, key, version, ct);
        var values = wanted.After is { ValueKind: JsonValueKind.Object } after
            ? after
            : throw new RowRefusalException("version_empty", $"Version {version} of the row has no values to write. Nothing was changed.") { Remedy = "Choose another version." };
        var columns = Restored(table).Where(name => values.TryGetProperty(name, out _)).ToList();
        var row = JsonSerializer.SerializeToUtf8Bytes(columns.ToDictionary(name => name, name => values.GetProperty(name)));
        var query = RowQuery.ByKey(table, key) with { Deleted = RowDeleted.Include, Limit = null };
        return await _writer.UpdateAsync(tenant, actor, query, RowBody.Json(row), null, write, ct);
    }

    /// <summary>Columns that a change may write and that history holds, the key left out. Of a junction deleted_at alone.</summary>
    private static IEnumerable<string> Restored(TableDeclaration table) =>
        RowInputs.Of(table).Writable
            .Where(column => column is { Secret: false, Identity: false } && !table.Key.Contains(column.Name))
            .Select(column => column.Name)
            .Where(name => name is not ("created_at" or "modified_at" or "updated_at") && (table.Kind != TableKind.Junction || name == "deleted_at"));

    private async Task<RowChange> VersionAsync(Tenant tenant, TableDeclaration table, RowKey key, long version, CancellationToken ct) =>
        await ReadAsync(tenant, One, table, key, ct, new NpgsqlParameter("version", version)) is [var found] ? found : throw new RowRefusalException("version_unknown", string.Create(CultureInfo.InvariantCulture, $"The row of {table.FullName} has no version {version}."))
        {
            Status = 404,
            Rule = "version",
            Remedy = "Choose one of the row's versions.",
        };

    private static ColumnChange? Compare(string column, JsonElement? old, JsonElement? current)
    {
        var (before, after) = (Member(old, column), Member(current, column));
        return (before, after) switch
        {
            (null, null) => null,
            (null, _) => new(column, "added", null, after),
            (_, null) => new(column, "removed", before, null),
            ({ } one, { } other) => JsonElement.DeepEquals(one, other) ? null : new(column, "changed", one, other),
        };
    }

    private static JsonElement? Member(JsonElement? row, string column) =>
        row is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(column, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static void Require(TableDeclaration table)
    {
        if (!table.History)
        {
            throw new RowRefusalException("history_none", $"{table.FullName} keeps no history{(table.Kind is TableKind.Ledger or TableKind.Version ? ": its rows never change" : "")}.")
            {
                Status = 404,
                Rule = "history",
                Remedy = "Read the row itself.",
            };
        }
    }

    private Task<IReadOnlyList<RowChange>> ReadAsync(Tenant tenant, string sql, TableDeclaration table, RowKey key, CancellationToken ct, params NpgsqlParameter[] more) =>
        book.ReadAsync<IReadOnlyList<RowChange>>(
            tenant,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new("tables", table.Names.ToArray()), new("key", key.Text) } };
                command.Parameters.AddRange(more);
                await using var reader = await command.ExecuteReaderAsync(token);
                var changes = new List<RowChange>();
                while (await reader.ReadAsync(token))
                {
                    changes.Add(new RowChange(
                        reader.GetInt64(0),
                        reader.GetString(1),
                        reader.IsDBNull(2) ? null : reader.GetString(2),
                        reader.GetFieldValue<DateTimeOffset>(3),
                        reader.IsDBNull(4) ? null : reader.GetFieldValue<string[]>(4),
                        Named(table, Json(reader, 5)),
                        Named(table, Json(reader, 6))));
                }

                return changes;
            },
            ct);

    /// <summary>A column that was renamed stands in older versions under its former name.</summary>
    private static JsonElement? Named(TableDeclaration table, JsonElement? row)
    {
        var renamed = table.Columns.Where(column => column.Was is { } was && row is { ValueKind: JsonValueKind.Object } old && old.TryGetProperty(was, out _) && !old.TryGetProperty(column.Name, out _)).ToList();
        if (renamed.Count == 0)
        {
            return row;
        }

        var members = row!.Value.EnumerateObject().ToDictionary(member => renamed.Find(column => column.Was == member.Name)?.Name ?? member.Name, member => member.Value, StringComparer.Ordinal);
        return JsonSerializer.SerializeToElement(members);
    }

    private static JsonElement? Json(NpgsqlDataReader reader, int field) =>
        reader.IsDBNull(field) ? null : JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetBytes(reader.GetString(field)));
}
