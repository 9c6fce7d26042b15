using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Herdbook.Bench;

/// <param name="Folder">Holds projects/&lt;folder&gt;/&lt;session&gt;.jsonl.</param>
internal sealed record CorpusFacts(string Folder, int Files, long Lines, long Bytes)
{
    public double MiB => Bytes / 1048576.0;
}

/// <summary>
/// Transcripts in any amount: the real ones, again and again, each time with new ids (sessions, lines, messages, requests, tool uses),
/// so that nothing is a duplicate. Every other copy is a beginning of a conversation, so that lengths differ as they do on a disk.
/// </summary>
internal static partial class Corpus
{
    private const int Version = 1;
    private const int Projects = 40;

    /// <summary>Makes the corpus, or takes the one that an earlier run made.</summary>
    public static async Task<CorpusFacts> EnsureAsync(Workbench bench, int sizeMiB, CancellationToken ct)
    {
        var folder = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"transcripts-{sizeMiB}-v{Version}"));
        var stamp = Path.Combine(folder, "facts.json");
        if (File.Exists(stamp))
        {
            return JsonSerializer.Deserialize<CorpusFacts>(await File.ReadAllTextAsync(stamp, ct))! with { Folder = folder };
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var facts = await WriteAsync(folder, Sources(bench.Transcripts), (long)sizeMiB << 20, ct);
        await File.WriteAllTextAsync(stamp, JsonSerializer.Serialize(facts), ct);
        return facts;
    }

    private static List<Source> Sources(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new BenchException($"{folder} is absent: the benchmark repeats the real transcripts that stand there.");
        }

        var sources = Directory.EnumerateFiles(folder, "transcript.jsonl", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).Select(Source.Read).ToList();
        return sources.Count > 0 ? sources : throw new BenchException($"{folder} holds no transcript.jsonl.");
    }

    private static async Task<CorpusFacts> WriteAsync(string folder, List<Source> sources, long size, CancellationToken ct)
    {
        var (files, lines, bytes) = (0, 0L, 0L);
        while (bytes < size)
        {
            var source = sources[files % sources.Count];
            var copy = source.Copy(files, files / sources.Count % 4);
            var project = Path.Combine(folder, "projects", string.Create(CultureInfo.InvariantCulture, $"-home-bench-project-{files % Projects:00}"));
            Directory.CreateDirectory(project);
            await File.WriteAllBytesAsync(Path.Combine(project, source.SessionOf(copy) + ".jsonl"), copy, ct);
            files++;
            lines += copy.AsSpan().Count((byte)'\n');
            bytes += copy.Length;
        }

        return new CorpusFacts(folder, files, lines, bytes);
    }

    /// <summary>A real transcript, with the places of its ids.</summary>
    private sealed partial class Source(byte[] text, List<(int At, int Length)> ids, int session)
    {
        private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

        public static Source Read(string path)
        {
            var text = File.ReadAllBytes(path);

            // Ids are ASCII: read as Latin-1, an index into the string is an index into the bytes.
            var latin = Encoding.Latin1.GetString(text);
            var session = Session().Match(latin);
            return session.Success
                ? new Source(text, [.. Ids().Matches(latin).Select(m => (m.Index, m.Length))], session.Groups[1].Index)
                : throw new BenchException($"{path} names no session.");
        }

        /// <param name="halvings">0 for the whole conversation, 1 for its first half, 2 for its first quarter …</param>
        public byte[] Copy(int number, int halvings)
        {
            var end = text.Length >> halvings;
            end = Math.Max(end, session + 40);
            end = end >= text.Length ? text.Length : text.AsSpan(end).IndexOf((byte)'\n') is var at and >= 0 ? end + at + 1 : text.Length;
            var copy = text[..end];
            foreach (var (start, length) in ids)
            {
                if (start + length > end)
                {
                    break;
                }

                var id = copy.AsSpan(start, length);
                if (id.Contains((byte)'-'))
                {
                    Number(id[..8], number, 16);
                }
                else
                {
                    Number(id[^6..], number, 36);
                }
            }

            return copy;
        }

        public string SessionOf(byte[] copy) => Encoding.ASCII.GetString(copy, session, 36);

        private static void Number(Span<byte> target, int number, int radix)
        {
            for (var i = target.Length - 1; i >= 0; i--)
            {
                target[i] = (byte)Digits[number % radix];
                number /= radix;
            }
        }

        [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?:msg|req|toolu)_[A-Za-z0-9]{16,40}")]
        private static partial Regex Ids();

        [GeneratedRegex("\"sessionId\":\"([0-9a-f-]{36})\"")]
        private static partial Regex Session();
    }
}
