using System.Text;

namespace Herdbook.Templating;

/// <summary>capitalize, lower, upper and title.</summary>
internal static class CaseFilters
{
    private static readonly Signature Text_ = new("filter", 1, "s");

    internal static Value Capitalize(CallArguments arguments, IRenderContext context) =>
        Change(arguments, context, StringCases.Capitalize);

    internal static Value Lower(CallArguments arguments, IRenderContext context) => Change(arguments, context, StringCases.Lower);

    internal static Value Upper(CallArguments arguments, IRenderContext context) => Change(arguments, context, StringCases.Upper);

    internal static Value Title(CallArguments arguments, IRenderContext context)
    {
        var text = Printing.Str(Text_.Bind(arguments)[0], context);
        context.Budget.Allocate(text.Length * 2L);
        return Value.From(TitleWords(text));
    }

    /// <summary>A capital at the start and after white space, hyphens and opening brackets.</summary>
    private static string TitleWords(string text)
    {
        var into = new StringBuilder(text.Length + 8);
        for (var at = 0; at < text.Length;)
        {
            var begin = at;
            var separates = Separates(text[at]);
            while (at < text.Length && Separates(text[at]) == separates)
            {
                at++;
            }

            if (separates)
            {
                into.Append(text, begin, at - begin);
                continue;
            }

            var first = PyText.UnitsAt(text, begin);
            into.Append(StringCases.Upper(text.Substring(begin, first)));
            into.Append(StringCases.Lower(text[(begin + first)..at]));
        }

        return into.ToString();
    }

    private static bool Separates(char unit) => unit is '-' or '(' or '{' or '[' or '<' || PyText.IsSpace(unit);

    private static Value Change(CallArguments arguments, IRenderContext context, Func<string, string> change)
    {
        var text = ObjectFilters.SoftStr(Text_.Bind(arguments)[0], context);
        context.Budget.Allocate(text.Text.Length * 2L);
        return Value.OfText(change(text.Text), text.IsMarkup);
    }
}
