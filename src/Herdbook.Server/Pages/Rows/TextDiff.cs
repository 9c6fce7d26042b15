using System.Text.RegularExpressions;

namespace Herdbook.Server.Pages.Rows;

/// <summary>A part of a text; whether the other text has it too.</summary>
public sealed record DiffPart(string Text, bool Changed);

/// <summary>Two texts side by side, word by word: what only one of them has is marked there.</summary>
public static partial class TextDiff
{
    /// <summary>Above this many pairs of words the changed middle is marked whole.</summary>
    private const long MostPairs = 1_000_000;

    public static (IReadOnlyList<DiffPart> Left, IReadOnlyList<DiffPart> Right) Between(string left, string right)
    {
        if (left == right)
        {
            return (Whole(left, false), Whole(right, false));
        }

        var old = Words().EnumerateMatches(left);
        var a = new List<string>();
        foreach (var word in old)
        {
            a.Add(left.Substring(word.Index, word.Length));
        }

        var b = new List<string>();
        foreach (var word in Words().EnumerateMatches(right))
        {
            b.Add(right.Substring(word.Index, word.Length));
        }

        var head = 0;
        while (head < a.Count && head < b.Count && a[head] == b[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < a.Count - head && tail < b.Count - head && a[^(tail + 1)] == b[^(tail + 1)])
        {
            tail++;
        }

        var (goes, comes) = Changed(a[head..^tail], b[head..^tail]);
        return (Joined([.. Same(a[..head]), .. goes, .. Same(a[^tail..])]), Joined([.. Same(b[..head]), .. comes, .. Same(b[^tail..])]));
    }

    private static IEnumerable<DiffPart> Same(List<string> words) => words.Select(word => new DiffPart(word, false));

    private static (List<DiffPart> Left, List<DiffPart> Right) Changed(List<string> a, List<string> b)
    {
        var left = new List<DiffPart>();
        var right = new List<DiffPart>();
        if ((long)a.Count * b.Count > MostPairs)
        {
            return ([.. a.Select(word => new DiffPart(word, true))], [.. b.Select(word => new DiffPart(word, true))]);
        }

        // Longest common subsequence of the two tails that begin at (i, j).
        var common = new int[a.Count + 1, b.Count + 1];
        for (var i = a.Count - 1; i >= 0; i--)
        {
            for (var j = b.Count - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        for (int i = 0, j = 0; i < a.Count || j < b.Count;)
        {
            if (i < a.Count && j < b.Count && a[i] == b[j])
            {
                left.Add(new DiffPart(a[i++], false));
                right.Add(new DiffPart(b[j++], false));
            }
            else if (i < a.Count && (j == b.Count || common[i + 1, j] >= common[i, j + 1]))
            {
                left.Add(new DiffPart(a[i++], true));
            }
            else
            {
                right.Add(new DiffPart(b[j++], true));
            }
        }

        return (left, right);
    }

    private static IReadOnlyList<DiffPart> Whole(string text, bool changed) => text.Length == 0 ? [] : [new DiffPart(text, changed)];

    /// <summary>Neighbours of one kind as one part.</summary>
    private static List<DiffPart> Joined(IReadOnlyList<DiffPart> parts)
    {
        var joined = new List<DiffPart>();
        for (var at = 0; at < parts.Count;)
        {
            var end = at;
            while (end < parts.Count && parts[end].Changed == parts[at].Changed)
            {
                end++;
            }

            joined.Add(new DiffPart(string.Concat(parts.Skip(at).Take(end - at).Select(part => part.Text)), parts[at].Changed));
            at = end;
        }

        return joined;
    }

    [GeneratedRegex(@"\w+|[^\S\n]+|\n|[^\w\s]", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
