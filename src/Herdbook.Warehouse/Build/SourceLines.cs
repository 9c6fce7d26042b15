using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Herdbook.Core;
using Herdbook.Warehouse.Project;

namespace Herdbook.Warehouse.Build;

/// <summary>Which line of a model's file a line of its compiled SQL comes from.</summary>
internal static partial class SourceLines
{
    /// <summary>The line of the statement that DuckDB names in its error; null where it names none.</summary>
    public static int? Named(string error) =>
        Place().Match(error) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>
    /// Renders the model once more with a mark at the beginning of each line that is not inside a tag, and looks which mark stands before
    /// the compiled line. A line that a macro wrote belongs to the line that calls it.
    /// </summary>
    /// <param name="compiledLine">From 1.</param>
    public static int? Of(WarehouseProject project, Model model, string compiled, bool incremental, int compiledLine)
    {
        string marked;
        try
        {
            marked = project.Compile(model, Mark(model.Source), incremental);
        }
        catch (RefusedException)
        {
            return null;
        }

        var line = 1;
        var source = 0;
        int? found = null;
        var plain = new StringBuilder(marked.Length);
        var at = 0;
        foreach (Match mark in Marks().Matches(marked))
        {
            Take(marked.AsSpan(at, mark.Index - at));
            source = int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            at = mark.Index + mark.Length;
            if (line <= compiledLine)
            {
                found = source;
            }
        }

        Take(marked.AsSpan(at));
        return plain.ToString() == compiled ? found : Alike(model.Source, compiled, compiledLine);

        void Take(ReadOnlySpan<char> text)
        {
            line += text.Count('\n');
            plain.Append(text);
        }
    }

    /// <summary>The only line of the file that reads as the compiled one does; null where there is none or several.</summary>
    private static int? Alike(string source, string compiled, int compiledLine)
    {
        var wanted = compiled.Split('\n').ElementAtOrDefault(compiledLine - 1)?.Trim();
        var same = source.Split('\n').Select((text, i) => (Text: text.Trim(), Line: i + 1)).Where(line => line.Text == wanted).ToList();
        return same is [var only] && wanted is { Length: > 0 } ? only.Line : null;
    }

    /// <summary>Marks stand where a line's text begins, never where a tag would take the space before it away.</summary>
    private static string Mark(string source)
    {
        var marked = new StringBuilder(source.Length * 2);
        var inside = "";
        var number = 0;
        foreach (var text in source.Split('\n'))
        {
            number++;
            var start = text.Length - text.TrimStart().Length;
            var rest = text.AsSpan(start);
            var takesSpace = rest.StartsWith("{%-") || rest.StartsWith("{{-") || rest.StartsWith("{#") || rest.StartsWith("{%");
            if (number > 1)
            {
                marked.Append('\n');
            }

            marked.Append(text.AsSpan(0, start));
            if (inside.Length == 0 && rest.Length > 0 && !takesSpace)
            {
                marked.Append(CultureInfo.InvariantCulture, $"/*\u0001{number}*/");
            }

            marked.Append(rest);
            inside = After(rest, inside);
        }

        return marked.ToString();
    }

    /// <summary>The end of the tag that is open at the end of the line; "" for none.</summary>
    private static string After(ReadOnlySpan<char> line, string inside)
    {
        for (var i = 0; i + 1 < line.Length; i++)
        {
            if (inside.Length > 0)
            {
                if (line[i..].StartsWith(inside))
                {
                    inside = "";
                    i++;
                }
            }
            else if (line[i] == '{' && line[i + 1] is '{' or '%' or '#')
            {
                inside = line[i + 1] switch { '{' => "}}", '%' => "%}", _ => "#}" };
                i++;
            }
        }

        return inside;
    }

    [GeneratedRegex(@"/\*\u0001(\d+)\*/", RegexOptions.CultureInvariant)]
    private static partial Regex Marks();

    [GeneratedRegex(@"^LINE (\d+):", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex Place();
}
