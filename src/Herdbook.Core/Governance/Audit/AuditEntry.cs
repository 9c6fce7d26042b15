namespace Herdbook.Core.Governance.Audit;

/// <summary>A row of governance.audit_logs, without what the database adds: all that its signature covers.</summary>
/// <param name="EventData">As PostgreSQL writes the jsonb value.</param>
/// <param name="CreatedAt">UTC, in whole microseconds.</param>
/// <param name="RowCount">Rows of ledgers and versions that the same transaction wrote; null for none.</param>
/// <param name="RowsDigest">The SHA-256 over their seals, in hexadecimal; null for none. See <see cref="RowSeals"/>.</param>
/// <param name="KeyId">The key that signed.</param>
public sealed record AuditEntry(
    string Tenant, Guid Id, string EventType, string? SubjectType, string? SubjectId, string EventData, string? ActorId, string ActorType,
    DateTime CreatedAt, long? RowCount, string? RowsDigest, string? KeyId);
