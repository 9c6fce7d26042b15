namespace Herdbook.Catalog;

/// <summary>The sequences of identity columns, named by the engine so that privileges can be granted on them.</summary>
internal static class Sequences
{
    public static string NameOf(string table, string column) => Quote.Fit($"{table}_{column}_seq");

    /// <param name="schema">Quoted.</param>
    public static string Identity(string schema, string table, string column) =>
        $"generated always as identity (sequence name {schema}.{Quote.Name(NameOf(table, column))})";
}
