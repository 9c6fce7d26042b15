using System.Text;

namespace Herdbook.Catalog.Rows.Search;

/// <summary>What is looked for: every word, and of the last one also what only begins with it.</summary>
/// <param name="Text">As it was typed, trimmed.</param>
public sealed record SearchWords(string Text, IReadOnlyList<string> Words)
{
    /// <summary>Longer texts and further words are passed over.</summary>
    public const int MaxLength = 400;

    public const int MaxWords = 12;

    /// <summary>The words as to_tsquery reads them: each quoted, so that no sign in it is an operator.</summary>
    public string Query
    {
        get
        {
            var query = new StringBuilder();
            foreach (var word in Words)
            {
                query.Append(query.Length > 0 ? " & " : "").Append('\'')
                    .Append(word.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)).Append('\'');
            }

            return query.Append(":*").ToString();
        }
    }

    /// <summary>Null where the text has no letter and no digit, and so no word.</summary>
    public static SearchWords? Of(string? text)
    {
        var whole = (text ?? "").Replace('\0', ' ').Trim();
        if (whole.Length > MaxLength)
        {
            whole = whole[..(char.IsHighSurrogate(whole[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        }

        var words = whole.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(HasWord).Take(MaxWords).ToList();
        return words.Count == 0 ? null : new SearchWords(whole, words);
    }

    private static bool HasWord(string text) => text.EnumerateRunes().Any(Rune.IsLetterOrDigit);
}
