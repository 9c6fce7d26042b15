using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Herdbook.Templating;

/// <summary>Letters' cases as Python maps them, with those letters that become several.</summary>
internal static class StringCases
{
    private static readonly Signature None_ = new("method", 0);

    /// <summary>Letters whose capital is more than one letter, from Unicode's SpecialCasing: with the titlecase where it differs.</summary>
    private static readonly FrozenDictionary<char, string> Capitals = new Dictionary<char, string>
    {
        ['\u00df'] = "SS",
        ['\u0149'] = "\u02bcN",
        ['\u01f0'] = "J\u030c",
        ['\u0390'] = "\u0399\u0308\u0301",
        ['\u03b0'] = "\u03a5\u0308\u0301",
        ['\u0587'] = "\u0535\u0552",
        ['\u1e96'] = "H\u0331",
        ['\u1e97'] = "T\u0308",
        ['\u1e98'] = "W\u030a",
        ['\u1e99'] = "Y\u030a",
        ['\u1e9a'] = "A\u02be",
        ['\ufb00'] = "FF",
        ['\ufb01'] = "FI",
        ['\ufb02'] = "FL",
        ['\ufb03'] = "FFI",
        ['\ufb04'] = "FFL",
        ['\ufb05'] = "ST",
        ['\ufb06'] = "ST",
        ['\ufb13'] = "\u0544\u0546",
        ['\ufb14'] = "\u0544\u0535",
        ['\ufb15'] = "\u0544\u053b",
        ['\ufb16'] = "\u054e\u0546",
        ['\ufb17'] = "\u0544\u053d",
    }.ToFrozenDictionary();

    /// <summary>A method without arguments that changes letters.</summary>
    internal static Value Apply(Value self, CallArguments arguments, IRenderContext context, Func<string, string> change)
    {
        None_.Bind(arguments);
        context.Budget.Allocate(self.Text.Length * 2L);
        return Value.OfText(change(self.Text), self.IsMarkup);
    }

    internal static string Upper(string text)
    {
        if (!NeedsCare(text))
        {
            return text.ToUpperInvariant();
        }

        var into = new StringBuilder(text.Length + 8);
        foreach (var unit in text)
        {
            into.Append(Capitals.TryGetValue(unit, out var several) ? several : unit.ToString());
        }

        return into.ToString().ToUpperInvariant();
    }

    internal static string Lower(string text)
    {
        if (text.AsSpan().IndexOfAny('\u03a3', '\u0130') < 0)
        {
            return text.ToLowerInvariant();
        }

        var into = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length; at++)
        {
            into.Append(text[at] switch
            {
                '\u03a3' => IsFinalSigma(text, at) ? "\u03c2" : "\u03c3",
                '\u0130' => "i\u0307",
                _ => text[at].ToString(),
            });
        }

        return into.ToString().ToLowerInvariant();
    }

    internal static string Fold(string text)
    {
        var into = new StringBuilder(text.Length + 8);
        foreach (var unit in text)
        {
            into.Append(unit switch
            {
                '\u03c2' => "\u03c3",
                '\u00b5' => "\u03bc",
                '\u017f' => "s",
                '\u1e9e' => "ss",
                _ => Capitals.TryGetValue(unit, out var several) ? Lower(several) : unit.ToString(),
            });
        }

        return into.ToString().ToLowerInvariant().Replace('\u03c2', '\u03c3');
    }

    internal static string Capitalize(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }

        var first = PyText.UnitsAt(text, 0);
        return TitleLetter(text[..first]) + LowerFrom(text, first);
    }

    internal static string Title(string text)
    {
        var into = new StringBuilder(text.Length + 8);
        var inWord = false;
        for (var at = 0; at < text.Length;)
        {
            var units = PyText.UnitsAt(text, at);
            var letter = text.Substring(at, units);
            into.Append(inWord ? letter == "\u03a3" && IsFinalSigma(text, at) ? "\u03c2" : Lower1(letter) : TitleLetter(letter));
            inWord = IsCased(text, at);
            at += units;
        }

        return into.ToString();
    }

    internal static string Swap(string text)
    {
        var into = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length;)
        {
            var units = PyText.UnitsAt(text, at);
            var letter = text.Substring(at, units);
            into.Append(IsUpper(text, at)
                ? letter == "\u03a3" && IsFinalSigma(text, at) ? "\u03c2" : Lower1(letter)
                : IsLower(text, at) ? Upper(letter) : letter);
            at += units;
        }

        return into.ToString();
    }

    internal static bool IsUpper(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.UppercaseLetter
            || text[at] is (>= '\u2160' and <= '\u216f') or (>= '\u24b6' and <= '\u24cf');

    internal static bool IsLower(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.LowercaseLetter
            || text[at] is '\u00aa' or '\u00ba' or (>= '\u02b0' and <= '\u02b8') or (>= '\u02c0' and <= '\u02c1') or (>= '\u02e0' and <= '\u02e4')
                or (>= '\u2170' and <= '\u217f') or (>= '\u24d0' and <= '\u24e9') or '\u2071' or '\u207f' or (>= '\u2090' and <= '\u209c');

    internal static bool IsTitle(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.TitlecaseLetter;

    internal static bool IsCased(string text, int at) => IsUpper(text, at) || IsLower(text, at) || IsTitle(text, at);

    private static string LowerFrom(string text, int first) =>
        text.Contains('\u03a3', StringComparison.Ordinal) ? Lower(text)[Lower1(text[..first]).Length..] : Lower(text[first..]);

    private static string Lower1(string letter) => letter == "\u03a3" ? "\u03c3" : Lower(letter);

    private static string TitleLetter(string letter)
    {
        if (letter[0] is '\u01c4' or '\u01c5' or '\u01c6')
        {
            return "\u01c5";
        }

        if (letter[0] is '\u01c7' or '\u01c8' or '\u01c9')
        {
            return "\u01c8";
        }

        if (letter[0] is '\u01ca' or '\u01cb' or '\u01cc')
        {
            return "\u01cb";
        }

        if (letter[0] is '\u01f1' or '\u01f2' or '\u01f3')
        {
            return "\u01f2";
        }

        var upper = Upper(letter);
        return upper.Length > 1 && Capitals.ContainsKey(letter[0]) && letter[0] is not ('\u01f0' or '\u0149')
            ? upper[0] + Lower(upper[1..])
            : upper;
    }

    private static bool NeedsCare(string text)
    {
        foreach (var unit in text)
        {
            if (unit > '\x7f' && Capitals.ContainsKey(unit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A sigma after a letter and before none: marks between do not count.</summary>
    private static bool IsFinalSigma(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && IsIgnorable(text[before]))
        {
            before--;
        }

        var after = at + 1;
        while (after < text.Length && IsIgnorable(text[after]))
        {
            after++;
        }

        return before >= 0 && IsCased(text, before) && !(after < text.Length && IsCased(text, after));
    }

    private static bool IsIgnorable(char unit) =>
        unit is '\'' or '.' or ':' or '^' or '`' or '\u00b7' or '\u2019'
            || CharUnicodeInfo.GetUnicodeCategory(unit) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
