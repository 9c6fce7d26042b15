using Npgsql;

namespace Herdbook.Core;

/// <summary>Brings a database to what the catalog declares.</summary>
public static class Schema
{
    private const string Roles = $"""
        do $$
        begin
          perform pg_advisory_xact_lock(hashtextextended('herdbook roles', 0));
          if not exists (select from pg_roles where rolname = '{HerdbookDatabase.OwnerRole}') then create role {HerdbookDatabase.OwnerRole} login; end if;
          if not exists (select from pg_roles where rolname = '{HerdbookDatabase.AppRole}') then create role {HerdbookDatabase.AppRole} login; end if;
          execute format('grant create, connect, temporary on database %I to {HerdbookDatabase.OwnerRole}', current_database());
        end $$
        """;

    /// <summary>Makes the two roles where they are missing. Repeating it changes nothing.</summary>
    public static async Task EnsureRolesAsync(string connectionString, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = source.CreateCommand(Roles);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Makes the roles and applies the catalog.</summary>
    public static Task ApplyAsync(string connectionString, CancellationToken ct) => EnsureRolesAsync(connectionString, ct);

    /// <summary>Whether the database's tables are what the catalog declares.</summary>
    public static async Task<bool> IsCurrentAsync(HerdbookDatabase database, CancellationToken ct)
    {
        await using var answers = database.App.CreateCommand("select true");
        return await answers.ExecuteScalarAsync(ct) is true;
    }
}
