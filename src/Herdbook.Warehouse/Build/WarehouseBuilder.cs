using System.Diagnostics;
using System.Globalization;
using Herdbook.Core;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;
using Npgsql;

namespace Herdbook.Warehouse.Build;

/// <summary>
/// Builds a tenant's warehouse: one at a time by a lease, on a copy of the current generation, published in one step. A build that is
/// killed leaves the last generation as it was; the next one goes on where it ended.
/// </summary>
/// <param name="bronze">Makes what fills bronze, for a tenant.</param>
/// <param name="held">Whether a reader of this process may still open a generation's file.</param>
public sealed class WarehouseBuilder(
    HerdbookHome home, HerdbookDatabase database, Book book, Func<Tenant, bool, IBronze> bronze, TimeProvider time, Func<string, bool>? held = null)
{
    private readonly RunBook _runs = new(book);

    /// <summary>The folder of the dbt project.</summary>
    public string ProjectFolder { get; init; } = WarehouseProject.DefaultFolder;

    public WarehouseFolder FolderOf(Tenant tenant) => new(home, tenant);

    /// <summary>Who builds now, as he named himself; null when nobody does.</summary>
    public Task<string?> HolderAsync(Tenant tenant, CancellationToken ct) => BuildLease.HolderAsync(database, tenant, FolderOf(tenant).Root, ct);

    /// <exception cref="RefusedException">`warehouse_project`, `warehouse_selection`: what is asked for cannot be built; nothing was begun.</exception>
    public async Task<BuildOutcome> BuildAsync(BuildRequest request, IProgress<BuildNews>? progress, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var folder = FolderOf(request.Tenant);
        // The project is read while the right to build is asked for, and refused before anybody waits for that.
        var loading = Task.Run(() => Load(request, progress), ct);
        Action<string?>? waits = request.Wait ? Waits : null;
        await using var lease = await BuildLease.TakeAsync(database, request.Tenant, folder.Root, waits, ct);
        if (lease is null)
        {
            await loading;
            return new BuildOutcome(Guid.Empty, BuildStatus.Busy, folder.Current, false, 0, [], watch.Elapsed);
        }

        await using var file = new BuildingFile(folder, request.Full);
        var (project, selected) = await loading;
        if (await _runs.BeginAsync(request, folder.Root, ct) is not { } run)
        {
            return new BuildOutcome(request.Run ?? Guid.Empty, BuildStatus.Cancelled, folder.Current, false, 0, [], watch.Elapsed);
        }

        var log = new BuildLog(_runs, request.Tenant, run, progress);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        log.Cancelled = stop.Cancel;
        var (status, published, error) = (BuildStatus.Failed, false, (string?)null);
        try
        {
            (status, published) = await BuildAsync(request, project, selected, folder, file, lease, log, run, stop.Token);
            error = log.Steps.FirstOrDefault(step => step.Status is StepStatus.Failed)?.Error;
        }
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            Debug.WriteLine(e.Message);
            status = BuildStatus.Cancelled;
            error = "It was stopped. The last good state is in place; the next build goes on from here.";
            await EndAsync();
            ct.ThrowIfCancellationRequested();
            return Outcome();
        }
        catch (Exception e)
        {
            error = e.Message;
            await EndAsync();
            throw;
        }

        await EndAsync();
        return Outcome();

        void Waits(string? who)
        {
            loading.GetAwaiter().GetResult();
            progress?.Report(new BuildNews.Waits(who));
        }

        BuildOutcome Outcome() => new(run, status, folder.Current, published, log.RowsExtracted, log.Steps, watch.Elapsed, error);

        async Task EndAsync()
        {
            try
            {
                await log.BookAsync();
                await _runs.EndAsync(request.Tenant, run, status, published ? folder.Current : null, log.RowsExtracted, log.Steps.Count, error, CancellationToken.None);
            }
            catch (NpgsqlException away)
            {
                // The database is gone; the next build of this folder says that this run is over.
                Debug.WriteLine(away.Message);
            }
        }
    }

    private (WarehouseProject Project, Selected Selected) Load(BuildRequest request, IProgress<BuildNews>? progress)
    {
        var project = WarehouseProject.Load(ProjectFolder, text => progress?.Report(new BuildNews.Said(text)));
        return (project, project.Choose(request.Select, request.Exclude));
    }

    private async Task<(BuildStatus Status, bool Published)> BuildAsync(
        BuildRequest request, WarehouseProject project, Selected selected, WarehouseFolder folder, BuildingFile file, BuildLease lease, BuildLog log, Guid run, CancellationToken ct)
    {
        // Every model is rendered while the file is copied and the rows come in.
        var planning = Task.Run(() => BuildPlan.Of(project, selected), ct);
        log.Resumed = file.IsResumed;
        await file.BeginAsync();
        log.Tell(new BuildNews.Begins(run, folder.Current, log.Resumed));
        var started = time.GetUtcNow();
        BuildStatus status;
        bool publish;
        try
        {
            using var duck = Open(file.Path, folder, request);
            (status, publish) = await FillAsync(duck, request, project, selected, planning, folder, log, run, started, ct);
        }
        catch (DuckDbException) when (log.Resumed && !ct.IsCancellationRequested)
        {
            // What a killed build left behind cannot be opened: it is thrown away, and the next build begins from the last generation.
            file.Remove();
            throw;
        }

        if (!publish)
        {
            if (status is BuildStatus.Unchanged)
            {
                file.Remove();
            }

            return (status, false);
        }

        await lease.RequireHeldAsync(ct);
        folder.Publish(file.Path);
        folder.Sweep(held ?? (_ => false));
        return (status, true);
    }

    private async Task<(BuildStatus Status, bool Publish)> FillAsync(
        DuckDbDatabase duck, BuildRequest request, WarehouseProject project, Selected selected, Task<BuildPlan> planning, WarehouseFolder folder, BuildLog log, Guid run, DateTimeOffset started,
        CancellationToken ct)
    {
        using var main = duck.Connect();
        Sql.Run(main, "set TimeZone = 'UTC'", ct);
        BuildMeta.Ensure(main, ct);
        var removed = RemoveGone(main, project, ct);
        var (changed, plan) = await ExtractAsync(main, request, project, planning, log, ct);

        var states = BuildMeta.Models(main, ct);
        var relations = BuildMeta.Relations(main, ct);
        // A build that was cut off may have made models that it did not come to test.
        IReadOnlyDictionary<string, TestState> tests = log.Resumed
            ? BuildMeta.Tests(main, ct).ToDictionary(test => test.Key, test => test.Value with { Status = "unknown" }, StringComparer.Ordinal)
            : BuildMeta.Tests(main, ct);
        var due = BuildMeta.Pending(main, ct);
        due.UnionWith(plan.Due(states, relations, time.GetUtcNow().UtcDateTime));
        if (request.Select is not null)
        {
            due.UnionWith(selected.Models);
        }

        due.IntersectWith(project.Models.Keys);
        log.Total = 1 + plan.Names.Count + (request.RunTests ? plan.TestCount : 0);
        Sql.Run(main, string.Concat(plan.Models.Values.Select(compiled => compiled.Model.Relation.Schema).Distinct().Select(schema => $"create schema if not exists {Relation.Quote(schema)};")) + "select 1", ct);
        var floor = new BuildFloor(duck, plan, log, folder.Compiled, request.RunTests, request.Threads, time);
        await floor.RunAsync(due, states, relations, tests, ct);

        var failed = log.Steps.Any(step => step.Status is StepStatus.Failed or StepStatus.Blocked);
        var isNew = changed || removed || floor.Made > 0 || log.Resumed;
        if (!isNew)
        {
            return (failed ? BuildStatus.Failed : BuildStatus.Unchanged, false);
        }

        // A file that was made from nothing has no last good state to leave in place; beside a generation that has one it stays unpublished.
        var publish = !failed || !request.Full || folder.CurrentFile is null;
        var status = failed ? BuildStatus.Failed : BuildStatus.Succeeded;
        var word = status.ToString().ToLowerInvariant();
        Sql.Run(main, "begin", ct);
        var rows = new MetaRows(main, time.GetUtcNow());
        rows.Describe(project);
        rows.Log(run, request.Reason, started, word, log.RowsExtracted, log.Steps);
        Sql.Run(main, BuildMeta.Set("phase", "done") + "commit", ct);
        if (publish)
        {
            Sql.Run(main, "checkpoint", ct);
        }

        return (status, publish);
    }

    /// <summary>Brings what is new, and marks the models that read it. Whatever happens between, none that reads a changed table is forgotten.</summary>
    private async Task<(bool Changed, BuildPlan Plan)> ExtractAsync(DuckDbConnection main, BuildRequest request, WarehouseProject project, Task<BuildPlan> planning, BuildLog log, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        log.Begins("extract", request.Tenant.Slug);
        var wasCut = BuildMeta.Get(main, "phase", ct) == "extract";
        Sql.Run(main, BuildMeta.Set("phase", "extract"), ct);
        var before = Shapes(main, ct);
        var change = await bronze(request.Tenant, request.Full).FillAsync(main, ct);
        var after = Shapes(main, ct);
        var plan = await planning;
        var tables = project.Sources.Values.Where(source => wasCut || change.Rows.GetValueOrDefault(source.Relation.ToString()) > 0 || change.Replaced.Contains(source.Relation.ToString())
            || before.GetValueOrDefault(source.Relation) != after.GetValueOrDefault(source.Relation));
        var due = tables.SelectMany(source => plan.Readers(ModelGraph.OfSource(source.FullName))).Distinct();
        // What stands on rows that are gone is made whole again, not added to.
        var anew = project.Sources.Values.Where(source => change.Replaced.Contains(source.Relation.ToString()))
            .SelectMany(source => project.Graph.Descendants(ModelGraph.OfSource(source.FullName))).Distinct();
        var built = BuildMeta.Models(main, ct);
        Sql.Run(main, "begin;\n" + BuildMeta.AddPending(due.Where(built.ContainsKey)) + BuildMeta.MakeAnew(anew.Where(built.ContainsKey)) + BuildMeta.Set("phase", "models") + "commit;\n", ct);
        log.RowsExtracted = change.Total;
        var steps = change.Rows.Where(table => table.Value > 0).OrderBy(table => table.Key, StringComparer.Ordinal)
            .Select(table => new BuildStep("extract", table.Key, StepStatus.Done, table.Value, TimeSpan.Zero)).ToList();
        steps.Add(new BuildStep("extract", "all tables", change.Total > 0 ? StepStatus.Done : StepStatus.Kept, change.Total, watch.Elapsed));
        await log.DidAsync(steps);
        return (change.Total > 0 || before.Count != after.Count || before.Any(table => after.GetValueOrDefault(table.Key) != table.Value), plan);
    }

    /// <summary>The columns of every table, as one text each.</summary>
    private static Dictionary<Relation, string> Shapes(DuckDbConnection main, CancellationToken ct) =>
        Sql.Rows(main, "select schema_name, table_name, string_agg(column_name || ' ' || data_type, ',' order by column_index) from duckdb_columns() where database_name = current_database() and not internal and schema_name <> 'meta' group by all", ct)
            .ToDictionary(row => new Relation((string)row[0]!, (string)row[1]!), row => (string)row[2]!);

    /// <summary>Takes away what models made that are no longer in the project.</summary>
    private static bool RemoveGone(DuckDbConnection main, WarehouseProject project, CancellationToken ct)
    {
        var taken = project.Models.Values.Select(model => model.Relation).ToHashSet();
        var gone = BuildMeta.Models(main, ct).Values.Where(state => !project.Models.TryGetValue(state.Name, out var model) || model.Config.Materialized is Materialization.Ephemeral).ToList();
        foreach (var state in gone)
        {
            var name = Relation.Literal(state.Name);
            var drop = taken.Contains(state.Relation) || state.Status == "failed" ? "" : ModelBuild.Drop(state.Relation, state.IsView) + ";";
            Sql.Run(main, $"begin; {drop} delete from meta.model where name = {name}; delete from meta.pending where model = {name}; delete from meta.test where model = {name}; commit;", ct);
        }

        var tests = project.Tests.Select(test => Relation.Literal(test.Name)).ToList();
        if (tests.Count > 0)
        {
            Sql.Run(main, $"delete from meta.test where name not in ({string.Join(", ", tests)})", ct);
        }

        return gone.Count > 0;
    }

    private static DuckDbDatabase Open(string file, WarehouseFolder folder, BuildRequest request) => DuckDbDatabase.Open(file, new DuckDbOptions
    {
        MemoryLimit = string.Create(CultureInfo.InvariantCulture, $"{request.MemoryLimit >> 20}MiB"),
        TempDirectory = folder.Temporary,
        PreserveInsertionOrder = false,
        // Each checkpoint writes the metadata of every table anew while all models wait. The log keeps a build that is cut off; one at the end is enough.
        Settings = new Dictionary<string, string> { ["checkpoint_threshold"] = "1GiB" },
    });
}
