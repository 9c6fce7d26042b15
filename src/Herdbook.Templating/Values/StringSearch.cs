using System.Text;

namespace Herdbook.Templating;

/// <summary>str.find(), replace(), join() and their like.</summary>
internal static class StringSearch
{
    private static readonly Signature Find_ = new("find", 1, "sub", "start", "end") { PositionalOnly = 3 };
    private static readonly Signature Replace_ = new("replace", 2, "old", "new", "count") { PositionalOnly = 3 };
    private static readonly Signature Join_ = new("join", 1, "iterable") { PositionalOnly = 1 };
    private static readonly Signature Translate_ = new("translate", 1, "table") { PositionalOnly = 1 };

    internal static Value Count(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Find_.Bind(arguments);
        var part = bound.Text(0, "");
        PyText.ChargeSearch(self.Text, part, context);
        if (!Window(self, bound, context, out var begin, out var window))
        {
            return Value.From(0);
        }

        _ = begin;
        if (part.Length == 0)
        {
            return Value.From(PyText.Length(window) + 1);
        }

        var count = 0;
        for (var at = window.IndexOf(part); at >= 0; at = window.IndexOf(part))
        {
            window = window[(at + part.Length)..];
            count++;
        }

        return Value.From(count);
    }

    internal static Value Find(Value self, CallArguments arguments, IRenderContext context, bool last, bool must)
    {
        var bound = Find_.Bind(arguments);
        var part = bound.Text(0, "");
        PyText.ChargeSearch(self.Text, part, context);
        var at = -1;
        if (Window(self, bound, context, out var begin, out var window))
        {
            at = last ? window.LastIndexOf(part) : window.IndexOf(part);
        }

        return at < 0
            ? must ? throw TemplateException.ValueError("substring not found") : Value.From(-1)
            : Value.From(PyText.Length(self.Text.AsSpan(0, begin + at)));
    }

    internal static Value Affix(Value self, CallArguments arguments, IRenderContext context, bool atEnd)
    {
        var bound = Find_.Bind(arguments);
        var inside = Window(self, bound, context, out _, out var window);
        if (bound[0].AsTuple is { } several)
        {
            var any = false;
            foreach (var affix in several.Span)
            {
                context.Budget.Charge();
                any |= inside && Has(window, bound.RequireText(affix), atEnd);
            }

            return Value.From(any);
        }

        if (!bound[0].IsString)
        {
            Failing.IfUndefined(bound[0]);
            throw TemplateException.TypeError(
                $"{(atEnd ? "endswith" : "startswith")} first arg must be str or a tuple of str, not {TypeNames.Of(bound[0])}");
        }

        return Value.From(inside && Has(window, bound[0].Text, atEnd));
    }

    internal static Value Replace(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Replace_.Bind(arguments);
        var (from, to) = (bound.RequireText(bound[0]), bound.RequireText(bound[1]));
        if (self.IsMarkup)
        {
            to = Markups.For(self, bound[1], context);
        }

        return Value.OfText(Replace(self.Text, from, to, bound.Integer(2, -1), context), self.IsMarkup);
    }

    /// <summary>str.replace(): as many times as said, or everywhere when that is negative; an empty text stands between all characters.</summary>
    internal static string Replace(string text, string from, string to, long most, IRenderContext context)
    {
        PyText.ChargeSearch(text, from, context);
        most = most < 0 ? long.MaxValue : most;
        if (from.Length == 0)
        {
            return Intersperse(text, to, most, context);
        }

        var at = text.IndexOf(from, StringComparison.Ordinal);
        if (at < 0 || most == 0)
        {
            return text;
        }

        context.Budget.Allocate(text.Length * 2L);
        var into = new StringBuilder(text.Length);
        var begin = 0;
        while (at >= 0 && most-- > 0)
        {
            context.Budget.Allocate(16 + (to.Length * 2L));
            into.Append(text, begin, at - begin).Append(to);
            begin = at + from.Length;
            at = text.IndexOf(from, begin, StringComparison.Ordinal);
        }

        return into.Append(text, begin, text.Length - begin).ToString();
    }

    private static string Intersperse(string text, string with, long most, IRenderContext context)
    {
        var into = new StringBuilder();
        context.Budget.Allocate(text.Length * 2L);
        for (var at = 0; at < text.Length;)
        {
            if (most-- > 0)
            {
                context.Budget.Allocate(16 + (with.Length * 2L));
                into.Append(with);
            }

            var units = PyText.UnitsAt(text, at);
            into.Append(text, at, units);
            at += units;
        }

        return most > 0 ? into.Append(with).ToString() : into.ToString();
    }

    internal static Value Join(Value self, CallArguments arguments, IRenderContext context)
    {
        var bound = Join_.Bind(arguments);
        var elements = Sequences.Enumerate(bound[0], context);
        var into = new StringBuilder();
        for (var count = 0; elements.MoveNext(out var element); count++)
        {
            if (!element.IsString && !(self.IsMarkup && !element.IsUndefined))
            {
                Failing.IfUndefined(element);
                throw TemplateException.TypeError($"sequence item {count}: expected str instance, {TypeNames.Of(element)} found");
            }

            var text = self.IsMarkup ? Markups.Escape(element, context) : element.Text;
            context.Budget.Allocate(16 + ((text.Length + (count > 0 ? self.Text.Length : 0)) * 2L));
            into.Append(count > 0 ? self.Text : "").Append(text);
        }

        return Value.OfText(into.ToString(), self.IsMarkup);
    }

    internal static Value Translate(Value self, CallArguments arguments, IRenderContext context)
    {
        var table = Translate_.Bind(arguments)[0];
        var into = new StringBuilder();
        context.Budget.Allocate(self.Text.Length * 4L);
        foreach (var rune in self.Text.EnumerateRunes())
        {
            if (!Subscripts.TryItem(table, Value.From(rune.Value), context, out var replacement))
            {
                into.Append(rune.ToString());
                continue;
            }

            var text = replacement.IsNone ? "" : replacement.TextOrNull ?? Characters.FromCode(replacement);
            context.Budget.Allocate(text.Length * 2L);
            into.Append(text);
        }

        return Value.OfText(into.ToString(), self.IsMarkup);
    }

    private static bool Has(ReadOnlySpan<char> text, string affix, bool atEnd) => atEnd ? text.EndsWith(affix) : text.StartsWith(affix);

    /// <summary>The part of the text between the arguments start and end; false where start lies behind the end.</summary>
    private static bool Window(Value self, Bound bound, IRenderContext context, out int begin, out ReadOnlySpan<char> window)
    {
        var text = self.Text;
        context.Budget.Charge(text.Length >> 5);
        begin = 0;
        window = text;
        if (!bound.Has(1))
        {
            return true;
        }

        var length = PyText.Length(text);
        var from = bound[1].IsNone ? 0 : Bound.ToInteger(bound[1]);
        var to = bound.Or(2, Value.None).IsNone ? length : Bound.ToInteger(bound[2]);
        from = from < 0 ? Math.Max(0, from + length) : from;
        to = Math.Min(to < 0 ? Math.Max(0, to + length) : to, length);
        if (from > to)
        {
            return false;
        }

        begin = PyText.Offset(text, (int)from);
        window = text.AsSpan(begin, PyText.Offset(text, (int)to) - begin);
        return true;
    }
}
