using Herdbook.Intake.Booking;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Intake.Linking;

/// <summary>Books links that a source tells of.</summary>
internal static class WorkLinks
{
    /// <returns>How many were not known.</returns>
    public static Task<int> BookAsync(NpgsqlConnection connection, IReadOnlyCollection<WorkLink> links, CancellationToken ct)
    {
        WorkLink[] all = [.. links];
        return Bulk.CountAsync(
            connection, WorkLinkSql.Told, ct, Bulk.Of(all, l => l.FromType), Bulk.Of(all, l => l.From), Bulk.Of(all, l => l.ToType), Bulk.Of(all, l => l.To),
            Bulk.Of(all, l => l.Reason), Bulk.Of(all, l => l.Confidence, NpgsqlDbType.Numeric), Bulk.Of(all, l => l.Evidence));
    }
}
