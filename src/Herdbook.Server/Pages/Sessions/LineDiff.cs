namespace Herdbook.Server.Pages.Sessions;

/// <summary>A line that stays (' '), goes ('-') or comes ('+').</summary>
public sealed record DiffLine(char Sign, string Text);

/// <summary>The difference between two texts, line by line.</summary>
public static class LineDiff
{
    /// <summary>Above this many pairs of lines, the changed part is shown as all old lines, then all new ones.</summary>
    private const int MostPairs = 250_000;

    public static IReadOnlyList<DiffLine> Between(string before, string after)
    {
        var old = before.Length == 0 ? [] : before.Split('\n');
        var now = after.Length == 0 ? [] : after.Split('\n');
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. old.Take(head).Select(line => new DiffLine(' ', line)),
            .. Changed(old[head..(old.Length - tail)], now[head..(now.Length - tail)]),
            .. old.Skip(old.Length - tail).Select(line => new DiffLine(' ', line)),
        ];
    }

    private static List<DiffLine> Changed(string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MostPairs)
        {
            return [.. old.Select(line => new DiffLine('-', line)), .. now.Select(line => new DiffLine('+', line))];
        }

        // Longest common subsequence of the two tails that begin at (i, j).
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<DiffLine>();
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add(new DiffLine(' ', old[i++]));
                j++;
            }
            else if (i < old.Length && (j == now.Length || common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new DiffLine('-', old[i++]));
            }
            else
            {
                lines.Add(new DiffLine('+', now[j++]));
            }
        }

        return lines;
    }
}
