using System.Globalization;

namespace Herdbook.Catalog.Extracts;

/// <summary>
/// A half-open range of transactions: what one in it booked is taken. At its end stands the least that was still open, so everything below is
/// decided for good: taken once, and never again.
/// </summary>
public readonly record struct ExtractWindow(ulong From, ulong Below);

/// <summary>
/// The statements of an extract. COPY takes no parameters, so the window's numbers stand in them; every name comes from the catalog.
/// They are for a transaction of one tenant: row-level security leaves its rows alone to be read.
/// </summary>
public static class ExtractSql
{
    /// <summary>
    /// Who is asked, and up to where everything is decided: source (cluster, timeline and database: another one's numbers mean nothing
    /// here), the least transaction that was open here, the number of the next, the moment. Transactions that are known to be another
    /// database's write nothing here and are not waited for; a standby does not tell them apart.
    /// </summary>
    public const string Watermark = """
        select format('%s/%s/%s', s.system_identifier, c.timeline_id, d.oid),
               case when pg_is_in_recovery() then pg_snapshot_xmin(n.snapshot)::text::bigint
                    else coalesce(o.least, pg_snapshot_xmax(n.snapshot)::text::bigint)
               end,
               pg_snapshot_xmax(n.snapshot)::text::bigint,
               now()
          from (select pg_current_snapshot() as snapshot offset 0) n
         cross join pg_control_system() s
         cross join pg_control_checkpoint() c
          join pg_database d on d.datname = current_database()
         cross join lateral (
               select min(x::text::bigint) as least
                 from pg_snapshot_xip(n.snapshot) x
                where not exists (
                      select
                        from pg_locks l
                        join pg_stat_activity a on a.pid = l.pid
                       where l.locktype = 'transactionid'
                         and l.mode = 'ExclusiveLock'
                         and l.granted
                         and l.transactionid::text::bigint = x::text::bigint % 4294967296
                         and a.datid <> d.oid)) o
        """;

    /// <summary>An extract may take its time: it ends when its reader goes.</summary>
    public const string Patience = """
        select set_config('statement_timeout', '0', true),
               set_config('idle_in_transaction_session_timeout', '0', true)
        """;

    /// <summary>
    /// The transactions that hold the watermark back, the oldest first: process, application, state, and since when. Those of other roles
    /// are shown without particulars.
    /// </summary>
    public const string HeldBackBy = """
        select a.pid, coalesce(a.application_name, ''), coalesce(a.state, ''), a.xact_start
          from pg_stat_activity a
         where a.pid <> pg_backend_pid()
           and a.datname = current_database()
           and a.backend_xid is not null
         order by age(a.backend_xid) desc
         limit 5
        """;

    /// <summary>Rows of a ledger or of versions: the table's columns, in their order.</summary>
    public static string Rows(ExtractTable table, ExtractWindow window) =>
        $"copy (select {string.Join(", ", table.Columns.Select(column => ExtractType.Expression(table.Declaration.Column(column.Name)!)))} from {Name(table)} where {Within(window)}) to stdout (format binary)";

    /// <summary>
    /// Versions of rows: booking_id, changed_at, table_name, row_key, operation, whether the row was there afterwards, and the row as JSON,
    /// of a row that is gone as it was.
    /// </summary>
    /// <param name="names">Of these tables; null for all.</param>
    public static string Versions(ExtractWindow window, IReadOnlyCollection<string>? names)
    {
        var only = names is null ? "" : $" and table_name in ({string.Join(", ", names.Select(Quote.Literal))})";
        return $"copy (select booking_id, changed_at, table_name, row_key, operation, after is not null, coalesce(after, before) from catalog.history where {Within(window)}{only}) to stdout (format binary)";
    }

    private static string Name(ExtractTable table) => $"{Quote.Name(table.Declaration.Module)}.{Quote.Name(table.Declaration.Name)}";

    private static string Within(ExtractWindow window) =>
        $"booked_xid >= '{window.From.ToString(CultureInfo.InvariantCulture)}'::xid8 and booked_xid < '{window.Below.ToString(CultureInfo.InvariantCulture)}'::xid8";
}
