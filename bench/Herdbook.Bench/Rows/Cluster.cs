using System.Globalization;

namespace Herdbook.Bench.Rows;

/// <summary>The private cluster of a home, seen by its superuser: both servers keep their rows there.</summary>
internal sealed record Cluster(string Socket, string Port, int Pid)
{
    public const string Superuser = "herdbook";
    public const string AppRole = "herdbook_app";
    public const string Book = "herdbook";
    public const string Directus = "directus";
    public const string Paperclip = "paperclip";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Finds it by the file that PostgreSQL itself keeps.</summary>
    public static Cluster Of(string home)
    {
        var file = Directory.EnumerateFiles(home, "postmaster.pid", SearchOption.AllDirectories).FirstOrDefault() ?? throw new BenchException($"No PostgreSQL runs on {home}.");
        var lines = File.ReadAllLines(file);
        return new Cluster(lines[4], lines[3], int.Parse(lines[0], CultureInfo.InvariantCulture));
    }

    /// <summary>Runs SQL and gives its answer.</summary>
    /// <param name="role">The superuser, or the application's role, which has to enter a tenant.</param>
    public async Task<string> SqlAsync(string database, string role, string sql, CancellationToken ct)
    {
        var run = await Measured.RequireAsync("psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-c", sql], Environment(database, role), ct);
        return run.Output.Trim();
    }

    /// <summary>Waits until nothing is left to do of what was asked before, and writes to disk what is not there yet: each work begins alike.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        const string Busy = "select count(*) from pg_stat_activity where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()";
        for (var (quiet, until) = (0, DateTime.UtcNow + Patience); quiet < 4 && DateTime.UtcNow < until; await Task.Delay(250, ct))
        {
            quiet = await SqlAsync("postgres", Superuser, Busy, ct) == "0" ? quiet + 1 : 0;
        }

        await SqlAsync("postgres", Superuser, "checkpoint", ct);
    }

    /// <summary>As PostgreSQL's own programs read it.</summary>
    public Dictionary<string, string> Environment(string database, string role)
    {
        var environment = new Dictionary<string, string> { ["PGHOST"] = Socket, ["PGPORT"] = Port, ["PGDATABASE"] = database, ["PGUSER"] = role };
        if (role == AppRole)
        {
            environment["PGOPTIONS"] = "-c herdbook.tenant=default -c herdbook.actor=bench";
        }

        return environment;
    }
}
