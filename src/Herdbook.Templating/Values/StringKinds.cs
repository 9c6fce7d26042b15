using System.Globalization;

namespace Herdbook.Templating;

/// <summary>Python's str.isalpha() and its like.</summary>
internal static class StringKinds
{
    private static readonly Signature None_ = new("method", 0);

    /// <summary>Whether a test holds for every character.</summary>
    /// <param name="empty">What is said of the empty string.</param>
    internal static Value Is(Value self, CallArguments arguments, IRenderContext context, Func<string, int, bool> test, bool empty = false)
    {
        var text = Text(self, arguments, context);
        if (text.Length == 0)
        {
            return Value.From(empty);
        }

        for (var at = 0; at < text.Length; at += PyText.UnitsAt(text, at))
        {
            if (!test(text, at))
            {
                return Value.False;
            }
        }

        return Value.True;
    }

    internal static Value IsCased(Value self, CallArguments arguments, IRenderContext context, bool upper)
    {
        var text = Text(self, arguments, context);
        var found = false;
        for (var at = 0; at < text.Length; at += PyText.UnitsAt(text, at))
        {
            var wrong = upper ? StringCases.IsLower(text, at) : StringCases.IsUpper(text, at);
            if (wrong || StringCases.IsTitle(text, at))
            {
                return Value.False;
            }

            found |= upper ? StringCases.IsUpper(text, at) : StringCases.IsLower(text, at);
        }

        return Value.From(found);
    }

    internal static bool IsCased(string text, bool upper, IRenderContext context) =>
        IsCased(Value.From(text), default, context, upper).IsTrue;

    internal static Value IsTitle(Value self, CallArguments arguments, IRenderContext context)
    {
        var text = Text(self, arguments, context);
        var (inWord, found) = (false, false);
        for (var at = 0; at < text.Length; at += PyText.UnitsAt(text, at))
        {
            if (StringCases.IsUpper(text, at) || StringCases.IsTitle(text, at))
            {
                if (inWord)
                {
                    return Value.False;
                }

                (inWord, found) = (true, true);
            }
            else if (StringCases.IsLower(text, at))
            {
                if (!inWord)
                {
                    return Value.False;
                }

                found = true;
            }
            else
            {
                inWord = false;
            }
        }

        return Value.From(found);
    }

    internal static Value IsIdentifier(Value self, CallArguments arguments, IRenderContext context)
    {
        var text = Text(self, arguments, context);
        if (text.Length == 0)
        {
            return Value.False;
        }

        for (var at = 0; at < text.Length; at += PyText.UnitsAt(text, at))
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(text, at);
            var starts = text[at] == '_' || category <= UnicodeCategory.OtherLetter || category == UnicodeCategory.LetterNumber;
            var goesOn = starts || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
            if (!(at == 0 ? starts : goesOn))
            {
                return Value.False;
            }
        }

        return Value.True;
    }

    internal static bool Alphabetic(string text, int at) => CharUnicodeInfo.GetUnicodeCategory(text, at) <= UnicodeCategory.OtherLetter;

    internal static bool Decimal(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.DecimalDigitNumber;

    internal static bool Digit(string text, int at) => CharUnicodeInfo.GetDigitValue(text, at) >= 0;

    internal static bool Numeric(string text, int at) => CharUnicodeInfo.GetNumericValue(text, at) != -1 || IsNumeral(text[at]);

    internal static bool Alphanumeric(string text, int at) => Alphabetic(text, at) || Digit(text, at) || Numeric(text, at);

    internal static bool Ascii(string text, int at) => text[at] < 128;

    internal static bool Space(string text, int at) => PyText.IsSpace(text[at]);

    internal static bool Printable(string text, int at) =>
        text[at] == ' ' || StringRepr.IsPrintable(CharUnicodeInfo.GetUnicodeCategory(text, at));

    /// <summary>The Chinese numerals in common use, which .NET's tables leave out.</summary>
    private static bool IsNumeral(char unit) => "一二三四五六七八九十百千万億兆零〇壹貳參肆伍陸柒捌玖拾".Contains(unit, StringComparison.Ordinal);

    private static string Text(Value self, CallArguments arguments, IRenderContext context)
    {
        None_.Bind(arguments);
        context.Budget.Charge(self.Text.Length >> 2);
        return self.Text;
    }
}
