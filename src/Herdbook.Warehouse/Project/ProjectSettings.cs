namespace Herdbook.Warehouse.Project;

/// <summary>What dbt_project.yml says: the project's name, its folders, variables, and configurations by folder.</summary>
internal sealed class ProjectSettings(ProjectMap file)
{
    /// <summary>The configurations that dbt has for models.</summary>
    public static readonly IReadOnlyList<string> Known = ["materialized", "schema", "alias", "tags", "enabled", "unique_key", "on_schema_change", "incremental_strategy", "description", "meta"];

    public string Name { get; } = file.Text("name") ?? "project";

    public IReadOnlyList<string> ModelPaths { get; } = Or(file.Words("model-paths"), "models");

    public IReadOnlyList<string> MacroPaths { get; } = Or(file.Words("macro-paths"), "macros");

    public IReadOnlyList<string> TestPaths { get; } = Or(file.Words("test-paths"), "tests");

    public IReadOnlyDictionary<string, object?> Variables { get; } = Flatten(SchemaYaml.Values(file.Map("vars")), file.Text("name"));

    /// <summary>What the folders from the outermost to the innermost say; the inner one is heard.</summary>
    /// <param name="fqn">Project, folders, name.</param>
    public Dictionary<string, object?> ConfigOf(IReadOnlyList<string> fqn) => Config("models", fqn);

    public Dictionary<string, object?> ConfigOfTest() => Config("data_tests", [Name]);

    private Dictionary<string, object?> Config(string section, IReadOnlyList<string> fqn)
    {
        var found = new Dictionary<string, object?>(StringComparer.Ordinal);
        var tags = new List<object?>();
        var map = file.Map(section);
        foreach (var part in fqn.Prepend(""))
        {
            map = part.Length == 0 ? map : map?.Map(part);
            if (map is null)
            {
                break;
            }

            foreach (var (key, node) in map.Entries)
            {
                if (key is not ['+', ..] && !(Known.Contains(key) && node is not ProjectMap))
                {
                    continue;
                }

                var name = key.TrimStart('+');
                var value = SchemaYaml.Value(node);
                if (name == "tags")
                {
                    tags.AddRange(value as object?[] ?? [value]);
                }
                else
                {
                    found[name] = value;
                }
            }
        }

        if (tags.Count > 0)
        {
            found["tags"] = tags.ToArray();
        }

        return found;
    }

    private static IReadOnlyList<string> Or(IReadOnlyList<string> words, string usual) => words.Count > 0 ? words : [usual];

    /// <summary>Variables stand alone or under the project's name.</summary>
    private static Dictionary<string, object?> Flatten(Dictionary<string, object?> variables, string? project)
    {
        if (project is not null && variables.Remove(project, out var own) && own is Dictionary<string, object?> mine)
        {
            foreach (var (name, value) in mine)
            {
                variables[name] = value;
            }
        }

        return variables;
    }
}
