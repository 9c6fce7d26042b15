using Npgsql;

namespace Herdbook.Core.Governance.Audit;

/// <summary>
/// What one transaction wrote into ledgers and versions. Triggers book a seal for every statement, with the key and the SHA-256 of each row;
/// the entry signs the digest over these seals in the order of their booking.
/// </summary>
/// <param name="Count">Rows.</param>
/// <param name="Digest">SHA-256 in hexadecimal over the SHA-256 of each seal: of its table, columns and keys as a JSON array's text, a zero byte, and its hashes.</param>
internal readonly record struct RowSeals(long Count, string? Digest)
{
    public const string Read = """
        select coalesce(sum(s.row_count), 0)::bigint,
               encode(sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(s.table_name, s.columns, s.keys)::text, 'UTF8') || '\x00'::bytea || s.hashes), ''::bytea order by s.booking_id), ''::bytea)), 'hex')
          from catalog.row_seal s
         where s.entry_id = $1
        """;

    public static readonly RowSeals None = new(0, null);

    public static NpgsqlBatchCommand Command(Guid entry) => new(Read) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = entry } } };

    public static async Task<RowSeals> ReadAsync(NpgsqlConnection connection, Guid entry, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(entry) } };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return Of(reader);
    }

    /// <summary>Of a reader that stands on the row.</summary>
    public static RowSeals Of(NpgsqlDataReader reader) => new(reader.GetInt64(0), reader.GetString(1));
}
