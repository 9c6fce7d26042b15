using System.Text.Json;
using Herdbook.Core.Postgres;

namespace Herdbook.Core.Homes;

/// <summary>What a running server says of itself in its home.</summary>
/// <param name="StartTicks">The process's start as the kernel counts it, so that a reused process id is not taken for it; null where unknown.</param>
/// <param name="Address">Null until it listens.</param>
public sealed record ServerState(int Pid, long? StartTicks, string? Address, string Version, DateTimeOffset StartedAt);

/// <summary>
/// The right to run a server on a home, held by one process at a time: two control planes on one database are a known disaster.
/// </summary>
public sealed class ControlPlane : IDisposable
{
    private readonly HerdbookHome _home;
    private readonly FileLock _lock;

    private ControlPlane(HerdbookHome home, FileLock taken)
    {
        _home = home;
        _lock = taken;
    }

    /// <exception cref="RefusedException">`already_running`, with process id and address of the one that holds it.</exception>
    public static ControlPlane Take(HerdbookHome home, string version, DateTimeOffset now)
    {
        FileLock? taken;
        var patience = DateTime.UtcNow + TimeSpan.FromSeconds(1);
        while ((taken = FileLock.TryExclusive(home.LockFile)) is null)
        {
            // Whoever only asks whether it is held holds it for an instant.
            var holder = Running(home);
            if (holder is not null || DateTime.UtcNow > patience)
            {
                throw new RefusedException("already_running",
                    $"Herdbook already runs on {home.Root}: process {holder?.Pid.ToString(null, null) ?? "unknown"}, {holder?.Address ?? "still starting"}. " +
                    "Two servers on one book would ruin it. Use that one, or stop it with `herdbook down`, or choose another --home.");
            }

            Thread.Sleep(20);
        }

        var plane = new ControlPlane(home, taken);
        plane.Write(new ServerState(Environment.ProcessId, Processes.StartedAt(Environment.ProcessId), null, version, now));
        return plane;
    }

    /// <summary>The server that runs on a home; null where none does. A file left by a killed one does not count.</summary>
    public static ServerState? Running(HerdbookHome home) =>
        FileLock.IsHeld(home.LockFile) && Read(home) is { } state && Processes.IsAlive(state.Pid) && Processes.StartedAt(state.Pid) == state.StartTicks
            ? state
            : null;

    /// <summary>Whether some process holds the lock, also one that has not said yet who it is.</summary>
    public static bool IsTaken(HerdbookHome home) => FileLock.IsHeld(home.LockFile);

    public void Announce(string address) => Write(Read(_home)! with { Address = address });

    public void Dispose()
    {
        File.Delete(_home.StateFile);
        _lock.Dispose();
    }

    private static ServerState? Read(HerdbookHome home)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerState>(File.ReadAllText(home.StateFile), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(ServerState state)
    {
        var unfinished = _home.StateFile + ".new";
        File.WriteAllText(unfinished, JsonSerializer.Serialize(state, JsonSerializerOptions.Web));
        File.Move(unfinished, _home.StateFile, overwrite: true);
    }
}
