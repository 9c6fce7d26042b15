using Npgsql;

namespace Herdbook.Catalog.Planning;

/// <summary>Runs steps; a failure says which one, and that nothing was changed.</summary>
internal static class Run
{
    public static async Task StepsAsync(NpgsqlConnection connection, IReadOnlyList<PlannedStep> steps, CancellationToken ct)
    {
        foreach (var step in steps.Select(step => step.Step))
        {
            try
            {
                await OneAsync(connection, step.Sql, ct);
            }
            catch (PostgresException failed)
            {
                throw new CatalogException(
                    $"A step failed, and nothing was changed. {step.Table}: {step.What}. PostgreSQL says: {failed.MessageText}{(failed.Detail is { } detail ? $" ({detail})" : "")}", failed);
            }
        }
    }

    /// <summary>Exactly one statement: text from a file cannot end it and begin another. It may take as long as it needs.</summary>
    public static async Task OneAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(sql) }, Timeout = 0 };
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static async Task SqlAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
