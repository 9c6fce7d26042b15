using Herdbook.Core.Governance.Budgets;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Budgets;

/// <summary>Every statement of budgets against the schema that the catalog makes.</summary>
public sealed class StatementTests
{
    public static TheoryData<string> Statements =>
        [.. SqlStatements.In(typeof(BudgetBook).Assembly).Keys.Where(name => name.StartsWith("Herdbook.Core.Governance.Budgets.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_can_be_prepared(string name)
    {
        await using var database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);
        await SqlStatements.PrepareAsync(database, SqlStatements.In(typeof(BudgetBook).Assembly)[name], TestContext.Current.CancellationToken);
    }
}
