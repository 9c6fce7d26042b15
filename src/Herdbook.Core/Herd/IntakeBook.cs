using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>One import: what it found, what it has read so far, how it ended.</summary>
public sealed record ImportRun
{
    public long ImportRunId { get; init; }

    public string SourceKind { get; init; } = "";

    public DateTime StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    /// <summary>running, done, failed or interrupted.</summary>
    public string Status { get; init; } = "";

    public long FilesFound { get; init; }

    public long FilesRead { get; init; }

    public long BytesFound { get; init; }

    public long BytesRead { get; init; }

    public long Lines { get; init; }

    public long Events { get; init; }

    public long Bookings { get; init; }

    public long Rejects { get; init; }

    public string? Detail { get; init; }

    public bool IsRunning => Status == "running";
}

/// <summary>A file the intake follows.</summary>
public sealed record SourceFile
{
    public long SourceFileId { get; init; }

    public string SourceKind { get; init; } = "";

    public string SourcePath { get; init; } = "";

    public long SizeBytes { get; init; }

    public long ReadOffset { get; init; }

    /// <summary>reading, read, tail_pending or failed.</summary>
    public string Status { get; init; } = "";

    public string? LastError { get; init; }

    public long LineCount { get; init; }

    public long EventCount { get; init; }

    public long BookingCount { get; init; }

    public long RejectCount { get; init; }

    public DateTime? ModifiedAt { get; init; }

    public long TotalRows { get; init; }
}

/// <summary>A line that could not be booked, kept with its place, reason and text up to a bound.</summary>
public sealed record RejectedLine
{
    public long RejectId { get; init; }

    public long SourceFileId { get; init; }

    public string SourcePath { get; init; } = "";

    public int? LineNumber { get; init; }

    public long? ByteOffset { get; init; }

    public long? LineBytes { get; init; }

    public string Reason { get; init; } = "";

    public string? Detail { get; init; }

    public string? LineText { get; init; }

    public DateTime? CreatedAt { get; init; }

    public long TotalRows { get; init; }
}

/// <summary>How many lines were kept back for a reason.</summary>
public sealed record RejectReason
{
    public string Reason { get; init; } = "";

    public long Lines { get; init; }

    public long Files { get; init; }
}

/// <summary>What part of the sources and rejects to show.</summary>
/// <param name="Reason">Only rejects for this reason.</param>
/// <param name="Source">Only rejects of this file.</param>
/// <param name="Text">Only sources whose path holds this.</param>
/// <param name="Status">Only sources in this state.</param>
public sealed record IntakeFilter(string? Reason, long? Source, string? Text, string? Status, int SourcePage, int RejectPage)
{
    public const int PageSize = 50;
}

/// <summary>Everything the intake page shows, read on one snapshot.</summary>
public sealed record IntakeState(
    IReadOnlyList<ImportRun> Runs,
    IReadOnlyList<SourceFile> Sources,
    IReadOnlyList<RejectReason> Reasons,
    IReadOnlyList<RejectedLine> Rejects)
{
    public long SourceCount => Sources is [{ TotalRows: var rows }, ..] ? rows : 0;

    public long RejectCount => Rejects is [{ TotalRows: var rows }, ..] ? rows : 0;
}

/// <summary>Runs, sources and rejects of the intake.</summary>
public sealed class IntakeBook(Book book)
{
    private const string Runs = """
        select import_run_id, source_kind, started_at, ended_at,
               case when status = 'running' and modified_at <= now() - interval '20 seconds' then 'interrupted' else status end as status,
               files_found, files_read, bytes_found, bytes_read, lines, events, bookings, rejects, detail
          from intake.import_run
         order by import_run_id desc
         limit 8
        """;

    // A killed import leaves its row behind; a living one writes to it twice a second.
    private const string Running = """
        select import_run_id, source_kind, started_at, ended_at, status, files_found, files_read,
               bytes_found, bytes_read, lines, events, bookings, rejects, detail
          from intake.import_run
         where status = 'running'
           and modified_at > now() - interval '20 seconds'
         order by import_run_id desc
         limit 1
        """;

    private const string Sources = """
        select source_file_id, source_kind, source_path, size_bytes, read_offset, status, last_error,
               line_count, event_count, booking_count, reject_count, modified_at, count(*) over () as total_rows
          from intake.source_file
         where (@text::text is null or source_path ilike '%' || @text::text || '%')
           and (@status::text is null or status = @status::text)
         order by modified_at desc nulls last, source_file_id desc
        offset @skip
         limit @take
        """;

    private const string Reasons = """
        select reason, count(*) as lines, count(distinct source_file_id) as files
          from intake.reject
         where deleted_at is null
         group by reason
         order by lines desc, reason
        """;

    private const string Rejects = """
        select reject.reject_id, reject.source_file_id, source.source_path, reject.line_number, reject.byte_offset, reject.line_bytes,
               reject.reason, reject.detail, reject.line_text, reject.created_at, count(*) over () as total_rows
          from intake.reject reject
          left join intake.source_file source on source.source_file_id = reject.source_file_id
         where reject.deleted_at is null
           and (@reason::text is null or reject.reason = @reason::text)
           and (@source::bigint is null or reject.source_file_id = @source::bigint)
         order by reject.source_file_id, reject.line_number, reject.reject_id
        offset @skip
         limit @take
        """;

    static IntakeBook() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    public Task<IntakeState> ReadAsync(Tenant tenant, IntakeFilter filter, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => ReadAsync(connection, filter, token), ct);

    /// <summary>Lines kept back, by reason; empty when everything was booked.</summary>
    public Task<IReadOnlyList<RejectReason>> ReasonsAsync(Tenant tenant, CancellationToken ct) =>
        book.ReadAsync<IReadOnlyList<RejectReason>>(
            tenant, async (connection, token) => (await connection.QueryAsync<RejectReason>(new CommandDefinition(Reasons, cancellationToken: token))).AsList(), ct);

    internal static Task<ImportRun?> RunningAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.QuerySingleOrDefaultAsync<ImportRun>(new CommandDefinition(Running, cancellationToken: ct));

    private static async Task<IntakeState> ReadAsync(NpgsqlConnection connection, IntakeFilter filter, CancellationToken ct)
    {
        var sourceWindow = new
        {
            text = LikePattern.Escape(filter.Text),
            status = filter.Status,
            skip = Skip(filter.SourcePage),
            take = IntakeFilter.PageSize,
        };
        var rejectWindow = new
        {
            reason = filter.Reason,
            source = filter.Source,
            skip = Skip(filter.RejectPage),
            take = IntakeFilter.PageSize,
        };
        var runs = await connection.QueryAsync<ImportRun>(new CommandDefinition(Runs, cancellationToken: ct));
        var sources = await connection.QueryAsync<SourceFile>(new CommandDefinition(Sources, sourceWindow, cancellationToken: ct));
        var reasons = await connection.QueryAsync<RejectReason>(new CommandDefinition(Reasons, cancellationToken: ct));
        var rejects = await connection.QueryAsync<RejectedLine>(new CommandDefinition(Rejects, rejectWindow, cancellationToken: ct));
        return new IntakeState(runs.AsList(), sources.AsList(), reasons.AsList(), rejects.AsList());
    }

    private static int Skip(int page) => (Math.Max(page, 1) - 1) * IntakeFilter.PageSize;
}
