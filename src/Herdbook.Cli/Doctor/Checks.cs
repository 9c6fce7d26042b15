using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Herdbook.DuckDb;
using Herdbook.Server.Host;
using Npgsql;

namespace Herdbook.Cli.Doctor;

/// <summary>What `herdbook doctor` looks at.</summary>
internal static class Checks
{
    private const int UsualPort = 7411;

    public static async Task<IReadOnlyList<Finding>> RunAsync(HerdbookHome home, CancellationToken ct)
    {
        var findings = new List<Finding>
        {
            new("herdbook", Health.Ok, Product.Version),
            new("dotnet", Health.Ok, Environment.Version.ToString()),
            await Programs.NodeAsync(ct),
            await Programs.NpmAsync(ct),
        };
        findings.AddRange(await EnginesAsync(home, ct));
        findings.Add(DuckDb());
        findings.Add(Programs.Psql());
        findings.Add(Home(home));
        findings.Add(Disk(home));
        findings.Add(Port(home));
        findings.Add(Catalog());
        findings.Add(await DatabaseAsync(home, ct));
        return findings;
    }

    private static async Task<IEnumerable<Finding>> EnginesAsync(HerdbookHome home, CancellationToken ct)
    {
        if (DatabaseAddress.FromEnvironment() is not null)
        {
            return [new Finding("postgresql", Health.Ok, $"the server of {DatabaseAddress.Variable}; no private cluster is used")];
        }

        try
        {
            var chosen = await PgBinaries.ForHomeAsync(home, ct);
            return
            [
                new Finding("postgresql", Health.Ok, $"{chosen.Version} in {chosen.Directory} ({chosen.Origin})"),
                Extension(chosen, "vector", "exact search instead of an index for embeddings", "pgvector"),
                Extension(chosen, "age", "no Cypher on graphs", "age"),
            ];
        }
        catch (RefusedException refused)
        {
            return [new Finding("postgresql", Health.Fail, "no usable server programs", refused.Message)];
        }
    }

    private static Finding Extension(PgBinaries binaries, string name, string without, string package) => binaries.HasExtension(name)
        ? new Finding(name, Health.Ok, "available")
        : new Finding(name, Health.Warn, $"not available: {without}", binaries.Origin == PgBinaries.Npm
            ? $"The server from npm brings none. On Debian 13: apt-get install postgresql-17-{package}; for a new book name /usr/lib/postgresql/17/bin in HERDBOOK_PG_BIN."
            : $"On Debian 13: apt-get install postgresql-{binaries.Major}-{package}.");

    private static Finding DuckDb()
    {
        try
        {
            return new Finding("duckdb", Health.Ok, DuckDbDatabase.LibraryVersion);
        }
        catch (DuckDbLibraryException missing)
        {
            return new Finding("duckdb", Health.Fail, "the warehouse's engine is missing", missing.Message);
        }
    }

    private static Finding Home(HerdbookHome home)
    {
        try
        {
            HomeChecks.RefuseNewer(home);
            return HomeChecks.WouldBeWritable(home)
                ? new Finding("home", Health.Ok, home.Root)
                : new Finding("home", Health.Fail, $"{home.Root} cannot be written", "Choose another with --home or HERDBOOK_HOME, or make it yours (chown).");
        }
        catch (RefusedException refused)
        {
            return new Finding("home", Health.Fail, home.Root, refused.Message);
        }
    }

    private static Finding Disk(HerdbookHome home)
    {
        var free = HomeChecks.FreeBytes(home);
        var detail = string.Create(CultureInfo.InvariantCulture, $"{free / 1073741824.0:0.0} GB free");
        return free < HomeChecks.LeastFreeBytes
            ? new Finding("disk", Health.Fail, detail, $"Herdbook starts with {HomeChecks.LeastFreeBytes >> 20} MB or more. Free some space.")
            : free < HomeChecks.LeastFreeBytes * 8
                ? new Finding("disk", Health.Warn, detail, "A book grows with its transcripts; free some space soon.")
                : new Finding("disk", Health.Ok, detail);
    }

    private static Finding Port(HerdbookHome home)
    {
        if (ControlPlane.Running(home) is { } server)
        {
            return new Finding("server", Health.Ok, $"runs at {server.Address ?? "an address it has not told yet"}, process {server.Pid}");
        }

        try
        {
            HerdbookServer.RequireFreePort(UsualPort);
            return new Finding("server", Health.Ok, string.Create(CultureInfo.InvariantCulture, $"not running; port {UsualPort} is free"));
        }
        catch (RefusedException refused)
        {
            return new Finding("server", Health.Warn, "not running", refused.Message);
        }
    }

    private static Finding Catalog()
    {
        try
        {
            return new Finding("catalog", Health.Ok, $"{Schema.Declared.Tables.Count} tables declared in {Schema.Folder}");
        }
        catch (Herdbook.Catalog.CatalogException faulty)
        {
            return new Finding("catalog", Health.Fail, "the declarations have errors", faulty.Message);
        }
    }

    private static async Task<Finding> DatabaseAsync(HerdbookHome home, CancellationToken ct)
    {
        var outside = DatabaseAddress.FromEnvironment();
        if (outside is null && PgCluster.RunningOn(home) is null)
        {
            return new Finding("database", Health.Ok, "not running; what it holds is looked at when it does");
        }

        try
        {
            await using var database = outside is null
                ? HerdbookDatabase.ConnectAsRoles(PgCluster.ConnectionString(home, PgCluster.DatabaseName))
                : HerdbookDatabase.Connect(outside);
            return await Schema.IsCurrentAsync(database, ct)
                ? new Finding("database", Health.Ok, "answers; its tables are what the catalog declares")
                : new Finding("database", Health.Warn, "answers; its tables are not what the catalog declares", "See `herdbook plan`, then run `herdbook apply`.");
        }
        catch (NpgsqlException e)
        {
            return new Finding("database", Health.Fail, $"does not answer: {e.Message}", $"`herdbook down` and `herdbook up` start it anew; its log is in {home.LogDirectory}.");
        }
        catch (Herdbook.Catalog.CatalogException)
        {
            return new Finding("database", Health.Warn, "answers; cannot be compared with a catalog that has errors");
        }
    }
}
