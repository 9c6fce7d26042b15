namespace Herdbook.Catalog.Tests.Documents;

/// <summary>A table as a document gives it.</summary>
/// <param name="Name">Without its module where the document names none.</param>
internal sealed record ExpectedTable(string Name)
{
    public List<ExpectedColumn> Columns { get; } = [];

    public List<ExpectedIndex> Indexes { get; } = [];

    public TableKind? Kind { get; set; }

    public ExpectedColumn this[string column] => Columns.Single(other => other.Name == column);
}

/// <summary>A column as a document gives it; what the document does not say is null.</summary>
internal sealed record ExpectedColumn(string Name, string? Type)
{
    public bool IsKey { get; init; }

    public bool Required { get; init; }

    /// <summary>As the document writes it: <c>NOW()</c>, <c>'active'</c>, <c>[]</c>.</summary>
    public string? Default { get; init; }

    public IReadOnlyList<string>? OneOf { get; set; }

    public ExpectedReference? Refers { get; init; }
}

/// <param name="Enforced">False where the document says that there is no foreign key.</param>
internal sealed record ExpectedReference(string Table, string? Column, bool Cascades, bool Enforced = true);

/// <param name="Columns">Names, or expressions such as <c>LOWER(email)</c>; without the tenant.</param>
internal sealed record ExpectedIndex(IReadOnlyList<string> Columns)
{
    public bool Unique { get; init; }

    public string Using { get; init; } = "btree";

    public string? Where { get; init; }

    public string? Ops { get; init; }

    public string? With { get; init; }
}
