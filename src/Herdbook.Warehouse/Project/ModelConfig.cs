namespace Herdbook.Warehouse.Project;

/// <summary>How a model is made.</summary>
public enum Materialization
{
    View,
    Table,
    Incremental,
    Ephemeral,
}

/// <summary>A model's configuration: what its folder says in dbt_project.yml, over that its YAML, over that its own `config()`.</summary>
public sealed record ModelConfig
{
    public Materialization Materialized { get; init; } = Materialization.View;

    /// <summary>The schema that the relation stands in.</summary>
    public string Schema { get; init; } = "main";

    /// <summary>The relation's name, where it is not the model's.</summary>
    public string? Alias { get; init; }

    /// <summary>Of an incremental model: rows with the same values of these columns are replaced; empty for an append.</summary>
    public IReadOnlyList<string> UniqueKey { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public bool Enabled { get; init; } = true;

    /// <summary>Every value that was given, by name, for selections and for `config.get`.</summary>
    public IReadOnlyDictionary<string, object?> All { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    internal static ModelConfig From(IReadOnlyDictionary<string, object?> values, string file, int line)
    {
        var word = Text(values, "materialized") ?? "view";
        var materialized = word switch
        {
            "view" => Materialization.View,
            "table" => Materialization.Table,
            "incremental" => Materialization.Incremental,
            "ephemeral" => Materialization.Ephemeral,
            _ => throw ProjectFault.At(file, line, $"'{word}' is no way to make a model.", "Use view, table, incremental or ephemeral."),
        };
        return new ModelConfig
        {
            Materialized = materialized,
            Schema = Text(values, "schema") ?? "main",
            Alias = Text(values, "alias"),
            UniqueKey = Words(values, "unique_key"),
            Tags = Words(values, "tags"),
            Enabled = values.GetValueOrDefault("enabled") is not false,
            All = values,
        };
    }

    private static string? Text(IReadOnlyDictionary<string, object?> values, string name) => values.GetValueOrDefault(name) as string;

    private static IReadOnlyList<string> Words(IReadOnlyDictionary<string, object?> values, string name) => values.GetValueOrDefault(name) switch
    {
        string one => [one],
        IEnumerable<object?> many => [.. many.OfType<string>()],
        _ => [],
    };
}
