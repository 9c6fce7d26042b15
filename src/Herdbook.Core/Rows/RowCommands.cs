using Herdbook.Catalog.Rows;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Rows;

/// <summary>Statements over rows as commands.</summary>
public static class RowCommands
{
    /// <summary>The statement with its values as texts without a type: the casts in the SQL say what PostgreSQL reads them as.</summary>
    public static NpgsqlBatchCommand Command(this RowStatement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var parameter in statement.Parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = (object?)parameter.Text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Unknown });
        }

        return command;
    }
}
