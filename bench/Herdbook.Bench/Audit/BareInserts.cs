using Herdbook.Bench.Rows;

namespace Herdbook.Bench.Audit;

/// <summary>What pgbench reaches on the same cluster with a row of the same size in a table with nothing but a key: one insert, one commit.</summary>
internal sealed class BareInserts(Cluster cluster, string folder)
{
    private const string Make = "create schema if not exists bench; drop table if exists bench.bare; create table bench.bare (id bigserial primary key, at timestamptz default now(), note text)";

    private static readonly string Script = $"insert into bench.bare (note) values ('{new string('x', 300)}');\n";

    public async Task<double> RunAsync(int clients, int seconds, CancellationToken ct)
    {
        await cluster.SqlAsync(Cluster.Book, Cluster.Superuser, Make, ct);
        var script = Path.Combine(folder, "bare.sql");
        await File.WriteAllTextAsync(script, Script, ct);
        return await PgBench.RunAsync(cluster, Cluster.Superuser, script, clients, seconds, ct);
    }
}
