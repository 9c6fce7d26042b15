using Npgsql;

namespace Herdbook.Catalog;

/// <summary>Makes a database ready for the catalog: its two roles, the owner's right to make schemas, and what only a superuser may switch on.</summary>
public static class Bootstrap
{
    private const int Attempts = 10;

    private const string MissingRoles = """
        select wanted.name
          from unnest($1::text[]) as wanted (name)
          left join pg_roles r on r.rolname = wanted.name
         where r.oid is null
        """;

    private const string PowerfulRoles = """
        select rolname
          from pg_roles
         where rolname = any ($1)
           and (rolsuper or rolbypassrls)
        """;

    private const string MissingMembership = """
        select r.rolname
          from pg_roles r
         where r.rolname = any ($1)
           and not pg_has_role(current_user, r.oid, 'member')
        """;

    /// <summary>Those of $1 that the server brings and the database lacks; none when the login may not make them.</summary>
    private const string MissingExtensions = """
        select a.name::text
          from pg_available_extensions a
         where a.name = any ($1)
           and a.installed_version is null
           and to_regnamespace('public') is not null
           and (select r.rolsuper from pg_roles r where r.rolname = current_user)
        """;

    private const string OwnerMayCreate = "select has_database_privilege('herdbook_owner', current_database(), 'create')";

    private const string AppIsOwner = "select pg_has_role('herdbook_app', 'herdbook_owner', 'member')";

    /// <summary>
    /// Creates herdbook_owner and herdbook_app where they are missing, and grants what is missing. Safe to run again, and by several at
    /// once, also from other databases of the same cluster.
    /// </summary>
    /// <param name="login">A superuser, or a role with CREATEROLE that owns the database.</param>
    /// <exception cref="CatalogException">The login lacks a right, or one of the roles has more power than isolation allows.</exception>
    public static async Task EnsureRolesAsync(NpgsqlDataSource login, CancellationToken ct)
    {
        await using var connection = await login.OpenConnectionAsync(ct);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await EnsureAsync(connection, ct);
                return;
            }
            catch (PostgresException raced) when (attempt < Attempts && IsRace(raced))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), ct);
            }
            catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new CatalogException(
                    $"The login may not prepare the database: {refused.MessageText}. Use a superuser, or a role with CREATEROLE that owns the database.", refused);
            }
        }
    }

    private static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        string[] roles = [Roles.Owner, Roles.App];
        foreach (var missing in await NamesAsync(connection, MissingRoles, roles, ct))
        {
            await RunAsync(connection, $"create role {Quote.Name(missing)} with login nosuperuser nobypassrls nocreatedb nocreaterole", ct);
        }

        foreach (var powerful in await NamesAsync(connection, PowerfulRoles, roles, ct))
        {
            throw new CatalogException($"The role {powerful} is a superuser or bypasses row-level security, which would end isolation. Run: alter role {powerful} nosuperuser nobypassrls");
        }

        foreach (var missing in await NamesAsync(connection, MissingMembership, roles, ct))
        {
            await RunAsync(connection, $"grant {Quote.Name(missing)} to current_user", ct);
        }

        if (await ScalarAsync(connection, AppIsOwner, ct))
        {
            throw new CatalogException("The role herdbook_app is a member of herdbook_owner, so the application could change tables. Run: revoke herdbook_owner from herdbook_app");
        }

        if (!await ScalarAsync(connection, OwnerMayCreate, ct))
        {
            await RunAsync(connection, $"grant create on database {Quote.Name(connection.Database)} to {Roles.Owner}", ct);
        }

        await EnsureFeaturesAsync(connection, ct);
    }

    /// <summary>
    /// Has pgvector and pgcrypto made where the server brings them, and lets indexes serve under row-level security. All need a superuser; with
    /// another login embeddings are compared one by one, such filters read all rows of the tenant, and nobody can sign in by a password.
    /// </summary>
    private static async Task EnsureFeaturesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var function in await NamesAsync(connection, Leakproof.Unmarked, Leakproof.Functions, ct))
        {
            await RunAsync(connection, Leakproof.Mark(function), ct);
        }

        foreach (var extension in await NamesAsync(connection, MissingExtensions, ["vector", "pgcrypto"], ct))
        {
            await RunAsync(connection, $"create extension if not exists {Quote.Name(extension)} with schema public", ct);
        }
    }

    /// <summary>Another session did the same between our look and our step: look again.</summary>
    private static bool IsRace(PostgresException raised) =>
        raised.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation
        || (raised.SqlState == PostgresErrorCodes.InternalError && raised.MessageText.Contains("concurrently", StringComparison.Ordinal));

    private static async Task<List<string>> NamesAsync(NpgsqlConnection connection, string sql, string[] roles, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = roles });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var names = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task<bool> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
