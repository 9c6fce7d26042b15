using System.Net;
using System.Text;

namespace Herdbook.Templating;

/// <summary>Markup back to text.</summary>
internal static class HtmlText
{
    /// <summary>Markup.striptags(): no comments, no tags, white space in single spaces, entities resolved.</summary>
    internal static string StripTags(string text, IRenderContext context)
    {
        context.Budget.Allocate(text.Length * 4L);
        text = Cut(text, "<!--", "-->");
        text = Cut(text, "<", ">");
        var into = new StringBuilder(text.Length);
        foreach (var word in Words(text))
        {
            into.Append(into.Length > 0 ? " " : "").Append(word);
        }

        return Unescape(into.ToString(), context);
    }

    /// <summary>Markup.unescape().</summary>
    internal static string Unescape(string text, IRenderContext context)
    {
        context.Budget.Allocate(text.Length * 2L);
        return WebUtility.HtmlDecode(text);
    }

    /// <summary>Takes out all between these marks, and the marks; an opening one without its closing one stays.</summary>
    private static string Cut(string text, string open, string close)
    {
        var begin = text.IndexOf(open, StringComparison.Ordinal);
        if (begin < 0)
        {
            return text;
        }

        var into = new StringBuilder(text.Length);
        var at = 0;
        while (begin >= 0)
        {
            var end = text.IndexOf(close, begin, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            into.Append(text, at, begin - at);
            at = end + close.Length;
            begin = text.IndexOf(open, at, StringComparison.Ordinal);
        }

        return into.Append(text, at, text.Length - at).ToString();
    }

    private static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var begin = at;
            while (at < text.Length && !PyText.IsSpace(text[at]))
            {
                at++;
            }

            if (at > begin)
            {
                yield return text[begin..at];
            }

            at++;
        }
    }
}
