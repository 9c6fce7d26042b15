using System.Diagnostics;
using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Build;
using Herdbook.Warehouse.Extract;

namespace Herdbook.Bench.Warehouse;

/// <summary>
/// The statements of a build, one after the other on one connection of a fresh file: what DuckDB takes without our runner, within the same
/// limits of memory, with as many threads, on the same disk, until the file is whole and closed.
/// </summary>
internal static class BareDuckDb
{
    private const string Models = "select name, relation_schema, relation_name, is_view, compiled from meta.model where status = 'done'";
    private const string Parents = "select model, parent from meta.dependency";

    /// <returns>Time of the extract, and time of the models.</returns>
    public static async Task<(TimeSpan Extract, TimeSpan Models)> RunAsync(HomeSession session, string built, string file, CancellationToken ct)
    {
        var models = Read(built, ct);
        var clock = new Stopwatch();
        var extract = TimeSpan.Zero;
        using (var database = DuckDbDatabase.Open(file, new DuckDbOptions
        {
            MemoryLimit = string.Create(CultureInfo.InvariantCulture, $"{new BuildRequest(Tenant.Default).MemoryLimit >> 20}MiB"),
            TempDirectory = file + ".tmp",
            PreserveInsertionOrder = false,
        }))
        {
            using var connection = database.Connect();
            connection.Execute("set TimeZone = 'UTC'", ct);
            clock.Start();
            await Extractor.ExtractAsync(new ExtractRequest { Book = session.Book, Tenant = Tenant.Default, Catalog = session.Catalog.Current, Target = connection, Full = true }, ct);
            extract = clock.Elapsed;
            clock.Restart();
            foreach (var (schema, name, isView, sql) in models)
            {
                connection.Execute($"create schema if not exists \"{schema}\"; create or replace {(isView ? "view" : "table")} \"{schema}\".\"{name}\" as {sql}", ct);
            }

            connection.Execute("checkpoint", ct);
        }

        return (extract, clock.Elapsed);
    }

    /// <summary>Models of a built file, each after those that it reads.</summary>
    private static List<(string Schema, string Name, bool IsView, string Sql)> Read(string built, CancellationToken ct)
    {
        using var database = DuckDbDatabase.Open(built, new DuckDbOptions { ReadOnly = true });
        using var connection = database.Connect();
        var models = new Dictionary<string, (string, string, bool, string)>(StringComparer.Ordinal);
        using (var rows = connection.Query(Models, ct))
        {
            foreach (var row in rows.Rows(ct))
            {
                models.Add(row.GetString("name"), (row.GetString("relation_schema"), row.GetString("relation_name"), row.GetBoolean("is_view"), row.GetString("compiled")));
            }
        }

        var parents = new List<(string Model, string Parent)>();
        using (var rows = connection.Query(Parents, ct))
        {
            parents.AddRange(rows.Rows(ct).Select(row => (row.GetString("model"), row.GetString("parent"))).Where(pair => models.ContainsKey(pair.Item2)));
        }

        var above = parents.ToLookup(pair => pair.Model, pair => pair.Parent, StringComparer.Ordinal);
        var ordered = new List<(string, string, bool, string)>();
        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in models.Keys.Order(StringComparer.Ordinal))
        {
            Take(name);
        }

        return ordered;

        void Take(string name)
        {
            if (done.Add(name))
            {
                above[name].ToList().ForEach(Take);
                ordered.Add(models[name]);
            }
        }
    }
}
