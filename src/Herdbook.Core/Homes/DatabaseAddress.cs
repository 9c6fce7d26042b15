using Herdbook.Core.Postgres;
using Npgsql;

namespace Herdbook.Core.Homes;

/// <summary>A server that HERDBOOK_DATABASE names: a postgresql:// address or a connection string of key=value pairs.</summary>
public static class DatabaseAddress
{
    public const string Variable = "HERDBOOK_DATABASE";

    /// <summary>As a connection string; null where the variable is unset.</summary>
    /// <exception cref="RefusedException">`database_address`: neither form.</exception>
    public static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? Parse(address) : null;

    public static string Parse(string address)
    {
        try
        {
            return address.StartsWith("postgres://", StringComparison.Ordinal) || address.StartsWith("postgresql://", StringComparison.Ordinal)
                ? FromUri(new Uri(address))
                : new NpgsqlConnectionStringBuilder(address).ConnectionString;
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException or FormatException)
        {
            throw new RefusedException("database_address",
                $"{Variable} is neither an address (postgresql://user:password@host/database) nor a connection string (Host=…;Username=…;Database=…): {e.Message}", e);
        }
    }

    /// <summary>The server answers, is recent enough, and its login may make the roles or already has them.</summary>
    /// <exception cref="RefusedException">`database_unavailable` or `server_version`.</exception>
    public static async Task RequireUsableAsync(string connectionString, CancellationToken ct)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString);
        await using var source = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
            if (connection.PostgreSqlVersion.Major < PgBinaries.Oldest)
            {
                throw new RefusedException("server_version",
                    $"The server in {Variable} is PostgreSQL {connection.PostgreSqlVersion}; Herdbook needs {PgBinaries.Oldest} or later. Nothing was changed.");
            }
        }
        catch (NpgsqlException e)
        {
            throw new RefusedException("database_unavailable",
                $"The database in {Variable} ({name.Host}, {name.Database}) does not answer: {e.Message} Start it, or correct the address, or unset it for a private one.", e);
        }
    }

    private static string FromUri(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) };
        if (uri.Port > 0)
        {
            builder.Port = uri.Port;
        }

        var login = uri.UserInfo.Split(':', 2);
        if (login[0].Length > 0)
        {
            builder.Username = Uri.UnescapeDataString(login[0]);
        }

        if (login.Length == 2)
        {
            builder.Password = Uri.UnescapeDataString(login[1]);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            builder[Known(Uri.UnescapeDataString(parts[0]))] = Uri.UnescapeDataString(parts.Length == 2 ? parts[1] : "");
        }

        return builder.Host is { Length: > 0 } ? builder.ConnectionString : throw new ArgumentException("it names no host.");
    }

    /// <summary>libpq's words for what Npgsql calls otherwise.</summary>
    private static string Known(string libpq) => libpq switch
    {
        "sslmode" => "SSL Mode",
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        "user" => "Username",
        "dbname" => "Database",
        "host" => "Host",
        _ => libpq,
    };
}
