using System.Security.Cryptography;
using System.Text;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake.Booking;
using Npgsql;
using static Herdbook.Intake.Demo.Year.YearColumns;

namespace Herdbook.Intake.Demo.Year;

/// <summary>Books what happened in the made-up year until now; what lies in the future is left out.</summary>
internal sealed class YearActivity(YearCalendar calendar, YearRows rows)
{
    public async Task<long> TicketsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var tickets = Past(rows.Tickets, t => t.At);
        var booked = await connection.BookAsync(YearActivitySql.Tickets, tickets, ct,
            Text(tickets, t => t.Code), Text(tickets, t => t.Project), Text(tickets, t => t.Title), Text(tickets, t => t.Description),
            Text(tickets, t => t.Size), Text(tickets, t => t.Criteria), Time(tickets, t => t.At));
        var changes = Past(rows.TicketChanges, c => c.At);
        return booked + await connection.BookInTurnAsync(YearActivitySql.TicketChanges, changes, c => c.Code, ct,
            Text(changes, c => c.Code), Text(changes, c => c.Title), Text(changes, c => c.Size), Text(changes, c => c.Status),
            Text(changes, c => c.Sprint), Flag(changes, c => c.Deleted), Time(changes, c => c.At));
    }

    public async Task<long> InstancesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var instances = Past(rows.Instances, i => i.Started);
        var booked = await connection.BookAsync(YearActivitySql.Instances, instances, ct,
            Text(instances, i => i.Code), Text(instances, i => i.Agent.Code), Text(instances, i => i.Model),
            Text(instances, i => Version(YearCast.Crafts, i.Agent.Craft, i.Started)), Text(instances, i => Version(YearCast.Personalities, i.Agent.Personality, i.Started)),
            Text(instances, i => i.Ticket), Text(instances, i => i.Project), Text(instances, i => i.Title), Time(instances, i => i.Started));
        var ended = Past(instances, i => i.Ended);
        booked += await connection.BookAsync(YearActivitySql.InstancesEnded, ended, ct, Text(ended, i => i.Code), Text(ended, i => i.Outcome), Time(ended, i => i.Ended));
        var loaded = instances.SelectMany(i => i.Agent.Skillsets.Select(s => (i.Code, Version: Version(YearCast.Skillsets, s, i.Started)))).ToArray();
        booked += await connection.BookAsync(YearActivitySql.InstanceSkillsets, loaded, ct, Text(loaded, l => l.Code), Text(loaded, l => l.Version));
        var life = Past(rows.Lifecycle, l => l.At);
        booked += await connection.BookAsync(YearActivitySql.Lifecycle, life, ct,
            Text(life, l => l.Instance), Text(life, l => l.Type), Text(life, l => l.Detail), Time(life, l => l.At));
        var told = Past(rows.TicketEvents, e => e.At);
        return booked + await connection.BookAsync(YearActivitySql.TicketEvents, told, ct,
            Text(told, e => e.Instance), Text(told, e => e.Ticket), Text(told, e => e.Type), Text(told, e => e.Status), Text(told, e => e.Sprint),
            Text(told, e => e.Blocker), Text(told, e => e.Why), Text(told, e => e.HandoffTo), Text(told, e => e.Comment), Time(told, e => e.At));
    }

    public async Task<long> PullsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var pulls = Past(rows.Pulls, p => p.At);
        var booked = await connection.BookAsync(YearActivitySql.Pulls, pulls, ct,
            Text(pulls, p => p.Code), Text(pulls, p => p.Ticket), Text(pulls, p => p.Instance), Text(pulls, p => p.Branch), Text(pulls, p => p.Title), Time(pulls, p => p.At));
        var changes = Past(rows.PullChanges, c => c.At);
        booked += await connection.BookInTurnAsync(YearActivitySql.PullChanges, changes, c => c.Code, ct,
            Text(changes, c => c.Code), Whole(changes, c => c.Added), Whole(changes, c => c.Deleted), Whole(changes, c => c.Files),
            Time(changes, c => c.Merged), Time(changes, c => c.Closed), Time(changes, c => c.At));
        var told = Past(rows.PullEvents, e => e.At);
        return booked + await connection.BookAsync(YearActivitySql.PullEvents, told, ct,
            Text(told, e => e.Instance), Text(told, e => e.Pull), Text(told, e => e.Type), Text(told, e => e.Commit), Whole(told, e => e.Added),
            Whole(told, e => e.Deleted), Text(told, e => e.Detail), Time(told, e => e.At));
    }

    public async Task<long> ReviewsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var reviews = Past(rows.Reviews, r => r.At);
        var booked = await connection.BookAsync(YearActivitySql.Reviews, reviews, ct,
            Text(reviews, r => r.Code), Text(reviews, r => r.Pull), Text(reviews, r => r.Instance), Whole(reviews, r => r.Round), Text(reviews, r => r.Verdict),
            Amount(reviews, r => r.Minutes), Time(reviews, r => r.At));
        var findings = Past(rows.Findings, f => f.At);
        booked += await connection.BookAsync(YearActivitySql.Findings, findings, ct,
            Text(findings, f => f.Code), Text(findings, f => f.Review), Text(findings, f => f.Category), Text(findings, f => f.Severity), Text(findings, f => f.Description),
            Text(findings, f => f.File), Whole(findings, f => f.Line), Text(findings, f => f.Pattern), Text(findings, f => f.Outcome), Time(findings, f => f.At));
        var told = Past(rows.ReviewEvents, e => e.At);
        return booked + await connection.BookAsync(YearActivitySql.ReviewEvents, told, ct,
            Text(told, e => e.Instance), Text(told, e => e.Review), Text(told, e => e.Pull), Text(told, e => e.Type), Text(told, e => e.Finding),
            Text(told, e => e.Detail), Time(told, e => e.At));
    }

    public async Task<long> RemarksAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var noticed = Past(rows.Observations, o => o.At);
        var booked = await connection.BookAsync(YearDefinitionSql.Observations, noticed, ct,
            Text(noticed, o => o.Id), Text(noticed, o => o.Agent), Text(noticed, o => o.Type), Text(noticed, o => o.Content), Real(noticed, o => o.Confidence), Time(noticed, o => o.At));
        var taken = noticed.FindAll(o => o.Deleted <= calendar.Now);
        booked += await connection.BookAsync(YearDefinitionSql.ObservationsTaken, taken, ct, Text(taken, o => o.Id), Time(taken, o => o.Deleted));
        var decided = Past(rows.Decisions, d => d.At);
        return booked + await connection.BookAsync(YearDefinitionSql.Decisions, decided, ct,
            Text(decided, d => d.Id), Text(decided, d => d.Type), Text(decided, d => d.Context), Text(decided, d => d.Decision), Text(decided, d => d.Rationale),
            Text(decided, d => d.Alternatives), Text(decided, d => d.By), Text(decided, d => d.Ticket), Time(decided, d => d.At));
    }

    /// <summary>Settles the calls as any intake does, so that the heads, the ledger and the price history agree.</summary>
    public async Task<long> TokensAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var basis = rows.Instances.ToDictionary(i => i.Code, i => i.Agent.Basis, StringComparer.Ordinal);
        var calls = Past(rows.Usage, u => u.At).ConvertAll(u => u with { CostBasis = basis[u.Instance] });
        return await UsageBook.SettleAsync(connection, calls, "list", YearBook.Source, ct);
    }

    private List<T> Past<T>(List<T> all, Func<T, DateTimeOffset> at) => all.FindAll(row => at(row) <= calendar.Now);

    /// <summary>The address of the text that held at a moment: what the database makes of its content.</summary>
    private string Version(IReadOnlyList<YearText> texts, string code, DateTimeOffset at)
    {
        var versions = texts.First(t => t.Code == code).Versions;
        var content = versions.Last(v => v == versions[0] || calendar.At(v.From) <= at).Content;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
    }
}
