using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Rows.Bodies;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>
/// Writes rows of any table of the catalog, each time in one transaction of the tenant: all of a request, or nothing of it. What the
/// declaration or the database refuses comes out as a <see cref="RowRefusalException"/> that names column, rule and remedy.
/// </summary>
public sealed class RowWriter(Book book, LiveCatalog catalog)
{
    private readonly RowReader _reader = new(book, catalog);

    /// <summary>Inserts the rows of a body of any length; one that is longer than a chunk is never held whole.</summary>
    public Task<RowsWritten> InsertAsync(Tenant tenant, Actor actor, TableDeclaration table, RowBody body, RowInsertOptions options, RowWriteOptions write, CancellationToken ct)
    {
        RowPermission.Check(table, options.Resolution == RowResolution.Merge ? RowVerb.Merge : RowVerb.Insert);
        return ToldAsync(tenant, table, null, () => new RowInserting(book, tenant, actor, table, options, write).RunAsync(body.Open(table, options), ct), ct);
    }

    /// <summary>Changes the rows that the query's filters find. There must be a filter, and its rows are bounded.</summary>
    /// <param name="columns">The columns to write; other members of the body are passed over. Null for all that it gives.</param>
    public async Task<RowsWritten> UpdateAsync(Tenant tenant, Actor actor, RowQuery query, RowBody body, IReadOnlyList<string>? columns, RowWriteOptions write, CancellationToken ct)
    {
        RowPermission.Check(query.Table, RowVerb.Update);
        RequireFilter(query, "changed");
        var (row, given) = await OneAsync(query.Table, body, columns, ct);
        if (given.FirstOrDefault(column => column.Identity) is { } numbered)
        {
            throw new RowRefusalException("column_not_writable", $"{numbered.Name} of {query.Table.FullName} is numbered by the database and never changes. Nothing was changed.") { Column = numbered.Name, Rule = "identity", Remedy = "Leave it out." };
        }

        if (query.Table.Kind == TableKind.Junction && given.FirstOrDefault(column => column.Name != "deleted_at") is { } fixedColumn)
        {
            throw new RowRefusalException("kind_forbids", $"{query.Table.FullName} is a junction: of its rows only deleted_at changes. Nothing was changed.")
            {
                Column = fixedColumn.Name,
                Rule = "kind: junction",
                Remedy = "Delete the row, and insert another one.",
            };
        }

        return given.Count == 0
            ? new RowsWritten(0, 0, [])
            : await ToldAsync(tenant, query.Table, row, () => new RowChanging(book, tenant, actor, query, row, given, write).RunAsync(ct), ct);
    }

    /// <summary>Deletes the rows that the query's filters find, softly; those that are deleted already stay as they are.</summary>
    public Task<RowsWritten> DeleteAsync(Tenant tenant, Actor actor, RowQuery query, RowWriteOptions write, CancellationToken ct)
    {
        RowPermission.Check(query.Table, RowVerb.Delete);
        RequireFilter(query, "deleted");
        if (query.Table.Column("deleted_at") is null)
        {
            throw new RowRefusalException("kind_forbids", $"{query.Table.FullName} has no deleted_at, so none of its rows is deleted. Nothing was changed.") { Status = 405, Rule = "deleted_at" };
        }

        var standing = query with { Deleted = RowDeleted.Exclude };
        return ToldAsync(tenant, query.Table, null, () => new RowChanging(book, tenant, actor, standing, null, [], write).RunAsync(ct), ct);
    }

    /// <summary>Writes one row whole by its key: inserts it, or changes the one that stands.</summary>
    public async Task<RowsWritten> PutAsync(Tenant tenant, Actor actor, TableDeclaration table, RowKey key, RowBody body, IReadOnlyList<string>? columns, RowWriteOptions write, CancellationToken ct)
    {
        RowPermission.Check(table, RowVerb.Merge);
        var (row, _) = await OneAsync(table, body, columns, ct);
        var whole = Keyed(table, key, row);
        var options = new RowInsertOptions { Columns = columns is null ? null : [.. columns.Union(table.Key)], Resolution = write.IfNew ? RowResolution.Ignore : RowResolution.Merge };
        return await ToldAsync(tenant, table, whole, () => PutAsync(tenant, actor, table, key, whole, options, write, ct), ct);
    }

