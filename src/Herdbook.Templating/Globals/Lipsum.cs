using System.Text;

namespace Herdbook.Templating;

/// <summary>The function lipsum(n, html, min, max): paragraphs of Latin-like words, by the render's chance.</summary>
internal static class Lipsum
{
    private const string Words = """
        a ac accumsan ad adipiscing aenean aliquam aliquet amet ante aptent arcu at auctor augue bibendum blandit
        class commodo condimentum congue consectetuer consequat conubia convallis cras cubilia cum curabitur curae
        cursus dapibus diam dictum dictumst dignissim dis dolor donec dui duis egestas eget eleifend elementum elit
        enim erat eros est et etiam eu euismod facilisi facilisis fames faucibus felis fermentum feugiat fringilla
        fusce gravida habitant habitasse hac hendrerit hymenaeos iaculis id imperdiet in inceptos integer interdum
        ipsum justo lacinia lacus laoreet lectus leo libero ligula litora lobortis lorem luctus maecenas
        """;

    private static readonly string[] All = Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    private static readonly Signature Signature_ = new("generate_lorem_ipsum", 0, "n", "html", "min", "max");

    internal static Value Call(CallArguments arguments, IRenderContext context)
    {
        var bound = Signature_.Bind(arguments);
        var (count, html) = (bound.Integer(0, 5), bound.Truth(1, true));
        var (least, most) = (bound.Integer(2, 20), bound.Integer(3, 100));
        if (least >= most)
        {
            throw TemplateException.ValueError($"empty range for randrange() ({least}, {most}, {most - least})");
        }

        var into = new StringBuilder();
        for (var paragraph = 0L; paragraph < count; paragraph++)
        {
            into.Append(paragraph > 0 ? html ? "\n" : "\n\n" : "").Append(html ? "<p>" : "");
            Paragraph(into, context.Random.NextInt64(least, most), context);
            into.Append(html ? "</p>" : "");
        }

        return Value.OfText(into.ToString(), html);
    }

    /// <summary>So many words with a comma or a full stop now and then, no word twice in a row.</summary>
    private static void Paragraph(StringBuilder into, long words, IRenderContext context)
    {
        context.Budget.Allocate(16);
        var (capital, lastComma, lastStop, last) = (true, 0L, 0L, -1);
        for (var at = 0L; at < words; at++)
        {
            context.Budget.Allocate(32);
            var next = context.Random.Next(All.Length);
            next = next == last ? (next + 1) % All.Length : next;
            last = next;
            into.Append(at > 0 ? " " : "").Append(capital ? StringCases.Capitalize(All[next]) : All[next]);
            capital = false;
            if (at == words - 1)
            {
                break;
            }

            if (at - context.Random.Next(10, 20) > lastStop)
            {
                (lastComma, lastStop, capital) = (at, at, true);
                into.Append('.');
            }
            else if (at - context.Random.Next(3, 8) > lastComma)
            {
                lastComma = at;
                lastStop += 2;
                into.Append(',');
            }
        }

        into.Append('.');
    }
}
