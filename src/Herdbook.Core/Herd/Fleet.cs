using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>What is known of a tenant's agents as a whole.</summary>
public static class Fleet
{
    private const string Any = "select exists (select from herd.agent_instance)";

    /// <summary>Whether anything that an agent did is booked.</summary>
    public static Task<bool> AnyAsync(Book book, Tenant tenant, CancellationToken ct) =>
        book.ReadAsync(
            tenant,
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Any, connection);
                return await command.ExecuteScalarAsync(token) is true;
            },
            ct);
}
