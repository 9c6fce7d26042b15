namespace Herdbook.Bench.Rows;

/// <summary>The private cluster of a home, seen by its superuser: both servers keep their rows there.</summary>
internal sealed record Cluster(string Socket, string Port)
{
    public const string Superuser = "herdbook";
    public const string AppRole = "herdbook_app";
    public const string Book = "herdbook";
    public const string Directus = "directus";

    /// <summary>Finds it by the file that PostgreSQL itself keeps.</summary>
    public static Cluster Of(string home)
    {
        var file = Directory.EnumerateFiles(home, "postmaster.pid", SearchOption.AllDirectories).FirstOrDefault() ?? throw new BenchException($"No PostgreSQL runs on {home}.");
        var lines = File.ReadAllLines(file);
        return new Cluster(lines[4], lines[3]);
    }

    /// <summary>Runs SQL and gives its answer.</summary>
    /// <param name="role">The superuser, or the application's role, which has to enter a tenant.</param>
    public async Task<string> SqlAsync(string database, string role, string sql, CancellationToken ct)
    {
        var run = await Measured.RequireAsync("psql", ["-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-c", sql], Environment(database, role), ct);
        return run.Output.Trim();
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
