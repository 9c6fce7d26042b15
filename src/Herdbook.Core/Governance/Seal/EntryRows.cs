using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Entries as they stand in governance.audit_logs.</summary>
internal static class EntryRows
{
    /// <summary>The columns that <see cref="Read"/> expects, of a table `a`.</summary>
    public const string Columns = """
        a.id, a.event_type, a.event_data::text, a.actor_id, a.actor_type, a.created_at, a.signature, a.subject_type, a.subject_id, a.row_count, a.rows_digest, a.key_id
        """;

    public static (AuditEntry Entry, string? Signature) Read(NpgsqlDataReader reader, Tenant tenant)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        return (
            new AuditEntry(
                tenant.Slug, reader.GetGuid(0), reader.GetString(1), Text(7), Text(8), reader.GetString(2), Text(3), reader.GetString(4),
                reader.GetDateTime(5), reader.IsDBNull(9) ? null : reader.GetInt64(9), Text(10), Text(11)),
            Text(6));
    }
}
