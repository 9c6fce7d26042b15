using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests;

/// <summary>Statements that come again and again are prepared by Npgsql; one that fails meanwhile must not spoil the next.</summary>
public sealed class PreparedStatementTests
{
    /// <summary>More than a statement takes to be prepared, so that each of its first runs is the one that fails.</summary>
    private const int Runs = 6;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_reading_statement_that_failed_while_it_was_prepared_works_with_the_next_value() => WorksAfterFailuresAsync(ReadAsync);

    [Fact]
    public Task A_writing_statement_that_failed_while_it_was_prepared_works_with_the_next_value() => WorksAfterFailuresAsync(WriteAsync);

    [Fact]
    public Task A_write_in_one_round_trip_that_failed_while_it_was_prepared_works_with_the_next_value() => WorksAfterFailuresAsync(WriteAtOnceAsync);

    private static async Task WorksAfterFailuresAsync(Func<Book, string, string, Task<int>> run)
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        for (var failures = 1; failures <= Runs; failures++)
        {
            var statement = $"select $1::text::integer + 0 * {failures}";
            for (var i = 0; i < failures; i++)
            {
                await Assert.ThrowsAsync<PostgresException>(() => run(database.Book, statement, "none"));
            }

            Assert.Equal(7, await run(database.Book, statement, "7"));
            Assert.Equal(8, await run(database.Book, statement, "8"));
        }
    }

    private static async Task<int> ReadAsync(Book book, string sql, string value)
    {
        var statement = new NpgsqlBatchCommand(sql);
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await using var reading = await book.ReadAsync(Tenant.Default, [statement], TimeSpan.FromSeconds(10), Ct);
        await reading.Results.ReadAsync(Ct);
        return reading.Results.GetInt32(0);
    }

    private static Task<int> WriteAsync(Book book, string sql, string value) => book.WriteAsync(
        Tenant.Default,
        Actor.Owner,
        new AuditEvent("test"), async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            return (int)(await command.ExecuteScalarAsync(ct))!;
        },
        Ct);

    private static Task<int> WriteAtOnceAsync(Book book, string sql, string value)
    {
        var statement = new NpgsqlBatchCommand(sql);
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return book.WriteAsync(
            Tenant.Default,
            Actor.Owner,
            new AuditEvent("test"),
            TimeSpan.FromSeconds(10),
            statement,
            returns: true,
            async (results, ct) => await results.ReadAsync(ct) ? results.GetInt32(0) : 0,
            Ct);
    }
}
