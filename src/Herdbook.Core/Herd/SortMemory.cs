using Dapper;
using Npgsql;

namespace Herdbook.Core.Herd;

/// <summary>Room for sums over a whole ledger: with PostgreSQL's 4 MB they are sorted on disk, and compiling them takes longer than running them.</summary>
internal static class SortMemory
{
    private const string Raise = "select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)";

    /// <summary>Until the transaction ends.</summary>
    public static Task RaiseAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(Raise, cancellationToken: ct));
}
