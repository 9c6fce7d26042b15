using Herdbook.Testing;
using Xunit;

namespace Herdbook.Intake.Tests;

/// <summary>Every statement of the intake against the schema that the catalog makes.</summary>
public sealed class StatementTests
{
    public static TheoryData<string> Statements => [.. SqlStatements.In(typeof(TranscriptImporter).Assembly).Keys];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_can_be_prepared(string name)
    {
        await using var database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);
        await SqlStatements.PrepareAsync(database, SqlStatements.In(typeof(TranscriptImporter).Assembly)[name], TestContext.Current.CancellationToken);
    }
}
