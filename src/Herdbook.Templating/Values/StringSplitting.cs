namespace Herdbook.Templating;

/// <summary>str.split() and its like.</summary>
internal static class StringSplitting
{
    private static readonly Signature Split_ = new("split", 0, "sep", "maxsplit");
    private static readonly Signature Partition_ = new("partition", 1, "sep") { PositionalOnly = 1 };
    private static readonly Signature Lines_ = new("splitlines", 0, "keepends");

    internal static Value Split(Value self, CallArguments arguments, IRenderContext context, bool fromRight)
    {
        var bound = Split_.Bind(arguments);
        var separator = bound.Or(0, Value.None);
        var most = bound.Integer(1, -1);
        most = most < 0 ? long.MaxValue : most;
        var parts = new List<Value>();
        context.Budget.Allocate(self.Text.Length * 2L);
        if (separator.IsNone)
        {
            OnSpace(self, most, fromRight, parts, context);
        }
        else
        {
            var text = bound.RequireText(separator);
            if (text.Length == 0)
            {
                throw TemplateException.ValueError("empty separator");
            }

            OnText(self, text, most, fromRight, parts, context);
        }

        if (fromRight)
        {
            parts.Reverse();
        }

        return Value.From(new ListValue(parts));
    }

    private static void OnText(Value self, string separator, long most, bool fromRight, List<Value> parts, IRenderContext context)
    {
        var text = self.Text;
        PyText.ChargeSearch(text, separator, context);
        var (begin, end) = (0, text.Length);
        while (most-- > 0)
        {
            context.Budget.Allocate(48);
            var at = fromRight
                ? text.AsSpan(begin, end - begin).LastIndexOf(separator)
                : text.AsSpan(begin, end - begin).IndexOf(separator);
            if (at < 0)
            {
                break;
            }

            if (fromRight)
            {
                parts.Add(Value.OfText(text[(at + separator.Length)..end], self.IsMarkup));
                end = at;
            }
            else
            {
                parts.Add(Value.OfText(text.Substring(begin, at), self.IsMarkup));
                begin += at + separator.Length;
            }
        }

        parts.Add(Value.OfText(text[begin..end], self.IsMarkup));
    }

    private static void OnSpace(Value self, long most, bool fromRight, List<Value> parts, IRenderContext context)
    {
        var text = StringPadding.StripSpace(self.Text, left: !fromRight, right: fromRight);
        while (text.Length > 0)
        {
            context.Budget.Allocate(48);
            if (most-- == 0)
            {
                parts.Add(Value.OfText(text, self.IsMarkup));
                return;
            }

            var at = fromRight ? LastSpace(text) : FirstSpace(text);
            if (at < 0)
            {
                parts.Add(Value.OfText(text, self.IsMarkup));
                return;
            }

            parts.Add(Value.OfText(fromRight ? text[(at + 1)..] : text[..at], self.IsMarkup));
            context.Budget.Charge(text.Length >> 6);
            text = StringPadding.StripSpace(fromRight ? text[..at] : text[at..], left: !fromRight, right: fromRight);
        }
    }

    private static int FirstSpace(string text)
    {
        var at = 0;
        while (at < text.Length && !PyText.IsSpace(text[at]))
        {
            at++;
        }

        return at == text.Length ? -1 : at;
    }

    private static int LastSpace(string text)
    {
        var at = text.Length - 1;
        while (at >= 0 && !PyText.IsSpace(text[at]))
        {
            at--;
        }

        return at;
    }

    internal static Value Partition(Value self, CallArguments arguments, IRenderContext context, bool fromRight)
    {
        var bound = Partition_.Bind(arguments);
        var separator = bound.Text(0, "");
        if (separator.Length == 0)
        {
            throw TemplateException.ValueError("empty separator");
        }

        var text = self.Text;
        PyText.ChargeSearch(text, separator, context);
        context.Budget.Allocate(text.Length * 2L);
        var at = fromRight ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        var safe = self.IsMarkup;
        if (at < 0)
        {
            var (whole, empty) = (Value.OfText(text, safe), Value.OfText("", safe));
            return fromRight ? Value.Tuple(empty, empty, whole) : Value.Tuple(whole, empty, empty);
        }

        return Value.Tuple(
            Value.OfText(text[..at], safe), Value.OfText(separator, safe), Value.OfText(text[(at + separator.Length)..], safe));
    }

    internal static Value Lines(Value self, CallArguments arguments, IRenderContext context)
    {
        var keep = Lines_.Bind(arguments).Flag(0);
        var lines = new List<Value>();
        foreach (var line in Lines(self.Text, keep, context))
        {
            lines.Add(Value.OfText(line, self.IsMarkup));
        }

        return Value.From(new ListValue(lines));
    }

    /// <summary>Lines as Python ends them: by \n, \r, \r\n and the rarer separators.</summary>
    internal static List<string> Lines(string text, bool keepEnds, IRenderContext context)
    {
        context.Budget.Allocate(text.Length * 2L);
        var lines = new List<string>();
        var begin = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsLineEnd(text[at]))
            {
                continue;
            }

            context.Budget.Allocate(48);
            var end = at;
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 1 : 0;
            lines.Add(text[begin..(keepEnds ? at + 1 : end)]);
            begin = at + 1;
        }

        if (begin < text.Length)
        {
            lines.Add(text[begin..]);
        }

        return lines;
    }

    private static bool IsLineEnd(char unit) =>
        unit is (>= '\n' and <= '\r') or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029';
}
