using System.Buffers;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;

namespace Herdbook.Core.Rows;

/// <summary>What the number of rows is to be.</summary>
public enum RowCount
{
    None,

    /// <summary>Counted, in the same snapshot as the rows.</summary>
    Exact,

    /// <summary>What the planner expects.</summary>
    Planned,

    /// <summary>Counted while the planner expects few, otherwise what it expects.</summary>
    Estimated,
}

/// <summary>Rows of a query, parsed.</summary>
/// <param name="Count">How many there are without limit and offset; null when it was not asked.</param>
/// <param name="Next">The cursor for the page after this one; null when this is the last.</param>
public sealed record RowPage(IReadOnlyList<JsonElement> Rows, long? Count, string? Next);

/// <summary>One row with its version.</summary>
/// <param name="ETag">Quoted and strong; empty for a moment past.</param>
public sealed record RowVersion(JsonElement Row, string ETag);

/// <summary>Reads rows, each time in one transaction of the tenant, and under a limit of time.</summary>
public sealed class RowReader(Book book, LiveCatalog catalog)
{
    /// <summary>How long a page may take.</summary>
    public static readonly TimeSpan PageLimit = TimeSpan.FromSeconds(30);

    /// <summary>How long an export may take, which goes as fast as its reader.</summary>
    public static readonly TimeSpan ExportLimit = TimeSpan.FromMinutes(10);

    /// <summary>Up to here an estimate is counted.</summary>
    private const long CountedEstimate = 10_000;

    /// <exception cref="RowRefusalException">The query cannot be read.</exception>
    public RowQuery Parse(string table, IEnumerable<KeyValuePair<string, string>> query) => RowQueryParser.Parse(catalog.Current, table, query);

    /// <summary>The rows as they arrive. A query without a limit has them all.</summary>
    public async Task<RowAnswer> OpenAsync(
        Tenant tenant, RowQuery query, RowFormat format, RowCount count, RowExtras extras, CancellationToken ct)
    {
        var rows = RowSql.Select(query, format, extras);
        var limit = query.Limit is null ? ExportLimit : PageLimit;
        if (count == RowCount.Estimated)
        {
            var (planned, _) = await CountAsync(tenant, RowSql.Plan(query), ct);
            count = planned > CountedEstimate ? RowCount.Planned : RowCount.Exact;
        }

        var counting = count switch
        {
            RowCount.Exact => RowSql.Count(query),
            RowCount.Planned => RowSql.Plan(query),
            _ => null,
        };
        return await RowAnswer.OpenAsync(book, tenant, rows, counting, extras, limit, ct);
    }

    /// <summary>A page of rows; a query without a limit has <see cref="RowBounds.DefaultLimit"/>.</summary>
    public async Task<RowPage> PageAsync(Tenant tenant, RowQuery query, RowCount count, CancellationToken ct)
    {
        var limit = query.Limit ?? RowBounds.DefaultLimit;
        // One more than the page tells whether there is a next one.
        var extras = query.Aggregates ? RowExtras.None : RowExtras.Cursor;
        await using var answer = await OpenAsync(tenant, query with { Limit = limit + 1 }, RowFormat.Json, count, extras, ct);
        var rows = new List<JsonElement>();
        string?[]? place = null;
        while (await answer.NextAsync(ct))
        {
            if (rows.Count == limit)
            {
                return new RowPage(rows, answer.Count, place is null ? null : RowCursor.Write(query, place));
            }

            rows.Add(answer.Json());
            place = extras == RowExtras.None ? null : answer.Place;
        }

        return new RowPage(rows, answer.Count, null);
    }

    /// <summary>The row with that key, deleted ones included; null when there is none.</summary>
    /// <param name="asOf">As it was then; null for now.</param>
    public async Task<RowVersion?> GetAsync(Tenant tenant, TableDeclaration table, RowKey key, DateTimeOffset? asOf, CancellationToken ct)
    {
        var query = RowQuery.ByKey(table, key) with { Deleted = RowDeleted.Include, AsOf = asOf };
        var extras = asOf is null && table.Kind != TableKind.View ? RowExtras.Version : RowExtras.None;
        await using var answer = await OpenAsync(tenant, query, RowFormat.Json, RowCount.None, extras, ct);
        return await answer.NextAsync(ct) ? new RowVersion(answer.Json(), extras == RowExtras.None ? "" : ETag(answer.Version)) : null;
    }

    /// <summary>All rows that the query has, in one of the forms of an export.</summary>
    /// <returns>How many.</returns>
    public async Task<long> StreamAsync(Tenant tenant, RowQuery query, RowForm form, Stream to, CancellationToken ct)
    {
        await using var answer = await OpenAsync(tenant, query, form.Format(), RowCount.None, RowExtras.None, ct);
        var writer = new RowWriting(form, query);
        var buffer = new ArrayBufferWriter<byte>(FlushAt * 2);
        writer.Begin(buffer);
        while (await answer.NextAsync(ct))
        {
            writer.Row(buffer, answer);
            if (buffer.WrittenCount >= FlushAt)
            {
                await to.WriteAsync(buffer.WrittenMemory, ct);
                buffer.ResetWrittenCount();
            }
        }

        writer.End(buffer);
        await to.WriteAsync(buffer.WrittenMemory, ct);
        return writer.Rows;
    }

    /// <summary>As a header writes a version.</summary>
    public static string ETag(string version) => $"\"{version}\"";

    private const int FlushAt = 64 << 10;

    private async Task<(long Count, bool Known)> CountAsync(Tenant tenant, RowStatement statement, CancellationToken ct)
    {
        await using var answer = await RowAnswer.OpenAsync(book, tenant, RowSql.Nothing, statement, RowExtras.None, PageLimit, ct);
        return (answer.Count!.Value, true);
    }
}
