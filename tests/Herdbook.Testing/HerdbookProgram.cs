using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Herdbook.Testing;

/// <summary>What a run of the program said.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error);

/// <summary>The real program, as a process.</summary>
public static class HerdbookProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end.</summary>
    public static Task<ProgramResult> RunAsync(IEnumerable<string> arguments, CancellationToken ct, IReadOnlyDictionary<string, string?>? environment = null) =>
        RunAsync(new ProcessStartInfo(Path(), arguments), ct, environment);

    /// <summary>Runs another program to its end.</summary>
    public static async Task<ProgramResult> RunAsync(ProcessStartInfo program, CancellationToken ct, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var process = Start(program, environment, listens: false);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bounded.Token);
            var error = process.StandardError.ReadToEndAsync(bounded.Token);
            await process.WaitForExitAsync(bounded.Token);
            return new ProgramResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Starts it, standard streams redirected. Whoever starts it ends it.</summary>
    /// <param name="environment">Variables to set, or with null to unset, on top of this process's own.</param>
    /// <param name="listens">Whether its standard input stays open, for whoever started it to write to.</param>
    public static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null, bool listens = false) =>
        Start(new ProcessStartInfo(Path(), arguments), environment, listens);

    private static Process Start(ProcessStartInfo start, IReadOnlyDictionary<string, string?>? environment, bool listens)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["DOTNET_ROOT"] = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        if (!listens)
        {
            process.StandardInput.Close();
        }

        return process;
    }

    /// <summary>HERDBOOK_PROGRAM, else what is built beside the tests that refer to it, else where the launcher builds it.</summary>
    private static string Path()
    {
        if (Environment.GetEnvironmentVariable("HERDBOOK_PROGRAM") is { Length: > 0 } named)
        {
            return named;
        }

        var beside = System.IO.Path.Combine(AppContext.BaseDirectory, "herdbook");
        if (File.Exists(beside))
        {
            return beside;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var built = System.IO.Path.Combine(folder.FullName, "src/Herdbook.Cli/bin/Release/net10.0/herdbook");
            if (File.Exists(built))
            {
                return built;
            }
        }

        throw new FileNotFoundException("The program is not built: dotnet build src/Herdbook.Cli -c Release.");
    }
}
