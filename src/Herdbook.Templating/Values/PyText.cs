namespace Herdbook.Templating;

/// <summary>Strings by code points, as Python counts them. Text without surrogates, nearly all of it, costs one fast scan.</summary>
internal static class PyText
{
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    /// <summary>Whether a unit is a character: no surrogates.</summary>
    internal static bool IsFlat(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0;

    /// <summary>How many code points.</summary>
    internal static int Length(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
        {
            return text.Length;
        }

        var count = at;
        while (at < text.Length)
        {
            at += UnitsAt(text, at);
            count++;
        }

        return count;
    }

    /// <summary>How many units the code point at a place takes: 1, or 2 for a pair of surrogates.</summary>
    internal static int UnitsAt(ReadOnlySpan<char> text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;

    /// <summary>Where the code point of a number begins; the length of the text when there are not so many.</summary>
    internal static int Offset(ReadOnlySpan<char> text, int codePoints)
    {
        var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0 || at >= codePoints)
        {
            return Math.Min(codePoints, text.Length);
        }

        codePoints -= at;
        while (codePoints > 0 && at < text.Length)
        {
            at += UnitsAt(text, at);
            codePoints--;
        }

        return at;
    }

    /// <summary>The code point at a place as a string of its own.</summary>
    internal static string At(string text, int at)
    {
        var unit = text[at];
        return unit < 128 ? Ascii[unit] : text.Substring(at, UnitsAt(text, at));
    }

    /// <summary>
    /// Charges a search for a part. A long part that nearly matches everywhere is compared everywhere, so it is charged
    /// by both lengths.
    /// </summary>
    internal static void ChargeSearch(ReadOnlySpan<char> text, ReadOnlySpan<char> part, IRenderContext context) =>
        context.Budget.Charge((text.Length >> 5) + (part.Length <= 32 || part.Length > text.Length ? 0 : (long)(text.Length - part.Length) * part.Length >> 10));

    /// <summary>Python's idea of white space: what str.strip() takes away.</summary>
    internal static bool IsSpace(char unit) =>
        unit is ' ' or (>= '\t' and <= '\r') or (>= '\x1c' and <= '\x1f') or '\x85' or '\xa0'
            || (unit > '\xff' && char.IsWhiteSpace(unit));
}
