namespace Herdbook.Intake.Booking;

/// <summary>What is known of a file without opening it.</summary>
/// <param name="Size">Bytes of the file when it was read last; null before that.</param>
/// <param name="ModifiedNs">Its time of change then, in nanoseconds since 1970.</param>
/// <param name="Offset">How far it has been read, in bytes.</param>
internal sealed record KnownFile(long Id, string Path, long? Size, long? ModifiedNs, string? Status, int Rejects, long Offset);

/// <summary>How far a file has been read, as it is committed.</summary>
/// <param name="Offset">Everything before this byte is booked or rejected.</param>
/// <param name="HeadDigest">SHA-256 of the file's first bytes, as many as were read, at most <see cref="FileHead.Length"/>.</param>
/// <param name="State">What the reader must know to go on there.</param>
internal sealed record SourceFile(long Id, long Offset, int Line, byte[]? HeadDigest, string? State)
{
    /// <summary>Of a file that nobody has read yet.</summary>
    public static SourceFile Unread(long id) => new(id, 0, 0, null, null);
}

/// <summary>What a chunk leaves behind in its file's row.</summary>
internal sealed record Progress(
    long Size, long ModifiedNs, long Offset, int Line, byte[] HeadDigest, string State, string Status);

/// <summary>What a chunk has booked.</summary>
internal readonly record struct Booked(int Events, int Bookings, int Rejects);

internal static class SourceSql
{
    /// <summary>$1 kind, $2 paths.</summary>
    public const string Register = """
        insert into intake.source_file (source_kind, source_path)
        select $1, path from unnest($2::text[]) as t (path) order by path
        on conflict (tenant_id, source_path) do nothing
        """;

    /// <summary>$1 paths.</summary>
    public const string Known = """
        select source_file_id as "Id", source_path as "Path", size_bytes as "Size", file_mtime_ns as "ModifiedNs", status as "Status",
               reject_count as "Rejects", read_offset as "Offset"
          from intake.source_file
         where source_path = any ($1)
        """;

    /// <summary>$1 id.</summary>
    public const string Mark = """
        select source_file_id, read_offset, read_line, head_digest, resume_state::text
          from intake.source_file
         where source_file_id = $1
        """;

    /// <summary>$1 id. Whoever holds this row reads the file; others wait, and then see how far it got.</summary>
    public const string Lock = """
        select read_offset from intake.source_file where source_file_id = $1 for update
        """;

    /// <summary>$1 id, $2 size, $3 modified, $4 offset, $5 line, $6 head digest, $7 state, $8 status, $9 events, $10 bookings.</summary>
    public const string Advance = """
        update intake.source_file set
          size_bytes = $2, file_mtime_ns = $3, read_offset = $4, read_line = $5, line_count = $5, head_digest = $6,
          resume_state = $7::jsonb, status = $8, last_error = null,
          event_count = event_count + $9, booking_count = booking_count + $10,
          reject_count = (select count(*) from intake.reject r where r.source_file_id = $1 and r.deleted_at is null)
         where source_file_id = $1
        """;

    /// <summary>$1 id.</summary>
    public const string Rewind = """
        update intake.source_file set
          read_offset = 0, read_line = 0, line_count = 0, head_digest = null, resume_state = null, status = 'reading'
         where source_file_id = $1
        """;

    /// <summary>$1 id, $2 what went wrong.</summary>
    public const string Fail = """
        update intake.source_file set status = 'failed', last_error = $2 where source_file_id = $1
        """;
}
