using Herdbook.Catalog.Yaml;

namespace Herdbook.Catalog;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The closest of the words within a third of the length, at least one letter; null when none is close.</summary>
    public static string? Of(string word, IEnumerable<string> words)
    {
        var shown = word.Length > 64 ? word[..64] : word;
        return words
            .Select(candidate => (candidate, distance: Distance(shown.ToLowerInvariant(), candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(1, pair.candidate.Length / 3))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    public static string Remedy(string word, IReadOnlyCollection<string> words, string what) =>
        Of(word, words) is { } near
            ? $"Did you mean '{Shown.Of(near)}'?"
            : words.Count <= 24
                ? $"Known: {string.Join(", ", words)}."
                : $"Name an existing {what}.";

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, substitution);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
