using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Testing;
using Npgsql;

namespace Herdbook.Core.Tests.Governance.Seal;

/// <summary>A book with entries, rows of ledgers and a sealer, and a superuser who may do anything to it.</summary>
internal sealed class SealedBook : IAsyncDisposable
{
    private static readonly Actor Clerk = new("clerk", ActorKind.User);

    private const string NoTriggers = """
        do $do$
        declare
            t record;
        begin
            for t in select c.oid::regclass as name
                       from pg_class c join pg_namespace n on n.oid = c.relnamespace
                      where c.relkind = 'r'
                        and (n.nspname = 'governance' or n.nspname || '.' || c.relname in ('catalog.history', 'catalog.row_seal', 'herd.agent_instance_lifecycle_activity'))
            loop
                execute format('alter table %s disable trigger all', t.name);
            end loop;
        end $do$;
        set session_replication_role = replica;

        """;

    // Constraints are taken away by deeds and come back, so that each deed finds what the first one found.
    private const string Copy = """
        drop schema if exists kept cascade;
        create schema kept;
        create table kept.audit_logs as table governance.audit_logs;
        create table kept.audit_leaf as table governance.audit_leaf;
        create table kept.audit_node as table governance.audit_node;
        create table kept.audit_checkpoint as table governance.audit_checkpoint;
        create table kept.row_seal as table catalog.row_seal;
        create table kept.history as table catalog.history;
        create table kept.activity as table herd.agent_instance_lifecycle_activity
        """;

    private const string Restore = """
        delete from governance.audit_logs; delete from governance.audit_leaf; delete from governance.audit_node; delete from governance.audit_checkpoint;
        delete from catalog.row_seal; delete from catalog.history; delete from herd.agent_instance_lifecycle_activity;
        alter table governance.audit_logs drop constraint if exists audit_logs_pkey, add constraint audit_logs_pkey primary key (tenant_id, id);
        alter table governance.audit_leaf drop constraint if exists audit_leaf_pkey, add constraint audit_leaf_pkey primary key (tenant_id, leaf_index);
        alter table governance.audit_leaf drop constraint if exists audit_leaf_entry_id_key, add constraint audit_leaf_entry_id_key unique (tenant_id, entry_id);
        alter table herd.agent_instance_lifecycle_activity drop constraint if exists agent_instance_lifecycle_activity_pkey,
            add constraint agent_instance_lifecycle_activity_pkey primary key (tenant_id, booking_id);
        insert into governance.audit_logs table kept.audit_logs;
        insert into governance.audit_leaf table kept.audit_leaf;
        insert into governance.audit_node table kept.audit_node;
        insert into governance.audit_checkpoint table kept.audit_checkpoint;
        insert into catalog.row_seal overriding system value table kept.row_seal;
        insert into catalog.history overriding system value table kept.history;
        insert into herd.agent_instance_lifecycle_activity overriding system value table kept.activity
        """;

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

    public Sealer NewSealer(string holder, TimeProvider? time = null, int most = Sealer.Batch) => new(_test.Book, Key, time ?? TimeProvider.System, holder) { Most = most };

    /// <summary>Makes PostgreSQL take indexes where they serve, as it does in a large log, however small the tables are here.</summary>
    public async Task PlanAsOfLargeTablesAsync(CancellationToken ct)
    {
        await using var command = Superuser.CreateCommand("do $do$ begin execute format('alter database %I set enable_seqscan = off', current_database()); end $do$");
        await command.ExecuteNonQueryAsync(ct);
        _test.Database.App.Clear();
    }

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

    /// <summary>Entries that wrote rows of ledgers, one row each, sealed in several turns.</summary>
    public async Task FillAsync(int count, CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            await BookAsync(i, ct);
            if (i % 15 == 0)
            {
                await SealAsync(ct);
            }
        }

        await WriteAsync("ALPHA", ct);
        await SealAsync(ct);
    }

    /// <summary>The same, later.</summary>
    public async Task FillMoreAsync(int count, CancellationToken ct)
    {
        for (var i = 0; i < count; i++)
        {
            await BookAsync(1_000 + i, ct);
        }

        await SealAsync(ct);
    }

    /// <summary>A row of a ledger.</summary>
    public Task BookAsync(int number, CancellationToken ct) => Book.WriteAsync(
        Tenant.Default,
        Clerk,
        new AuditEvent("test.book").With("number", number),
        async (connection, token) =>
        {
            await using var command = new NpgsqlCommand(
                "insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type) values ($1, 'spawned')", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"agent-{number}" });
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
    public async Task TamperAsync(string sql, CancellationToken ct)
    {
        await using var connection = await Superuser.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(NoTriggers + sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Does something on a copy of the database, and then goes on with the database.</summary>
    public async Task UndoneAsync(Func<Task> work, CancellationToken ct)
    {
        await TamperAsync(Copy, ct);
        try
        {
            await work();
        }
        finally
        {
            await TamperAsync(Restore, ct);
        }
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
