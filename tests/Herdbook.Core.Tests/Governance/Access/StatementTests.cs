using Herdbook.Core.Governance.Access;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Access;

using Users = Herdbook.Core.Governance.Access.Users;

/// <summary>Every statement of the module against the schema that the catalog makes.</summary>
public sealed class StatementTests
{
    [Fact]
    public async Task Every_statement_can_be_prepared()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(ct);
        var statements = SqlStatements.In(typeof(Users).Assembly).Where(statement => statement.Key.StartsWith("Herdbook.Core.Governance.Access.", StringComparison.Ordinal)).ToList();
        Assert.InRange(statements.Count, 20, 200);
        foreach (var (name, sql) in statements)
        {
            var fault = await Record.ExceptionAsync(() => SqlStatements.PrepareAsync(database, sql, ct));
            Assert.True(fault is null, $"{name}: {fault?.Message}");
            await using var again = database.Database.App.CreateCommand("deallocate statement");
            await again.ExecuteNonQueryAsync(ct);
        }
    }
}
