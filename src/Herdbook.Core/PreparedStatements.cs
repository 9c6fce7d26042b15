using System.Data;
using Npgsql;

namespace Herdbook.Core;

/// <summary>The statements that Npgsql prepares by itself, of those that come again and again.</summary>
internal static class PreparedStatements
{
    /// <summary>
    /// To be called when PostgreSQL refused a statement, outside of its transaction. One that was refused between being parsed and being
    /// described is taken for a statement without rows by Npgsql 10.0; its next run, with a good value, would break the connection.
    /// </summary>
    public static void Forget(NpgsqlConnection connection)
    {
        if (connection.FullState != ConnectionState.Open)
        {
            return;
        }

        try
        {
            connection.UnprepareAll();
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and with it what was prepared.
        }
    }
}
