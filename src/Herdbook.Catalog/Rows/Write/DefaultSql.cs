namespace Herdbook.Catalog.Rows.Write;

/// <summary>A column's default as an expression, and the sequence of a numbered one.</summary>
internal static class DefaultSql
{
    public static string Of(TableDeclaration table, ColumnDeclaration column) => column switch
    {
        { Identity: true } => $"nextval({Sequence(table, column)})",
        { Default: { IsSql: true } expression } => $"({expression.Text})",
        { Default: { } literal } => $"{Quote.Literal(literal.Text)}::{column.Type}",
        _ => "null",
    };

    public static string Sequence(TableDeclaration table, ColumnDeclaration identity) =>
        $"{Quote.Literal($"{Quote.Name(table.Module)}.{Quote.Name(Sequences.NameOf(table.Name, identity.Name))}")}::regclass";
}
