using System.CommandLine;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook down`: stops the server of a home, and a database that nobody uses any more.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var command = new Command("down", "Stop what runs on the home.");
        command.SetAction(async (parsed, ct) =>
        {
            var home = parsed.HomeOf();
            var ran = PgCluster.RunningOn(home) is not null;
            if (ControlPlane.Running(home) is { } server)
            {
                await StopAsync(home, server, ct);
                Console.WriteLine($"Stopped the server (process {server.Pid}).");
            }
            else if (ControlPlane.IsTaken(home))
            {
                throw new RefusedException("not_verified",
                    $"Somebody holds {home.LockFile}, but it does not say who it is: a server that is still starting. Nothing was ended. Try again in a moment.");
            }
            else if (!ran)
            {
                Console.WriteLine($"Nothing runs on {home.Root}.");
                return CommandLine.Done;
            }

            Console.WriteLine(await ClusterLease.StopOrphanAsync(home, ct)
                ? "PostgreSQL is stopped; everything acknowledged is kept."
                : "PostgreSQL stays up for another command that uses the book, and stops with it.");
            return CommandLine.Done;
        });
        return command;
    }

    /// <summary>Asks the server to end and waits until it has let go of the home. Never ends a process by force.</summary>
    private static async Task StopAsync(HerdbookHome home, ServerState server, CancellationToken ct)
    {
        if (!Processes.AskToEnd(server.Pid))
        {
            throw new RefusedException("not_permitted",
                $"The server (process {server.Pid}) belongs to another user. Run `herdbook down` as that user.");
        }

        var until = DateTime.UtcNow + Patience;
        while (Processes.IsAlive(server.Pid) && Processes.StartedAt(server.Pid) == server.StartTicks)
        {
            if (DateTime.UtcNow > until)
            {
                throw new RefusedException("server_stop",
                    $"The server (process {server.Pid}) did not end within {Patience.TotalSeconds:0} s. See {home.LogDirectory}; kill -9 {server.Pid} loses nothing that was acknowledged.");
            }

            await Task.Delay(20, ct);
        }
    }
}
