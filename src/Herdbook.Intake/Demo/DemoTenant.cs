using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Herd.Prices;
using Herdbook.Intake.Demo.Year;
using Npgsql;

namespace Herdbook.Intake.Demo;

/// <summary>
/// The demo fleet in its own tenant: a made-up year of tickets, pull requests, reviews and calls, and generated transcripts, imported by the
/// importer. It is the one tenant that can be erased, and no row of another goes with it.
/// </summary>
public static class DemoTenant
{
    private const string Register = """
        with tenant as (
          insert into catalog.tenant (tenant_id, title, is_demo) values ('demo', 'Demo fleet', true)
          on conflict (tenant_id) do nothing
        )
        insert into intake.import_run (source_kind, started_at, status) values ('demo', $1, 'running') returning import_run_id
        """;

    private const string Finish = "update intake.import_run set status = 'done', ended_at = $2 where import_run_id = $1";

    private const string Loaded = """
        select exists (select from catalog.tenant where tenant_id = 'demo' and is_demo),
               exists (select from intake.import_run where status = 'done')
        """;

    private const string Loading = """
        select exists (select from intake.import_run where status = 'running' and modified_at > now() - interval '20 seconds')
        """;

    private const string Erase = "select catalog.erase_demo()";

    /// <summary>Whether the demo fleet is there as a whole.</summary>
    public static async Task<bool> IsLoadedAsync(Book book, CancellationToken ct) => await StateAsync(book, ct) == (true, true);

    /// <summary>
    /// Generates the fleet and imports it. Returns NULL, and does nothing, where it is there already;
    /// what an interrupted load left is erased first.
    /// </summary>
    /// <param name="report">Told about twice a second.</param>
    public static Task<ImportSummary?> LoadAsync(Book book, TimeProvider time, Action<ImportProgress>? report, CancellationToken ct) =>
        LoadAsync(book, time, new DemoOptions(), report, ct);

    /// <inheritdoc cref="LoadAsync(Book, TimeProvider, Action{ImportProgress}?, CancellationToken)"/>
    /// <exception cref="RefusedException">The options cannot be met.</exception>
    public static async Task<ImportSummary?> LoadAsync(Book book, TimeProvider time, DemoOptions options, Action<ImportProgress>? report, CancellationToken ct)
    {
        options.Checked();
        var (registered, imported) = await StateAsync(book, ct);
        if (registered && imported)
        {
            return null;
        }

        if (registered)
        {
            await RemoveAsync(book, time, ct);
        }

        var run = await book.WriteAsync(Tenant.Demo, Actor.Intake, new AuditEvent("demo.begin"), (connection, token) => RegisterAsync(connection, time.GetUtcNow(), token), ct);
        await PriceBook.EnsureListAsync(book, Tenant.Demo, time, ct);
        await YearBook.BookAsync(book, run, time, options, ct);
        var folder = Directory.CreateTempSubdirectory("herdbook-demo-");
        try
        {
            DemoFleet.Write(folder.FullName, time.GetUtcNow(), ct);
            var summary = await new TranscriptImporter(book, Tenant.Demo, time)
                .ImportAsync(TranscriptFolders.Find([folder.FullName]), new ImportOptions(), report, ct);
            await book.WriteAsync(Tenant.Demo, Actor.Intake, AuditEvent.Progress(), (connection, token) => FinishAsync(connection, run, time.GetUtcNow(), token), ct);
            return summary;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Waits until nobody loads the fleet any more: what is erased under a loader would come back in part.</summary>
    public static async Task UntilLoadedAsync(Book book, TimeProvider time, CancellationToken ct)
    {
        while (await book.ReadAsync(Tenant.Demo, LoadingAsync, ct))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, ct);
        }
    }

    private static async Task<bool> LoadingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Loading, connection);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>
    /// Erases the demo tenant for good and returns how many rows went; 0 where there was none. A server may work in it meanwhile: where the two
    /// wait for each other, this begins again.
    /// </summary>
    public static Task<long> RemoveAsync(Book book, TimeProvider time, CancellationToken ct) => Patience.WithAsync(
        () => book.WriteAsync(
            Tenant.Default,
            Actor.Owner,
            new AuditEvent("demo.remove").About("catalog.tenant", Tenant.Demo.Slug),
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Erase, connection) { CommandTimeout = 0 };
                return (long)(await command.ExecuteScalarAsync(token))!;
            },
            ct),
        time,
        ct);

    private static Task<(bool Registered, bool Imported)> StateAsync(Book book, CancellationToken ct) => book.ReadAsync(
        Tenant.Demo,
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(Loaded, connection);
            await using var reader = await command.ExecuteReaderAsync(token);
            await reader.ReadAsync(token);
            return (reader.GetBoolean(0), reader.GetBoolean(1));
        },
        ct);

    private static async Task<long> RegisterAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Register, connection) { Parameters = { new() { Value = now } } };
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<int> FinishAsync(NpgsqlConnection connection, long run, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Finish, connection) { Parameters = { new() { Value = run }, new() { Value = now } } };
        return await command.ExecuteNonQueryAsync(ct);
    }
}
