using System.Buffers;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Audit;

/// <summary>Signs entries and makes the statements that append them.</summary>
internal sealed class AuditWriting(AuditKeys keys, TimeProvider time)
{
    // The row's check reads the tenant after the row is made, so a transaction that does nothing else enters the tenant in the same statement.
    private const string Append = """
        insert into governance.audit_logs
               (tenant_id, id, event_type, event_data, actor_id, actor_type, created_at, signature, subject_type, subject_id, row_count, rows_digest, key_id)
        select entered.tenant, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
          from (select set_config('herdbook.tenant', $1, true) as tenant) entered
        """;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The statement that appends the entry, signed. It enters the tenant.</summary>
    /// <param name="id">Of the entry; a transaction's first has the id that the seals of its rows bear.</param>
    /// <param name="rows">What the transaction wrote beside it; only its first entry tells.</param>
    public NpgsqlBatchCommand Command(Tenant tenant, Actor actor, Guid id, AuditEvent what, RowSeals rows)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var entry = new AuditEntry(
            tenant.Slug, id, what.Type, what.SubjectType, what.SubjectId, JsonbText.Of(what.Data), actor.Name, actor.Kind.Word(),
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), rows.Count == 0 ? null : rows.Count, rows.Count == 0 ? null : rows.Digest, keys.CurrentId);
        return new NpgsqlBatchCommand(Append)
        {
            Parameters =
            {
                Text(tenant.Slug),
                new NpgsqlParameter<Guid> { TypedValue = entry.Id },
                Text(entry.EventType),
                new NpgsqlParameter<string> { TypedValue = entry.EventData, NpgsqlDbType = NpgsqlDbType.Jsonb },
                Text(entry.ActorId),
                Text(entry.ActorType),
                new NpgsqlParameter<DateTime> { TypedValue = entry.CreatedAt },
                Text(Signature(keys, entry)),
                Text(entry.SubjectType),
                Text(entry.SubjectId),
                new NpgsqlParameter<long?> { TypedValue = entry.RowCount, NpgsqlDbType = NpgsqlDbType.Bigint },
                Text(entry.RowsDigest),
                Text(entry.KeyId),
            },
        };
    }

    /// <summary>The HMAC-SHA256 over <see cref="AuditEncoding"/>, in hexadecimal; null where the entry's key is not known.</summary>
    public static string? Signature(AuditKeys keys, AuditEntry entry)
    {
        if (entry.KeyId is null)
        {
            return null;
        }

        var buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        buffer.ResetWrittenCount();
        AuditEncoding.Write(entry, buffer);
        return keys.Sign(entry.KeyId, buffer.WrittenSpan);
    }

    private static NpgsqlParameter<string?> Text(string? value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };
}
