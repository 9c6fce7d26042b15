using System.Text;
using System.Text.RegularExpressions;

namespace Herdbook.Templating;

/// <summary>The filter urlize: addresses in text become links.</summary>
internal static partial class Urlize
{
    /// <summary>A word longer than this is left alone: the patterns must end in a time that its length bounds.</summary>
    private const int LongestWord = 4096;

    private static readonly Signature Signature_ = new(
        "do_urlize", 1, "value", "trim_url_limit", "nofollow", "target", "rel", "extra_schemes");

    private static readonly (string Open, string Close)[] Pairs = [("(", ")"), ("<", ">"), ("&lt;", "&gt;")];

    internal static Value Filter(CallArguments arguments, IRenderContext context)
    {
        var bound = Signature_.Bind(arguments);
        var rel = bound.Or(4, Value.None);
        var parts = new SortedSet<string>(StringComparer.Ordinal) { "noopener" };
        foreach (var part in (rel.IsNone ? "" : bound.Text(4, "")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            parts.Add(part);
        }

        if (bound.Truth(2, false))
        {
            parts.Add("nofollow");
        }

        var target = bound.Or(3, Value.None);
        var attributes = $" rel=\"{Markups.Escape(string.Join(' ', parts), context)}\"";
        attributes += target.IsTrue ? $" target=\"{Markups.Escape(target, context)}\"" : "";
        var limit = bound.Or(1, Value.None).IsNone ? -1 : bound.Integer(1, -1);
        var schemes = Schemes(bound.Or(5, Value.None), context);
        var text = Markups.Escape(bound[0], context);
        var into = new StringBuilder(text.Length + 64);
        context.Budget.Allocate(text.Length * 4L);
        for (var at = 0; at < text.Length;)
        {
            var begin = at;
            var space = PyText.IsSpace(text[at]);
            while (at < text.Length && PyText.IsSpace(text[at]) == space)
            {
                at++;
            }

            if (space || at - begin > LongestWord)
            {
                into.Append(text, begin, at - begin);
                continue;
            }

            context.Budget.Charge((long)(at - begin) * (at - begin) >> 5);
            var before = into.Length;
            Word(into, text[begin..at], attributes, limit, schemes);
            context.Budget.Allocate((into.Length - before) * 2L);
        }

        return Value.OfText(into.ToString(), context.Autoescape);
    }

    private static List<string> Schemes(Value given, IRenderContext context)
    {
        var schemes = new List<string>();
        if (given.IsNone)
        {
            return schemes;
        }

        foreach (var scheme in Sequences.ToList(given, context))
        {
            schemes.Add(scheme.TextOrNull is { } text && Scheme().IsMatch(text)
                ? text
                : throw TemplateException.ValueError($"{Printing.Repr(scheme, context)} is not a valid URI scheme prefix."));
        }

        return schemes;
    }

    private static void Word(StringBuilder into, string middle, string attributes, long limit, List<string> schemes)
    {
        var head = Head().Match(middle).Value;
        middle = middle[head.Length..];
        var tail = Tail().Match(middle).Value;
        middle = middle[..^tail.Length];
        foreach (var (open, close) in Pairs)
        {
            var opened = Count(middle, open);
            if (opened <= Count(middle, close))
            {
                continue;
            }

            for (var count = Math.Min(opened, Count(tail, close)); count > 0; count--)
            {
                var end = tail.IndexOf(close, StringComparison.Ordinal) + close.Length;
                middle += tail[..end];
                tail = tail[end..];
            }
        }

        into.Append(head).Append(Link(middle, attributes, limit, schemes)).Append(tail);
    }

    private static string Link(string text, string attributes, long limit, List<string> schemes)
    {
        if (Http().IsMatch(text))
        {
            var whole = text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal);
            return $"<a href=\"{(whole ? "" : "https://")}{text}\"{attributes}>{Trim(text, limit)}</a>";
        }

        if (text.StartsWith("mailto:", StringComparison.Ordinal) && Email().IsMatch(text[7..]))
        {
            return $"<a href=\"{text}\">{text[7..]}</a>";
        }

        if (text.Contains('@') && !text.StartsWith("www.", StringComparison.Ordinal) && text[0] != '@' && !text.Contains(':') && Email().IsMatch(text))
        {
            return $"<a href=\"mailto:{text}\">{text}</a>";
        }

        foreach (var scheme in schemes)
        {
            if (text != scheme && text.StartsWith(scheme, StringComparison.Ordinal))
            {
                text = $"<a href=\"{text}\"{attributes}>{text}</a>";
            }
        }

        return text;
    }

    private static string Trim(string text, long limit) =>
        limit >= 0 && PyText.Length(text) > limit ? text[..PyText.Offset(text, (int)limit)] + "..." : text;

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    [GeneratedRegex(@"^([(<]|&lt;)+", RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"([)>.,\n]|&gt;)+\z", RegexOptions.CultureInvariant | RegexOptions.RightToLeft)]
    private static partial Regex Tail();

    [GeneratedRegex(@"^([\w.+-]{2,}:(/){0,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"^\S+@\w[\w.-]*\.\w+$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(
        @"^((https?://|www\.)(([\w%-]+\.)+)?([a-z]{2,63}|xn--[\w%]{2,59})|([\w%-]{2,63}\.)+(com|net|int|edu|gov|org|info|mil)"
        + @"|(https?://)((([\d]{1,3})(\.[\d]{1,3}){3})|(\[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}])))(?::[\d]{1,5})?(?:[/?#]\S*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Http();
}
