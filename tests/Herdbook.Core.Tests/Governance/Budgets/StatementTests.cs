using Herdbook.Core.Governance.Budgets;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Budgets;

/// <summary>Every statement of budgets against the schema that the catalog makes.</summary>
public sealed class StatementTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_statement_can_be_prepared()
    {
        await using var database = await TestDatabase.CreateAsync(Ct);
        foreach (var (name, sql) in SqlStatements.In(typeof(BudgetBook).Assembly).Where(s => s.Key.StartsWith("Herdbook.Core.Governance.Budgets.", StringComparison.Ordinal)))
        {
            var fault = await Record.ExceptionAsync(() => SqlStatements.PrepareAsync(database, sql, Ct));
            Assert.True(fault is null, $"{name}: {fault?.Message}");
            await using var forget = database.Database.App.CreateCommand("deallocate statement");
            await forget.ExecuteNonQueryAsync(Ct);
        }
    }
}
