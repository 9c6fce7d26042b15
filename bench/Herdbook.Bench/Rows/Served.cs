using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Herdbook.Bench.Rows;

/// <summary>What a work asks of a server: where and with which words. The same rows, the same size, the same answer.</summary>
/// <param name="Path">A Lua expression that gives path and query.</param>
/// <param name="Body">A Lua expression that gives the body, or null.</param>
internal sealed record Asked(string Method, string Path, string? Body, params IReadOnlyList<(string Name, string Value)> Headers);

/// <summary>A server that runs, and how it is asked for each work.</summary>
internal sealed record Served(string Name, Uri Address, int Pid, IReadOnlyDictionary<Work, Asked> Works)
{
    /// <summary>The greatest resident memory of its processes so far.</summary>
    public long Peak => Measured.Peak(Pid);
}

/// <summary>What is measured.</summary>
internal enum Work
{
    Create,
    Read,
    List,
    Batch,
    CostEvent,
    CostSummary,
}

/// <summary>A process that a benchmark started: ended with it, by its own id.</summary>
internal sealed class Started : IAsyncDisposable
{
    private readonly Process _process;

    private Started(Process process) => _process = process;

    public int Pid => _process.Id;

    public bool Runs => !_process.HasExited;

    public static Started Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new BenchException($"{program} did not start.");
        process.StandardInput.Close();
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Started(process);
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
