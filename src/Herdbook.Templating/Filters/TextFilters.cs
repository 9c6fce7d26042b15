using System.Text;

namespace Herdbook.Templating;

/// <summary>center, format, indent, replace, trim, truncate and wordcount.</summary>
internal static class TextFilters
{
    private static readonly Signature Center_ = new("do_center", 1, "value", "width");
    private static readonly Signature Indent_ = new("do_indent", 1, "s", "width", "first", "blank");
    private static readonly Signature Replace_ = new("do_replace", 3, "s", "old", "new", "count");
    private static readonly Signature Trim_ = new("do_trim", 1, "value", "chars");
    private static readonly Signature Truncate_ = new("do_truncate", 1, "s", "length", "killwords", "end", "leeway");
    private static readonly Signature WordCount_ = new("do_wordcount", 1, "s");

    internal static Value Center(CallArguments arguments, IRenderContext context)
    {
        var bound = Center_.Bind(arguments);
        var text = ObjectFilters.SoftStr(bound[0], context);
        return Value.OfText(
            StringPadding.Pad(text.Text, bound.Integer(1, 80), " ", context, StringPadding.Center), text.IsMarkup);
    }

    internal static Value Format(CallArguments arguments, IRenderContext context)
    {
        if (arguments.PositionalCount > 1 && arguments.NamedCount > 0)
        {
            throw TemplateException.TypeError("can't handle positional and keyword arguments at the same time");
        }

        var format = ObjectFilters.SoftStr(arguments[0], context);
        if (arguments.NamedCount == 0)
        {
            return PercentFormat.Format(format, Value.Tuple(arguments.Positional[1..]), context);
        }

        var map = new MapValue();
        for (var at = 0; at < arguments.NamedCount; at++)
        {
            map.Set(arguments.Names[at], arguments.Named[at]);
        }

        return PercentFormat.Format(format, Value.From(map), context);
    }

    internal static Value Indent(CallArguments arguments, IRenderContext context)
    {
        var bound = Indent_.Bind(arguments);
        var value = bound[0];
        if (value.TextOrNull is not { } text)
        {
            Failing.IfUndefined(value);
            throw TemplateException.TypeError($"unsupported operand type(s) for +=: '{TypeNames.Of(value)}' and 'str'");
        }

        var width = bound.Or(1, Value.From(4));
        string indention;
        if (width.IsString)
        {
            indention = width.Text;
        }
        else
        {
            var spaces = Math.Max(0, Bound.ToInteger(width));
            context.Budget.Allocate(Math.Min(spaces, long.MaxValue / 8) * 2);
            indention = new string(' ', (int)spaces);
        }

        var (first, blank) = (bound.Truth(2, false), bound.Truth(3, false));
        var lines = StringSplitting.Lines(text + "\n", keepEnds: false, context);
        var into = new StringBuilder(first ? indention : "");
        for (var at = 0; at < lines.Count; at++)
        {
            var indents = at > 0 && (blank || lines[at].Length > 0);
            context.Budget.Allocate((lines[at].Length + (indents ? indention.Length : 0) + 1) * 2L);
            into.Append(at > 0 ? "\n" : "").Append(indents ? indention : "").Append(lines[at]);
        }

        return Value.OfText(into.ToString(), value.IsMarkup);
    }

    internal static Value Replace(CallArguments arguments, IRenderContext context)
    {
        var bound = Replace_.Bind(arguments);
        var most = bound.Or(3, Value.None).IsNone ? -1 : bound.Integer(3, -1);
        if (!context.Autoescape)
        {
            var (from, to) = (Printing.Str(bound[1], context), Printing.Str(bound[2], context));
            return Value.From(StringSearch.Replace(Printing.Str(bound[0], context), from, to, most, context));
        }

        var old = ObjectFilters.SoftStr(bound[1], context);
        var with = ObjectFilters.SoftStr(bound[2], context);
        var text = Markups.IsSafe(bound[1]) || (Markups.IsSafe(bound[2]) && !Markups.IsSafe(bound[0]))
            ? Value.Markup(Markups.Escape(bound[0], context))
            : ObjectFilters.SoftStr(bound[0], context);
        return text.IsMarkup
            ? Value.Markup(StringSearch.Replace(text.Text, old.Text, Markups.Escape(with, context), most, context))
            : Value.From(StringSearch.Replace(text.Text, old.Text, with.Text, most, context));
    }

    internal static Value Trim(CallArguments arguments, IRenderContext context)
    {
        var bound = Trim_.Bind(arguments);
        var text = ObjectFilters.SoftStr(bound[0], context);
        return StringPadding.Strip(text, bound.Has(1) ? CallArguments.Of(bound[1]) : default, context, left: true, right: true);
    }

    internal static Value Truncate(CallArguments arguments, IRenderContext context)
    {
        var bound = Truncate_.Bind(arguments);
        var value = bound[0];
        var length = bound.Integer(1, 255);
        var end = bound.Or(3, Value.From("..."));
        var leeway = bound.Or(4, Value.None).IsNone ? 5 : bound.Integer(4, 5);
        var endLength = Sequences.RequireLength(end);
        if (length < endLength || leeway < 0)
        {
            throw TemplateException.ValueError(length < endLength
                ? $"expected length >= {endLength}, got {length}"
                : $"expected leeway >= 0, got {leeway}");
        }

        if (Sequences.RequireLength(value) <= (Int128)length + leeway)
        {
            return value;
        }

        if (value.TextOrNull is not { } text)
        {
            var slice = Subscripts.Slice(value, Value.None, Value.From(length - endLength), Value.None, context);
            return bound.Truth(2, false)
                ? Operators.Add(slice, end, context)
                : throw TemplateException.TypeError($"'{TypeNames.Of(value)}' object has no attribute 'rsplit'");
        }

        context.Budget.Allocate(text.Length * 2L);
        text = text[..PyText.Offset(text, (int)(length - endLength))];
        if (!bound.Truth(2, false))
        {
            var space = text.LastIndexOf(' ');
            text = space < 0 ? text : text[..space];
        }

        return Operators.Add(Value.OfText(text, value.IsMarkup), end, context);
    }

    internal static Value WordCount(CallArguments arguments, IRenderContext context)
    {
        var text = Printing.Str(WordCount_.Bind(arguments)[0], context);
        context.Budget.Charge(text.Length >> 2);
        var (count, inWord) = (0, false);
        for (var at = 0; at < text.Length; at += PyText.UnitsAt(text, at))
        {
            var isWord = IsWord(text, at);
            count += isWord && !inWord ? 1 : 0;
            inWord = isWord;
        }

        return Value.From(count);
    }

    /// <summary>What a regular expression of Python calls \w.</summary>
    internal static bool IsWord(string text, int at) => text[at] < 128
        ? char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'
        : StringKinds.Alphanumeric(text, at);
}
