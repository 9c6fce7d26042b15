using System.Buffers;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Governance.Audit;

/// <summary>Signs entries and makes the statements that append them.</summary>
internal sealed class AuditWriting(AuditKeys keys, TimeProvider time)
{
    // The row's check reads the tenant after the row is made, so a transaction that does nothing else enters the tenant in the same statement.
    private const string AppendSql = """
        insert into governance.audit_logs
               (tenant_id, id, event_type, event_data, actor_id, actor_type, created_at, signature, subject_type, subject_id, row_count, rows_digest, key_id)
        select entered.tenant, e.*
          from (select set_config('herdbook.tenant', $1, true) as tenant) entered,
               unnest($2::uuid[], $3::text[], $4::jsonb[], $5::text[], $6::text[], $7::timestamptz[], $8::text[], $9::text[], $10::text[], $11::bigint[], $12::text[], $13::text[]) e
        """;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    /// <summary>The entry, signed.</summary>
    /// <param name="id">Of the entry; a transaction's first has the id that the seals of its rows bear.</param>
    /// <param name="rows">What the transaction wrote beside it; only its first entry tells.</param>
    public AuditEntry Entry(Tenant tenant, Actor actor, Guid id, AuditEvent what, RowSeals rows)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new AuditEntry(
            tenant.Slug, id, what.Type, what.SubjectType, what.SubjectId, JsonbText.Of(what.Data), actor.Name, actor.Kind.Word(),
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), rows.Count == 0 ? null : rows.Count, rows.Count == 0 ? null : rows.Digest, keys.CurrentId);
    }

    /// <summary>The statement that appends the entries. It enters the tenant.</summary>
    public NpgsqlBatchCommand Append(Tenant tenant, IReadOnlyList<AuditEntry> entries) => new(AppendSql)
    {
        Parameters =
        {
            new NpgsqlParameter<string> { TypedValue = tenant.Slug },
            Of(entries, entry => entry.Id, NpgsqlDbType.Uuid),
            Of(entries, entry => entry.EventType, NpgsqlDbType.Text),
            Of(entries, entry => entry.EventData, NpgsqlDbType.Jsonb),
            Of(entries, entry => entry.ActorId, NpgsqlDbType.Text),
            Of(entries, entry => entry.ActorType, NpgsqlDbType.Text),
            Of(entries, entry => entry.CreatedAt, NpgsqlDbType.TimestampTz),
            Of(entries, entry => Signature(keys, entry), NpgsqlDbType.Text),
            Of(entries, entry => entry.SubjectType, NpgsqlDbType.Text),
            Of(entries, entry => entry.SubjectId, NpgsqlDbType.Text),
            Of(entries, entry => entry.RowCount, NpgsqlDbType.Bigint),
            Of(entries, entry => entry.RowsDigest, NpgsqlDbType.Text),
            Of(entries, entry => entry.KeyId, NpgsqlDbType.Text),
        },
    };

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

    private static NpgsqlParameter<TValue[]> Of<TValue>(IReadOnlyList<AuditEntry> entries, Func<AuditEntry, TValue> of, NpgsqlDbType type)
    {
        var values = new TValue[entries.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = of(entries[i]);
        }

        return new NpgsqlParameter<TValue[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
