using System.Diagnostics.CodeAnalysis;

namespace Herdbook.Catalog.Rows.Write;

/// <summary>What the declaration lets interfaces do to a table's rows, said before PostgreSQL is asked.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "The suffix is kept for .NET's code access security, which is gone.")]
public static class RowPermission
{
    /// <exception cref="RowRefusalException">`table_system` or `kind_forbids`, status 405.</exception>
    public static void Check(TableDeclaration table, RowVerb verb)
    {
        if (Why(table, verb) is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Whether <see cref="Check"/> lets it pass: what pages ask before they show a button.</summary>
    public static bool Allows(TableDeclaration table, RowVerb verb) => Why(table, verb) is null;

    private static RowRefusalException? Why(TableDeclaration table, RowVerb verb) => table switch
    {
        { Kind: TableKind.View } => System(table, $"{table.FullName} is a view: its rows are computed.", "Write to the tables that it is computed from."),
        { Kind: TableKind.Cache } => System(table, $"{table.FullName} is a cache: Herdbook fills it{(table.RebuildFrom is null ? "" : $" from {table.RebuildFrom}")}.", "Write to what it is made from."),
        { Isolated: false } => System(table, $"{table.FullName} belongs to the catalog itself, and to no tenant.", "`herdbook apply` keeps it."),
        { Writer: TableWriter.Database } => System(table, $"{table.FullName} is written by the database alone, by its triggers.", "Read it; it follows from other changes."),
        { Writer: TableWriter.System } => System(table, $"{table.FullName} is written by Herdbook itself.", "Use the command that belongs to it."),
        { Kind: TableKind.Ledger } when verb is not RowVerb.Insert =>
            Kind(table, verb, $"{table.FullName} is a ledger: what is booked is never changed or deleted.", "Book a correcting row."),
        { Kind: TableKind.Version } when verb is not RowVerb.Insert =>
            Kind(table, verb, $"{table.FullName} is immutable: a version is never changed or deleted.", "Insert a new version."),
        { Kind: TableKind.Junction } when verb is RowVerb.Update && table.Column("deleted_at") is null =>
            Kind(table, verb, $"{table.FullName} is a junction: its rows never change.", "Insert another row."),
        _ => null,
    };

    private static RowRefusalException System(TableDeclaration table, string message, string remedy) =>
        new("table_system", message + " Nothing was changed.") { Status = 405, Rule = table.Writer == TableWriter.Anyone ? $"kind: {Word(table.Kind)}" : $"writer: {Word(table.Writer)}", Remedy = remedy };

    private static RowRefusalException Kind(TableDeclaration table, RowVerb verb, string message, string remedy) =>
        new("kind_forbids", message + " Nothing was changed.") { Status = 405, Rule = $"kind: {Word(table.Kind)} takes no {Word(verb)}", Remedy = remedy };

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