    private async Task<RowsWritten> PutAsync(Tenant tenant, Actor actor, TableDeclaration table, RowKey key, byte[] row, RowInsertOptions options, RowWriteOptions write, CancellationToken ct)
    {
        var source = RowBody.Json(row).Open(table, options);
        if (write.IfMatch is null)
        {
            var written = await new RowInserting(book, tenant, actor, table, options, write).RunAsync(source, ct);
            return write.IfNew && written.Affected == 0 ? throw new RowChangedException(table, key) : written;
        }

        var standing = RowQuery.ByKey(table, key) with { Deleted = RowDeleted.Include };
        return await new RowInserting(book, tenant, actor, table, options, write).RunAsync(source, connection => RowMatch.RequireAsync(connection, standing, write.IfMatch, ct), ct);
    }

    /// <summary>Runs a write, and tells what went against it in the declaration's words.</summary>
    /// <param name="sent">The row that was sent, to be told beside the one that stands.</param>
    private async Task<RowsWritten> ToldAsync(Tenant tenant, TableDeclaration table, byte[]? sent, Func<Task<RowsWritten>> work, CancellationToken ct)
    {
        try
        {
            return await work();
        }
        catch (RowFaultException e)
        {
            throw (Exception?)await RowBlame.TellAsync(book, tenant, table, e, ct) ?? e.Fault;
        }
        catch (PostgresException e) when (RowWriteFaults.Of(e, table) is { } refusal)
        {
            throw refusal;
        }
        catch (RowChangedException e)
        {
            throw await ChangedAsync(tenant, e, sent, ct);
        }
    }

    private async Task<RowRefusalException> ChangedAsync(Tenant tenant, RowChangedException changed, byte[]? sent, CancellationToken ct)
    {
        var current = changed.Key is null ? null : await _reader.GetAsync(tenant, changed.Table, changed.Key, asOf: null, ct);
        return new RowRefusalException("row_changed", current is null
            ? "The row is not there any more. Nothing was changed."
            : "The row has been changed since it was read. Nothing was changed now.", changed)
        {
            Status = 412,
            Rule = "If-Match",
            Remedy = current is null ? "Insert it anew, if it is wanted." : "Compare both versions, and send the change again with the ETag of the current one.",
            More = new Dictionary<string, object?>
            {
                ["yours"] = sent is null ? null : JsonSerializer.Deserialize<JsonElement>(sent),
                ["current"] = current?.Row,
                ["etag"] = current?.ETag,
            },
        };
    }

    private static async Task<(byte[] Row, IReadOnlyList<ColumnDeclaration> Given)> OneAsync(TableDeclaration table, RowBody body, IReadOnlyList<string>? columns, CancellationToken ct)
    {
        var source = body.Open(table, new RowInsertOptions { Columns = columns, Missing = RowMissing.Default });
        var chunk = new RowChunk();
        if (!await source.FillAsync(chunk, ct) || chunk.Count != 1)
        {
            throw new RowRefusalException("body_one_row", "The body must be one row. Nothing was changed.") { Remedy = "Send one JSON object." };
        }

        var row = chunk.Row(0).ToArray();
        if (columns is null)
        {
            return (row, chunk.Columns);
        }

        // A column that is listed but not given would be set to null.
        using var json = JsonDocument.Parse(row);
        return (row, [.. chunk.Columns.Where(column => json.RootElement.TryGetProperty(column.Name, out _))]);
    }

    /// <summary>The row with its key, which it may leave out but not contradict.</summary>
    private static byte[] Keyed(TableDeclaration table, RowKey key, byte[] row)
    {
        var members = JsonNode.Parse(row)!.AsObject();
        foreach (var (name, value) in table.Key.Zip(key.Values))
        {
            if (!members.TryGetPropertyValue(name, out var given))
            {
                members[name] = value;
            }
            else if ((given is JsonValue text && text.TryGetValue<string>(out var word) ? word : given?.ToJsonString()) != value)
            {
                throw new RowRefusalException("key_differs", $"The address names the row with {name} '{value}', and the body gives another. Nothing was changed.") { Column = name, Rule = "key", Remedy = $"Give the same {name}, or leave it out." };
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(members);
    }

    private static void RequireFilter(RowQuery query, string what)
    {
        if (query.Where is null)
        {
            throw new RowRefusalException("filter_missing", $"Without a filter every row of {query.Table.FullName} would be {what}. Nothing was changed.")
            {
                Rule = "a filter is required",
                Remedy = $"Say which rows: {query.Table.Key[0]}=eq.… or another filter; 'Prefer: max-affected=N' bounds them.",
            };
        }

        if (query.Limit is not null || query.Offset > 0 || query.After is not null || query.AsOf is not null)
        {
            throw new RowRefusalException("limit_on_write", "limit, offset, after and as_of do not say which rows are meant. Nothing was changed.")
            {
                Rule = "limit",
                Remedy = "Filter by the key; 'Prefer: max-affected=N' refuses the request when there are more.",
            };
        }
    }
}
