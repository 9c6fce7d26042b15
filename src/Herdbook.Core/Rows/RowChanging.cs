using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core.Governance.Audit;
using Npgsql;

namespace Herdbook.Core.Rows;

/// <summary>One change of rows that stand: an update, or a soft delete.</summary>
/// <param name="query">Which rows.</param>
/// <param name="body">What they become, one JSON object; null to delete them.</param>
internal sealed class RowChanging(Book book, Tenant tenant, Actor actor, RowQuery query, byte[]? body, IReadOnlyList<ColumnDeclaration> columns, RowWriteOptions write)
{
    private const string DryRun = "savepoint dry_run";
    private const string TakeBack = "rollback to savepoint dry_run";
    private const string Changed = "savepoint changed";
    private const string Unchanged = "rollback to savepoint changed";

    private readonly AuditEvent _what = new(body is null ? "rows.delete" : "rows.update")
    {
        SubjectType = query.Table.FullName,
        SubjectId = RowSql.KeyOf(query)?.ToString(),
    };

    private readonly long _most = write.MaxAffected ?? RowWriteOptions.DefaultMost;

    public async Task<RowsWritten> RunAsync(CancellationToken ct)
    {
        var statement = body is null ? RowWriteSql.Delete(query, _most, write.Returning) : RowWriteSql.Update(query, columns, _most, write.Returning);
        try
        {
            return IsSimple
                ? await book.WriteAsync(
                    tenant, actor, _what, write.Limit, RowResults.Command(statement, body), write.Returning is not null,
                    async (reader, token) => Told(await new RowResults(query.Table, write.Returning).ReadAsync(reader, token)), ct)
                : await book.WriteAsync(tenant, actor, _what, write.Limit, async (connection, token) => Told(await ChangeAsync(connection, statement, token)), ct);
        }
        catch (PostgresException e)
        {
            throw new RowFaultException(e, statement, body, null);
        }
    }

    /// <summary>A key names one row at most: nothing remains to be decided once the statement ran.</summary>
    private bool IsSimple => write is { DryRun: false, IfMatch: null, Exactly: null } && _most >= 1 && RowSql.KeyOf(query) is not null;

    private async Task<RowsWritten> ChangeAsync(NpgsqlConnection connection, RowStatement statement, CancellationToken ct)
    {
        if (write.IfMatch is { } condition)
        {
            await RowMatch.RequireAsync(connection, query, condition, ct);
        }

        await ExecuteAsync(connection, write.DryRun ? DryRun : Changed, ct);
        var results = new RowResults(query.Table, write.Returning);
        await results.RunAsync(connection, [], RowResults.Command(statement, body), write.Limit, ct);
        if (results.Affected > _most)
        {
            await ExecuteAsync(connection, write.DryRun ? TakeBack : Unchanged, ct);
            throw RowBoundaries.TooMany(_most, await CountAsync(connection, ct));
        }

        RowBoundaries.Check(query.Table, write with { MaxAffected = null }, results.Written);
        if (write.DryRun)
        {
            await ExecuteAsync(connection, TakeBack, ct);
        }

        return results.Written;
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

    private async Task<long> CountAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { RowSql.Count(query with { Limit = null, Offset = 0 }).Command() } };
        return (long)(await batch.ExecuteScalarAsync(ct))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
