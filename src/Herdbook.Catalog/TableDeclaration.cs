using System.Text.Json.Serialization;

namespace Herdbook.Catalog;

/// <summary>What may happen to a table's rows; PostgreSQL enforces it by triggers and privileges.</summary>
public enum TableKind
{
    /// <summary>Insert and update; rows are deleted by setting deleted_at.</summary>
    Entity,

    /// <summary>Insert only; immutable, content-addressed where the declaration says so.</summary>
    Version,

    /// <summary>Insert only; carries booked_at and booked_xid.</summary>
    Ledger,

    /// <summary>Insert and soft delete; a composite key.</summary>
    Junction,

    /// <summary>Kept by the system; can be rebuilt from what the declaration names.</summary>
    Cache,
}

/// <summary>One table, as its YAML file declares it.</summary>
public sealed record TableDeclaration
{
    public required string Module { get; init; }

    public required string Name { get; init; }

    public required TableKind Kind { get; init; }

    public required string About { get; init; }

    /// <summary>The primary key without tenant_id, which PostgreSQL puts first. Never empty.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>The columns of the file, in its order.</summary>
    public required IReadOnlyList<ColumnDeclaration> Columns { get; init; }

    public IReadOnlyList<IndexDeclaration> Unique { get; init; } = [];

    public IReadOnlyList<IndexDeclaration> Indexes { get; init; } = [];

    public IReadOnlyList<CheckDeclaration> Checks { get; init; } = [];

    /// <summary>The polymorphic link: type and id. Both are set or neither, and the type is a table of the catalog.</summary>
    public SubjectDeclaration? Subject { get; init; }

    /// <summary>The columns that a search reads.</summary>
    public IReadOnlyList<string> Search { get; init; } = [];

    public DisplayDeclaration? Display { get; init; }

    /// <summary>For a cache: from what it is rebuilt.</summary>
    public string? RebuildFrom { get; init; }

    /// <summary>For a version: the column whose SHA-256, in hexadecimal, is the key.</summary>
    public string? ContentAddress { get; init; }

    /// <summary>False only for the catalog's own tables, which belong to no tenant.</summary>
    public required bool Isolated { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary><c>module.table</c>, unique in a catalog.</summary>
    public string FullName => $"{Module}.{Name}";

    /// <summary>Every column in its physical order: tenant_id and booking_id, the declared ones, booked_at and booked_xid.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnDeclaration> AllColumns => _allColumns ??= [.. ImplicitColumns.Before(this), .. Columns, .. ImplicitColumns.After(this)];

    [JsonIgnore]
    internal SourceMark At { get; init; } = SourceMark.None;

    private IReadOnlyList<ColumnDeclaration>? _allColumns;

    /// <summary>The column of that name, implicit ones included, or null.</summary>
    public ColumnDeclaration? Column(string name) => AllColumns.FirstOrDefault(column => column.Name == name);

    internal bool Declares(string name) => Columns.Any(column => column.Name == name);
}

/// <summary>One column.</summary>
public sealed record ColumnDeclaration
{
    public required string Name { get; init; }

    /// <summary>As PostgreSQL's format_type writes it, so <c>timestamptz</c> is <c>timestamp with time zone</c>.</summary>
    public required string Type { get; init; }

    public string? About { get; init; }

    public string? Example { get; init; }

    public bool Required { get; init; }

    /// <summary>Numbered by PostgreSQL: generated always as identity.</summary>
    public bool Identity { get; init; }

    public DefaultValue? Default { get; init; }

    public IReadOnlyList<string>? OneOf { get; init; }

    /// <summary>The table whose key this column holds. A foreign key, except on a ledger.</summary>
    public string? Refers { get; init; }

    public string? Unit { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    /// <summary>Added by the engine; it stands in no file.</summary>
    public bool Implicit { get; init; }

    [JsonIgnore]
    internal SourceMark At { get; init; } = SourceMark.None;
}

/// <summary>A literal of the column's type, or an SQL expression.</summary>
public sealed record DefaultValue(string Text, bool IsSql);

/// <summary>An index or a unique rule. <c>Where</c> is SQL.</summary>
public sealed record IndexDeclaration(IReadOnlyList<string> Columns, string Using, string? Where)
{
    [JsonIgnore]
    internal SourceMark At { get; init; } = SourceMark.None;
}

/// <summary>A named rule over a row, in SQL.</summary>
public sealed record CheckDeclaration(string Name, string Sql)
{
    [JsonIgnore]
    internal SourceMark At { get; init; } = SourceMark.None;
}

public sealed record SubjectDeclaration(string TypeColumn, string IdColumn);

/// <summary>How pages name and group the table's rows.</summary>
public sealed record DisplayDeclaration(string? Title, string? Group, IReadOnlyList<string> Columns);

/// <summary>Where in the files something stands; lines and columns count from 1.</summary>
internal sealed record SourceMark(string File, int Line, int Column)
{
    public static readonly SourceMark None = new("", 0, 0);
}
