using System.Runtime.CompilerServices;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows.Write;

/// <summary>The columns of a table as those who write see them: all by place, and which of them a request may give.</summary>
public sealed class RowInputs
{
    private static readonly ConditionalWeakTable<TableDeclaration, RowInputs> Known = [];

    private readonly TableDeclaration _table;
    private readonly Dictionary<string, int> _places;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly RowRefusalException?[] _refusals;

    private RowInputs(TableDeclaration table)
    {
        _table = table;
        Columns = table.AllColumns;
        _places = new Dictionary<string, int>(StringComparer.Ordinal);
        _refusals = new RowRefusalException?[Columns.Count];
        for (var i = 0; i < Columns.Count; i++)
        {
            _places.Add(Columns[i].Name, i);
            _refusals[i] = Why(table, Columns[i]);
        }

        _bySpan = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        Writable = [.. Columns.Where((_, i) => _refusals[i] is null)];
    }

    /// <summary>Every column, in its physical order.</summary>
    public IReadOnlyList<ColumnDeclaration> Columns { get; }

    /// <summary>Those that a request may give, secrets among them.</summary>
    public IReadOnlyList<ColumnDeclaration> Writable { get; }

    public static RowInputs Of(TableDeclaration table) => Known.GetValue(table, table => new RowInputs(table));

    /// <summary>The column's place among <see cref="Columns"/>, or -1.</summary>
    public int Place(ReadOnlySpan<char> name) => _bySpan.TryGetValue(name, out var place) ? place : -1;

    public bool IsWritable(int place) => _refusals[place] is null;

    /// <summary>The place of a column that may be given.</summary>
    /// <exception cref="RowRefusalException">`column_unknown` with the nearest name, or `column_not_writable`.</exception>
    public int WritablePlace(ReadOnlySpan<char> name)
    {
        var place = Place(name);
        if (place < 0)
        {
            throw Unknown(name.ToString());
        }

        return _refusals[place] is { } refusal ? throw Again(refusal) : place;
    }

    /// <summary>The columns of a list such as <c>columns=</c>.</summary>
    /// <exception cref="RowRefusalException">`column_unknown` with the nearest name, or `column_not_writable`.</exception>
    public IReadOnlyList<ColumnDeclaration> Listed(IReadOnlyList<string> names) => [.. names.Select(name => WritablePlace(name)).Distinct().Order().Select(place => Columns[place])];

    private RowRefusalException Unknown(string name) => new("column_unknown", $"{_table.FullName} has no column '{Shown.Of(name)}'. Nothing was changed.")
    {
        Column = Shown.Of(name),
        Remedy = Nearest.Remedy(name, [.. Writable.Select(column => column.Name)], "column"),
    };

    /// <summary>An exception is thrown once; its like may be thrown again.</summary>
    private static RowRefusalException Again(RowRefusalException refusal) =>
        new(refusal.Code, refusal.Message) { Column = refusal.Column, Rule = refusal.Rule, Remedy = refusal.Remedy };

    private static RowRefusalException? Why(TableDeclaration table, ColumnDeclaration column) => column switch
    {
        { Name: ImplicitColumns.Tenant, Implicit: true } =>
            Refuse(table, column, "follows from the address", "implicit", "Leave it out; /t/<tenant>/v1/rows/… writes to another tenant."),
        { Name: ImplicitColumns.BookingId or ImplicitColumns.BookedAt or ImplicitColumns.BookedXid, Implicit: true } =>
            Refuse(table, column, "is given by the database when a row is booked", "implicit", "Leave it out."),
        { Generated: not null } => Refuse(table, column, "is computed by the database", "generated", "Leave it out; write the columns that it is computed from."),
        { Identity: true } when table.Kind is not TableKind.Entity =>
            Refuse(table, column, "is numbered by the database", "identity", "Leave it out; the answer tells the number."),
        { Type: "xid8" } => Refuse(table, column, "is a transaction's number", "xid8", "Leave it out."),
        _ => null,
    };

    private static RowRefusalException Refuse(TableDeclaration table, ColumnDeclaration column, string why, string rule, string remedy) =>
        new("column_not_writable", $"{column.Name} of {table.FullName} {why}, so it is not to be given. Nothing was changed.") { Column = column.Name, Rule = rule, Remedy = remedy };
}
