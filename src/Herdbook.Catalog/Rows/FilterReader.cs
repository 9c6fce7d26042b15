using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows;

/// <summary>Reads filters: <c>column=op.value</c>, and the trees of <c>and</c> and <c>or</c>.</summary>
internal sealed class FilterReader
{
    private const string EndsInTree = ",)";

    private int _filters;

    /// <param name="key">After the column's name: its JSON path, or the end.</param>
    public void Read(Node node, string name, Scan key, string value)
    {
        var scan = new Scan(name, value);
        if (RowColumns.Of(node.Table).Find(name) is null && node.Embedded(name) is not null && key.Ended)
        {
            node.Where.Add(EmbedTerm(node, name, scan));
            scan.ExpectEnd();
            return;
        }

        var path = Paths.Read(node.Table, name, key);
        key.ExpectEnd();
        node.Where.Add(Operation(path, scan, inTree: false));
        scan.ExpectEnd();
    }

    /// <param name="word">and, or.</param>
    public void ReadLogic(Node node, string word, bool negated, string value)
    {
        var scan = new Scan(negated ? "not." + word : word, value);
        var tree = Tree(node, word, scan, 1);
        scan.ExpectEnd();
        node.Where.Add(negated ? new RowNot(tree) : tree);
    }

    private RowLogic Tree(Node node, string word, Scan scan, int depth)
    {
        RowBounds.Check(depth, RowBounds.MaxNesting, "levels of and and or");
        var terms = new List<RowCondition>();
        scan.Expect("(", $"after {word}");
        do
        {
            terms.Add(Term(node, scan, depth));
        }
        while (scan.Take(","));
        scan.Expect(")", $"after the terms of {word}");
        return new RowLogic(word == "or", terms);
    }

    private RowCondition Term(Node node, Scan scan, int depth)
    {
        while (scan.Take(" "))
        {
        }

        var at = scan.At;
        var negated = scan.Take("not.");
        var word = scan.TryWord();
        if (word is "and" or "or" && scan.Next == '(')
        {
            var tree = Tree(node, word, scan, depth + 1);
            return negated ? new RowNot(tree) : tree;
        }

        scan.Back(at);
        var name = scan.Name("a column, and or or");
        if (RowColumns.Of(node.Table).Find(name) is null && node.Embedded(name) is not null)
        {
            scan.Expect(".", "after a relation");
            return EmbedTerm(node, name, scan);
        }

        var path = Paths.Read(node.Table, name, scan);
        scan.Expect(".", "after a column");
        return Operation(path, scan, inTree: true);
    }

    /// <summary><c>embed=is.null</c>, <c>embed=not.is.null</c>.</summary>
    private RowCondition EmbedTerm(Node node, string name, Scan scan)
    {
        RowBounds.Check(++_filters, RowBounds.MaxFilters, "filters");
        var negated = scan.Take("not.");
        bool exists;
        if (scan.Take("is.null"))
        {
            exists = negated;
        }
        else if (scan.Take("is.not_null"))
        {
            exists = !negated;
        }
        else
        {
            throw scan.Fault("of a relation one can ask is.null or not.is.null");
        }

        RowCondition any = new RowEmbedExists(node.Embedded(name)!.Name);
        return exists ? any : new RowNot(any);
    }

    private RowCondition Operation(RowPath path, Scan scan, bool inTree)
    {
        RowBounds.Check(++_filters, RowBounds.MaxFilters, "filters");
        var negated = scan.Take("not.");
        var word = scan.TryWord();
        if (!RowOperators.TryParse(word, out var op))
        {
            throw new RowRefusalException("operator_unknown", $"There is no operator '{Shown.Of(word)}' ({path.Column.Name}).")
            {
                Column = path.Column.Name,
                Rule = "operator",
                Remedy = Nearest.Remedy(word, RowOperators.Words, "operator") is var near && word.Length > 0 ? near : $"As in {path.Column.Name}=eq.value.",
                Details = $"Known: {string.Join(", ", RowOperators.Words)}.",
            };
        }

        RowTypes.CheckOperator(path, op);
        var filter = Operand(path, op, scan, inTree);
        return negated ? new RowNot(filter) : filter;
    }

