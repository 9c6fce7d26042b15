using System.Reflection;
using System.Text.RegularExpressions;

namespace Herdbook.Testing;

/// <summary>The statements that stand in an assembly as constants, and PostgreSQL's word on each.</summary>
public static partial class SqlStatements
{
    /// <summary>By `Type.Constant`. Fragments, which begin with no verb, are left to the statements that hold them.</summary>
    public static IReadOnlyDictionary<string, string> In(Assembly assembly) =>
        assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .Select(field => (Name: $"{field.DeclaringType!.FullName}.{field.Name}", Sql: (string)field.GetRawConstantValue()!))
            .Where(statement => Verb().IsMatch(statement.Sql))
            .ToDictionary(statement => statement.Name, statement => statement.Sql);

    /// <summary>Has PostgreSQL prepare a statement as the application's role: names, types and privileges must be right.</summary>
    public static async Task PrepareAsync(TestDatabase database, string sql, CancellationToken ct)
    {
        var names = new List<string>();
        var numbered = Parameter().Replace(sql, match =>
        {
            if (!names.Contains(match.Value))
            {
                names.Add(match.Value);
            }

            return $"${names.IndexOf(match.Value) + 1}";
        });
        await using var command = database.Database.App.CreateCommand($"prepare statement as {numbered}");
        await command.ExecuteNonQueryAsync(ct);
    }

    [GeneratedRegex(@"^\s*(select|with|insert|update|delete)\s", RegexOptions.IgnoreCase)]
    private static partial Regex Verb();

    [GeneratedRegex(@"(?<![@:\w])@\w+")]
    private static partial Regex Parameter();
}
