using System.Net.Sockets;
using Herdbook.Core;
using Npgsql;

namespace Herdbook.Intake;

/// <summary>Waits out a database that restarts, or that chose this transaction to break a deadlock.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a transaction again until it is through. It must be safe to run after a commit whose answer was lost.</summary>
    /// <exception cref="RefusedException">The database did not come back in time.</exception>
    public static async Task<T> WithAsync<T>(Func<Task<T>> transaction, TimeProvider time, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            try
            {
                return await transaction();
            }
            catch (Exception e) when (IsPassing(e) && !ct.IsCancellationRequested)
            {
                if (time.GetElapsedTime(started) > Limit)
                {
                    throw new RefusedException(
                        "database_gone", $"The database does not answer: {e.Message} What was booked is kept; run the import again to go on from there.", e);
                }

                await Task.Delay(pause, time, ct);
                pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, 1000));
            }
        }
    }

    private static bool IsPassing(Exception e) => e switch
    {
        PostgresException p => p.IsTransient || p.SqlState is "57P01" or "57P02" or "57P03" || p.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true, // the connection, not the statement
        SocketException or IOException => true,
        _ => false,
    };
}
