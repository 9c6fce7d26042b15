using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;

namespace Herdbook.Warehouse.Build;

/// <summary>One run of the book.</summary>
public sealed record WarehouseRun
{
    public Guid RunId { get; init; }

    public string Reason { get; init; } = "";

    public string? RequestedBy { get; init; }

    public int Requests { get; init; }

    public string? Selection { get; init; }

    public bool FullRefresh { get; init; }

    /// <summary>queued, running, succeeded, failed, unchanged or cancelled.</summary>
    public string Status { get; init; } = "";

    public DateTime RequestedAt { get; init; }

    public DateTime? StartedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public string? Builder { get; init; }

    public int? Generation { get; init; }

    public bool Resumed { get; init; }

    public long? RowsExtracted { get; init; }

    public int? StepsTotal { get; init; }

    public int? StepsDone { get; init; }

    public string? Doing { get; init; }

    public string? Error { get; init; }

    public bool IsOver => EndedAt is not null;
}

/// <summary>A step of a run.</summary>
public sealed record WarehouseRunStep
{
    public string Step { get; init; } = "";

    public string Name { get; init; } = "";

    public string Status { get; init; } = "";

    public long? Rows { get; init; }

    public long? DurationMs { get; init; }

    public string? Error { get; init; }

    public int? Line { get; init; }

    public DateTime BookedAt { get; init; }
}

/// <summary>The runs of a tenant's warehouse, in PostgreSQL: the queue, what is under way, and what was.</summary>
public sealed class RunBook(Book book)
{
    private const string Columns = """
        select run_id as RunId, reason as Reason, requested_by as RequestedBy, requests as Requests, selection as Selection, full_refresh as FullRefresh,
               status as Status, requested_at as RequestedAt, started_at as StartedAt, ended_at as EndedAt, builder as Builder, generation as Generation,
               resumed as Resumed, rows_extracted as RowsExtracted, steps_total as StepsTotal, steps_done as StepsDone, doing as Doing, error as Error
          from warehouse.run
        """;

    private const string AskSql = """
        insert into warehouse.run as r (reason, requested_by, selection, full_refresh)
        values (@reason, @by, @selection, @full)
            on conflict (tenant_id, status) where status = 'queued'
            do update set requests = r.requests + 1,
                          full_refresh = r.full_refresh or excluded.full_refresh,
                          selection = case when r.selection is not distinct from excluded.selection then r.selection end
        returning run_id
        """;

    private const string StartSql = """
        update warehouse.run
           set status = 'running', started_at = clock_timestamp(), builder = @builder, doing = 'extract'
         where run_id = @run and status = 'queued'
        """;

    private const string BeginSql = """
        insert into warehouse.run (reason, requested_by, selection, full_refresh, status, started_at, builder, doing)
        values (@reason, @by, @selection, @full, 'running', clock_timestamp(), @builder, 'extract')
        returning run_id
        """;

    private const string DeadSql = """
        update warehouse.run
           set status = 'failed', ended_at = clock_timestamp(), doing = null, error = 'Its program ended before it did. The next build went on from there.'
         where status = 'running' and run_id <> @run and split_part(builder, ' in ', 2) = @folder
        """;

    private const string ProgressSql = """
        update warehouse.run
           set doing = @doing, steps_done = @done, steps_total = @total, resumed = @resumed, rows_extracted = coalesce(@rows, rows_extracted)
         where run_id = @run and status = 'running'
        """;

    private const string StepSql = """
        insert into warehouse.run_step (run_id, step, name, status, rows, duration_ms, error, line)
        select @run, s.step, s.name, s.status, s.rows, s.duration_ms, s.error, s.line
          from unnest(@steps, @names, @statuses, @counts, @times, @errors, @lines) as s (step, name, status, rows, duration_ms, error, line)
        """;

    private const string EndSql = """
        update warehouse.run
           set status = @status, ended_at = clock_timestamp(), generation = @generation, rows_extracted = @rows, doing = null, error = @error,
               steps_done = coalesce(@done, steps_done)
         where run_id = @run and status in ('running', 'cancelled')
        """;

    private const string CancelSql = """
        update warehouse.run
           set status = 'cancelled', ended_at = clock_timestamp(), doing = null
         where run_id = @run and status in ('queued', 'running')
        """;

    private const string QueuedSql = $"{Columns} where status = 'queued'";

    private const string RecentSql = $"{Columns} order by status = 'queued' desc, coalesce(started_at, requested_at) desc limit @limit";

    private const string OneSql = $"{Columns} where run_id = @run";

    private const string StepsSql = """
        select step as Step, name as Name, status as Status, rows as Rows, duration_ms as DurationMs, error as Error, line as Line, booked_at as BookedAt
          from warehouse.run_step
         where run_id = @run
         order by booking_id
         limit 5000
        """;

    /// <summary>Asks for a run. One waits at most: what is asked for while it waits joins it, and several selections become everything.</summary>
    /// <returns>The run that waits.</returns>
    public Task<Guid> AskAsync(Tenant tenant, Actor actor, string reason, string? selection, bool full, CancellationToken ct) =>
        book.WriteAsync(tenant, actor, new AuditEvent("warehouse.ask").With("reason", reason), (connection, token) =>
            connection.QuerySingleAsync<Guid>(new CommandDefinition(AskSql, new { reason, by = actor.Name, selection, full }, cancellationToken: token)), ct);

