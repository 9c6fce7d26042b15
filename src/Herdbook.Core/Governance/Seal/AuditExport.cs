using System.Text.Json;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>
/// What an outsider needs to check a log without Herdbook, as one JSON object a line: the signed head, the range that comes before where the
/// export does not begin at the first leaf, and the entries with their places, each field as its signature covers it. See docs/audit.md.
/// </summary>
public sealed class AuditExport(Book book, CheckpointKey key)
{
    private const string Entries = $"""
        select {EntryRows.Columns}, l.leaf_index
          from governance.audit_leaf l
          join governance.audit_logs a on a.id = l.entry_id
         where l.leaf_index >= $1 and l.leaf_index < $2
         order by l.leaf_index
        """;

    private const int Batch = 512;

    private static readonly JsonWriterOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the export on one snapshot.</summary>
    /// <param name="from">The first leaf.</param>
    /// <exception cref="RefusedException">`tree_size`: there are fewer leaves. `log_damaged`.</exception>
    public Task<long> WriteAsync(Tenant tenant, long from, Stream to, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            var head = await AuditTree.ReadHeadAsync(connection, null, token);
            var size = head?.Checkpoint.Size ?? 0;
            if (from < 0 || from > size)
            {
                throw new RefusedException("tree_size", $"The tree has {size} leaves; an export cannot begin with leaf {from}.");
            }

            using var buffer = new MemoryStream();
            await using var json = new Utf8JsonWriter(buffer, Json);
            Line(json, buffer, () =>
            {
                json.WriteString("kind", "checkpoint");
                json.WriteString("note", head?.Note);
                json.WriteString("verifier_key", key.VerifierKey(tenant));
            });
            if (from > 0)
            {
                var nodes = CompactRange.Nodes(from).ToArray();
                var roots = await TreeRows.ReadAsync(connection, nodes, token);
                Line(json, buffer, () =>
                {
                    json.WriteString("kind", "range");
                    json.WriteNumber("size", from);
                    json.WriteStartArray("roots");
                    foreach (var node in nodes)
                    {
                        json.WriteStringValue(Convert.ToHexStringLower(roots[node]));
                    }

                    json.WriteEndArray();
                });
            }

            await using var command = new NpgsqlCommand(Entries, connection) { CommandTimeout = 0 };
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = from });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
            await using var reader = await command.ExecuteReaderAsync(token);
            var written = 0L;
            while (await reader.ReadAsync(token))
            {
                var (entry, signature) = EntryRows.Read(reader, tenant);
                var leaf = reader.GetInt64(12);
                Line(json, buffer, () => Entry(json, entry, signature, leaf));
                if (++written % Batch == 0)
                {
                    await FlushAsync(buffer, to, token);
                }
            }

            await FlushAsync(buffer, to, token);
            return written;
        },
        ct);

    private static void Entry(Utf8JsonWriter json, AuditEntry entry, string? signature, long leaf)
    {
        json.WriteString("kind", "entry");
        json.WriteNumber("leaf", leaf);
        json.WriteString("tenant", entry.Tenant);
        json.WriteString("id", entry.Id);
        json.WriteString("event_type", entry.EventType);
        json.WriteString("subject_type", entry.SubjectType);
        json.WriteString("subject_id", entry.SubjectId);
        json.WriteString("event_data", entry.EventData);
        json.WriteString("actor_id", entry.ActorId);
        json.WriteString("actor_type", entry.ActorType);
        json.WriteNumber("created_at_us", AuditEncoding.Microseconds(entry.CreatedAt));
        if (entry.RowCount is { } rows)
        {
            json.WriteNumber("row_count", rows);
        }
        else
        {
            json.WriteNull("row_count");
        }

        json.WriteString("rows_digest", entry.RowsDigest);
        json.WriteString("key_id", entry.KeyId);
        json.WriteString("signature", signature);
    }

    private static void Line(Utf8JsonWriter json, MemoryStream buffer, Action write)
    {
        json.Reset();
        json.WriteStartObject();
        write();
        json.WriteEndObject();
        json.Flush();
        buffer.WriteByte((byte)'\n');
    }

    private static async Task FlushAsync(MemoryStream buffer, Stream to, CancellationToken ct)
    {
        await to.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct);
        buffer.SetLength(0);
    }
}
