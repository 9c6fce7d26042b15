using System.Text.Json.Serialization;

namespace Herdbook.Catalog;

/// <summary>What may happen to a table's rows; PostgreSQL enforces it by triggers and privileges.</summary>
public enum TableKind
{
    /// <summary>Insert and update; rows are deleted by setting deleted_at.</summary>
    Entity,

    /// <summary>Insert only; immutable, content-addressed where the declaration says so; carries booked_at and booked_xid.</summary>
    Version,

    /// <summary>Insert only; carries booked_at and booked_xid.</summary>
    Ledger,

    /// <summary>Insert and soft delete; a composite key.</summary>
    Junction,

    /// <summary>Kept by the system; can be rebuilt from what the declaration names.</summary>
    Cache,

    /// <summary>Computed by its <c>select</c>, as its reader: row-level security of the tables below holds.</summary>
    View,
}

/// <summary>Who may write a table's rows. PostgreSQL's privileges follow from the kind; this narrows them.</summary>
public enum TableWriter
{
    /// <summary>Whoever has the kind's privileges: people, programs and agents, over every interface.</summary>
    Anyone,

    /// <summary>Herdbook's own code only: interfaces refuse, the application's role may.</summary>
    System,

    /// <summary>Triggers only: the application's role may read and no more.</summary>
    Database,
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

    /// <summary>For a view: the query, one SELECT.</summary>
    public string? Select { get; init; }

    public TableWriter Writer { get; init; }

    /// <summary>Whether every change is kept in catalog.history. True of every isolated entity and junction that does not say otherwise.</summary>
    public bool History { get; init; }

    /// <summary>Whether the audit log seals every row that is written. True of every isolated ledger and version that does not say otherwise.</summary>
    public bool Sealed { get; init; }

    /// <summary>How carefully the rows are to be read, of <see cref="Classifications"/>; null where nothing is said.</summary>
    public string? Classification { get; init; }

    /// <summary>Whether reading the rows is entered in the audit log: the table is classified, or one of its columns.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsClassified => Classification is not null || Columns.Any(column => column.Classification is not null);

    /// <summary>The words of a classification.</summary>
    public static IReadOnlyList<string> Classifications { get; } = ["confidential", "restricted"];

    /// <summary>The full name that the table had before; a plan renames it and keeps its rows.</summary>
    public string? Was => FormerNames.Count > 0 ? FormerNames[0] : null;

    /// <summary>Every full name that the table had before, the latest first. What was written down under one of them still counts as the table's.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Why not to use it any more, and what to use instead.</summary>
    public string? Deprecated { get; init; }

    /// <summary>SQL functions that stand beside the table, in its schema.</summary>
    public IReadOnlyList<FunctionDeclaration> Functions { get; init; } = [];

    /// <summary>Triggers of the table's own, beside those of its kind.</summary>
    public IReadOnlyList<TriggerDeclaration> Triggers { get; init; } = [];

    /// <summary>For a version: the column whose SHA-256, in hexadecimal, is the key.</summary>
    public string? ContentAddress { get; init; }

    /// <summary>False only for the catalog's own tables, which belong to no tenant.</summary>
    public required bool Isolated { get; init; }

    /// <summary>SHA-256 of the file, in hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary><c>module.table</c>, unique in a catalog.</summary>
    public string FullName => $"{Module}.{Name}";

    /// <summary>The table's name and its former ones: in catalog.history and as a subject it may stand under any of them.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Names => [FullName, .. FormerNames];

    /// <summary>Every column in its physical order: tenant_id and booking_id, the declared ones, an entity's times, a ledger's and a version's booked_at and booked_xid.</summary>
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

    /// <summary>The row that this column names.</summary>
    public ReferenceDeclaration? Refers { get; init; }

    /// <summary>A regular expression (PostgreSQL's) that the text matches.</summary>
    public string? Pattern { get; init; }

    /// <summary>For jsonb: the JSON Schema that the value meets, as JSON text. Of the keywords, those that docs/adding-a-table.md lists.</summary>
    public string? Shape { get; init; }

    /// <summary>SQL over other columns of the row; PostgreSQL computes and stores it.</summary>
    public string? Generated { get; init; }

    /// <summary>Never shown: left out of every interface, of history and of exports.</summary>
    public bool Secret { get; init; }

    /// <summary>How carefully the values are to be read, of <see cref="TableDeclaration.Classifications"/>; null where nothing is said.</summary>
    public string? Classification { get; init; }

    /// <summary>How pages show it: markdown, code, url, email, money, percent, duration, bytes.</summary>
    public string? Format { get; init; }

    /// <summary>The name that the column had before; a plan renames it and keeps its values.</summary>
    public string? Was { get; init; }

    /// <summary>SQL that makes the new type's value of the old one, when the type changes.</summary>
    public string? Convert { get; init; }

    /// <summary>Why not to use it any more, and what to use instead.</summary>
    public string? Deprecated { get; init; }

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

/// <summary>A row of another table, named by its key or by another unique column.</summary>
/// <param name="Column">Null for the key.</param>
/// <param name="Enforced">A foreign key; otherwise a link to show. On a ledger links are only shown: events may arrive before definitions.</param>
/// <param name="OnDelete">What becomes of this row when the other is deleted, softly too: <c>restrict</c>, <c>cascade</c> or <c>set null</c>.</param>
/// <param name="Register">A missing row is made, with nothing but its key, before this one is written.</param>
public sealed record ReferenceDeclaration(string Table, string? Column, bool Enforced, string OnDelete, bool Register);

/// <summary>An index or a unique rule. <c>Where</c> is SQL.</summary>
public sealed record IndexDeclaration(IReadOnlyList<string> Columns, string Using, string? Where)
{
    /// <summary>SQL expressions beside, or instead of, columns.</summary>
    public IReadOnlyList<string> Expressions { get; init; } = [];

    /// <summary>The operator class, for example vector_cosine_ops.</summary>
    public string? Ops { get; init; }

    /// <summary>Storage parameters, for example lists = 100.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> With { get; init; } = [];

    [JsonIgnore]
    internal SourceMark At { get; init; } = SourceMark.None;
}

/// <summary>A named rule over a row, in SQL.</summary>
public sealed record CheckDeclaration(string Name, string Sql)
{
    [JsonIgnore]
    internal SourceMark At { get; init; } = SourceMark.None;
}

/// <summary>A function beside its table, as <c>module.name</c>. It runs as the caller.</summary>
/// <param name="Arguments">As SQL writes them: <c>a text, b integer default 1</c>.</param>
public sealed record FunctionDeclaration(string Name, string About, string Arguments, string Returns, string Language, string Volatility, string Body)
{
    [JsonIgnore]
    internal SourceMark At { get; init; } = SourceMark.None;
}

/// <summary>A trigger of a table's own.</summary>
/// <param name="On">For example <c>before insert or update</c>.</param>
/// <param name="Of">The columns whose update fires it; empty for all.</param>
/// <param name="Each"><c>row</c> or <c>statement</c>.</param>
/// <param name="Body">PL/pgSQL, from its declare or begin to its end.</param>
public sealed record TriggerDeclaration(string Name, string About, string On, IReadOnlyList<string> Of, string Each, string? When, string Body)
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
