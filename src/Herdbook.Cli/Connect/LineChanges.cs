namespace Herdbook.Cli.Connect;

/// <summary>What a change of one place does to a text, line by line: + and - before what comes and goes, with a few lines around.</summary>
internal static class LineChanges
{
    private const int Around = 2;

    public static IReadOnlyList<string> Of(string before, string after)
    {
        var (old, made) = (Lines(before), Lines(after));
        var same = 0;
        while (same < old.Length && same < made.Length && old[same] == made[same])
        {
            same++;
        }

        var tail = 0;
        while (tail < old.Length - same && tail < made.Length - same && old[^(tail + 1)] == made[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. old[Math.Max(0, same - Around)..same].Select(line => "  " + line),
            .. old[same..(old.Length - tail)].Select(line => "- " + line),
            .. made[same..(made.Length - tail)].Select(line => "+ " + line),
            .. old[(old.Length - tail)..Math.Min(old.Length, old.Length - tail + Around)].Select(line => "  " + line),
        ];
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
}
