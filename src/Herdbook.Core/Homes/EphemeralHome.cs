using System.Diagnostics;
using Herdbook.Core.Postgres;

namespace Herdbook.Core.Homes;

/// <summary>A throwaway home in the temporary folder: gone with the program that uses it, or swept by the next.</summary>
public sealed class EphemeralHome : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly FileLock _owned;

    private EphemeralHome(HerdbookHome home, FileLock owned)
    {
        Home = home;
        _owned = owned;
    }

    public HerdbookHome Home { get; }

    /// <summary>A path that nobody uses. Leftovers of the same prefix whose users are dead are removed.</summary>
    public static async Task<HerdbookHome> NameAsync(string prefix, CancellationToken ct)
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), prefix + "-*"))
        {
            var home = new HerdbookHome(left);
            var young = DateTime.UtcNow - Directory.GetCreationTimeUtc(left) < Grace;
            if (File.Exists(OwnerFile(home)) ? IsAbandoned(home) : !young)
            {
                await RemoveAsync(home, ct);
            }
        }

        return new HerdbookHome(Path.Combine(Path.GetTempPath(), $"{prefix}-{Guid.NewGuid():n}"[..(prefix.Length + 13)]));
    }

    /// <summary>Makes the home, which lives from here on until this is disposed.</summary>
    public static EphemeralHome Make(HerdbookHome home)
    {
        HomeChecks.Prepare(home);
        return new EphemeralHome(home, FileLock.TryExclusive(OwnerFile(home)) ?? throw new IOException($"{home.Root} is in use."));
    }

    /// <summary>Stops what runs on the home and removes it.</summary>
    public async ValueTask DisposeAsync()
    {
        await RemoveAsync(Home, CancellationToken.None);
        _owned.Dispose();
    }

    private static string OwnerFile(HerdbookHome home) => Path.Combine(home.Root, "ephemeral.lock");

    private static bool IsAbandoned(HerdbookHome home)
    {
        try
        {
            return !FileLock.IsHeld(OwnerFile(home));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
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
            Directory.Delete(home.Root, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or RefusedException)
        {
            // Another user's leftovers, or somebody sweeps at the same time.
            Debug.WriteLine(e.Message);
        }
    }
}
