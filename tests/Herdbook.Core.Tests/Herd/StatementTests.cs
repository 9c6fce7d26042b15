using System.Reflection;
using System.Text.RegularExpressions;
using Herdbook.Core.Herd;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Core.Tests.Herd;

/// <summary>Every statement of the module against the schema that the catalog makes.</summary>
public sealed partial class StatementTests
{
    public static TheoryData<string> Statements =>
    [
        .. Constants().Select(constant => $"{constant.DeclaringType!.Name}.{constant.Name}"),
    ];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_can_be_prepared(string name)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.CreateAsync(ct);
        var sql = (string)Constants().Single(constant => $"{constant.DeclaringType!.Name}.{constant.Name}" == name).GetRawConstantValue()!;
        var names = new List<string>();
        sql = Parameter().Replace(sql, match =>
        {
            var index = names.IndexOf(match.Value);
            if (index < 0)
            {
                names.Add(match.Value);
                index = names.Count - 1;
            }

            return $"${index + 1}";
        });
        await using var command = database.Database.App.CreateCommand($"prepare statement as {sql}");
        await command.ExecuteNonQueryAsync(ct);
    }

    private static IEnumerable<FieldInfo> Constants() =>
        typeof(Reports).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Reports).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string) && Statement().IsMatch((string)field.GetRawConstantValue()!));

    [GeneratedRegex(@"^\s*(select|with|insert|update)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex(@"(?<![@:\w])@\w+")]
    private static partial Regex Parameter();
}
