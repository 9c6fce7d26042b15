using System.Text.Json;
using Npgsql;

namespace Herdbook.Catalog.Planning;

/// <summary>Views and functions that the last applied catalog declared: what is declared no longer goes, and what others made beside them stays.</summary>
/// <param name="Views">By full name.</param>
/// <param name="Functions">As <c>module.name</c>, those of triggers among them; each with its table.</param>
internal sealed record Former(IReadOnlySet<string> Views, IReadOnlyDictionary<string, string> Functions)
{
    private const string Exists = "select to_regclass('catalog.manifest') is not null";

    private const string Declared = """
        select m.table_name, m.kind, coalesce(m.declaration -> 'functions', '[]'), coalesce(m.declaration -> 'triggers', '[]')
          from catalog.manifest m
         where m.kind = 'view'
            or jsonb_array_length(coalesce(m.declaration -> 'functions', '[]')) + jsonb_array_length(coalesce(m.declaration -> 'triggers', '[]')) > 0
        """;

    public static async Task<Former> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var (views, functions) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        await using var exists = new NpgsqlCommand(Exists, connection);
        if (!(bool)(await exists.ExecuteScalarAsync(ct))!)
        {
            return new Former(views, functions);
        }

        await using var command = new NpgsqlCommand(Declared, connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var table = reader.GetString(0).Split('.', 2);
            if (reader.GetString(1) == "view")
            {
                views.Add(reader.GetString(0));
            }

            foreach (var name in Names(reader.GetString(2)).Concat(Names(reader.GetString(3)).Select(name => FunctionDdl.TriggerFunction(table[1], name))))
            {
                functions[$"{table[0]}.{name}"] = reader.GetString(0);
            }
        }

        return new Former(views, functions);
    }

    private static List<string> Names(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];
    }
}
