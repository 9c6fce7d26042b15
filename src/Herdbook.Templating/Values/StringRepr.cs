using System.Globalization;
using System.Text;

namespace Herdbook.Templating;

/// <summary>repr() of strings: Python's choice of quotes and its escapes.</summary>
internal static class StringRepr
{
    internal static void Append(StringBuilder into, string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        into.Append(quote);
        var done = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var unit = text[at];
            if (unit is >= ' ' and < '\x7f' && unit != quote && unit != '\\')
            {
                continue;
            }

            var wide = char.IsHighSurrogate(unit) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
            if (unit >= '\x7f' && IsPrintable(CharUnicodeInfo.GetUnicodeCategory(text, at)))
            {
                at += wide ? 1 : 0;
                continue;
            }

            into.Append(text, done, at - done);
            var code = wide ? char.ConvertToUtf32(unit, text[at + 1]) : unit;
            Escape(into, code);
            at += wide ? 1 : 0;
            done = at + 1;
        }

        into.Append(text, done, text.Length - done);
        into.Append(quote);
    }

    /// <summary>str.isprintable() of one character beyond ASCII.</summary>
    internal static bool IsPrintable(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    /// <summary>ascii(): what repr() left beyond ASCII is escaped too.</summary>
    internal static string ToAscii(string text)
    {
        var into = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] < 128)
            {
                into.Append(text[at]);
                continue;
            }

            var wide = PyText.UnitsAt(text, at) == 2;
            Escape(into, wide ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at]);
            at += wide ? 1 : 0;
        }

        return into.ToString();
    }

    private static void Escape(StringBuilder into, int code)
    {
        switch (code)
        {
            case '\n':
                into.Append("\\n");
                break;
            case '\r':
                into.Append("\\r");
                break;
            case '\t':
                into.Append("\\t");
                break;
            case '\\' or '\'' or '"':
                into.Append('\\').Append((char)code);
                break;
            case < 0x100:
                into.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}");
                break;
            case < 0x10000:
                into.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}");
                break;
            default:
                into.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}");
                break;
        }
    }
}
