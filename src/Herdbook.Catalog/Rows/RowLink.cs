namespace Herdbook.Catalog.Rows;

/// <summary>How a table is related to another one, seen from the first.</summary>
/// <param name="Many">Whether a row has several of the other.</param>
/// <param name="Near">The column of the first table; for a junction, the one that its column <see cref="RowJunction.Near"/> names.</param>
/// <param name="Far">The column of the other table that is compared.</param>
/// <param name="Names">What a request may say to mean this one: the referring column, its constraint, the junction.</param>
public sealed record RowLink(TableDeclaration From, TableDeclaration To, bool Many, string Near, string Far, IReadOnlyList<string> Names)
{
    /// <summary>The table between, in a relation of many to many.</summary>
    public RowJunction? Through { get; init; }

    /// <summary>The column that refers, where <see cref="From"/> has it.</summary>
    public string? Column { get; init; }
}

/// <param name="Near">The column that refers to the first table.</param>
/// <param name="Far">The column that refers to the other one.</param>
public sealed record RowJunction(TableDeclaration Table, string Near, string Far);
