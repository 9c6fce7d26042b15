using System.Globalization;
using Herdbook.DuckDb;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>What the file knows of a model that was built in it.</summary>
/// <param name="Checksum">Of its compiled SQL and its configuration.</param>
/// <param name="IsView">What the relation is now.</param>
internal sealed record ModelState(string Name, Relation Relation, bool IsView, string Checksum, string Status, DateTime BuiltAt);

/// <summary>The last answer of a test.</summary>
internal sealed record TestState(string Name, string Checksum, string Status);

/// <summary>
/// The runner's own tables in the file, schema `meta`. A model and what is said of it here are written in one transaction, so a file that a
/// killed build left behind says truly which models are done.
/// </summary>
internal static class BuildMeta
{
    private const string Tables = """
        create schema if not exists meta;
        create table if not exists meta.build (name varchar, value varchar);
        create table if not exists meta.pending (model varchar);
        create table if not exists meta.model (
            name varchar, relation_schema varchar, relation_name varchar, is_view boolean, materialized varchar, path varchar, description varchar,
            checksum varchar, compiled varchar, status varchar, rows bigint, duration_ms bigint, built_at timestamptz, error varchar, line integer);
        create table if not exists meta.test (
            name varchar, kind varchar, model varchar, column_name varchar, severity varchar, path varchar, description varchar, checksum varchar, compiled varchar,
            status varchar, failures bigint, duration_ms bigint, checked_at timestamptz, error varchar);
        create table if not exists meta.model_column (model varchar, name varchar, description varchar, position integer);
        create table if not exists meta.dependency (model varchar, parent varchar);
        create table if not exists meta.source (name varchar, relation_schema varchar, relation_name varchar, description varchar);
        create table if not exists meta.run (run_id uuid, reason varchar, started_at timestamptz, ended_at timestamptz, status varchar, rows_extracted bigint);
        create table if not exists meta.run_step (run_id uuid, position integer, step varchar, name varchar, status varchar, rows bigint, duration_ms bigint, error varchar, line integer);
        """;

    public static void Ensure(DuckDbConnection connection, CancellationToken ct) => Sql.Run(connection, Tables, ct);

    public static string? Get(DuckDbConnection connection, string name, CancellationToken ct) =>
        Sql.Rows(connection, $"select value from meta.build where name = {Relation.Literal(name)}", ct) is [[string value]] ? value : null;

    public static string Set(string name, string value) =>
        $"delete from meta.build where name = {Relation.Literal(name)}; insert into meta.build values ({Relation.Literal(name)}, {Relation.Literal(value)});";

    public static Dictionary<string, ModelState> Models(DuckDbConnection connection, CancellationToken ct)
    {
        var models = new Dictionary<string, ModelState>(StringComparer.Ordinal);
        foreach (var row in Sql.Rows(connection, "select name, relation_schema, relation_name, cast(is_view as varchar), coalesce(checksum, ''), status, epoch_ms(built_at) from meta.model", ct))
        {
            var state = new ModelState(
                (string)row[0]!, new Relation((string)row[1]!, (string)row[2]!), row[3] is "true", (string)row[4]!, (string)row[5]!,
                DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(row[6] ?? 0L, CultureInfo.InvariantCulture)).UtcDateTime);
            models[state.Name] = state;
        }

        return models;
    }

    public static Dictionary<string, TestState> Tests(DuckDbConnection connection, CancellationToken ct) =>
        Sql.Rows(connection, "select name, coalesce(checksum, ''), status from meta.test", ct)
            .Select(row => new TestState((string)row[0]!, (string)row[1]!, (string)row[2]!))
            .GroupBy(test => test.Name).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    public static HashSet<string> Pending(DuckDbConnection connection, CancellationToken ct) =>
        [.. Sql.Rows(connection, "select distinct model from meta.pending", ct).Select(row => (string)row[0]!)];

    /// <summary>Every table and view of the file, and whether it is a view.</summary>
    public static Dictionary<Relation, bool> Relations(DuckDbConnection connection, CancellationToken ct) =>
        Sql.Rows(connection, "select table_schema, table_name, table_type from information_schema.tables where table_catalog = current_database()", ct)
            .ToDictionary(row => new Relation((string)row[0]!, (string)row[1]!), row => row[2] is "VIEW");

    public static string AddPending(IEnumerable<string> models)
    {
        var rows = string.Join(", ", models.Select(model => $"({Relation.Literal(model)})"));
        return rows.Length == 0 ? "" : $"insert into meta.pending values {rows};";
    }

    /// <summary>Forgets how models were made, so that they are made whole.</summary>
    public static string MakeAnew(IEnumerable<string> models) => string.Join(", ", models.Select(Relation.Literal)) is { Length: > 0 } names
        ? $"update meta.model set checksum = '' where name in ({names});"
        : "";

    public static string RemovePending(string model) => $"delete from meta.pending where model = {Relation.Literal(model)};";

    /// <summary>Says that a model stands as it stood: only the state's word, error and line change.</summary>
    public static string Leave(Model model, string status, string? error, int? line) =>
        $"update meta.model set status = {Relation.Literal(status)}, error = {Text(error)}, line = {Number(line)} where name = {Relation.Literal(model.Name)};";

    private static string Text(string? text) => text is null ? "null" : Relation.Literal(text);

    private static string Number(long? number) => number is { } known ? known.ToString(CultureInfo.InvariantCulture) : "null";
}
