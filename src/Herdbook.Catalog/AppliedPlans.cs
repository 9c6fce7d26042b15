using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Catalog;

/// <summary>The engine's own books: which plan was applied, and which tables there are.</summary>
internal static class AppliedPlans
{
    /// <summary>Servers listen here for an apply that another one made.</summary>
    public const string Channel = "herdbook_catalog";

    private const string Book = "insert into catalog.applied_plan (catalog_digest, steps, part) values ($1, $2, $3)";

    private const string Forget = "delete from catalog.manifest where table_name = any ($1) or ($2 and module <> 'custom')";

    private const string Tell = $"select pg_notify('{Channel}', $1)";

    private const string Declare = """
        insert into catalog.manifest (table_name, module, kind, yaml_digest, declaration)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::jsonb[])
        """;

    public static async Task RecordAsync(NpgsqlConnection connection, CatalogSet catalog, CatalogPlan plan, PlanScope scope, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var book = new NpgsqlBatchCommand(Book);
        book.Parameters.Add(new NpgsqlParameter<string> { TypedValue = plan.Digest });
        book.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(plan.Steps, DeclarationJson.Options), NpgsqlDbType = NpgsqlDbType.Jsonb });
        book.Parameters.Add(new NpgsqlParameter<string> { TypedValue = scope.Tables is null ? "program" : "custom" });
        batch.BatchCommands.Add(book);

        var tables = catalog.Tables.Where(table => scope.Covers(table.FullName)).ToList();
        var forget = new NpgsqlBatchCommand(Forget);
        Texts(forget, [.. tables.SelectMany(table => table.Names), .. scope.Removed]);
        forget.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = scope.Tables is null });
        batch.BatchCommands.Add(forget);
        var declare = new NpgsqlBatchCommand(Declare);
        Texts(declare, [.. tables.Select(table => table.FullName)]);
        Texts(declare, [.. tables.Select(table => table.Module)]);
        Texts(declare, [.. tables.Select(table => table.Kind.ToString().ToLowerInvariant())]);
        Texts(declare, [.. tables.Select(table => table.Digest)]);
        Texts(declare, [.. tables.Select(table => JsonSerializer.Serialize(table, DeclarationJson.Options))], NpgsqlDbType.Array | NpgsqlDbType.Jsonb);
        batch.BatchCommands.Add(declare);
        var tell = new NpgsqlBatchCommand(Tell);
        tell.Parameters.Add(new NpgsqlParameter<string> { TypedValue = plan.Digest });
        batch.BatchCommands.Add(tell);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static void Texts(NpgsqlBatchCommand command, string[] values, NpgsqlDbType type = NpgsqlDbType.Array | NpgsqlDbType.Text) =>
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = values, NpgsqlDbType = type });
}
