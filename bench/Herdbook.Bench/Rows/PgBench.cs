using System.Globalization;

namespace Herdbook.Bench.Rows;

/// <summary>What the database alone does with the same statements, under the same isolation and with the same history.</summary>
internal sealed class PgBench(Cluster cluster, string folder, int rows)
{
    private const string Mark = "tps = ";

    /// <summary>Transactions a second.</summary>
    public async Task<double> RunAsync(Work work, int seconds, CancellationToken ct)
    {
        var script = Path.Combine(folder, $"{work}.sql".ToLowerInvariant());
        await File.WriteAllTextAsync(script, TicketRows.Statement(work, rows), ct);
        return await RunAsync(cluster, Cluster.AppRole, script, Wrk.Connections, seconds, ct);
    }

    /// <summary>Runs a script of one transaction with so many clients, and gives the transactions a second.</summary>
    public static async Task<double> RunAsync(Cluster cluster, string role, string script, int clients, int seconds, CancellationToken ct)
    {
        var run = await Measured.RequireAsync(
            "pgbench",
            ["-n", "-f", script, "-c", clients.ToString(CultureInfo.InvariantCulture), "-j", "2", "-M", "prepared", "-T", seconds.ToString(CultureInfo.InvariantCulture)],
            cluster.Environment(Cluster.Book, role), ct);
        var line = run.Output.Split('\n').First(line => line.StartsWith(Mark, StringComparison.Ordinal));
        return double.Parse(line[Mark.Length..line.IndexOf(' ', Mark.Length)], CultureInfo.InvariantCulture);
    }
}
