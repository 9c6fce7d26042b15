using System.Collections.Concurrent;
using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Herd.Prices;
using Npgsql;
using NpgsqlTypes;
using static Herdbook.Intake.Booking.Columns;

namespace Herdbook.Intake.Booking;

/// <summary>Books chunks: each in one transaction that also moves its file's mark, so a chunk is there whole and once, or not at all.</summary>
internal sealed class ChunkBook(Book book, Tenant tenant, string source, string costBasis)
{
    // Definitions that a committed chunk has made known: later chunks need not.
    private readonly ConcurrentDictionary<(string Sql, string Code), bool> _known = new();

    /// <returns>Null if somebody else has read this part of the file meanwhile: nothing was booked.</returns>
    public async Task<Booked?> WriteAsync(SourceFile file, ChunkRows rows, Progress progress, CancellationToken ct)
    {
        var told = new List<(string, string)>();
        var booked = await book.WriteAsync<Booked?>(
            tenant,
            Actor.Intake,
            new AuditEvent("intake.chunk").About("intake.source_file", file.Id.ToString(CultureInfo.InvariantCulture)),
            async (connection, token) =>
            {
                told.Clear();
                await using (var held = new NpgsqlCommand(SourceSql.Lock, connection) { Parameters = { Of(file.Id) } })
                {
                    if ((long?)await held.ExecuteScalarAsync(token) != file.Offset)
                    {
                        return null;
                    }
                }

                var counts = await BookAsync(connection, file, rows, told, null, token);
                await AdvanceAsync(connection, file, progress, counts, token);
                return counts;
            },
            ct);
        if (booked is not null)
        {
            told.ForEach(t => _known[t] = true);
        }

        return booked;
    }

    /// <summary>Books rows that come from no file, in one transaction of their own.</summary>
    public Task<Booked> WriteAsync(ChunkRows rows, Actor actor, AuditEvent audit, CancellationToken ct) => WriteAsync(rows, actor, audit, null, ct);

    /// <summary>The same, and tells which of them were new.</summary>
    public async Task<Booked> WriteAsync(ChunkRows rows, Actor actor, AuditEvent audit, FreshRows? fresh, CancellationToken ct)
    {
        var told = new List<(string, string)>();
        var booked = await book.WriteAsync(
            tenant,
            actor,
            audit,
            (connection, token) =>
            {
                told.Clear();
                fresh?.Clear();
                return BookAsync(connection, null, rows, told, fresh, token);
            },
            ct);
        told.ForEach(t => _known[t] = true);
        return booked;
    }

    private async Task<Booked> BookAsync(NpgsqlConnection connection, SourceFile? file, ChunkRows rows, List<(string Sql, string Code)> told, FreshRows? fresh, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var events = Describe(batch, file, rows, told, fresh is not null);
        if (events is not null && fresh is not null)
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                fresh.AddEvent(reader.GetGuid(0));
            }

