using Herdbook.Core;
using Npgsql;
using Xunit;

namespace Herdbook.Catalog.Tests;

/// <summary>Plain SQL as a role and a tenant.</summary>
internal static class SqlExtensions
{
    /// <summary>Runs the statements in one transaction with the tenant set, and gives back the last one's first value.</summary>
    public static async Task<object?> RunAsync(this NpgsqlDataSource source, string? tenant, string sql, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (tenant is not null)
        {
            await using var enter = new NpgsqlCommand("select set_config('herdbook.tenant', $1, true)", connection) { Parameters = { new() { Value = tenant } } };
            await enter.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(sql, connection);
        var value = await command.ExecuteScalarAsync(ct);
        await transaction.CommitAsync(ct);
        return value;
    }

    public static async Task<PostgresException> RefusesAsync(this NpgsqlDataSource source, string? tenant, string sql, CancellationToken ct) =>
        await Assert.ThrowsAsync<PostgresException>(() => source.RunAsync(tenant, sql, ct));

    public static Task<CatalogPlan> ApplyAsync(this HerdbookDatabase database, CatalogSet catalog, CancellationToken ct, params string[] allowed) =>
        Applier.ApplyAsync(database.Owner, catalog, new ApplyOptions(allowed.ToHashSet(StringComparer.Ordinal)), ct);

    public static Task<CatalogPlan> PlanAsync(this HerdbookDatabase database, CatalogSet catalog, CancellationToken ct) =>
        Planner.PlanAsync(database.Owner, catalog, ct);
}
