using Dapper;
using Herdbook.Core;
using Herdbook.Core.Herd.Prices;
using Herdbook.Testing;
using Npgsql;

namespace Herdbook.Intake.Tests;

/// <summary>A book of its own with the list prices in it, and the real importer on it.</summary>
internal sealed class ImportFixture : IAsyncDisposable
{
    private ImportFixture(TestDatabase database, string folder)
    {
        Database = database;
        Folder = folder;
    }

    public TestDatabase Database { get; }

    /// <summary>Empty at first, removed at the end.</summary>
    public string Folder { get; }

    public Tenant Tenant { get; } = Tenant.Default;

    public static async Task<ImportFixture> CreateAsync(CancellationToken ct)
    {
        var database = await TestDatabase.CreateAsync(ct);
        await PriceBook.EnsureListAsync(database.Book, Tenant.Default, TimeProvider.System, ct);
        return new ImportFixture(database, Directory.CreateTempSubdirectory("herdbook-intake-").FullName);
    }

    /// <summary>A new importer, as a new process would have: it remembers nothing.</summary>
    public async Task<ImportSummary> ImportAsync(IEnumerable<string> paths, CancellationToken ct, ImportOptions? options = null) =>
        await new TranscriptImporter(Database.Book, Tenant, TimeProvider.System)
            .ImportAsync(TranscriptFolders.Find(paths), options ?? new ImportOptions(), null, ct);

    public Task<ImportSummary> ImportAsync(string path, CancellationToken ct) => ImportAsync([path], ct);

    public string Write(string name, params string[] lines)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Concat(lines.Select(l => l + "\n")));
        return path;
    }

    public Task<List<T>> QueryAsync<T>(string sql, CancellationToken ct) =>
        Database.Book.ReadAsync(Tenant, async (connection, _) => (await connection.QueryAsync<T>(sql)).AsList(), ct);

    public async Task<T> ScalarAsync<T>(string sql, CancellationToken ct) => (await QueryAsync<T>(sql, ct)).Single();

    /// <summary>Everything that is booked, less the numbers that only say in which order rows came.</summary>
    public async Task<string> PictureAsync(CancellationToken ct)
    {
        var parts = new List<string>();
        foreach (var sql in Picture)
        {
            parts.AddRange(await QueryAsync<string>(sql, ct));
        }

        return string.Join('\n', parts);
    }

    private static readonly string[] Picture =
    [
        "select agent_instance_code || model_code || message_id || request_id || sum(token_call_count) || ' ' || sum(token_input_count) || ' ' || sum(token_output_count) || ' ' || sum(token_cache_read_count) || ' ' || sum(token_cache_create_count) || ' ' || sum(token_cache_create_1h_count) || ' ' || sum(token_cost_usd) || ' ' || sum(token_unpriced_count) || created_at from herd.agent_instance_token_activity group by agent_instance_code, model_code, message_id, request_id, created_at having sum(token_call_count) <> 0 order by 1",
        "select u::text from (select message_id, request_id, agent_instance_code, model_code, occurred_at, input_tokens, output_tokens, cache_read_tokens, cache_create_tokens, cache_create_1h_tokens, cost_usd, cost_basis from intake.usage) u order by 1",
        "select (e.event_key, s.global_id, e.occurred_at, e.event_type, e.message, md5(e.payload::text), e.tool_use_id, e.tool_name, e.is_error, e.duration_ms, e.model_code, e.message_id, e.request_id)::text from agent.events e join agent.sessions s on s.id = e.session_id order by 1",
        "select (agent_instance_code, agent_code, model_code, ticket_code, spawned_by_agent_instance_code, root_agent_instance_code, project_code, parent_tool_use_id, agent_instance_title, agent_instance_started_at, agent_instance_ended_at)::text from herd.agent_instance order by 1",
        "select (global_id, title, title_source, working_folder, git_branch, tool_version, started_at, ended_at, session_type)::text from agent.sessions order by 1",
        "select (agent_instance_code, lifecycle_event_type)::text from herd.agent_instance_lifecycle_activity order by 1",
        "select (agent_instance_code, ticket_code, ticket_event_type)::text from herd.agent_instance_ticket_activity order by 1",
        "select (agent_instance_code, pr_code, pr_event_type)::text from herd.agent_instance_pr_activity order by 1",
    ];

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal async Task<NpgsqlException?> RefusalAsync(string sql, CancellationToken ct)
    {
        try
        {
            await Database.Book.WriteAsync(Tenant, Actor.Owner, (connection, _) => connection.ExecuteAsync(sql), ct);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e;
        }
    }
}
