using System.Text.RegularExpressions;
using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog.Users;

internal enum SafeKind
{
    Word,
    Quoted,
    Text,
    Number,
    Sign,
    End,
}

/// <param name="At">The character of the expression, from 1.</param>
internal sealed record SafeToken(SafeKind Kind, string Text, int At);

/// <summary>Cuts an expression into words, texts, numbers and signs. Whatever is none of these is refused: comments, dollar quotes, backslash quotes, parameters.</summary>
internal static partial class SafeTokens
{
    public const int MaxLength = 1_000;
    public const int MaxTokens = 250;

    /// <exception cref="SafeExpressionException">A character begins none of these.</exception>
    public static List<SafeToken> Of(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new SafeExpressionException(MaxLength, $"The expression is longer than {MaxLength} characters", "Split it into several rules.");
        }

        var tokens = new List<SafeToken>();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is ' ' or '\t' or '\n' or '\r')
            {
                at++;
                continue;
            }

            var match = Token().Match(text, at);
            if (!match.Success || match.Length == 0)
            {
                throw new SafeExpressionException(at + 1, $"'{Shown.Of(text[at].ToString())}' begins nothing that is known here", SafeExpression.Known);
            }

            tokens.Add(Make(match, at + 1));
            at += match.Length;
            if (tokens.Count > MaxTokens)
            {
                throw new SafeExpressionException(at, $"The expression has more than {MaxTokens} parts", "Split it into several rules.");
            }
        }

        tokens.Add(new SafeToken(SafeKind.End, "", text.Length + 1));
        return tokens;
    }

    private static SafeToken Make(Match match, int at) => match switch
    {
        _ when match.Groups["text"].Success => new(SafeKind.Text, match.Value[1..^1].Replace("''", "'", StringComparison.Ordinal), at),
        _ when match.Groups["quoted"].Success => new(SafeKind.Quoted, match.Value[1..^1], at),
        _ when match.Groups["number"].Success => new(SafeKind.Number, match.Value, at),
        _ when match.Groups["word"].Success => new(SafeKind.Word, match.Value.ToLowerInvariant(), at),
        _ => new(SafeKind.Sign, match.Value == "!=" ? "<>" : match.Value, at),
    };

    // A word directly before a quote would be a prefix such as E'' or U&'', and a second dash a comment.
    [GeneratedRegex("""
        \G(?:(?<text>'(?:[^'\0]|'')*'(?!'))
        |(?<quoted>"[a-z][a-z0-9_]*")
        |(?<number>\d{1,40}(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?(?![\w.]))
        |(?<word>[A-Za-z_][A-Za-z0-9_]*(?!['"&$\w]))
        |(?<sign>\|\||<=|>=|<>|!=|::|[=<>+*/%(),]|-(?!-)))
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();
}

/// <summary>An expression that is not in the grammar.</summary>
/// <param name="at">The character, from 1.</param>
internal sealed class SafeExpressionException(int at, string message, string remedy) : Exception(message)
{
    public int At { get; } = at;

    public string Remedy { get; } = remedy;
}
