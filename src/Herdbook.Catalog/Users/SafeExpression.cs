using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Users;

/// <summary>
/// The expressions that a declaration from outside may hold, read by a grammar of their own and written again from what was read: no part of
/// the given text reaches PostgreSQL as SQL. They can compute from the columns of their own row and nothing else.
/// </summary>
internal sealed class SafeExpression
{
    public const string Known =
        "Use columns, numbers, 'texts', true, false, null, + - * / % ||, = <> < <= > >=, and, or, not, is null, in, between, like, case, ::type, and the functions of docs/adding-a-table.md.";

    private const int MaxDepth = 30;

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "and", "or", "not", "is", "in", "between", "like", "ilike", "case", "when", "then", "else", "end", "select", "from", "distinct",
    };

    private readonly TableDeclaration _table;
    private readonly List<SafeToken> _tokens;
    private int _next;
    private int _depth;

    private SafeExpression(TableDeclaration table, string text)
    {
        _table = table;
        _tokens = SafeTokens.Of(text);
    }

    /// <summary>The expression as SQL of our own making, every name and text quoted.</summary>
    /// <exception cref="SafeExpressionException">It is not in the grammar, or names no column of the table.</exception>
    public static string Sql(TableDeclaration table, string text)
    {
        var expression = new SafeExpression(table, text);
        var sql = expression.Or();
        return expression.Peek.Kind == SafeKind.End ? sql : throw expression.Unexpected();
    }

    private SafeToken Peek => _tokens[_next];

    private string Or() => Deeper(() => Chain(And, "or"));

    private string And() => Chain(Not, "and");

    private string Not() => TakeWord("not") ? $"(not {Deeper(Not)})" : Predicate();

    private string Predicate()
    {
        var left = Concatenation();
        if (Peek is { Kind: SafeKind.Sign, Text: "=" or "<>" or "<" or "<=" or ">" or ">=" } sign)
        {
            _next++;
            return $"({left} {sign.Text} {Concatenation()})";
        }

        if (TakeWord("is"))
        {
            return Is(left);
        }

        var not = TakeWord("not") ? "not " : "";
        if (TakeWord("in"))
        {
            return $"({left} {not}in ({string.Join(", ", List())}))";
        }

        if (TakeWord("between"))
        {
            var low = Concatenation();
            Word("and");
            return $"({left} {not}between {low} and {Concatenation()})";
        }

        foreach (var like in new[] { "like", "ilike" })
        {
            if (TakeWord(like))
            {
                return $"({left} {not}{like} {Concatenation()})";
            }
        }

        return not.Length == 0 ? left : throw Unexpected();
    }

    private string Is(string left)
    {
        var not = TakeWord("not") ? "not " : "";
        foreach (var word in new[] { "null", "true", "false" })
        {
            if (TakeWord(word))
            {
                return $"({left} is {not}{word})";
            }
        }

        Word("distinct");
        Word("from");
        return $"({left} is {not}distinct from {Concatenation()})";
    }

    private string Concatenation() => Chain(Sum, "||");

    private string Sum() => Chain(Product, "+", "-");

    private string Product() => Chain(Signed, "*", "/", "%");

    private string Signed() => TakeSign("-") ? $"(- {Deeper(Signed)})" : TakeSign("+") ? Deeper(Signed) : Cast();

    private string Cast()
    {
        var value = Primary();
        while (TakeSign("::"))
        {
            value = $"({value}::{Type()})";
        }

        return value;
    }

    private string Primary()
    {
        var token = Peek;
        _next++;
        switch (token.Kind)
        {
            case SafeKind.Number:
                return token.Text;
            case SafeKind.Text:
                return Quote.Literal(token.Text);
            case SafeKind.Quoted:
                return Column(token);
            case SafeKind.Sign when token.Text == "(":
                var inner = Or();
                Sign(")");
                return $"({inner})";
            case SafeKind.Word when token.Text is "true" or "false" or "null":
                return token.Text;
            case SafeKind.Word when token.Text is "interval" or "date" or "timestamptz" && Peek.Kind == SafeKind.Text:
                return $"({Quote.Literal(_tokens[_next++].Text)}::{token.Text})";
            case SafeKind.Word when token.Text == "case":
                return Deeper(Case);
            case SafeKind.Word when token.Text == "cast" && Peek is { Kind: SafeKind.Sign, Text: "(" }:
                return CastForm();
            case SafeKind.Word when Peek is { Kind: SafeKind.Sign, Text: "(" } && !Reserved.Contains(token.Text):
                return Call(token);
            case SafeKind.Word when !Reserved.Contains(token.Text):
                return Column(token);
            default:
                _next--;
                throw Unexpected();
        }
    }

    private string Case()
    {
        var sql = "(case";
        if (Peek is not { Kind: SafeKind.Word, Text: "when" })
        {
            sql += $" {Or()}";
        }

        do
        {
            Word("when");
            var condition = Or();
            Word("then");
            sql += $" when {condition} then {Or()}";
        }
        while (Peek is { Kind: SafeKind.Word, Text: "when" });

        if (TakeWord("else"))
        {
            sql += $" else {Or()}";
        }

        Word("end");
        return sql + " end)";
    }

    private string CastForm()
    {
        Sign("(");
        var value = Or();
        Word("as");
        var type = Type();
        Sign(")");
        return $"({value}::{type})";
    }

    private string Call(SafeToken name) => SafeFunctions.Call(name, List);

    /// <summary>Values in brackets.</summary>
    private List<string> List()
    {
        Sign("(");
        var values = new List<string>();
        if (TakeSign(")"))
        {
            return values;
        }

        do
        {
            values.Add(Or());
        }
        while (TakeSign(","));

        Sign(")");
        return values;
    }

    /// <summary>Only types that a column can have, and written as we write them.</summary>
    private string Type()
    {
        var first = Peek;
        var word = Peek.Kind == SafeKind.Word ? _tokens[_next++].Text : throw Unexpected();
        if (word == "double" && TakeWord("precision"))
        {
            word = "double precision";
        }
        else if (TakeSign("("))
        {
            word += $"({string.Join(',', Bounds())})";
        }

        return ColumnType.Parse(word)?.Sql
            ?? throw new SafeExpressionException(first.At, $"'{Shown.Of(word)}' is no type", ColumnType.Suggest(word));
    }

    private IEnumerable<string> Bounds()
    {
        do
        {
            yield return Peek.Kind == SafeKind.Number ? _tokens[_next++].Text : throw Unexpected();
        }
        while (TakeSign(","));

        Sign(")");
    }

    private string Column(SafeToken name) => _table.Column(name.Text) is not null
        ? Quote.Name(name.Text)
        : throw new SafeExpressionException(name.At, $"'{Shown.Of(name.Text)}' is no column of {_table.FullName}", Nearest.Remedy(name.Text, [.. _table.AllColumns.Select(column => column.Name)], "column"));

    private string Chain(Func<string> operand, params string[] operators)
    {
        var left = operand();
        while (Peek is { Kind: SafeKind.Sign or SafeKind.Word } token && operators.Contains(token.Text))
        {
            _next++;
            left = $"({left} {token.Text} {operand()})";
        }

        return left;
    }

    private T Deeper<T>(Func<T> read)
    {
        if (++_depth > MaxDepth)
        {
            throw new SafeExpressionException(Peek.At, $"The expression is nested deeper than {MaxDepth}", "Split it into several rules.");
        }

        var result = read();
        _depth--;
        return result;
    }

    private bool TakeWord(string word) => Take(SafeKind.Word, word);

    private bool TakeSign(string sign) => Take(SafeKind.Sign, sign);

    private bool Take(SafeKind kind, string text)
    {
        var taken = Peek.Kind == kind && Peek.Text == text;
        _next += taken ? 1 : 0;
        return taken;
    }

    private void Word(string word)
    {
        if (!TakeWord(word))
        {
            throw Unexpected(word);
        }
    }

    private void Sign(string sign)
    {
        if (!TakeSign(sign))
        {
            throw Unexpected(sign);
        }
    }

    private SafeExpressionException Unexpected(string? wanted = null) => new(
        Peek.At,
        Peek.Kind == SafeKind.End ? "The expression ends too early" : $"'{Shown.Of(Peek.Text)}' does not belong here",
        wanted is null ? Known : $"Here '{wanted}' is expected.");
}
