namespace Herdbook.Catalog;

/// <summary>The sequences of identity columns, named by the engine so that privileges can be granted on them.</summary>
internal static class Sequences
{
    public static string NameOf(string table, string column) => Quote.Fit($"{table}_{column}_seq");

    /// <summary>Whether a row may bring its number along, as one that is imported does. A ledger's numbers are given in the order of booking.</summary>
    public static bool ByDefault(TableDeclaration table) => table.Kind != TableKind.Ledger;

    /// <param name="schema">Quoted.</param>
    public static string Identity(string schema, string table, string column, bool byDefault) =>
        $"generated {(byDefault ? "by default" : "always")} as identity (sequence name {schema}.{Quote.Name(NameOf(table, column))})";
}
