using System.Diagnostics;
using System.Globalization;
using Herdbook.Core.Postgres;

namespace Herdbook.Core.Homes;

/// <summary>A throwaway home in the temporary folder: gone with the program that made it, or swept by the next.</summary>
public sealed class EphemeralHome : IAsyncDisposable
{
    private EphemeralHome(HerdbookHome home) => Home = home;

    public HerdbookHome Home { get; }

    /// <param name="prefix">Starts the folder's name; leftovers of the same prefix whose makers are dead are removed.</param>
    public static async Task<EphemeralHome> MakeAsync(string prefix, CancellationToken ct)
    {
        await SweepAsync(prefix, ct);
        var name = string.Create(CultureInfo.InvariantCulture,
            $"{prefix}-{Environment.ProcessId}-{Processes.StartedAt(Environment.ProcessId) ?? 0}-{Random.Shared.Next():x8}");
        return new EphemeralHome(new HerdbookHome(Path.Combine(Path.GetTempPath(), name)));
    }

    /// <summary>Stops what runs on the home and removes it.</summary>
    public async ValueTask DisposeAsync() => await RemoveAsync(Home, CancellationToken.None);

    private static async Task SweepAsync(string prefix, CancellationToken ct)
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), prefix + "-*"))
        {
            var parts = Path.GetFileName(left)[(prefix.Length + 1)..].Split('-');
            if (parts.Length == 3
                && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var pid)
                && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var ticks)
                && !(Processes.IsAlive(pid) && (Processes.StartedAt(pid) ?? 0) == ticks))
            {
                await RemoveAsync(new HerdbookHome(left), ct);
            }
        }
    }

    private static async Task RemoveAsync(HerdbookHome home, CancellationToken ct)
    {
        try
        {
            if (PgCluster.RunningOn(home) is not null)
            {
                await (await PgCluster.OpenAsync(home, ct)).StopAsync(ct, immediate: true);
            }

            PgCluster.RemoveSocketDirectory(home);
            if (Directory.Exists(home.Root))
            {
                Directory.Delete(home.Root, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RefusedException)
        {
            // Another user's leftovers, or somebody swept at the same time.
            Debug.WriteLine(e.Message);
        }
    }
}
