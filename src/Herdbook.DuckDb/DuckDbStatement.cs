using System.Diagnostics;
using Herdbook.DuckDb.Native;
using Herdbook.DuckDb.Values;

namespace Herdbook.DuckDb;

/// <summary>A prepared statement. Run it as often as you like; what is bound stays bound. One thread at a time.</summary>
public sealed unsafe class DuckDbStatement : IDisposable
{
    /// <summary>How long a thread without work gives way before it sleeps for a millisecond at a time.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(0.5);

    private readonly DuckDbConnection _connection;
    private readonly StatementHandle _handle;

    internal DuckDbStatement(DuckDbConnection connection, StatementHandle handle)
    {
        _connection = connection;
        _handle = handle;
    }

    public int ParameterCount => (int)DuckDbNative.ParameterCount(_handle);

    public DuckDbStatementKind Kind => (DuckDbStatementKind)DuckDbNative.PreparedStatementType(_handle);

    /// <summary>The name of a parameter, from 1: `name` of `$name`, else its number.</summary>
    public string ParameterName(int index) => Text.Taken(DuckDbNative.ParameterName(_handle, (ulong)index)) ?? "";

    /// <summary>
    /// Binds a parameter, from 1. Null, bool, every integer, Int128, UInt128, float, double, decimal, <see cref="DuckDbDecimal"/>,
    /// string, byte[], DateOnly, TimeOnly, DateTime (TIMESTAMP), DateTimeOffset (TIMESTAMPTZ), <see cref="DuckDbInterval"/>,
    /// TimeSpan (INTERVAL), Guid, an enum's member (its name), a list (IEnumerable of one of these, all alike), and a
    /// dictionary by string (STRUCT).
    /// </summary>
    /// <exception cref="NotSupportedException">The value is of another type.</exception>
    /// <exception cref="DuckDbException">There is no such parameter.</exception>
    public DuckDbStatement Bind(int index, object? value)
    {
        using var native = NativeValue.Of(value);
        return DuckDbNative.BindValue(_handle, (ulong)index, native) == NativeState.Success
            ? this
            : throw new DuckDbException($"Invalid Input Error: there is no parameter {index} to bind; the statement has {ParameterCount}");
    }

    /// <summary>Binds a parameter by its name, without the dollar sign.</summary>
    public DuckDbStatement Bind(string name, object? value)
    {
        for (var i = 1; i <= ParameterCount; i++)
        {
            if (string.Equals(ParameterName(i), name, StringComparison.OrdinalIgnoreCase))
            {
                return Bind(i, value);
            }
        }

        throw new DuckDbException($"Invalid Input Error: the statement has no parameter ${name}");
    }

    public void ClearBindings() => DuckDbNative.ClearBindings(_handle);

    /// <summary>Runs to the end and throws rows away.</summary>
    /// <returns>Rows inserted, updated or deleted.</returns>
    /// <exception cref="DuckDbException">DuckDB refused or failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public long Execute(CancellationToken ct)
    {
        using var result = Run(streaming: true, ct);
        while (result.Skip(ct))
        {
        }

        return result.RowsChanged;
    }

    /// <summary>Runs; rows are computed as they are fetched, so a large result needs little memory.</summary>
    /// <exception cref="DuckDbException">DuckDB refused or failed; a fetch may fail too.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public DuckDbResult Query(CancellationToken ct) => Run(streaming: true, ct);

    public void Dispose() => _handle.Dispose();

    private DuckDbResult Run(bool streaming, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var state = streaming
            ? DuckDbNative.PendingPreparedStreaming(_handle, out var pending)
            : DuckDbNative.PendingPrepared(_handle, out pending);
        var result = new ResultHandle();
        try
        {
            if (state != NativeState.Success)
            {
                throw new DuckDbException(Text.Kept(DuckDbNative.PendingError(pending)));
            }

            // An interrupt counts from here on: DuckDB forgets those from before the statement was begun.
            _connection.RequireOpen();
            using (ct.UnsafeRegister(static c => ((DuckDbConnection)c!).Interrupt(), _connection))
            {
                if (!Work(pending))
                {
                    throw DuckDbResult.Failure(Text.Kept(DuckDbNative.PendingError(pending)), ct);
                }

                state = DuckDbNative.ExecutePending(pending, result.Value);
            }

            if (state != NativeState.Success)
            {
                throw DuckDbResult.Failure(result, ct);
            }

            return new DuckDbResult(_connection, result);
        }
        catch
        {
            result.Dispose();
            throw;
        }
        finally
        {
            DuckDbNative.DestroyPending(ref pending);
        }
    }

    /// <summary>
    /// Works on the statement until its result is ready. Where its last parts run on other threads this one gives way to them: DuckDB's own
    /// loop would ask for work without a pause, and take a core from those that have some.
    /// </summary>
    /// <returns>False where it failed.</returns>
    private static bool Work(nint pending)
    {
        var since = 0L;
        while (true)
        {
            switch (DuckDbNative.PendingExecuteTask(pending))
            {
                case NativePending.Ready:
                    return true;
                case NativePending.Failed:
                    return false;
                case NativePending.NoTasks when since == 0:
                    since = Stopwatch.GetTimestamp();
                    Thread.Yield();
                    break;
                case NativePending.NoTasks when Stopwatch.GetElapsedTime(since) > s_patience:
                    Thread.Sleep(1);
                    break;
                case NativePending.NoTasks:
                    Thread.Yield();
                    break;
                default:
                    since = 0;
                    break;
            }
        }
    }
}
