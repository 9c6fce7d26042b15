using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Npgsql;
using NpgsqlTypes;

namespace Herdbook.Core.Rows;

/// <summary>Gathers what the statements of one write give back. What it keeps is bounded.</summary>
internal sealed class RowResults(TableDeclaration table, RowReturning? returning)
{
    /// <summary>The most bytes of rows that are given back.</summary>
    private const long MaxBytes = 64 << 20;

    /// <summary>The most keys that are given back; further rows are only counted.</summary>
    private const int MaxKeys = 1_000;

    private readonly List<RowWritten> _rows = [];
    private long _affected;
    private long _inserted;
    private long _bytes;

    public long Affected => _affected;

    public RowsWritten Written => new(_affected, _inserted, _rows);

    /// <param name="body">The value of the JSON parameter, which is the one without a text.</param>
    public static NpgsqlBatchCommand Command(RowStatement statement, byte[]? body)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var parameter in statement.Parameters)
        {
            command.Parameters.Add(parameter.Text is null
                ? new NpgsqlParameter { Value = body, NpgsqlDbType = NpgsqlDbType.Json }
                : new NpgsqlParameter { Value = parameter.Text, NpgsqlDbType = NpgsqlDbType.Unknown });
        }

        return command;
    }

    /// <summary>Runs a statement within a transaction.</summary>
    public async Task RunAsync(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> before, NpgsqlBatchCommand command, TimeSpan limit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)limit.TotalSeconds + 10 };
        foreach (var first in before)
        {
            batch.BatchCommands.Add(first);
        }

        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await ReadAsync(reader, ct);
    }

    /// <summary>Takes the lines of a write to the end of the results.</summary>
    public async Task<RowsWritten> ReadAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        if (returning is null)
        {
            await reader.NextResultAsync(ct);
            var count = Math.Max(reader.RecordsAffected, 0);
            _affected += count;
            _inserted += count;
            return Written;
        }

        while (await reader.ReadAsync(ct))
        {
            Take(reader);
        }

        return Written;
    }

    private void Take(NpgsqlDataReader reader)
    {
        var last = reader.FieldCount - 1;
        var version = reader.GetString(last);
        var isNew = version.EndsWith('+');
        _affected++;
        _inserted += isNew ? 1 : 0;
        if (returning!.Query is null && _rows.Count == MaxKeys)
        {
            return;
        }

        var key = returning.Query is null ? RowKey.Of(table, reader.GetFieldValue<string[]>(0)) : null;
        var shown = new byte[]?[key is null ? last : 0];
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = reader.IsDBNull(i) ? null : reader.GetFieldValue<byte[]>(i);
            _bytes += shown[i]?.Length ?? 0;
        }

        if (_bytes > MaxBytes)
        {
            throw new RowRefusalException("answer_too_large", "The rows to give back are more than 64 MiB. Nothing was changed.")
            {
                Status = 413,
                Rule = "return=representation",
                Remedy = "Send 'Prefer: return=minimal', or fewer rows at once.",
            };
        }

        _rows.Add(new RowWritten(key, shown, $"\"{version.TrimEnd('+')}\"", isNew));
    }
}
