using System.Text;
using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

/// <summary>
/// One connection: one statement at a time. <see cref="Interrupt"/>, <see cref="Progress"/> and <see cref="Dispose"/> may be
/// called from any thread while it runs. A result is read to its end or disposed before the next statement begins: DuckDB ends
/// a result that is still open then, and reading on from it fails.
/// </summary>
public sealed unsafe class DuckDbConnection : IDisposable
{
    private volatile bool _isDisposed;

    internal DuckDbConnection(ConnectionHandle handle) => Handle = handle;

    internal ConnectionHandle Handle { get; }

    /// <summary>How far the running statement is, 0 to 100; null where DuckDB cannot say. Needs the setting `enable_progress_bar`.</summary>
    public double? Progress => DuckDbNative.QueryProgress(Handle) is { Percentage: >= 0 } progress ? progress.Percentage : null;

    /// <summary>What the last statement cost, operator by operator; null unless `enable_profiling` was set to `no_output` before it.</summary>
    public DuckDbProfile? Profile => DuckDbProfile.Of(Handle);

    /// <summary>Runs one statement or several, in order, until one fails. No transaction is begun around them.</summary>
    /// <returns>Rows that the last statement inserted, updated or deleted.</returns>
    /// <exception cref="DuckDbException">A statement failed; those before it stand.</exception>
    /// <exception cref="OperationCanceledException">The running statement was interrupted, and undid what it did.</exception>
    public long Execute(string sql, CancellationToken ct)
    {
        long changed = 0;
        using var statements = ExtractedStatements.Of(this, sql);
        for (var i = 0; i < statements.Count; i++)
        {
            using var statement = statements.Prepare(i);
            changed = statement.Execute(ct);
        }

        return changed;
    }

    /// <summary>Prepares one statement; its parameters are `?`, `$1` or `$name`.</summary>
    /// <exception cref="DuckDbException">It is not valid, or there are none or several.</exception>
    public DuckDbStatement Prepare(string sql)
    {
        using var statements = ExtractedStatements.Of(this, sql);
        return statements.Count == 1
            ? statements.Prepare(0)
            : throw new DuckDbException($"Invalid Input Error: one statement was expected, and there are {statements.Count}");
    }

    /// <summary>Runs one statement and streams its rows. <paramref name="parameters"/> are bound in order.</summary>
    /// <exception cref="DuckDbException">DuckDB refused or failed.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public DuckDbResult Query(string sql, CancellationToken ct, params ReadOnlySpan<object?> parameters)
    {
        using var statement = Prepare(sql);
        for (var i = 0; i < parameters.Length; i++)
        {
            statement.Bind(i + 1, parameters[i]);
        }

        return statement.Query(ct);
    }

    /// <summary>The first column of the first row, as <see cref="DuckDbVector.GetValue"/> gives it; null where there is no row.</summary>
    public object? Scalar(string sql, CancellationToken ct, params ReadOnlySpan<object?> parameters)
    {
        using var result = Query(sql, ct, parameters);
        using var chunk = result.Fetch(ct);
        return chunk is null ? null : chunk[0].GetValue(0);
    }

    /// <summary>How many statements <paramref name="sql"/> holds. Nothing runs.</summary>
    /// <exception cref="DuckDbException">It does not parse.</exception>
    public int CountStatements(string sql)
    {
        using var statements = ExtractedStatements.Of(this, sql);
        return statements.Count;
    }

    /// <summary>Opens an appender on all columns of a table, or on those named, in their order; the others get their default.</summary>
    /// <exception cref="DuckDbException">There is no such table or column.</exception>
    public DuckDbAppender CreateAppender(string? schema, string table, IReadOnlyList<string>? columns = null) =>
        DuckDbAppender.Create(this, schema, table, columns);

    /// <summary>Ends the running statement: it fails with <see cref="DuckDbErrorType.Interrupt"/>. Where none runs, nothing happens.</summary>
    public void Interrupt()
    {
        try
        {
            DuckDbNative.Interrupt(Handle);
        }
        catch (ObjectDisposedException)
        {
            // What is closed runs nothing.
        }
    }

    /// <summary>Interrupts what runs, and closes when it has ended.</summary>
    public void Dispose()
    {
        // First the word, then the interrupt: a statement that begins now sees one of them.
        _isDisposed = true;
        Interrupt();
        Handle.Dispose();
    }

    internal void RequireOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    /// <summary>A text's statements, parsed.</summary>
    private readonly ref struct ExtractedStatements : IDisposable
    {
        private readonly DuckDbConnection _connection;
        private readonly nint _extracted;

        private ExtractedStatements(DuckDbConnection connection, nint extracted, int count)
        {
            _connection = connection;
            _extracted = extracted;
            Count = count;
        }

        public int Count { get; }

        public static ExtractedStatements Of(DuckDbConnection connection, string sql)
        {
            ArgumentNullException.ThrowIfNull(sql);
            var bytes = new byte[Encoding.UTF8.GetMaxByteCount(sql.Length) + 1];
            bytes[Encoding.UTF8.GetBytes(sql, bytes)] = 0;
            fixed (byte* text = bytes)
            {
                var count = DuckDbNative.ExtractStatements(connection.Handle, text, out var extracted);
                var error = Text.Kept(DuckDbNative.ExtractStatementsError(extracted));
                if (error.Length > 0)
                {
                    DuckDbNative.DestroyExtracted(ref extracted);
                    throw new DuckDbException(error);
                }

                return new ExtractedStatements(connection, extracted, (int)count);
            }
        }

        public DuckDbStatement Prepare(int index)
        {
            var state = DuckDbNative.PrepareExtractedStatement(_connection.Handle, _extracted, (ulong)index, out var statement);
            if (state == NativeState.Success)
            {
                return new DuckDbStatement(_connection, new StatementHandle(statement));
            }

            var message = Text.Kept(DuckDbNative.PrepareError(statement));
            DuckDbNative.DestroyPrepare(ref statement);
            throw new DuckDbException(message);
        }

        public void Dispose()
        {
            var extracted = _extracted;
            DuckDbNative.DestroyExtracted(ref extracted);
        }
    }
}
