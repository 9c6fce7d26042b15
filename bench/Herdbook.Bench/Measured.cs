using System.Diagnostics;
using System.Globalization;

namespace Herdbook.Bench;

/// <param name="PeakBytes">The greatest resident memory of the process and those it started, together.</param>
internal sealed record Measurement(TimeSpan Took, long PeakBytes, int ExitCode, string Output, string Errors);

/// <summary>Runs a program to its end and watches its memory.</summary>
internal static class Measured
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);

    public static async Task<Measurement> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new BenchException($"{program} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = WatchAsync(process.Id, ended.Token);
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        var took = clock.Elapsed;
        await ended.CancelAsync();
        return new Measurement(took, await watching, process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static async Task<Measurement> RequireAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken ct)
    {
        var list = arguments.ToList();
        var run = await RunAsync(program, list, environment, ct);
        return run.ExitCode == 0
            ? run
            : throw new BenchException($"{program} {string.Join(' ', list)} ended with {run.ExitCode}:\n{run.Errors.Trim()}\n{run.Output.Trim()}".TrimEnd());
    }

    /// <summary>Says what is missing before anything is begun.</summary>
    public static void RequirePrograms(params IEnumerable<string> programs)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var missing = programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToList();
        if (missing.Count > 0)
        {
            throw new BenchException($"Not installed: {string.Join(", ", missing)}. On Debian: apt-get install wrk postgresql postgresql-client npm.");
        }
    }

    /// <summary>The proportional memory of a process and all below it: pages that they share count once.</summary>
    public static long SharedOnce(int root) => Tree(root).Sum(pid => Field($"/proc/{pid}/smaps_rollup", "Pss:"));

    /// <summary>The greatest resident memory that each process of a tree ever had, together.</summary>
    public static long Peak(int root) => Tree(root).Sum(pid => Field($"/proc/{pid}/status", "VmHWM:"));

    /// <summary>The greatest resident memory that the process itself ever had.</summary>
    public static long Own(int process) => Field($"/proc/{process}/status", "VmHWM:");

    /// <summary>The processor time of a process and all below it, with what of it has ended.</summary>
    public static TimeSpan Processor(int root) => TimeSpan.FromSeconds(Tree(root).Sum(Ticks) / 100.0);

    /// <summary>Of /proc/PID/stat: utime, stime, cutime and cstime, in hundredths of a second, as Linux tells them to programs; 0 when the process has ended.</summary>
    private static long Ticks(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The name, in parentheses, may hold anything; the state is the first field behind it.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task<long> WatchAsync(int root, CancellationToken ct)
    {
        var peak = 0L;
        try
        {
            while (true)
            {
                // A single process has kept its own greatest figure; of several the greatest sum has to be caught.
                var tree = Tree(root);
                peak = Math.Max(peak, tree.Count == 1 ? Field($"/proc/{root}/status", "VmHWM:") : tree.Sum(pid => Field($"/proc/{pid}/status", "VmRSS:")));
                await Task.Delay(Every, ct);
            }
        }
        catch (OperationCanceledException)
        {
            return peak;
        }
    }

    private static List<int> Tree(int root)
    {
        var tree = new List<int> { root };
        for (var i = 0; i < tree.Count; i++)
        {
            try
            {
                foreach (var task in Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{tree[i]}/task")))
                {
                    tree.AddRange(File.ReadAllText(Path.Combine(task, "children"))
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pid => int.Parse(pid, CultureInfo.InvariantCulture)));
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return tree;
    }

    /// <summary>A field of a /proc file in kB, as bytes; 0 when the process has ended.</summary>
    private static long Field(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..^2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
