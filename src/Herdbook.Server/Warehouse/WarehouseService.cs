using System.Collections.Concurrent;
using Herdbook.Catalog.Extracts;
using Herdbook.Core;
using Herdbook.Server.Host;
using Herdbook.Warehouse.Build;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Warehouse;

/// <summary>Wakes the builder of this process as soon as somebody asks.</summary>
internal sealed class WarehouseNews : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0, 1);

    public void Tell()
    {
        if (_asked.CurrentCount == 0)
        {
            try
            {
                _asked.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else woke it at the same moment.
            }
        }
    }

    public Task WaitAsync(TimeSpan longest, CancellationToken ct) => _asked.WaitAsync(longest, ct);

    public void Dispose() => _asked.Dispose();
}

/// <summary>
/// Builds what waits in the queue, of one tenant after the other. Where it is asked to, it also puts runs into the queue: on a schedule
/// when something new is booked, and after a review or a done ticket. What is asked for while a run waits joins it.
/// </summary>
internal sealed partial class WarehouseService(
    HerdbookDatabase database, LiveCatalog catalog, Book book, RunBook runs, WarehouseBuilder builder, WarehouseNews news, ServerOptions options, TimeProvider time, ILogger<WarehouseService> log) : BackgroundService
{
    // A sum that grows with every row booked of what the warehouse takes. It is PostgreSQL's own count, of all tenants: a run for nothing
    // ends as unchanged.
    private const string Booked = """
        select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint
          from pg_stat_user_tables
         where schemaname || '.' || relname = any ($1)
        """;

    private const string Places = """
        select (select coalesce(max(booking_id), 0) from catalog.history),
               (select coalesce(max(booking_id), 0) from herd.agent_instance_ticket_activity),
               (select count(*) from herd.review_def)
        """;

    private const string Done = """
        select exists (
               select from catalog.history
                where booking_id > $1 and table_name = 'herd.ticket_def' and 'ticket_current_status' = any (changed)
                  and after ->> 'ticket_current_status' in ('done', 'closed', 'completed', 'resolved', 'released'))
            or exists (
               select from herd.agent_instance_ticket_activity
                where booking_id > $2 and ticket_status in ('done', 'closed', 'completed', 'resolved', 'released'))
        """;

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private static readonly Actor Server = new("warehouse");

    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var slug in await Tenants.WorkingAsync(database, stoppingToken))
                {
                    await TurnAsync(new Tenant(slug), stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or RefusedException or IOException or InvalidOperationException or DuckDb.DuckDbException)
            {
                // What waits is built when the database, the disk or the project is well again.
                Failed(log, e.Message);
            }

            await news.WaitAsync(Beat, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TurnAsync(Tenant tenant, CancellationToken ct)
    {
        if (options.WarehouseEvery is { } every)
        {
            await WatchAsync(tenant, every, ct);
        }

        if (await runs.QueuedAsync(tenant, ct) is not { } queued)
        {
            return;
        }

        var outcome = await builder.BuildAsync(
            new BuildRequest(tenant)
            {
                Run = queued.RunId,
                Reason = queued.Reason,
                Actor = new Actor(queued.RequestedBy ?? Server.Name),
                Select = queued.Selection,
                Full = queued.FullRefresh,
                Threads = Math.Clamp(Environment.ProcessorCount, 1, 4),
            },
            null,
            ct);
        Built(log, outcome.Status is BuildStatus.Failed ? LogLevel.Warning : LogLevel.Information, tenant.Slug, outcome.Status, outcome.Generation, outcome.RowsExtracted, outcome.Took.TotalSeconds);
    }

    /// <summary>Looks for events, and whether the schedule is due.</summary>
    private async Task WatchAsync(Tenant tenant, TimeSpan every, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var booked = await BookedAsync(ct);
        var places = await PlacesAsync(tenant, ct);
        if (!_seen.TryGetValue(tenant.Slug, out var seen))
        {
            // What was booked while no server ran is found by the first run.
            _seen[tenant.Slug] = new Seen(places, booked, now);
            if (places is not (0, 0, 0))
            {
                await runs.AskAsync(tenant, Server, "schedule", null, false, ct);
            }

            return;
        }

        if (places != seen.Places && (places.Reviews > seen.Places.Reviews || await DoneAsync(tenant, seen.Places, ct)))
        {
            await runs.AskAsync(tenant, Server, "event", null, false, ct);
            seen = seen with { Scheduled = now, Booked = booked };
        }
        else if (now - seen.Scheduled >= every)
        {
            if (booked != seen.Booked && places is not (0, 0, 0))
            {
                await runs.AskAsync(tenant, Server, "schedule", null, false, ct);
            }

            seen = seen with { Scheduled = now, Booked = booked };
        }

        _seen[tenant.Slug] = seen with { Places = places };
    }

    private async Task<long> BookedAsync(CancellationToken ct)
    {
        await using var command = database.App.CreateCommand(Booked);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ExtractTable.All(catalog.Current).Select(table => table.FullName)] });
        return await command.ExecuteScalarAsync(ct) is long sum ? sum : 0;
    }

    private Task<(long History, long Tickets, long Reviews)> PlacesAsync(Tenant tenant, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Places, connection);
            await using var reader = await command.ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
        },
        ct);

    private Task<bool> DoneAsync(Tenant tenant, (long History, long Tickets, long Reviews) since, CancellationToken ct) => book.ReadAsync(
        tenant,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Done, connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = since.History });
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = since.Tickets });
            return await command.ExecuteScalarAsync(token) is true;
        },
        ct);

    private sealed record Seen((long History, long Tickets, long Reviews) Places, long Booked, DateTimeOffset Scheduled);

    [LoggerMessage(EventId = 1, Message = "warehouse of {Tenant}: {Status}, generation {Generation}, {Rows} rows, {Seconds:0.0} s")]
    private static partial void Built(ILogger log, LogLevel level, string tenant, BuildStatus status, int generation, long rows, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "the warehouse waits: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
