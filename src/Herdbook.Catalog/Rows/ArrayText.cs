using System.Text;

namespace Herdbook.Catalog.Rows;

/// <summary>PostgreSQL's text of an array of one dimension.</summary>
internal static class ArrayText
{
    /// <summary><c>{"a","b"}</c>: every value quoted, so that none is taken for null or for a border.</summary>
    public static string Write(IEnumerable<string?> values)
    {
        var text = new StringBuilder("{");
        foreach (var value in values)
        {
            if (text.Length > 1)
            {
                text.Append(',');
            }

            if (value is null)
            {
                text.Append("NULL");
                continue;
            }

            text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return text.Append('}').ToString();
    }

    /// <param name="at">Where it comes from, to name in a refusal.</param>
    public static List<string> Read(Scan at, string text)
    {
        var scan = new Scan("array", text);
        var values = new List<string>();
        if (!scan.Take("{"))
        {
            throw at.Fault("an array in braces is expected, as in {a,b}");
        }

        if (!scan.Take("}"))
        {
            do
            {
                values.Add(scan.Next == '"' ? scan.Quoted() : scan.Until(",}").Trim());
            }
            while (scan.Take(","));
            if (!scan.Take("}"))
            {
                throw at.Fault("an array ends in '}'");
            }
        }

        return scan.Ended ? values : throw at.Fault("nothing is expected after an array");
    }
}
