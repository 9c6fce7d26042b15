using System.Text;

namespace Herdbook.Templating;

/// <summary>str.center(), strip() and their like.</summary>
internal static class StringPadding
{
    private static readonly Signature Pad_ = new("center", 1, "width", "fillchar") { PositionalOnly = 2 };
    private static readonly Signature ZeroFill_ = new("zfill", 1, "width") { PositionalOnly = 1 };
    private static readonly Signature Strip_ = new("strip", 0, "chars") { PositionalOnly = 1 };
    private static readonly Signature Remove_ = new("removeprefix", 1, "prefix") { PositionalOnly = 1 };
    private static readonly Signature ExpandTabs_ = new("expandtabs", 0, "tabsize");

    /// <summary>How many of the missing characters go to the left, given the width and how many are missing.</summary>
    internal static long Center(long width, long missing) => (missing / 2) + (missing & width & 1);

    internal static long Left(long width, long missing) => 0;

    internal static long Right(long width, long missing) => missing;

    internal static Value Pad(Value self, CallArguments arguments, IRenderContext context, Func<long, long, long> leftShare)
    {
        var bound = Pad_.Bind(arguments);
        var fill = bound.Has(1) && self.IsMarkup ? Markups.For(self, Value.From(bound.Text(1, " ")), context) : bound.Text(1, " ");
        return PyText.Length(fill) != 1
            ? throw TemplateException.TypeError("The fill character must be exactly one character long")
            : Value.OfText(Pad(self.Text, bound.Integer(0, 0), fill, context, leftShare), self.IsMarkup);
    }

    /// <summary>Text with fill on both sides up to a width in code points.</summary>
    internal static string Pad(string text, long width, string fill, IRenderContext context, Func<long, long, long> leftShare)
    {
        var missing = width - PyText.Length(text);
        if (missing <= 0)
        {
            return text;
        }

        context.Budget.Allocate(Math.Min(missing, long.MaxValue / 8) * fill.Length * 2);
        context.Budget.Allocate(text.Length * 2L);
        var left = leftShare(width, missing);
        var into = new StringBuilder((int)(text.Length + (missing * fill.Length)));
        return into.Insert(0, fill, (int)left).Append(text).Insert(into.Length, fill, (int)(missing - left)).ToString();
    }

    internal static Value ZeroFill(Value self, CallArguments arguments, IRenderContext context)
    {
        var width = ZeroFill_.Bind(arguments).Integer(0, 0);
        var text = self.Text;
        var sign = text.Length > 0 && text[0] is '+' or '-' ? text[..1] : "";
        var body = Pad(text[sign.Length..], width - sign.Length, "0", context, Right);
        return Value.OfText(sign + body, self.IsMarkup);
    }

    internal static Value Strip(Value self, CallArguments arguments, IRenderContext context, bool left, bool right)
    {
        var bound = Strip_.Bind(arguments);
        var text = self.Text;
        context.Budget.Allocate(text.Length * 2L);
        var given = bound.Or(0, Value.None);
        if (!given.IsNone)
        {
            return Value.OfText(StripAny(text, bound.RequireText(given), left, right, context), self.IsMarkup);
        }

        return Value.OfText(StripSpace(text, left, right), self.IsMarkup);
    }

    internal static string StripSpace(string text, bool left, bool right)
    {
        var (begin, end) = (0, text.Length);
        while (left && begin < end && PyText.IsSpace(text[begin]))
        {
            begin++;
        }

        while (right && end > begin && PyText.IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[begin..end];
    }

    internal static string StripAny(string text, string chars, bool left, bool right, IRenderContext context)
    {
        context.Budget.Charge((long)Math.Min(text.Length, 1 << 20) * Math.Min(chars.Length, 1 << 20) >> 5);
        var set = new HashSet<Rune>(chars.EnumerateRunes());
        var (begin, end) = (0, text.Length);
        while (left && begin < end && Rune.DecodeFromUtf16(text.AsSpan(begin), out var rune, out var units) == System.Buffers.OperationStatus.Done && set.Contains(rune))
        {
            begin += units;
        }

        while (right && end > begin && Rune.DecodeLastFromUtf16(text.AsSpan(begin, end - begin), out var rune, out var units) == System.Buffers.OperationStatus.Done && set.Contains(rune))
        {
            end -= units;
        }

        return text[begin..end];
    }

    internal static Value Remove(Value self, CallArguments arguments, IRenderContext context, bool atEnd)
    {
        var bound = Remove_.Bind(arguments);
        var affix = bound.Text(0, "");
        var text = self.Text;
        context.Budget.Allocate(text.Length * 2L);
        var has = affix.Length > 0 && (atEnd ? text.EndsWith(affix, StringComparison.Ordinal) : text.StartsWith(affix, StringComparison.Ordinal));
        return Value.OfText(has ? atEnd ? text[..^affix.Length] : text[affix.Length..] : text, self.IsMarkup);
    }

    internal static Value ExpandTabs(Value self, CallArguments arguments, IRenderContext context)
    {
        var size = ExpandTabs_.Bind(arguments).Integer(0, 8);
        if (size is > int.MaxValue or < int.MinValue)
        {
            throw Numbers.Overflow("Python int too large to convert to C int");
        }

        var into = new StringBuilder();
        var column = 0L;
        foreach (var unit in self.Text)
        {
            if (unit == '\t')
            {
                var spaces = size > 0 ? size - (column % size) : 0;
                context.Budget.Allocate(Math.Min(spaces, long.MaxValue / 8) * 2);
                into.Append(' ', (int)spaces);
                column += spaces;
                continue;
            }

            into.Append(unit);
            column = unit is '\n' or '\r' ? 0 : char.IsLowSurrogate(unit) ? column : column + 1;
        }

        context.Budget.Allocate(into.Length * 2L);
        return Value.OfText(into.ToString(), self.IsMarkup);
    }
}
