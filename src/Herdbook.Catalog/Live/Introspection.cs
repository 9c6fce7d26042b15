using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Catalog.Live;

/// <summary>Reads schemas out of PostgreSQL's catalogs: the live ones, or a shadow under the live ones' names.</summary>
internal sealed class Introspection(SchemaNames names, IReadOnlyDictionary<string, string> quoted)
{
    private readonly Dictionary<string, LiveTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Grant>> _schemas = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveFunction> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LiveView> _views = new(StringComparer.Ordinal);

    /// <param name="tables">The tables to read, by full name; null for all of the modules.</param>
    public static async Task<LiveDatabase> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<string> modules, SchemaNames names, IReadOnlyCollection<string>? tables, CancellationToken ct)
    {
        await using (var whole = new NpgsqlCommand(IntrospectionSql.PrintWholeNames, connection))
        {
            await whole.ExecuteNonQueryAsync(ct);
        }

        var quoted = await QuotedAsync(connection, modules, ct);
        var oids = tables is null ? null : await OidsAsync(connection, names, tables, ct);
        return await new Introspection(names, quoted).ReadAsync(connection, [.. modules.Select(names.Of)], oids, ct);
    }

    private async Task<LiveDatabase> ReadAsync(NpgsqlConnection connection, string[] schemas, uint[]? oids, CancellationToken ct)
    {
        (string Sql, Action<NpgsqlDataReader> Row)[] questions =
        [
            (IntrospectionSql.Schemas, row => _schemas[names.Module(row.GetString(0))] = []),
            (IntrospectionSql.SchemaGrants, row => _schemas[names.Module(row.GetString(0))].Add(new Grant(row.GetString(1), row.GetString(2), row.GetBoolean(3)))),
            (IntrospectionSql.Tables, Table),
            (IntrospectionSql.Columns, row => TableOf(row).Columns.Add(Column(row))),
            (IntrospectionSql.Constraints, row => TableOf(row).Constraints[row.GetString(2)] = Constraint(row)),
            (IntrospectionSql.Indexes, row => TableOf(row).Indexes[row.GetString(2)] = new(row.GetBoolean(3), row.GetBoolean(4), Normal(row.GetString(5)))),
            (IntrospectionSql.Triggers, row => Maybe(row)?.Triggers[row.GetString(2)] = new(Normal(row.GetString(3)), row.GetChar(4))),
            (IntrospectionSql.Policies, row => TableOf(row).Policies[row.GetString(2)] = Normal(row.GetString(3))),
            (IntrospectionSql.Rules, row => TableOf(row).Rules.Add(row.GetString(2))),
            (IntrospectionSql.Grants, row => TableOf(row).Grants.Add(new(row.GetString(2), row.GetString(3), row.GetBoolean(4), Text(row, 5), Text(row, 6)))),
            (IntrospectionSql.Functions, Function),
            (IntrospectionSql.FunctionGrants, row => _functions.GetValueOrDefault(Signature(row))?.Grants.Add(new(row.GetString(2), row.GetString(3), row.GetBoolean(4)))),
            (IntrospectionSql.Views, row => _views[NameOf(row)] = new LiveView(names.Module(row.GetString(0)), row.GetString(1), Normal(row.GetString(2)), row.GetString(3), Text(row, 4))),
            (IntrospectionSql.ViewColumns, row => _views[NameOf(row)].Columns.Add(new(row.GetString(2), row.GetString(3), Text(row, 4)))),
            (IntrospectionSql.ViewUses, row => _views[NameOf(row)].Uses.Add($"{names.Module(row.GetString(2))}.{Normal(row.GetString(3))}")),
            (IntrospectionSql.ViewGrants, row => _views[NameOf(row)].Grants.Add(new(row.GetString(2), row.GetString(3), row.GetBoolean(4)))),
        ];
        await using var batch = new NpgsqlBatch(connection);
        foreach (var (sql, _) in questions)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = schemas });
            if (sql.Contains("$2", StringComparison.Ordinal))
            {
                command.Parameters.Add(new NpgsqlParameter { Value = (object?)oids ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid });
            }

            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        foreach (var (_, row) in questions)
        {
            while (await reader.ReadAsync(ct))
            {
                row(reader);
            }

            await reader.NextResultAsync(ct);
        }

        return new LiveDatabase(_schemas.ToDictionary(schema => schema.Key, schema => new LiveSchema(schema.Key, schema.Value)), _tables, _functions, _views);
    }

    private void Table(NpgsqlDataReader row)
    {
        var table = new LiveTable(names.Module(row.GetString(0)), row.GetString(1))
        {
            RowSecurity = row.GetBoolean(2),
            ForcedRowSecurity = row.GetBoolean(3),
            Logged = row.GetBoolean(4),
            Comment = Text(row, 5),
            HasPages = row.GetBoolean(6),
        };
        _tables[table.FullName] = table;
    }

    private LiveColumn Column(NpgsqlDataReader row) => new(
        row.GetString(2), row.GetString(3), row.GetBoolean(4), Text(row, 5) is { } value ? Normal(value) : null, row.GetString(6), row.GetString(7), Text(row, 8), Text(row, 9));

    private LiveConstraint Constraint(NpgsqlDataReader row) => new(
        row.GetChar(3), Normal(row.GetString(4)), Text(row, 5) is { } schema ? $"{TargetModule(schema)}.{row.GetString(6)}" : null);

    /// <summary>A live foreign key may refer to a schema that is none of ours.</summary>
    private string TargetModule(string schema) => names.Of("") is { Length: > 0 } prefix && schema.StartsWith(prefix, StringComparison.Ordinal) ? names.Module(schema) : schema;

    private void Function(NpgsqlDataReader row) => _functions[Signature(row)] = new LiveFunction(
        names.Module(row.GetString(0)), row.GetString(6), Signature(row), WithoutMark(Normal(row.GetString(2))), Normal(row.GetString(3)), row.GetBoolean(4), Text(row, 5));

    /// <summary>Only a superuser marks a function as leakproof, at the start of a session; a plan has no say in it.</summary>
    private static string WithoutMark(string definition)
    {
        var body = definition.IndexOf("\nAS ", StringComparison.Ordinal);
        return body < 0 ? definition : string.Concat(definition[..body].Replace(" LEAKPROOF", "", StringComparison.Ordinal), definition.AsSpan(body));
    }

    private string Signature(NpgsqlDataReader row) => $"{names.Module(row.GetString(0))}.{Normal(row.GetString(1))}";

    private string NameOf(NpgsqlDataReader row) => $"{names.Module(row.GetString(0))}.{row.GetString(1)}";

    private LiveTable TableOf(NpgsqlDataReader row) => _tables[NameOf(row)];

    /// <summary>Null for a view, which may have triggers and is none of ours.</summary>
    private LiveTable? Maybe(NpgsqlDataReader row) => _tables.GetValueOrDefault(NameOf(row));

    private string Normal(string text) => names.Normalise(text, quoted);

    private static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    private static async Task<uint[]> OidsAsync(NpgsqlConnection connection, SchemaNames names, IReadOnlyCollection<string> tables, CancellationToken ct)
    {
        var split = tables.Select(table => table.Split('.', 2)).ToList();
        await using var command = new NpgsqlCommand(IntrospectionSql.Oids, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. split.Select(name => names.Of(name[0]))] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. split.Select(name => name[1])] });
        return (uint[])(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<Dictionary<string, string>> QuotedAsync(NpgsqlConnection connection, IReadOnlyList<string> modules, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(IntrospectionSql.QuotedNames, connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. modules] });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var quoted = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            quoted[reader.GetString(0)] = reader.GetString(1);
        }

        return quoted;
    }
}
