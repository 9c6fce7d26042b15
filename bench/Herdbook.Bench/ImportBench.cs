using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Herdbook.Bench;

/// <summary>
/// Imports a corpus into an empty book, then again unchanged, and lets ccusage count the same files twice.
/// Both read from the same disk with the same cache; Herdbook's server runs beside, as it does in use.
/// </summary>
internal sealed class ImportBench(Workbench bench, int sizeMiB)
{
    private const string Peer = "ccusage 20.0.24";

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Whether both programs counted the same tokens.</summary>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        if (!File.Exists(bench.Herdbook))
        {
            throw new BenchException($"{bench.Herdbook} is absent. Build it first: dotnet build -c Release src/Herdbook.Cli");
        }

        Directory.CreateDirectory(bench.Out);
        Say($"making {sizeMiB:N0} MiB of transcripts, or taking those of an earlier run");
        var corpus = await Corpus.EnsureAsync(bench, sizeMiB, ct);
        Say("installing what to compare with");
        await Measured.RequireAsync("npm", ["ci", "--prefix", bench.Npm], Nothing, ct);

        var home = Path.Combine(bench.Out, string.Create(CultureInfo.InvariantCulture, $"home-{Environment.ProcessId}"));
        try
        {
            return await CompareAsync(corpus, home, ct);
        }
        finally
        {
            await Measured.RunAsync(bench.Herdbook, ["down", "--home", home], Nothing, CancellationToken.None);
            if (Directory.Exists(home))
            {
                Directory.Delete(home, recursive: true);
            }
        }
    }

    private async Task<bool> CompareAsync(CorpusFacts corpus, string home, CancellationToken ct)
    {
        Say("starting an empty book");
        await Measured.RequireAsync(bench.Herdbook, ["up", "--home", home, "--port", FreePort(), "--no-import", "--detach"], Nothing, ct);

        Say("Herdbook: first import");
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var postgres = WatchPostgresAsync(home, ended.Token);
        var first = await ImportAsync(corpus, home, ct);
        await ended.CancelAsync();
        var postgresPeak = await postgres;
        Say("Herdbook: second import, nothing changed");
        var second = await ImportAsync(corpus, home, ct);
        var report = await Measured.RequireAsync(bench.Herdbook, ["report", "--by", "day", "--json", "--home", home], Nothing, ct);

        Say($"{Peer}: first and second count");
        var peerFirst = await CcusageAsync(corpus, ct);
        var peerSecond = await CcusageAsync(corpus, ct);

        var (ours, theirs) = (Totals.OfHerdbook(report.Output), Totals.OfCcusage(peerSecond.Output));
        Console.WriteLine();
        new Table(Peer).Print(corpus, first, second, postgresPeak, peerFirst, peerSecond, ours, theirs);
        return ours.SameTokensAs(theirs);
    }

    private Task<Measurement> ImportAsync(CorpusFacts corpus, string home, CancellationToken ct) =>
        Measured.RequireAsync(bench.Herdbook, ["import", "claude-code", Path.Combine(corpus.Folder, "projects"), "--json", "--home", home], Nothing, ct);

    private Task<Measurement> CcusageAsync(CorpusFacts corpus, CancellationToken ct) => Measured.RequireAsync(
        Path.Combine(bench.Npm, "node_modules", ".bin", "ccusage"),
        ["daily", "--json", "--offline"],
        new Dictionary<string, string> { ["CLAUDE_CONFIG_DIR"] = corpus.Folder },
        ct);

    private static async Task<long> WatchPostgresAsync(string home, CancellationToken ct)
    {
        var peak = 0L;
        try
        {
            while (true)
            {
                if (Directory.EnumerateFiles(home, "postmaster.pid", SearchOption.AllDirectories).FirstOrDefault() is { } file
                    && int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var pid))
                {
                    peak = Math.Max(peak, Measured.SharedOnce(pid));
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500), ct);
            }
        }
        catch (OperationCanceledException)
        {
            return peak;
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static void Say(FormattableString step) => Say(step.ToString(CultureInfo.InvariantCulture));

    private static void Say(string step) => Console.Error.WriteLine($"· {step}");
}
