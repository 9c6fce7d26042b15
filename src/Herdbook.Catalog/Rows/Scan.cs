using System.Text;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Rows;

/// <summary>A place in the text of one parameter.</summary>
internal sealed class Scan(string parameter, string text)
{
    public int At { get; private set; }

    public bool Ended => At >= text.Length;

    public char Next => At < text.Length ? text[At] : '\0';

    public ReadOnlySpan<char> Rest => text.AsSpan(At);

    /// <summary>Goes over the text when it stands here.</summary>
    public bool Take(string expected)
    {
        if (!Rest.StartsWith(expected, StringComparison.Ordinal))
        {
            return false;
        }

        At += expected.Length;
        return true;
    }

    public void Expect(string expected, string what)
    {
        if (!Take(expected))
        {
            throw Fault($"'{expected}' is expected {what}");
        }
    }

    public void ExpectEnd()
    {
        if (!Ended)
        {
            throw Fault($"nothing is expected after this, but there is '{Shown.Of(Rest.ToString())}'");
        }
    }

    /// <summary>Letters, digits, underscores, and the other characters given; or a quoted text.</summary>
    public string Name(string what, string others = "") => Next == '"' ? Quoted() : TryWord(others) is { Length: > 0 } word ? word : throw Fault($"{what} is expected");

    public string TryWord(string others = "")
    {
        var start = At;
        while (!Ended && (char.IsLetterOrDigit(Next) || Next == '_' || others.Contains(Next, StringComparison.Ordinal)))
        {
            At++;
        }

        return text[start..At];
    }

    /// <summary>Everything up to one of the characters, or to the end.</summary>
    public string Until(string ends)
    {
        var length = Rest.IndexOfAny(ends);
        var start = At;
        At = length < 0 ? text.Length : At + length;
        return text[start..At];
    }

    public string All()
    {
        var rest = text[At..];
        At = text.Length;
        return rest;
    }

    /// <summary>A text in double quotes; a backslash takes the next character as it is.</summary>
    public string Quoted()
    {
        Expect("\"", "before a quoted text");
        var value = new StringBuilder();
        while (!Ended && Next != '"')
        {
            if (Next == '\\' && At + 1 < text.Length)
            {
                At++;
            }

            value.Append(Next);
            At++;
        }

        Expect("\"", "after a quoted text");
        return value.ToString();
    }

    /// <summary>Whether a quoted text stands here that ends before one of the characters, or the end.</summary>
    public bool IsQuotedBefore(string ends)
    {
        if (Next != '"')
        {
            return false;
        }

        var i = At + 1;
        while (i < text.Length && text[i] != '"')
        {
            i += text[i] == '\\' ? 2 : 1;
        }

        return i < text.Length && (i + 1 == text.Length || ends.Contains(text[i + 1], StringComparison.Ordinal));
    }

    public string Between(int start) => text[start..At];

    public void Back(int at) => At = at;

    public RowRefusalException Fault(string why) =>
        new("query_syntax", $"'{Shown.Of(parameter)}' cannot be read: at character {At + 1}, {why}.")
        {
            Rule = parameter,
            Details = Shown.Of(text),
            Remedy = parameter switch
            {
                "select" => "As in select=a,alias:b,c::text,d->>e,related(*).",
                "order" => "As in order=a.desc.nullslast,b,related(c).asc.",
                "and" or "or" or "not.and" or "not.or" => "As in or=(a.eq.1,and(b.gt.2,c.is.null)).",
                _ => "As in column=eq.value, column=in.(a,b) or column=not.is.null.",
            },
        };
}
