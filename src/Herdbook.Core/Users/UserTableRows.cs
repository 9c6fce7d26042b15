using Npgsql;

namespace Herdbook.Core.Users;

/// <summary>Where a user's table is declared.</summary>
public enum UserTableSource
{
    /// <summary>In the home's folder of tables, by its operator.</summary>
    Folder,

    /// <summary>Over the API; the book itself keeps the declaration.</summary>
    Api,
}

/// <summary>The rows of catalog.user_table. Only the owner may write them.</summary>
internal static class UserTableRows
{
    private const string Exists = "select to_regclass('catalog.user_table') is not null";

    private const string List = "select table_name, source, digest from catalog.user_table";

    private const string Texts = "select table_name, yaml from catalog.user_table where table_name = any ($1::text[])";

    private const string Put = """
        insert into catalog.user_table as kept (table_name, yaml, source, digest, created_by)
        select *, $5 from unnest($1::text[], $2::text[], $3::text[], $4::text[])
        on conflict (table_name) do update
           set yaml = excluded.yaml, source = excluded.source, digest = excluded.digest
         where (kept.yaml, kept.source, kept.digest) is distinct from (excluded.yaml, excluded.source, excluded.digest)
        """;

    private const string Remove = "delete from catalog.user_table where table_name = any ($1::text[])";

    /// <summary>Every user's table by name, with the digest of its declaration; none in a book that has no place for them yet.</summary>
    public static async Task<Dictionary<string, (UserTableSource Source, string Digest)>> ListAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var found = new Dictionary<string, (UserTableSource, string)>(StringComparer.Ordinal);
        await using (var exists = new NpgsqlCommand(Exists, connection))
        {
            if (await exists.ExecuteScalarAsync(ct) is not true)
            {
                return found;
            }
        }

        await using var command = new NpgsqlCommand(List, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetString(0)] = (reader.GetString(1) == "api" ? UserTableSource.Api : UserTableSource.Folder, reader.GetString(2));
        }

        return found;
    }

    /// <summary>The declarations as they were written, by name.</summary>
    public static async Task<Dictionary<string, string>> TextsAsync(NpgsqlConnection connection, IEnumerable<string> names, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Texts, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. names] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            texts[reader.GetString(0)] = reader.GetString(1);
        }

        return texts;
    }

    public static async Task WriteAsync(NpgsqlConnection connection, UserChange change, IReadOnlyCollection<string> removed, Actor actor, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        var remove = new NpgsqlBatchCommand(Remove);
        remove.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. removed] });
        batch.BatchCommands.Add(remove);
        var put = new NpgsqlBatchCommand(Put);
        put.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. change.Declared.Select(declared => declared.Table.FullName)] });
        put.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. change.Declared.Select(declared => declared.Yaml)] });
        put.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. change.Declared.Select(_ => change.Source == UserTableSource.Api ? "api" : "folder")] });
        put.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. change.Declared.Select(declared => declared.Table.Digest)] });
        put.Parameters.Add(new NpgsqlParameter<string> { TypedValue = actor.Name });
        batch.BatchCommands.Add(put);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
