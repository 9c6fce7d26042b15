using Dapper;
using Herdbook.Core.Governance.Audit;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Herd.Work;

/// <summary>Reviews of pull requests. There is one vocabulary of verdicts in the book; other words are taken at the door alone.</summary>
public sealed class HerdReviews(Book book, TimeProvider time)
{
    private const int MostFindings = 500;

    private const string RegisterPr = "insert into herd.pr_def (pr_code, ticket_code, created_at) values (@pr, @ticket, @now) on conflict do nothing";

    private const string RegisterTicket = "insert into herd.ticket_def (ticket_code, ticket_current_status, created_at) values (@ticket, 'todo', @now) on conflict do nothing";

    /// <summary>Who reviews the same pull request at once waits here, so that rounds count up.</summary>
    private const string Lock = "select coalesce(ticket_code, '') from herd.pr_def where pr_code = @pr for no key update";

    private const string LinkTicket = "update herd.pr_def set ticket_code = @ticket where pr_code = @pr and ticket_code is null";

    private const string Earlier = "select count(*)::integer from herd.review_def where pr_code = @pr";

    private const string Insert = """
        insert into herd.review_def (review_code, pr_code, reviewer_agent_instance_code, review_round, review_verdict, review_duration_minutes, created_at)
        values (@code, @pr, @instance, @round, @verdict, @minutes, @now)
        """;

    private const string InsertFindings = """
        insert into herd.review_finding (review_finding_code, review_code, finding_category, finding_severity, finding_description, finding_file_path, finding_line_number, created_at)
        select f.code, $1, f.category, f.severity, f.description, f.file, f.line, $2::timestamptz
          from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[]) as f (code, category, severity, description, file, line)
        """;

    private const string Tell = """
        insert into herd.agent_instance_review_activity (agent_instance_code, review_code, pr_code, review_event_type, review_finding_code, review_activity_detail, created_at)
        select $1, $2, $3, e.type, e.finding, e.detail, $4::timestamptz
          from unnest($5::text[], $6::text[], $7::text[]) as e (type, finding, detail)
        """;

    /// <summary>Books a review whole or not at all. Its round is the number of earlier reviews of the pull request, and one.</summary>
    /// <exception cref="RefusedException">`review_verdict`, `herd_request`, and those of the agent that acts.</exception>
    public Task<ReviewAnswer> ReviewAsync(HerdCaller caller, ReviewRequest request, CancellationToken ct)
    {
        var pr = HerdWords.Need(request.Pr, "pr", 300);
        var verdict = HerdWords.VerdictOf(request.Verdict);
        var ticket = HerdWords.Maybe(request.Ticket, "ticket", 200);
        var findings = (request.Findings ?? []).Select(Check).ToList();
        HerdWords.Within(findings.Count, "findings", 0, MostFindings);
        if (request.DurationMinutes is < 0 or > 1_000_000)
        {
            throw new RefusedException("herd_request", "duration_minutes is from 0 to 1000000. Nothing was booked.") { Column = "duration_minutes" };
        }

        var code = $"rev-{Guid.CreateVersion7():N}";
        var codes = findings.Select((_, place) => $"{code}-{place + 1}").ToArray();
        var what = new AuditEvent("herd.review").About("herd.review_def", code).With("pr", pr).With("verdict", verdict).With("findings", findings.Count);
        return book.WriteAsync(
            caller.Tenant, caller.Actor, what,
            async (connection, token) =>
            {
                var now = time.GetUtcNow();
                var me = await HerdIdentity.ActAsync(connection, caller, now, token);
                if (ticket is not null)
                {
                    await connection.ExecuteAsync(new CommandDefinition(RegisterTicket, new { ticket, now }, cancellationToken: token));
                }

                await connection.ExecuteAsync(new CommandDefinition(RegisterPr, new { pr, ticket, now }, cancellationToken: token));
                var linked = await connection.ExecuteScalarAsync<string>(new CommandDefinition(Lock, new { pr }, cancellationToken: token));
                if (ticket is not null && linked is "")
                {
                    await connection.ExecuteAsync(new CommandDefinition(LinkTicket, new { pr, ticket }, cancellationToken: token));
                }

                var round = 1 + await connection.ExecuteScalarAsync<int>(new CommandDefinition(Earlier, new { pr }, cancellationToken: token));
                await connection.ExecuteAsync(new CommandDefinition(
                    Insert, new { code, pr, instance = me.Code, round, verdict, minutes = request.DurationMinutes, now }, cancellationToken: token));
                await BookAsync(connection, code, pr, me.Code, verdict, codes, findings, now, token);
                var blocking = findings.Count(finding => finding.Severity == "blocking");
                return new ReviewAnswer(code, pr, round, verdict, blocking, findings.Count - blocking, codes);
            },
            ct);
    }

    private static async Task BookAsync(
        NpgsqlConnection connection, string review, string pr, string instance, string verdict, string[] codes, List<FindingRequest> findings, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (findings.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(InsertFindings)
            {
                Parameters =
                {
                    Text(review), Time(now), Texts(codes), Texts(findings.Select(f => f.Category)), Texts(findings.Select(f => f.Severity)), Texts(findings.Select(f => f.Description)),
                    Texts(findings.Select(f => f.FilePath)), new() { Value = findings.Select(f => f.LineNumber).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                },
            });
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(Tell)
        {
            Parameters =
            {
                Text(instance), Text(review), Text(pr), Time(now), Texts(["submitted", .. codes.Select(_ => "finding_created")]), Texts([null, .. codes]),
                Texts([verdict, .. findings.Select(f => $"{f.Severity} {f.Category}")]),
            },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static FindingRequest Check(FindingRequest finding) => new(
        HerdWords.Need(finding.Category, "findings.category", 100),
        finding.Severity?.Trim().ToLowerInvariant() switch
        {
            "blocking" or "blocker" or "critical" or "high" => "blocking",
            "advisory" or "minor" or "medium" or "low" or "nit" => "advisory",
            _ => throw new RefusedException("herd_request", $"findings.severity is blocking or advisory, not '{finding.Severity}'. Nothing was booked.") { Column = "findings.severity" },
        },
        HerdWords.Need(finding.Description, "findings.description", 20_000),
        HerdWords.Maybe(finding.FilePath, "findings.file_path", 4_000),
        finding.LineNumber is { } line ? HerdWords.Within(line, "findings.line_number", 0, int.MaxValue) : null);

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTime> Time(DateTimeOffset value) => new() { TypedValue = value.UtcDateTime };

    private static NpgsqlParameter Texts(IEnumerable<string?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