    /// <summary>The run that waits; null for none.</summary>
    public Task<WarehouseRun?> QueuedAsync(Tenant tenant, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => connection.QuerySingleOrDefaultAsync<WarehouseRun>(new CommandDefinition(QueuedSql, cancellationToken: token)), ct);

    /// <summary>The last runs, the newest first; one that waits stands before them.</summary>
    public async Task<IReadOnlyList<WarehouseRun>> RecentAsync(Tenant tenant, int limit, CancellationToken ct) =>
        [.. await book.ReadAsync(tenant, (connection, token) => connection.QueryAsync<WarehouseRun>(new CommandDefinition(RecentSql, new { limit }, cancellationToken: token)), ct)];

    public Task<WarehouseRun?> FindAsync(Tenant tenant, Guid run, CancellationToken ct) =>
        book.ReadAsync(tenant, (connection, token) => connection.QuerySingleOrDefaultAsync<WarehouseRun>(new CommandDefinition(OneSql, new { run }, cancellationToken: token)), ct);

    public async Task<IReadOnlyList<WarehouseRunStep>> StepsAsync(Tenant tenant, Guid run, CancellationToken ct) =>
        [.. await book.ReadAsync(tenant, (connection, token) => connection.QueryAsync<WarehouseRunStep>(new CommandDefinition(StepsSql, new { run }, cancellationToken: token)), ct)];

    /// <summary>Begins the run that waits, or a new one. Whoever holds the lease calls it: runs of this folder that are still marked as running are over.</summary>
    /// <returns>Null where the run that was to begin has been begun or cancelled meanwhile.</returns>
    internal Task<Guid?> BeginAsync(BuildRequest request, string folder, CancellationToken ct) =>
        book.WriteAsync(request.Tenant, request.Actor, new AuditEvent("warehouse.begin"), async (connection, token) =>
        {
            var builder = $"{BuildLease.Builder} in {folder}";
            var selection = SelectionOf(request);
            Guid? run = request.Run;
            if (run is null)
            {
                run = await connection.QuerySingleAsync<Guid>(new CommandDefinition(
                    BeginSql, new { reason = request.Reason, by = request.Actor.Name, selection, full = request.Full, builder }, cancellationToken: token));
            }
            else if (await connection.ExecuteAsync(new CommandDefinition(StartSql, new { run, builder }, cancellationToken: token)) == 0)
            {
                return null;
            }

            await connection.ExecuteAsync(new CommandDefinition(DeadSql, new { run, folder }, cancellationToken: token));
            return run;
        }, ct);

    internal Task<int> ProgressAsync(Tenant tenant, Guid run, string doing, int done, int total, bool resumed, long? rows, CancellationToken ct) =>
        book.WriteAsync(tenant, Builder, AuditEvent.Progress(), (connection, token) =>
            connection.ExecuteAsync(new CommandDefinition(ProgressSql, new { run, doing, done, total, resumed, rows }, cancellationToken: token)), ct);

    /// <summary>Ends a run: one that waits never begins, one that runs stops within a second and publishes nothing.</summary>
    /// <returns>Whether it waited or ran.</returns>
    public async Task<bool> CancelAsync(Tenant tenant, Actor actor, Guid run, CancellationToken ct) =>
        await book.WriteAsync(tenant, actor, new AuditEvent("warehouse.cancel").About("warehouse.run", run.ToString()), (connection, token) => connection.ExecuteAsync(new CommandDefinition(CancelSql, new { run }, cancellationToken: token)), ct) > 0;

    internal Task StepsAsync(Tenant tenant, Guid run, IReadOnlyList<BuildStep> steps, CancellationToken ct) =>
        book.WriteAsync(tenant, Builder, AuditEvent.Progress(), (connection, token) => connection.ExecuteAsync(new CommandDefinition(StepSql, new
        {
            run,
            steps = steps.Select(step => step.Kind).ToArray(),
            names = steps.Select(step => step.Name).ToArray(),
            statuses = steps.Select(step => step.Status.ToString().ToLowerInvariant()).ToArray(),
            counts = steps.Select(step => step.Rows).ToArray(),
            times = steps.Select(step => (long?)step.Took.TotalMilliseconds).ToArray(),
            errors = steps.Select(step => step.Error).ToArray(),
            lines = steps.Select(step => step.Line).ToArray(),
        }, cancellationToken: token)), ct);

    internal Task EndAsync(Tenant tenant, Guid run, BuildStatus status, int? generation, long rows, int done, string? error, CancellationToken ct) =>
        book.WriteAsync(tenant, Builder, new AuditEvent("warehouse.end").About("warehouse.run", run.ToString()).With("status", status.ToString().ToLowerInvariant()), (connection, token) => connection.ExecuteAsync(new CommandDefinition(
            EndSql, new { run, status = status.ToString().ToLowerInvariant(), generation, rows, done = (int?)done, error }, cancellationToken: token)), ct);

    private static readonly Actor Builder = new("warehouse");

    private static string? SelectionOf(BuildRequest request) =>
        request.Exclude is null ? request.Select : $"{request.Select ?? "*"} --exclude {request.Exclude}";
}
