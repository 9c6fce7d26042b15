using System.Buffers;
using System.Text;

namespace Herdbook.Templating;

/// <summary>Text that is safe in HTML, and how other text becomes so.</summary>
internal static class Markups
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>'\"");

    /// <summary>Whether a value prints as HTML of its own.</summary>
    internal static bool IsSafe(Value value) => value.IsMarkup || value.Reference is ObjectValue { PrintsMarkup: true };

    /// <summary>markupsafe.escape() of text.</summary>
    internal static string Escape(string text, IRenderContext? context)
    {
        var at = text.AsSpan().IndexOfAny(Special);
        if (at < 0)
        {
            return text;
        }

        var into = new StringBuilder(text.Length + 16);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            into.Append(rest[..at]);
            into.Append(rest[at] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", '\'' => "&#39;", _ => "&#34;" });
            rest = rest[(at + 1)..];
            at = rest.IndexOfAny(Special);
        }

        into.Append(rest);
        context?.Budget.Allocate(into.Length * 2L);
        return into.ToString();
    }

    /// <summary>markupsafe.escape() of a value: what is safe stays, all else is printed and escaped.</summary>
    internal static string Escape(Value value, IRenderContext context) =>
        IsSafe(value) ? Printing.Str(value, context) : Escape(Printing.Str(value, context), context);

    /// <summary>Python's + of two strings: if either is safe, the other is escaped and the whole is safe.</summary>
    internal static Value Join(Value left, string leftText, Value right, string rightText, IRenderContext context)
    {
        var safe = left.IsMarkup || right.IsMarkup;
        if (safe)
        {
            leftText = left.IsMarkup ? leftText : Escape(leftText, context);
            rightText = right.IsMarkup ? rightText : Escape(rightText, context);
        }

        context.Budget.Allocate((leftText.Length + rightText.Length) * 2L);
        return Value.OfText(string.Concat(leftText, rightText), safe);
    }

    /// <summary>Text that joins a string of this kind: escaped where that one is safe and the value is not.</summary>
    internal static string For(Value target, Value value, IRenderContext context) =>
        target.IsMarkup ? Escape(value, context) : value.Text;
}
