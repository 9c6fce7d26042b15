using System.Text;

namespace Herdbook.Templating;

/// <summary>The filter urlencode.</summary>
internal static class UrlFilters
{
    private static readonly Signature Signature_ = new("do_urlencode", 1, "value");

    internal static Value UrlEncode(CallArguments arguments, IRenderContext context)
    {
        var value = Signature_.Bind(arguments)[0];
        if (value.IsString || !Sequences.TryEnumerate(value, context, out var pairs))
        {
            return Value.From(Quote(Printing.Str(value, context), forQuery: false, context));
        }

        if (value.AsMap is { } map)
        {
            pairs = new Elements(new ViewValue(map, ViewPart.Items));
        }

        var into = new StringBuilder();
        while (pairs.MoveNext(out var pair))
        {
            context.Budget.Charge();
            var parts = Sequences.ToList(pair, context);
            if (parts.Count != 2)
            {
                throw TemplateException.ValueError(parts.Count > 2
                    ? "too many values to unpack (expected 2)"
                    : $"not enough values to unpack (expected 2, got {parts.Count})");
            }

            into.Append(into.Length > 0 ? "&" : "");
            into.Append(Quote(Printing.Str(parts[0], context), forQuery: true, context)).Append('=');
            into.Append(Quote(Printing.Str(parts[1], context), forQuery: true, context));
        }

        return Value.From(into.ToString());
    }

    private static string Quote(string text, bool forQuery, IRenderContext context)
    {
        context.Budget.Allocate(text.Length * 8L);
        var into = new StringBuilder(text.Length + 16);
        byte[] bytes;
        try
        {
            bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw TemplateException.ValueError("'utf-8' codec can't encode a surrogate: surrogates not allowed");
        }

        foreach (var unit in bytes)
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'~' || (unit == '/' && !forQuery))
            {
                into.Append((char)unit);
            }
            else if (unit == ' ' && forQuery)
            {
                into.Append('+');
            }
            else
            {
                into.Append('%').Append("0123456789ABCDEF"[unit >> 4]).Append("0123456789ABCDEF"[unit & 15]);
            }
        }

        return into.ToString();
    }
}
