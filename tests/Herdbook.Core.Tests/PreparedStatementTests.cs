using Herdbook.Core;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests;

/// <summary>Statements that come again and again are prepared by Npgsql; one that fails meanwhile must not spoil the next.</summary>
public sealed class PreparedStatementTests
{
    private const int MoreThanItTakes = 8;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reading_statement_that_failed_while_it_was_prepared_works_with_the_next_value()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        for (var i = 0; i < MoreThanItTakes; i++)
        {
            await Assert.ThrowsAsync<PostgresException>(() => ReadAsync(database.Book, "none"));
            Assert.Equal(7, i % 2 == 0 ? 7 : await ReadAsync(database.Book, "7"));
        }

        Assert.Equal(7, await ReadAsync(database.Book, "7"));
    }

    [Fact]
    public async Task A_writing_statement_that_failed_while_it_was_prepared_works_with_the_next_value()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        for (var i = 0; i < MoreThanItTakes; i++)
        {
            await Assert.ThrowsAsync<PostgresException>(() => WriteAsync(database.Book, "none"));
            Assert.Equal(7, i % 2 == 0 ? 7 : await WriteAsync(database.Book, "7"));
        }

        Assert.Equal(7, await WriteAsync(database.Book, "7"));
    }

    private const string ToNumber = "select $1::text::integer";

    private static async Task<int> ReadAsync(Book book, string value)
    {
        var statement = new NpgsqlBatchCommand(ToNumber);
        statement.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        await using var reading = await book.ReadAsync(Tenant.Default, [statement], TimeSpan.FromSeconds(10), Ct);
        await reading.Results.ReadAsync(Ct);
        return reading.Results.GetInt32(0);
    }

    private static Task<int> WriteAsync(Book book, string value) => book.WriteAsync(
        Tenant.Default,
        Actor.Owner,
        async (connection, ct) =>
        {
            await using var command = new NpgsqlCommand(ToNumber, connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
            return (int)(await command.ExecuteScalarAsync(ct))!;
        },
        Ct);
}
