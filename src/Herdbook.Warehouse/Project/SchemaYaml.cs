namespace Herdbook.Warehouse.Project;

/// <summary>What a YAML file (`version: 2`) says of a model.</summary>
internal sealed record ModelNote(
    string Name, string? Description, IReadOnlyList<ModelColumn> Columns, IReadOnlyDictionary<string, object?> Config, IReadOnlyList<DataTest> Tests, string Path, int Line);

/// <summary>Reads dbt's property files: models, sources, columns and their tests.</summary>
internal sealed class SchemaYaml
{
    private static readonly string[] Settings = ["severity", "where", "tags", "enabled"];

    private readonly List<ModelNote> _models = [];
    private readonly List<SourceTable> _sources = [];

    public IReadOnlyList<ModelNote> Models => _models;

    public IReadOnlyList<SourceTable> Sources => _sources;

    public void Read(ProjectMap file, string path)
    {
        foreach (var model in file.Maps("models"))
        {
            _models.Add(Note(model, path));
        }

        foreach (var source in file.Maps("sources"))
        {
            var name = Name(source, path);
            foreach (var table in source.Maps("tables"))
            {
                var identifier = Name(table, path);
                _sources.Add(new SourceTable(
                    name, identifier, source.Text("schema") ?? name, table.Text("identifier") ?? identifier, table.Text("description"), Columns(table, path)));
            }
        }
    }

    /// <summary>The values of a map, as SQL and configurations take them.</summary>
    public static Dictionary<string, object?> Values(ProjectMap? map) =>
        map?.Entries.ToDictionary(entry => entry.Key.TrimStart('+'), entry => Value(entry.Value), StringComparer.Ordinal) ?? new(StringComparer.Ordinal);

    public static object? Value(ProjectNode node) => node switch
    {
        ProjectScalar scalar => scalar.Value,
        ProjectList list => list.Items.Select(Value).ToArray(),
        ProjectMap map => Values(map),
        _ => null,
    };

    private static string Name(ProjectMap map, string path) => map.Text("name") ?? throw ProjectFault.At(path, map.Line, "A name is missing.", "Write 'name: …'.");

    private static List<ModelColumn> Columns(ProjectMap map, string path) =>
        [.. map.Maps("columns").Select(column => new ModelColumn(Name(column, path), column.Text("data_type"), column.Text("description")))];

    private static ModelNote Note(ProjectMap model, string path)
    {
        var name = Name(model, path);
        var tests = new List<DataTest>();
        Tests(model, name, null, path, tests);
        foreach (var column in model.Maps("columns"))
        {
            Tests(column, name, Name(column, path), path, tests);
        }

        return new ModelNote(name, model.Text("description"), Columns(model, path), Values(model.Map("config")), tests, path, model.Line);
    }

    private static void Tests(ProjectMap holder, string model, string? column, string path, List<DataTest> tests)
    {
        foreach (var node in holder.List("data_tests").Concat(holder.List("tests")))
        {
            tests.Add(node switch
            {
                ProjectScalar plain => Test(plain.Text, null, model, column, path, plain.Line),
                ProjectMap { Entries.Count: > 0 } map => Test(map.Entries.First().Key, map.Entries.First().Value as ProjectMap, model, column, path, map.Line),
                _ => throw ProjectFault.At(path, node.Line, "This is no test.", "Write its name, or a map of its name to its arguments."),
            });
        }
    }

    private static DataTest Test(string word, ProjectMap? body, string model, string? column, string path, int line)
    {
        var kind = word switch
        {
            "dbt_utils.expression_is_true" => "expression",
            "dbt_utils.unique_combination_of_columns" => "unique",
            _ => word,
        };
        var given = Values(body);
        var arguments = new Dictionary<string, object?>(given, StringComparer.Ordinal);
        if (given.GetValueOrDefault("arguments") is Dictionary<string, object?> nested)
        {
            foreach (var (key, value) in nested)
            {
                arguments[key] = value;
            }
        }

        var config = given.GetValueOrDefault("config") as Dictionary<string, object?> ?? [];
        object? Setting(string name) => config.GetValueOrDefault(name) ?? given.GetValueOrDefault(name);
        var severity = Setting("severity") as string;
        foreach (var name in Settings.Append("config").Append("arguments").Append("name").Append("description"))
        {
            arguments.Remove(name);
        }

        return new DataTest
        {
            Name = given.GetValueOrDefault("name") as string ?? Named(kind, model, column, arguments),
            Kind = kind,
            Model = model,
            Column = column,
            Arguments = arguments,
            Path = path,
            Line = line,
            Description = given.GetValueOrDefault("description") as string,
            Where = Setting("where") as string,
            Tags = Setting("tags") is string tag ? [tag] : Setting("tags") is object?[] tags ? [.. tags.OfType<string>()] : [],
            Severity = string.Equals(severity, "warn", StringComparison.OrdinalIgnoreCase) ? TestSeverity.Warn
                : severity is null || string.Equals(severity, "error", StringComparison.OrdinalIgnoreCase) ? TestSeverity.Error
                : throw ProjectFault.At(path, line, $"'{severity}' is no severity.", "Use error or warn."),
        };
    }

    /// <summary>`not_null_dim_ticket_ticket_sk`, and for others what tells them apart.</summary>
    private static string Named(string kind, string model, string? column, Dictionary<string, object?> arguments)
    {
        var name = $"{kind}_{model}{(column is null ? "" : "_" + column)}";
        var parts = (object?[])[arguments.GetValueOrDefault("field"), arguments.GetValueOrDefault("expression"), .. arguments.GetValueOrDefault("columns") as object?[] ?? [], .. arguments.GetValueOrDefault("combination_of_columns") as object?[] ?? []];
        var detail = string.Join('_', parts.OfType<string>());
        var plain = new string([.. detail.Select(letter => char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '_')]);
        while (plain.Contains("__", StringComparison.Ordinal))
        {
            plain = plain.Replace("__", "_", StringComparison.Ordinal);
        }

        plain = plain.Trim('_');
        return plain.Length == 0 ? name : $"{name}_{(plain.Length > 60 ? plain[..60] : plain)}";
    }
}
