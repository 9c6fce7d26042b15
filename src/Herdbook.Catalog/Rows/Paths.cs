using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows;

/// <summary>Reads a column and the way into its JSON: <c>a</c>, <c>a->b->0->>c</c>.</summary>
internal static class Paths
{
    /// <summary>Ends of a bare member's name.</summary>
    private const string Ends = "(-:.,>)\"";

    public static RowPath Read(TableDeclaration table, Scan scan) => Read(table, scan.Name("a column"), scan);

    public static RowPath Read(TableDeclaration table, string name, Scan scan)
    {
        var column = RowColumns.Get(table, name);
        if (scan.Next != '-')
        {
            return RowPath.Of(column);
        }

        if (!RowTypes.HasPaths(column.Type))
        {
            throw new RowRefusalException("operator_type", $"{table.FullName}.{name} is {column.Type}: there is nothing inside of it to name with '->'.")
            {
                Column = name,
                Rule = "->",
                Remedy = "Name the column alone.",
            };
        }

        var steps = new List<RowStep>();
        while (scan.Take("->"))
        {
            var asText = scan.Take(">");
            RowBounds.Check(steps.Count + 1, RowBounds.MaxPath, "steps in a JSON path");
            steps.Add(Step(scan, asText));
            if (asText && scan.Next == '-')
            {
                throw scan.Fault("'->>' gives text, which has nothing inside");
            }
        }

        return new RowPath(column, steps);
    }

    /// <summary>The last member's name; an index alone is called as its column.</summary>
    public static string NameOf(RowPath path) => path.Steps.LastOrDefault(step => !step.IsIndex).Key ?? path.Column.Name;

    private static RowStep Step(Scan scan, bool asText)
    {
        if (scan.Next == '"')
        {
            return new RowStep(scan.Quoted(), false, asText);
        }

        var minus = scan.Take("-") ? "-" : "";
        var key = minus + scan.Until(Ends);
        return key.Length > minus.Length
            ? new RowStep(key, int.TryParse(key, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _), asText)
            : throw scan.Fault($"a member or an index is expected after '->' ({Shown.Of(key)})");
    }
}
