using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Rows.Bodies;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>One insert: from a body of any length, chunk by chunk, in one transaction.</summary>
internal sealed class RowInserting(Book book, Tenant tenant, Actor actor, TableDeclaration table, RowInsertOptions options, RowWriteOptions write)
{
    private const string Mark = "savepoint chunk";
    private const string Back = "rollback to savepoint chunk";
    private const string Forget = "release savepoint chunk";
    private const string DryRun = "savepoint dry_run";
    private const string TakeBack = "rollback to savepoint dry_run";

    private readonly AuditEvent _what = new("rows.insert") { SubjectType = table.FullName };

    private bool _numbered;

    public Task<RowsWritten> RunAsync(RowSource source, CancellationToken ct) => RunAsync(source, null, ct);

    /// <param name="first">What is asked in the same transaction before anything is written.</param>
    public async Task<RowsWritten> RunAsync(RowSource source, Func<NpgsqlConnection, Task>? first, CancellationToken ct)
    {
        var chunk = new RowChunk();
        if (!await source.FillAsync(chunk, ct))
        {
            return new RowsWritten(0, 0, []);
        }

        // Of many rows nothing but their number is wanted back unless it was asked for; of a merge, also which are new.
        var returning = options.Resolution == RowResolution.Merge
            ? write.Returning ?? RowReturning.Keys
            : write.Returning is { Query: null } && chunk.Count > 1 ? null : write.Returning;
        var results = new RowResults(table, returning);
        if (!chunk.IsFull && first is null && IsSimple(chunk))
        {
            return await AtOnceAsync(chunk, returning, results, ct);
        }

        return await book.WriteAsync(
            tenant,
            actor,
            _what,
            write.Limit,
            async (connection, token) =>
            {
                await (first?.Invoke(connection) ?? Task.CompletedTask);
                return Told(await ChunksAsync(connection, source, chunk, returning, results, token));
            },
            ct);
    }

    /// <summary>What wrote nothing, or was taken back, is not entered.</summary>
    private RowsWritten Told(RowsWritten written)
    {
        if (write.DryRun || written.Affected == 0)
        {
            _what.Nothing();
        }

        return written;
    }

    /// <summary>Whether nothing remains to be decided once the statement ran.</summary>
    private bool IsSimple(RowChunk chunk) =>
        !write.DryRun && write.Exactly is null && write.MaxAffected is null && table.Kind != TableKind.Junction && !chunk.Columns.Any(column => column.Identity);

    private async Task<RowsWritten> AtOnceAsync(RowChunk chunk, RowReturning? returning, RowResults results, CancellationToken ct)
    {
        var statement = RowWriteSql.Insert(table, chunk.Columns, options, returning);
        try
        {
            return await book.WriteAsync(
                tenant, actor, _what, write.Limit, RowResults.Command(statement, chunk.First(chunk.Count)), returning is not null, async (reader, token) => Told(await results.ReadAsync(reader, token)), ct);
        }
        catch (PostgresException e)
        {
            throw chunk.Count > 1 && RowBlame.IsOfRow(e)
                ? await book.WriteAsync(tenant, actor, AuditEvent.Progress(), write.Limit, (connection, token) => BlameAsync(connection, statement, chunk, e, token), ct)
                : Blamed(statement, chunk, 0, e);
        }
    }

    private async Task<RowsWritten> ChunksAsync(NpgsqlConnection connection, RowSource source, RowChunk chunk, RowReturning? returning, RowResults results, CancellationToken ct)
    {
        if (write.DryRun)
        {
            await ExecuteAsync(connection, DryRun, ct);
        }

        var first = true;
        do
        {
            await ChunkAsync(connection, chunk, returning, results, first, ct);
            first = false;
            chunk.Clear();
        }
        while (await source.FillAsync(chunk, ct));

        if (_numbered)
        {
            await RowNumbers.KeepAheadAsync(connection, table, ct);
        }

        RowBoundaries.Check(table, write, results.Written);
        if (write.DryRun)
        {
            await ExecuteAsync(connection, TakeBack, ct);
        }

        return results.Written;
    }

    /// <summary>A row alone needs no savepoint: if it fails, it is the one.</summary>
    private async Task ChunkAsync(NpgsqlConnection connection, RowChunk chunk, RowReturning? returning, RowResults results, bool first, CancellationToken ct)
    {
        _numbered |= chunk.Columns.Any(column => column.Identity);
        var statement = RowWriteSql.Insert(table, chunk.Columns, options, returning);
        var before = results.Affected;
        try
        {
            NpgsqlBatchCommand[] marks = first ? [new NpgsqlBatchCommand(Mark)] : [new NpgsqlBatchCommand(Forget), new NpgsqlBatchCommand(Mark)];
            await results.RunAsync(connection, marks, RowResults.Command(statement, chunk.First(chunk.Count)), write.Limit, ct);
        }
        catch (PostgresException e)
        {
            if (chunk.Count == 1 || !RowBlame.IsOfRow(e))
            {
                throw Blamed(statement, chunk, 0, e);
            }

            await ExecuteAsync(connection, Back, ct);
            throw await BlameAsync(connection, statement, chunk, e, ct);
        }

        if (table.Kind == TableKind.Junction && options.Resolution == RowResolution.Merge && results.Affected - before < chunk.Count)
        {
            throw new RowRefusalException("kind_forbids", $"{table.FullName} is a junction: of a row that stands only deleted_at changes, and the request gives other values too. Nothing was changed.")
            {
                Rule = "kind: junction",
                Remedy = "Give the standing row's values, or leave them out.",
            };
        }
    }

    private static async Task<RowFaultException> BlameAsync(NpgsqlConnection connection, RowStatement statement, RowChunk chunk, PostgresException fault, CancellationToken ct) =>
        await RowBlame.RowAsync(connection, statement, chunk, fault, ct) is var (row, found)
            ? Blamed(statement, chunk, row, found)
            : new RowFaultException(fault, statement, null, null);

    /// <summary>A row that came alone needs no number.</summary>
    private static RowFaultException Blamed(RowStatement statement, RowChunk chunk, int row, PostgresException fault) =>
        chunk.Count == 1 && chunk.Place(0) is { Row: 1, Line: 0 }
            ? new(fault, statement, chunk.Row(0).ToArray(), null)
            : RowBlame.IsOfRow(fault) ? new(fault, statement, chunk.Row(row).ToArray(), chunk.Place(row)) : new(fault, statement, null, null);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
