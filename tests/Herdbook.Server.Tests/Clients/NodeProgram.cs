using System.Diagnostics;
using System.Text.Json;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Clients;

/// <summary>A script beside this file, run by Node with the packages that package-lock.json pins.</summary>
internal static class NodeProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The JSON that the script printed last. A script that fails fails the test with what it said.</summary>
    public static async Task<JsonElement> RunAsync(string script, IEnumerable<string> arguments, CancellationToken ct, string? input = null)
    {
        var path = Path.Combine(SharedData.Repository, "tests", "Herdbook.Server.Tests", "Clients", script);
        var start = new ProcessStartInfo("node", [path, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = SharedData.Repository,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(bounded.Token);
            var error = process.StandardError.ReadToEndAsync(bounded.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), bounded.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(bounded.Token);
            var (said, complained) = (await output, await error);
            Assert.True(process.ExitCode == 0, $"{script} ended with {process.ExitCode}:\n{complained}\n{said}");
            return JsonDocument.Parse(said.TrimEnd().Split('\n')[^1]).RootElement;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
