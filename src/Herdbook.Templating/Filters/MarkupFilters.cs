using System.Buffers;
using System.Text;

namespace Herdbook.Templating;

/// <summary>escape, forceescape, safe, striptags and xmlattr.</summary>
internal static class MarkupFilters
{
    private static readonly SearchValues<char> NoName = SearchValues.Create(" \n\r\t\f\v/>=");
    private static readonly Signature Value_ = new("escape", 1, "value");
    private static readonly Signature XmlAttr_ = new("do_xmlattr", 1, "d", "autospace");

    internal static Value Escape(CallArguments arguments, IRenderContext context) =>
        Value.Markup(Markups.Escape(Value_.Bind(arguments)[0], context));

    internal static Value ForceEscape(CallArguments arguments, IRenderContext context) =>
        Value.Markup(Markups.Escape(Printing.Str(Value_.Bind(arguments)[0], context), context));

    internal static Value Safe(CallArguments arguments, IRenderContext context) =>
        Value.Markup(Printing.Str(Value_.Bind(arguments)[0], context));

    internal static Value StripTags(CallArguments arguments, IRenderContext context) =>
        Value.From(HtmlText.StripTags(Printing.Str(Value_.Bind(arguments)[0], context), context));

    internal static Value XmlAttr(CallArguments arguments, IRenderContext context)
    {
        var bound = XmlAttr_.Bind(arguments);
        if (bound[0].AsMap is not { } map)
        {
            Failing.IfUndefined(bound[0]);
            throw TemplateException.TypeError($"'{TypeNames.Of(bound[0])}' object has no attribute 'items'");
        }

        var into = new StringBuilder();
        var autospace = bound.Truth(1, true);
        foreach (ref readonly var entry in map.Entries)
        {
            context.Budget.Charge();
            if (!entry.IsLive || entry.Value.IsNone || entry.Value.IsUndefined)
            {
                continue;
            }

            var name = entry.Key.TextOrNull
                ?? throw TemplateException.TypeError($"expected string or bytes-like object, got '{TypeNames.Of(entry.Key)}'");
            if (name.AsSpan().ContainsAny(NoName))
            {
                throw TemplateException.ValueError($"Invalid character in attribute name: {Printing.Repr(entry.Key, context)}");
            }

            var value = Markups.Escape(entry.Value, context);
            context.Budget.Allocate((name.Length + value.Length + 4) * 2L);
            into.Append(into.Length > 0 || autospace ? " " : "").Append(Markups.Escape(entry.Key, context));
            into.Append("=\"").Append(value).Append('"');
        }

        return Value.OfText(into.ToString(), context.Autoescape);
    }
}