    private static RowFilter Operand(RowPath path, RowOperator op, Scan scan, bool inTree)
    {
        string? bracket = null;
        if (scan.Next == '(' && (op.TakesQuantifier() || op.IsTextSearch()))
        {
            scan.Take("(");
            bracket = scan.Until(")");
            scan.Expect(")", "after the bracket of an operator");
        }

        scan.Expect(".", $"after '{op.Word()}'");
        var type = RowTypes.Operand(RowTypes.TypeOf(path));
        switch (op)
        {
            case RowOperator.Is:
                return new RowFilter(path, op, Is(path, scan, inTree));
            case RowOperator.In:
                return Listed(new RowFilter(path, op, ""), type, List(scan));
            case var _ when op.IsTextSearch():
                return new RowFilter(path, op, Value(scan, inTree)) { Configuration = bracket is null || IsConfiguration(bracket) ? bracket : throw scan.Fault("a text search configuration is expected in the brackets, as in fts(english)") };
            case var _ when bracket is not null:
                return Listed(new RowFilter(path, op, "") { Quantifier = Quantifier(scan, bracket) }, type, ArrayText.Read(scan, Value(scan, inTree)));
            default:
                var value = Value(scan, inTree);
                RowTypes.CheckValue(path, type, value);
                return new RowFilter(path, op, value);
        }
    }

    private static bool IsConfiguration(string word) => word.Length is > 0 and < 64 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static RowFilter Listed(RowFilter filter, string type, IReadOnlyList<string> values)
    {
        RowBounds.Check(values.Count, RowBounds.MaxValues, "values in a list");
        foreach (var value in values)
        {
            RowTypes.CheckValue(filter.Path, type, value);
        }

        return filter with { Values = values };
    }

    private static RowQuantifier Quantifier(Scan scan, string word) => word switch
    {
        "any" => RowQuantifier.Any,
        "all" => RowQuantifier.All,
        _ => throw scan.Fault($"'{Shown.Of(word)}' is neither any nor all"),
    };

    private static string Is(RowPath path, Scan scan, bool inTree)
    {
        var word = Value(scan, inTree).ToLowerInvariant();
        return word switch
        {
            "null" or "not_null" => word,
            "true" or "false" or "unknown" when RowTypes.TypeOf(path) == "boolean" => word,
            "true" or "false" or "unknown" => throw new RowRefusalException("operator_type", $"{path.Column.Name} is {RowTypes.TypeOf(path)}, which is neither true nor false.")
            {
                Column = path.Column.Name,
                Rule = "is",
                Remedy = "Ask is.null or not.is.null.",
            },
            _ => throw new RowRefusalException("value_invalid", $"'is' takes null, not_null, true, false or unknown, and not '{Shown.Of(word)}'.")
            {
                Column = path.Column.Name,
                Rule = "is",
                Remedy = $"To compare values write {path.Column.Name}=eq.{Shown.Of(word)}.",
            },
        };
    }

    /// <summary>The whole rest of a parameter; in a tree up to a comma or bracket, unless it stands in quotes or braces.</summary>
    private static string Value(Scan scan, bool inTree)
    {
        if (!inTree)
        {
            return scan.All();
        }

        if (scan.IsQuotedBefore(EndsInTree))
        {
            return scan.Quoted();
        }

        if (scan.Next != '{')
        {
            return scan.Until(EndsInTree);
        }

        var array = scan.Until("}");
        scan.Expect("}", "after an array");
        return array + "}";
    }

    private static List<string> List(Scan scan)
    {
        var values = new List<string>();
        scan.Expect("(", "before a list of values");
        if (scan.Take(")"))
        {
            return values;
        }

        do
        {
            values.Add(scan.IsQuotedBefore(EndsInTree) ? scan.Quoted() : scan.Until(EndsInTree));
        }
        while (scan.Take(","));
        scan.Expect(")", "after a list of values");
        return values;
    }
}
