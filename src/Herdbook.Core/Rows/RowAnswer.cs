using System.Text.Json;
using Herdbook.Catalog.Rows;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>The rows of a query as they arrive: one after another, none kept. Holds a connection until it is disposed.</summary>
public sealed class RowAnswer : IAsyncDisposable
{
    private readonly BookReading _reading;
    private readonly RowStatement _statement;
    private readonly int _version;
    private readonly int _cursor;
    private bool _ended;

    private RowAnswer(BookReading reading, RowStatement statement, RowExtras extras, long? count)
    {
        _reading = reading;
        _statement = statement;
        Count = count;
        Width = reading.Results.FieldCount;
        _cursor = extras.HasFlag(RowExtras.Cursor) ? --Width : -1;
        _version = extras.HasFlag(RowExtras.Version) ? --Width : -1;
    }

    /// <summary>How many rows there are without limit and offset; null when it was not asked.</summary>
    public long? Count { get; }

    /// <summary>One for JSON; the number of items for texts.</summary>
    public int Width { get; private set; }

    /// <summary>The version of the row at which the answer stands.</summary>
    public string Version => _reading.Results.GetString(_version);

    /// <summary>The texts of the row's place in the order.</summary>
    public string?[] Place => _reading.Results.GetFieldValue<string?[]>(_cursor);

    /// <summary>UTF-8: the row's JSON, or the text of an item; null where that is null.</summary>
    public byte[]? Bytes(int item) => _reading.Results.IsDBNull(item) ? null : _reading.Results.GetFieldValue<byte[]>(item);

    /// <exception cref="RowRefusalException">`statement_timeout`, `value_invalid` and others that only the database finds.</exception>
    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        try
        {
            if (!_ended && await _reading.Results.ReadAsync(ct))
            {
                return true;
            }

            _ended = true;
            return false;
        }
        catch (Exception e)
        {
            (_ended, _reading.Failed) = (true, true);
            if (e is PostgresException fault && RowFaults.Of(fault, _statement) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Bytes(0));
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _reading.Cancel();
        }

        await _reading.DisposeAsync();
    }

    internal static async Task<RowAnswer> OpenAsync(
        Book book, Tenant tenant, RowStatement rows, RowStatement? count, RowExtras extras, TimeSpan limit, CancellationToken ct)
    {
        var current = count ?? rows;
        BookReading? reading = null;
        try
        {
            reading = await book.ReadAsync(tenant, count is null ? [rows.Command()] : [count.Command(), rows.Command()], limit, ct);
            long? counted = null;
            if (count is not null)
            {
                counted = await CountAsync(reading.Results, ct);
                current = rows;
                await reading.Results.NextResultAsync(ct);
            }

            return new RowAnswer(reading, rows, extras, counted);
        }
        catch (Exception e)
        {
            if (reading is not null)
            {
                reading.Failed = true;
                await reading.DisposeAsync();
            }

            if (e is PostgresException fault && RowFaults.Of(fault, current) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    /// <summary>A number, or a plan with the number of rows that it expects.</summary>
    private static async Task<long> CountAsync(NpgsqlDataReader results, CancellationToken ct)
    {
        await results.ReadAsync(ct);
        if (results.GetFieldType(0) == typeof(long))
        {
            return results.GetInt64(0);
        }

        using var plan = JsonDocument.Parse(results.GetString(0));
        return plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetInt64();
    }
}
