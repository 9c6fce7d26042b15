using Herdbook.Catalog.Rows;

namespace Herdbook.Core.Rows.Bodies;

/// <summary>Where a row stands in a body, from 1. The line is 0 where lines mean nothing.</summary>
internal readonly record struct RowPlace(long Row, long Line)
{
    public override string ToString() => Line > 0 ? $"Row {Row} (line {Line})" : $"Row {Row}";

    /// <summary>A refusal that begins with the place, and tells it to programs too.</summary>
    public RowRefusalException Refuse(string code, string what, string? column = null, string? rule = null, string? remedy = null, int status = 400, Exception? inner = null) =>
        new(code, $"{this}: {what} Nothing was changed.", inner)
        {
            Status = status,
            Column = column,
            Rule = rule,
            Remedy = remedy,
            More = Members(),
        };

    public Dictionary<string, object?> Members()
    {
        var members = new Dictionary<string, object?> { ["row"] = Row };
        if (Line > 0)
        {
            members["line"] = Line;
        }

        return members;
    }
}