            // To the end, so that a fault of a later statement is told.
            while (await reader.NextResultAsync(ct))
            {
            }
        }
        else if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }

        var bookings = await SettleAsync(connection, rows, fresh, ct);
        return new Booked(events is null ? 0 : (int)events.RecordsAffected, bookings, rows.Rejects.Count);
    }

    /// <summary>Everything but the tokens: definitions, instances, sessions, events, rejects. Returns the statement that counts events.</summary>
    private NpgsqlBatchCommand? Describe(NpgsqlBatch batch, SourceFile? file, ChunkRows rows, List<(string Sql, string Code)> told, bool named)
    {
        var instances = rows.Instances.Values.ToArray();
        var tickets = rows.Tickets.Select(t => t.Ticket).Concat(rows.PullRequests.Select(p => p.Ticket).OfType<string>());
        var models = rows.Usage.Values.Select(u => u.Model).Concat(instances.Select(i => i.Model).OfType<string>());
        AddUnknown(batch, told, RegisterSql.Agents, instances.Select(AgentOf));
        AddUnknown(batch, told, RegisterSql.Models, models);
        AddUnknown(batch, told, RegisterSql.Projects, instances.Select(i => i.FirstFolder).OfType<string>());
        AddUnknown(batch, told, RegisterSql.Tickets, tickets);
        if (instances.Length > 0)
        {
            Add(batch, RegisterSql.Instances,
                Texts(instances, i => i.Code), Texts(instances, i => i.Root), Texts(instances, AgentOf), Texts(instances, i => i.Model),
                Texts(instances, i => i.Ticket), Texts(instances, i => i.FirstFolder), Times(instances, i => i.StartedAt),
                Times(instances, i => i.LastAt), Texts(instances, i => i.ParentToolUseId), Texts(instances, i => i.Description), Of(source));
            AddSessions(batch, instances, subagents: false);
            if (instances.Any(i => i.IsSubagent))
            {
                AddSessions(batch, instances, subagents: true);
            }
        }

        var events = rows.Events.Count == 0 ? null : AddEvents(batch, file, rows.Events, named);
        if (rows.Summaries is { Count: > 0 } summaries)
        {
            Add(batch, RegisterSql.Summaries, Texts(summaries, s => s.Instance), Of(summaries, s => s.Leaf, NpgsqlDbType.Uuid),
                Texts(summaries, s => JsonText.Excerpt(s.Text)));
        }

        if (file?.State is not null)
        {
            Add(batch, EventSql.ForgetRejects, Of(file.Id), Of(file.Offset));
        }

        if (file is not null && rows.Rejects is { Count: > 0 } rejects)
        {
            Add(batch, EventSql.Rejects, Of(file.Id), Of(rejects, r => r.Line, NpgsqlDbType.Integer), Of(rejects, r => r.Offset, NpgsqlDbType.Bigint),
                Of(rejects, r => r.Length, NpgsqlDbType.Bigint), Texts(rejects, r => r.Reason), Texts(rejects, r => r.Detail), Texts(rejects, r => r.Text));
        }

        return events;
    }

    private string AgentOf(InstanceFacts instance) => instance.AgentCode ?? (instance.IsSubagent ? $"{source}/subagent" : source);

    private void AddSessions(NpgsqlBatch batch, InstanceFacts[] instances, bool subagents) =>
        Add(batch, RegisterSql.Sessions,
            Texts(instances, i => i.Code), Texts(instances, i => i.Root), Texts(instances, i => i.Title?.Text ?? i.Description),
            Texts(instances, i => i.Title?.Source ?? (i.Description is null ? null : "prompt")),
            Times(instances, i => i.Title is { } title ? title.At : i.Description is null ? null : DateTimeOffset.UnixEpoch),
            Texts(instances, i => i.Folder), Texts(instances, i => i.Branch), Texts(instances, i => i.ToolVersion),
            Times(instances, i => i.StartedAt), Times(instances, i => i.LastAt), Of(source), new NpgsqlParameter<bool> { TypedValue = subagents });

    private NpgsqlBatchCommand AddEvents(NpgsqlBatch batch, SourceFile? file, List<EventRow> events, bool named) =>
        Add(batch, named ? EventSql.EventsNamed : EventSql.Events,
            Texts(events, e => e.Instance), Of(events, e => e.Key, NpgsqlDbType.Uuid), Of(events, e => e.ParentKey, NpgsqlDbType.Uuid),
            Times(events, e => e.At), Texts(events, e => e.Type), Texts(events, e => e.Message), Of(events, e => e.Payload, NpgsqlDbType.Jsonb),
            Texts(events, e => e.ToolUseId), Texts(events, e => e.ToolName), Of(events, e => e.IsError, NpgsqlDbType.Boolean),
            Of(events, e => e.DurationMs, NpgsqlDbType.Bigint), Texts(events, e => e.Model), Texts(events, e => e.MessageId),
            Texts(events, e => e.RequestId), Of(events, e => e.Line, NpgsqlDbType.Integer), Of(source), new NpgsqlParameter { Value = file is null ? DBNull.Value : file.Id, NpgsqlDbType = NpgsqlDbType.Bigint });

    /// <summary>Tokens and links, under the tenant's settle lock. Nothing but the commit follows that could wait for another row.</summary>
    private async Task<int> SettleAsync(NpgsqlConnection connection, ChunkRows rows, FreshRows? fresh, CancellationToken ct)
    {
        if (rows.Usage.Count == 0 && rows.Tickets.Count == 0 && rows.PullRequests.Count == 0)
        {
            return 0;
        }

        if (rows.Usage.Count == 0)
        {
            // Otherwise it is taken with the tokens, which come first.
            await using var settle = new NpgsqlCommand(PriceSql.SettleLock, connection);
            await settle.ExecuteNonQueryAsync(ct);
        }

        var bookings = await UsageBook.SettleAsync(connection, rows.Usage.Values, costBasis, source, fresh, ct);
        if (rows.Tickets.Count == 0 && rows.PullRequests.Count == 0)
        {
            return bookings;
        }

        await using var batch = new NpgsqlBatch(connection);
        if (rows.Tickets is { Count: > 0 } tickets)
        {
            Add(batch, EventSql.TicketLinks, Texts(tickets, t => t.Instance), Texts(tickets, t => t.Ticket), Times(tickets, t => t.At), Texts(tickets, t => t.Why));
        }

        if (rows.PullRequests is { Count: > 0 } pulls)
        {
            Add(batch, EventSql.PullRequests, Texts(pulls, p => p.Code), Texts(pulls, p => p.Instance), Texts(pulls, p => p.Branch),
                Texts(pulls, p => p.Ticket), Of(pulls, p => p.Created, NpgsqlDbType.Boolean));
            Add(batch, EventSql.PullRequestLinks, Texts(pulls, p => p.Instance), Texts(pulls, p => p.Code),
                Texts(pulls, p => p.Created ? "created" : "linked"), Texts(pulls, p => p.Url), Times(pulls, p => p.At));
        }

        await batch.ExecuteNonQueryAsync(ct);
        return bookings;
    }

    private static async Task AdvanceAsync(NpgsqlConnection connection, SourceFile file, Progress progress, Booked booked, CancellationToken ct)
    {
        await using var advance = new NpgsqlCommand(SourceSql.Advance, connection)
        {
            Parameters =
            {
                Of(file.Id), Of(progress.Size), Of(progress.ModifiedNs), Of(progress.Offset), new NpgsqlParameter<int> { TypedValue = progress.Line },
                new NpgsqlParameter<byte[]> { TypedValue = progress.HeadDigest }, Of(progress.State), Of(progress.Status),
                new NpgsqlParameter<int> { TypedValue = booked.Events }, new NpgsqlParameter<int> { TypedValue = booked.Bookings },
            },
        };
        await advance.ExecuteNonQueryAsync(ct);
    }

    private void AddUnknown(NpgsqlBatch batch, List<(string Sql, string Code)> told, string sql, IEnumerable<string> codes)
    {
        var unknown = codes.Distinct(StringComparer.Ordinal).Where(c => !_known.ContainsKey((sql, c))).ToArray();
        if (unknown.Length > 0)
        {
            Add(batch, sql, Texts(unknown, c => c));
            told.AddRange(unknown.Select(c => (sql, c)));
        }
    }

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
        return command;
    }
}
