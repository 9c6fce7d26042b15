using Herdbook.Core.Governance.Approvals;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Approvals;

/// <summary>Every statement of approvals against the schema that the catalog makes.</summary>
public sealed class StatementTests
{
    [Fact]
    public async Task Every_statement_can_be_prepared()
    {
        await using var database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);
        var statements = SqlStatements.In(typeof(ApprovalAsking).Assembly).Where(statement => statement.Key.StartsWith("Herdbook.Core.Governance.Approvals.", StringComparison.Ordinal)).ToList();

        Assert.True(statements.Count > 30);
        foreach (var (name, sql) in statements)
        {
            var fault = await Record.ExceptionAsync(() => SqlStatements.PrepareAsync(database, sql, TestContext.Current.CancellationToken));
            Assert.True(fault is null, $"{name}: {fault?.Message}");
            await using var again = database.Database.App.CreateCommand("deallocate statement");
            await again.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }
}
