using System.Globalization;

namespace Herdbook.Testing;

/// <summary>A value of each type, told apart by a number from 0 to 9,999, as PostgreSQL's text.</summary>
public static class RandomValues
{
    /// <summary>Every type that a column can have on any server.</summary>
    public static readonly IReadOnlyList<string> Types =
    [
        "text", "varchar(40)", "boolean", "smallint", "integer", "bigint", "numeric", "numeric(12,3)", "real", "double precision", "date", "timestamptz",
        "interval", "uuid", "bytea", "jsonb", "inet", "text[]", "integer[]", "timestamptz[]",
    ];

    /// <summary>Those that can be a key.</summary>
    public static readonly IReadOnlyList<string> KeyTypes = ["text", "varchar(40)", "integer", "bigint", "uuid", "date"];

    public static string Of(string type, int n) => type switch
    {
        "text" => string.Create(CultureInfo.InvariantCulture, $"{n} 'quoted' \"and\" \\back\\ é 𝄞, {{x}}\n\tend"),
        "boolean" => n % 2 == 0 ? "true" : "false",
        "smallint" or "integer" => string.Create(CultureInfo.InvariantCulture, $"{n + 1}"),
        "bigint" => string.Create(CultureInfo.InvariantCulture, $"{9_007_199_254_740_993 + n}"),
        "numeric" => string.Create(CultureInfo.InvariantCulture, $"{n}.12345678901234567890"),
        "numeric(12,3)" => string.Create(CultureInfo.InvariantCulture, $"{n}.125"),
        "real" or "double precision" => string.Create(CultureInfo.InvariantCulture, $"{n}.5"),
        "date" => new DateOnly(2000, 2, 28).AddDays(n).ToString("O", CultureInfo.InvariantCulture),
        "timestamptz" => new DateTime(2026, 1, 31, 23, 59, 59, DateTimeKind.Utc).AddHours(n).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + "+00",
        "interval" => string.Create(CultureInfo.InvariantCulture, $"{n} days 01:02:03.5"),
        "uuid" => string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{n:x12}"),
        "bytea" => string.Create(CultureInfo.InvariantCulture, $"\\x00ff{n:x4}"),
        "jsonb" => string.Create(CultureInfo.InvariantCulture, $"{{\"n\": {n}, \"list\": [1.50, null, \"a'b\\\\c\"]}}"),
        "inet" => string.Create(CultureInfo.InvariantCulture, $"10.0.{n / 250}.{n % 250}"),
        "text[]" => string.Create(CultureInfo.InvariantCulture, $"{{\"a,{n}\",\"b\\\"c\",NULL}}"),
        "integer[]" => string.Create(CultureInfo.InvariantCulture, $"{{{n},NULL,-1}}"),
        "timestamptz[]" => string.Create(CultureInfo.InvariantCulture, $"{{\"2026-01-01 00:00:{n % 60:00}+00\"}}"),
        _ when type.StartsWith("varchar", StringComparison.Ordinal) => string.Create(CultureInfo.InvariantCulture, $"v{n}'\"\\é"),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No value is known for this type."),
    };
}
