using Herdbook.Core;
using Npgsql;

namespace Herdbook.Cli;

/// <summary>The last word on an exception: what happened and what to do, on standard error.</summary>
internal static class Faults
{
    public static async Task<int> TellAsync(Exception fault, bool ending)
    {
        if (fault is OperationCanceledException && ending)
        {
            return CommandLine.Failed;
        }

        await Console.Error.WriteLineAsync(Words(fault));
        if (Environment.GetEnvironmentVariable("HERDBOOK_TRACE") == "1")
        {
            await Console.Error.WriteLineAsync(fault.ToString());
        }

        return CommandLine.Failed;
    }

    public static string Words(Exception fault) => fault switch
    {
        RefusedException or Catalog.CatalogException => fault.Message,
        Catalog.Rows.RowRefusalException refused => refused.Remedy is null ? refused.Message : $"{refused.Message} {refused.Remedy}",
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } =>
            "The disk is full. What was acknowledged is kept; the rest was not done. Free some space and try again.",
        NpgsqlException { IsTransient: true } or PostgresException { SqlState: "57P01" or "57P02" or "57P03" } =>
            $"The database stopped answering: {fault.Message}. What was acknowledged is kept. Try again; `herdbook status` and `herdbook doctor` tell more.",
        PostgresException refused => $"The database refused: {refused.MessageText} (SQLSTATE {refused.SqlState}). HERDBOOK_TRACE=1 tells more.",
        _ => $"Herdbook made a mistake: {fault.Message} HERDBOOK_TRACE=1 tells more.",
    };
}
