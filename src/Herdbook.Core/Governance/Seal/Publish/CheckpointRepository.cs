using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Herdbook.Core.Governance.Seal;

/// <summary>Commits each checkpoint to a git repository that is there already, as `&lt;tenant&gt;/latest`; its history keeps the ones before.</summary>
public sealed class CheckpointRepository(string repository) : CheckpointPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public override string Name => $"git {repository}";

    public override async Task PublishAsync(Tenant tenant, SignedHead head, CancellationToken ct)
    {
        if (!Directory.Exists(repository))
        {
            throw new DirectoryNotFoundException($"there is no folder {repository}");
        }

        var file = Path.Combine(tenant.Slug, "latest");
        Directory.CreateDirectory(Path.Combine(repository, tenant.Slug));
        await CheckpointFolder.WriteAsync(Path.Combine(repository, file), head.Note, ct);
        await GitAsync(ct, "add", "--", file);
        if (await GitAsync(ct, "status", "--porcelain", "--", file) is { Length: > 0 })
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"Checkpoint of {head.Checkpoint.Origin} at {head.Checkpoint.Size} entries");
            await GitAsync(ct, "-c", "user.name=Herdbook", "-c", "user.email=herdbook@localhost", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", message, "--", file);
        }
    }

    private async Task<string> GitAsync(CancellationToken ct, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", repository, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LC_ALL"] = "C";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(ct);
        bounded.CancelAfter(Patience);
        try
        {
            using var git = Process.Start(start)!;
            git.StandardInput.Close();
            try
            {
                var (output, error) = (git.StandardOutput.ReadToEndAsync(bounded.Token), git.StandardError.ReadToEndAsync(bounded.Token));
                await git.WaitForExitAsync(bounded.Token);
                return git.ExitCode == 0 ? await output : throw new IOException($"git: {(await error).Trim()}");
            }
            catch (OperationCanceledException)
            {
                git.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception e)
        {
            throw new IOException("git is not installed", e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"git did not end in {Patience.TotalSeconds:0} seconds");
        }
    }
}
