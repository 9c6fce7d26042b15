using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Which entries are asked for. What is null does not matter.</summary>
/// <param name="Actor">The whole name.</param>
/// <param name="Event">The whole word, or the beginning of it with an asterisk behind: `rows.*`.</param>
/// <param name="SubjectType">The table, as module.table.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record AuditFilter(
    string? Actor = null, string? ActorType = null, string? Event = null, string? SubjectType = null, string? SubjectId = null, DateTime? From = null, DateTime? To = null);

/// <summary>An entry of the log, with its place in the tree once it has one.</summary>
public sealed record AuditRow(AuditEntry Entry, string? Signature, long? LeafIndex);

/// <summary>The audit log to read, by filters, in the falling order of the ids: they begin with the time, so the latest stand first.</summary>
public sealed class AuditLog(Book book)
{
    /// <summary>Entries of a page at most.</summary>
    public const int MaximumPage = 1_000;

    private const string Page = $"""
        select {EntryRows.Columns}, l.leaf_index
          from governance.audit_logs a
          left join governance.audit_leaf l on l.entry_id = a.id
         where ($1::text is null or a.actor_id = $1)
           and ($2::text is null or a.actor_type = $2)
           and ($3::text is null or a.event_type = $3)
           and ($4::text is null or starts_with(a.event_type, $4))
           and ($5::text is null or a.subject_type = $5)
           and ($6::text is null or a.subject_id = $6)
           and ($7::timestamptz is null or a.created_at >= $7)
           and ($8::timestamptz is null or a.created_at < $8)
           and ($9::uuid is null or a.id < $9)
         order by a.id desc
         limit $10
        """;

    private const string One = $"""
        select {EntryRows.Columns}, l.leaf_index
          from governance.audit_logs a
          left join governance.audit_leaf l on l.entry_id = a.id
         where a.id = $1
        """;

    /// <param name="after">The last entry of the page before; null begins with the first.</param>
    /// <param name="limit">Entries; at most <see cref="MaximumPage"/>.</param>
    public Task<IReadOnlyList<AuditRow>> ReadAsync(Tenant tenant, AuditFilter filter, Guid? after, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaximumPage);
        var prefix = filter.Event is { } word && word.EndsWith('*') ? word[..^1] : null;
        return book.ReadAsync(
            tenant,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Page, connection)
                {
                    Parameters =
                    {
                        Of(filter.Actor), Of(filter.ActorType), Of(prefix is null ? filter.Event : null), Of(prefix), Of(filter.SubjectType), Of(filter.SubjectId),
                        Of(filter.From), Of(filter.To),
                        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)after ?? DBNull.Value },
                        new NpgsqlParameter<int> { TypedValue = limit },
                    },
                };
                return await RowsAsync(command, tenant, token);
            },
            ct);
    }

    /// <summary>The entry with that id; null where the tenant has none.</summary>
    public async Task<AuditRow?> FindAsync(Tenant tenant, Guid id, CancellationToken ct)
    {
        var found = await book.ReadAsync(
            tenant,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(One, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
                return await RowsAsync(command, tenant, token);
            },
            ct);
        return found is [var row] ? row : null;
    }

    private static async Task<IReadOnlyList<AuditRow>> RowsAsync(NpgsqlCommand command, Tenant tenant, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<AuditRow>();
        while (await reader.ReadAsync(ct))
        {
            var (entry, signature) = EntryRows.Read(reader, tenant);
            rows.Add(new AuditRow(entry, signature, reader.IsDBNull(12) ? null : reader.GetInt64(12)));
        }

        return rows;
    }

    private static NpgsqlParameter Of(string? value) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)value ?? DBNull.Value };

    private static NpgsqlParameter Of(DateTime? value) => new() { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = (object?)value?.ToUniversalTime() ?? DBNull.Value };
}
