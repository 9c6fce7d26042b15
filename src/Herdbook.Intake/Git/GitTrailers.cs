using System.Buffers;

namespace Herdbook.Intake.Git;

/// <summary>The trailers at the end of a commit's message: lines of `Name: value`, unbroken.</summary>
internal static class GitTrailers
{
    private static readonly SearchValues<char> Name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    public static IReadOnlyList<KeyValuePair<string, string>> Of(string message)
    {
        var lines = message.TrimEnd().Split('\n');
        List<KeyValuePair<string, string>> trailers = [];
        for (var i = lines.Length - 1; i > 0 && Trailer(lines[i]) is { } trailer; i--)
        {
            trailers.Insert(0, trailer);
        }

        return trailers;
    }

    private static KeyValuePair<string, string>? Trailer(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && line.AsSpan(0, colon).IndexOfAnyExcept(Name) < 0
            ? KeyValuePair.Create(line[..colon], line[(colon + 2)..].Trim())
            : null;
    }
}
