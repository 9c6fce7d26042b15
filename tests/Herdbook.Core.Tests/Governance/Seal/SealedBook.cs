using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Testing;
using Npgsql;

namespace Herdbook.Core.Tests.Governance.Seal;

/// <summary>A book with entries, rows of ledgers and a sealer, and a superuser who may do anything to it.</summary>
internal sealed class SealedBook : IAsyncDisposable
{
    private static readonly Actor Clerk = new("clerk", ActorKind.User);

    private readonly TestDatabase _test;

    private SealedBook(TestDatabase test)
    {
        _test = test;
        Key = CheckpointKey.Open(test.Keys);
        Sealer = NewSealer("one");
        Tree = new AuditTree(test.Book, Key);
        Superuser = NpgsqlDataSource.Create(test.ConnectionString);
    }

    public Book Book => _test.Book;

    public AuditKeys Keys => _test.Keys;

    public CheckpointKey Key { get; }

    public Sealer Sealer { get; }

    public AuditTree Tree { get; }

    public NpgsqlDataSource Superuser { get; }

    public static async Task<SealedBook> OpenAsync(CancellationToken ct) => new(await TestDatabase.CreateAsync(ct));

    public Sealer NewSealer(string holder, TimeProvider? time = null) => new(_test.Book, Key, time ?? TimeProvider.System, holder);

    /// <summary>A write of the book: an entity's row, its history by trigger, and a row of a ledger.</summary>
    public Task WriteAsync(string code, CancellationToken ct) => Book.WriteAsync(
        Tenant.Default,
        Clerk,
        new AuditEvent("rows.insert").About("herd.project_def", code).With("title", $"Straße {code} \u0001 \"quoted\""),
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                "insert into herd.project_def (project_code, project_title) values ($1, $2)", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = code });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"Project {code}" });
            return await command.ExecuteNonQueryAsync(token);
        },
        ct);

    public Task AppendAsync(int number, CancellationToken ct) => Book.AppendAsync(
        Tenant.Default, Clerk, new AuditEvent("test.read").About("herd.project_def", $"P{number}").With("number", number), ct);

    /// <summary>Seals until nothing waits. Other tests' transactions on the same cluster hold an entry off until they end.</summary>
    public Task SealAsync(CancellationToken ct) => TestHome.UntilAsync(
        async () =>
        {
            await Sealer.TurnAsync(Tenant.Default, ct);
            return (await new SealState(Book, Key, TimeProvider.System).ReadAsync(Tenant.Default, ct)).Unsealed == 0;
        },
        ct);

    public Task<VerificationReport> VerifyAsync(CancellationToken ct, VerificationOptions? options = null) =>
        new Verification(_test.Database, new LiveCatalog(Schema.Declared), Keys, Key, TimeProvider.System).RunAsync(Tenant.Default, options ?? new VerificationOptions(), null, ct);

    /// <summary>As a superuser for whom no trigger fires.</summary>
    public async Task<int> TamperAsync(string sql, CancellationToken ct)
    {
        await using var connection = await Superuser.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            "do $do$ declare t record; begin for t in select c.oid::regclass as name from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            + "where c.relkind = 'r' and (n.nspname = 'governance' or n.nspname || '.' || c.relname in ('catalog.history', 'catalog.row_seal')) "
            + "loop execute format('alter table %s disable trigger all', t.name); end loop; end $do$; set session_replication_role = replica; " + sql, connection);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<T> AskAsync<T>(string sql, CancellationToken ct)
    {
        await using var command = Superuser.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }

    public async ValueTask DisposeAsync()
    {
        await Superuser.DisposeAsync();
        await _test.DisposeAsync();
    }
}
