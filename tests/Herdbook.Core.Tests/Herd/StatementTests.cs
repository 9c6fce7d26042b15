using Herdbook.Core.Herd;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Core.Tests.Herd;

/// <summary>Every statement of the module against the schema that the catalog makes.</summary>
public sealed class StatementTests
{
    public static TheoryData<string> Statements =>
        [.. SqlStatements.In(typeof(Reports).Assembly).Keys.Where(name => name.StartsWith("Herdbook.Core.Herd.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_can_be_prepared(string name)
    {
        await using var database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);
        await SqlStatements.PrepareAsync(database, SqlStatements.In(typeof(Reports).Assembly)[name], TestContext.Current.CancellationToken);
    }
}
