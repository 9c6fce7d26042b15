namespace Herdbook.Warehouse.Project;

/// <summary>A column as the project's YAML describes it.</summary>
public sealed record ModelColumn(string Name, string? Type, string? Description);

/// <summary>A model: one file of SQL that makes one relation.</summary>
public sealed record Model
{
    public required string Name { get; init; }

    /// <summary>Relative to the project, with slashes: `models/gold/dm/dim_ticket.sql`.</summary>
    public required string Path { get; init; }

    /// <summary>The template as it is written.</summary>
    public required string Source { get; init; }

    public required ModelConfig Config { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<ModelColumn> Columns { get; init; } = [];

    /// <summary>Names of the models that it reads.</summary>
    public IReadOnlyList<string> Refs { get; init; } = [];

    /// <summary>The tables of bronze that it reads, as `module.table`.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The relation's name in the file.</summary>
    public Relation Relation => new(Config.Schema, Config.Alias ?? Name);

    /// <summary>Project and folders and name, as dbt's selections by folder see it.</summary>
    public IReadOnlyList<string> Fqn { get; init; } = [];
}

/// <summary>A table or view of the warehouse's file.</summary>
public sealed record Relation(string Schema, string Name)
{
    /// <summary>Quoted, so that any name is one name.</summary>
    public string Sql => $"{Quote(Schema)}.{Quote(Name)}";

    public override string ToString() => $"{Schema}.{Name}";

    /// <summary>The one place that quotes names of DuckDB.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as a literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

/// <summary>A table of bronze, as the project describes it.</summary>
public sealed record SourceTable(string Source, string Name, string Schema, string Identifier, string? Description, IReadOnlyList<ModelColumn> Columns)
{
    /// <summary>`herd.ticket_def`.</summary>
    public string FullName => $"{Source}.{Name}";

    public Relation Relation => new(Schema, Identifier);
}
