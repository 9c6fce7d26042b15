using System.Text;
using Herdbook.Server.Tests.Host;
using Xunit;

namespace Herdbook.Server.Tests.Rows;

/// <summary>A server on a book with a few rows, to be treated badly; it can say whether anything in the database became another.</summary>
public sealed class HostileSite : IAsyncLifetime
{
    public const string Tickets = "/v1/rows/herd.ticket_def";

    /// <summary>Everything that SQL could have made, changed or removed: schemas, tables with their columns and number of rows, functions, roles.</summary>
    private const string Picture = """
        select string_agg(line, E'\n' order by line) from (
          select 'column ' || table_schema || '.' || table_name || '.' || column_name || ' ' || data_type as line from information_schema.columns
           where table_schema not in ('pg_catalog', 'information_schema')
          union all
          select 'rows ' || table_schema || '.' || table_name || ' ' ||
                 (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', table_schema, table_name), false, true, '')))[1]::text
            from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
             -- The sealer adds to these by itself, soon after something was entered; telemetry makes its marks soon after the start.
             and table_schema || '.' || table_name not in ('intake.settle_mark', 'governance.audit_leaf', 'governance.audit_node', 'governance.audit_checkpoint', 'governance.audit_publication', 'governance.audit_sealer')
          union all
          select 'function ' || p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where n.nspname not in ('pg_catalog', 'information_schema')
          union all
          select 'role ' || rolname || ' ' || rolsuper from pg_roles
          union all
          select 'setting ' || setrole || ' ' || array_to_string(setconfig, ',') from pg_db_role_setting) all_of_it
        """;

    private RunningServer? server;
    private Npgsql.NpgsqlDataSource? all;

    internal RawHttp Raw { get; private set; } = null!;

    public HttpClient Http => server!.Http;

    public async ValueTask InitializeAsync()
    {
        server = await RunningServer.StartAsync(CancellationToken.None);
        Raw = new RawHttp(server.Http.BaseAddress!);
        all = Npgsql.NpgsqlDataSource.Create(server.Superuser);
        var rows = """[{"ticket_code":"T-1","ticket_title":"One","ticket_tshirt_size":"M"},{"ticket_code":"T-2","ticket_title":"Two"}]""";
        var filled = await Raw.SendAsync("POST", Tickets, ["Content-Type: application/json", "Prefer: missing=default"], Encoding.UTF8.GetBytes(rows), CancellationToken.None);
        Assert.True(filled.Status == 201, filled.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (all is not null)
        {
            await all.DisposeAsync();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Runs what is hostile; afterwards nothing may be there that was not, nothing gone, and the server answers.</summary>
    internal async Task UnchangedByAsync(Func<Verdict, Task> hostile, CancellationToken ct)
    {
        var before = await PictureAsync(ct);
        var verdict = new Verdict();
        await hostile(verdict);
        verdict.AssertGood();
        Assert.Equal(before, await PictureAsync(ct));
        var health = await Raw.SendAsync("GET", "/healthz", [], null, ct);
        Assert.True(health.Status == 200, health.ToString());
    }

    public async Task<string> PictureAsync(CancellationToken ct)
    {
        await using var command = all!.CreateCommand(Picture);
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }
}
