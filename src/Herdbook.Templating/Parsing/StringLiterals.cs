using System.Globalization;
using System.Text;

namespace Herdbook.Templating.Parsing;

/// <summary>Python's escapes in string literals.</summary>
internal static class StringLiterals
{
    internal static string Unescape(string text, Func<string, TemplateException> failure)
    {
        var at = text.IndexOf('\\', StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var into = new StringBuilder(text.Length);
        var from = 0;
        while (at >= 0)
        {
            into.Append(text, from, at - from);
            from = at + 2;
            var letter = text[at + 1];
            switch (letter)
            {
                case '\n':
                    break;
                case '\\' or '\'' or '"':
                    into.Append(letter);
                    break;
                case 'x':
                    from = Hex(text, from, 2, into, failure);
                    break;
                case 'u':
                    from = Hex(text, from, 4, into, failure);
                    break;
                case 'U':
                    from = Hex(text, from, 8, into, failure);
                    break;
                case >= '0' and <= '7':
                    from = Octal(text, at + 1, into);
                    break;
                case 'N':
                    throw failure("named characters are not known here: write \\u and the code");
                default:
                    Simple(letter, into);
                    break;
            }

            at = from < text.Length ? text.IndexOf('\\', from) : -1;
        }

        return into.Append(text, from, text.Length - from).ToString();
    }

    private static void Simple(char letter, StringBuilder into)
    {
        var plain = letter switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'v' => '\v',
            _ => '\0',
        };
        _ = plain == '\0' ? into.Append('\\').Append(letter) : into.Append(plain);
    }

    private static int Hex(string text, int from, int digits, StringBuilder into, Func<string, TemplateException> failure)
    {
        if (from + digits > text.Length
            || !int.TryParse(text.AsSpan(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code is < 0 or > 0x10FFFF)
        {
            throw failure($"truncated or illegal \\{(digits == 2 ? "xXX" : digits == 4 ? "uXXXX" : "UXXXXXXXX")} escape");
        }

        _ = code < 0x10000 ? into.Append((char)code) : into.Append(char.ConvertFromUtf32(code));
        return from + digits;
    }

    private static int Octal(string text, int from, StringBuilder into)
    {
        var code = 0;
        var at = from;
        while (at < text.Length && at < from + 3 && text[at] is >= '0' and <= '7')
        {
            code = (code * 8) + text[at++] - '0';
        }

        into.Append((char)code);
        return at;
    }
}
