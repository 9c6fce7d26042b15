using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Herdbook.Core.Tests.Rows;

/// <summary>A row of the table that random filters are tried on.</summary>
internal sealed record Thing(int Id, int? Size, string? Name, bool? Sold, decimal? Price, string? Kind)
{
    public static readonly string[] Names = ["a", "b", "ab", "a,b", "(x)", "q\"r", "b\\s", "p.q", " s ", "100%", "null", "{}", "", "ä€", "a'b", "x)y,z"];
    public static readonly string[] Kinds = ["a", "b", "c", "aa", "ab", "bc"];

    public static Gen<Thing[]> Many =>
        from count in Gen.Choose(0, 25)
        from rows in One.ArrayOf(count)
        select rows.Select((row, at) => row with { Id = at + 1 }).ToArray();

    private static Gen<Thing> One =>
        from size in Maybe(Gen.Choose(-2, 3).Select(size => (int?)size))
        from name in Maybe(Gen.Elements(Names).Select(name => (string?)name))
        from sold in Maybe(Gen.Elements(true, false).Select(sold => (bool?)sold))
        from price in Maybe(Gen.Choose(-3, 3).Select(price => (decimal?)price / 2))
        from kind in Maybe(Gen.Elements(Kinds).Select(kind => (string?)kind))
        select new Thing(0, size, name, sold, price, kind);

    private static Gen<T?> Maybe<T>(Gen<T?> value) => Gen.Frequency((3, value), (1, Gen.Constant(default(T?))));
}

/// <summary>A filter as a request writes it, and what SQL makes of it: true, false or unknown.</summary>
internal abstract record RandomFilter
{
    public abstract bool? Of(Thing row);

    /// <summary>As a term within and or or.</summary>
    public abstract string InTree();

    public static Gen<RandomFilter> Any => Tree(3);

    private static Gen<RandomFilter> Tree(int depth) => depth == 0
        ? Leaf
        : Gen.Frequency(
            (3, Leaf),
            (2, from any in Gen.Elements(true, false)
                from negated in Gen.Elements(true, false)
                from count in Gen.Choose(1, 3)
                from terms in Tree(depth - 1).ArrayOf(count)
                select (RandomFilter)new Branch(any, negated, terms)));

    private static Gen<RandomFilter> Leaf => Gen.OneOf(Numbers("size", row => row.Size, Gen.Choose(-3, 4).Select(value => (decimal)value)),
        Numbers("price", row => row.Price, Gen.Choose(-4, 4).Select(value => value / 2m)), Texts(), Nulls(), Truth());

    private static Gen<RandomFilter> Numbers(string column, Func<Thing, decimal?> of, Gen<decimal> values) =>
        from op in Gen.Elements("eq", "neq", "gt", "gte", "lt", "lte", "isdistinct", "in", "eq(any)", "gt(all)", "lte(any)", "lt(all)")
        from negated in Gen.Elements(true, false)
        from count in Gen.Choose(0, 3)
        from operands in values.ArrayOf(op is "in" || op.EndsWith(')') ? count : 1)
        select (RandomFilter)new Comparison(column, op, negated, [.. operands.Select(value => value.ToString(CultureInfo.InvariantCulture))],
            row => Compare(op, of(row), operands));

    private static Gen<RandomFilter> Texts() =>
        from op in Gen.Elements("eq", "neq", "isdistinct", "in", "eq(any)", "like", "ilike")
        from negated in Gen.Elements(true, false)
        from count in Gen.Choose(0, 3)
        from operands in Gen.Elements(Thing.Names).ArrayOf(op is "in" or "eq(any)" ? count : 1)
        select (RandomFilter)(op is "like" or "ilike"
            ? new Comparison("name", op, negated, ["*b*"], row => row.Name?.Contains('b', StringComparison.Ordinal))
            : new Comparison("name", op, negated, operands, row => Compare(op, row.Name, operands)));

    private static Gen<RandomFilter> Nulls() =>
        from column in Gen.Elements("size", "name", "sold", "price")
        from negated in Gen.Elements(true, false)
        from word in Gen.Elements("null", "not_null")
        select (RandomFilter)new Comparison(column, "is", negated, [word], row => word == "null" == (column switch
        {
            "size" => row.Size is null,
            "name" => row.Name is null,
            "sold" => row.Sold is null,
            _ => row.Price is null,
        }));

    private static Gen<RandomFilter> Truth() =>
        from word in Gen.Elements("true", "false", "unknown")
        from negated in Gen.Elements(true, false)
        select (RandomFilter)new Comparison("sold", "is", negated, [word], row => word switch
        {
            "true" => row.Sold == true,
            "false" => row.Sold == false,
            _ => row.Sold is null,
        });

    private static bool? Compare<T>(string op, T? value, IReadOnlyList<T> operands)
        where T : IComparable<T> => Compare(op, value is null, operand => value!.CompareTo(operand), operands);

    private static bool? Compare(string op, decimal? value, IReadOnlyList<decimal> operands) => Compare(op, value is null, operand => value!.Value.CompareTo(operand), operands);

    /// <summary>Over no operand at all, any is false and all is true, whatever the value.</summary>
    private static bool? Compare<T>(string op, bool isNull, Func<T, int> compare, IReadOnlyList<T> operands) => op switch
    {
        "isdistinct" => isNull || compare(operands[0]) != 0,
        "in" or "eq(any)" or "lte(any)" when operands.Count == 0 => false,
        "gt(all)" or "lt(all)" when operands.Count == 0 => true,
        _ when isNull => null,
        "eq" or "in" or "eq(any)" => operands.Any(operand => compare(operand) == 0),
        "neq" => compare(operands[0]) != 0,
        "gt" or "gt(all)" => operands.All(operand => compare(operand) > 0),
        "gte" => compare(operands[0]) >= 0,
        "lt" or "lt(all)" => operands.All(operand => compare(operand) < 0),
        "lte" or "lte(any)" => operands.Any(operand => compare(operand) <= 0),
        _ => throw new InvalidOperationException(op),
    };

    internal sealed record Branch(bool Either, bool Negated, IReadOnlyList<RandomFilter> Terms) : RandomFilter
    {
        public override bool? Of(Thing row)
        {
            var values = Terms.Select(term => term.Of(row)).ToList();
            bool? value = values.Contains(Either) ? Either : values.Contains(null) ? null : !Either;
            return Negated ? !value : value;
        }

        public override string InTree() => $"{(Negated ? "not." : "")}{(Either ? "or" : "and")}({string.Join(',', Terms.Select(term => term.InTree()))})";
    }

    internal sealed record Comparison(string Column, string Op, bool Negated, IReadOnlyList<string> Operands, Func<Thing, bool?> Value) : RandomFilter
    {
        public override bool? Of(Thing row) => Negated ? !Value(row) : Value(row);

        public override string InTree() => $"{Column}.{Text(quoted: true)}";

        /// <summary>As a parameter's value.</summary>
        public string Text(bool quoted) => $"{(Negated ? "not." : "")}{Op}.{Op switch
        {
            "in" => $"({string.Join(',', Operands.Select(Quote))})",
            _ when Op.EndsWith(')') => quoted ? Quote(Braces()) : Braces(),
            "is" => Operands[0],
            _ => quoted ? Quote(Operands[0]) : Operands[0],
        }}";

        private string Braces() => $"{{{string.Join(',', Operands.Select(Quote))}}}";

        private static string Quote(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
