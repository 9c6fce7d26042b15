using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Herdbook.Intake;

/// <summary>A line that is JSON, and yet not what its type promises.</summary>
internal sealed class LineRejectedException(string reason, string detail) : Exception(detail)
{
    public string Reason { get; } = reason;
}

/// <summary>Typed reads of a line's fields: absent and null are null, any other type than the one asked for rejects the line.</summary>
internal static class Fields
{
    /// <summary>The most that one call may tell of.</summary>
    public const int MaxTokens = 1_000_000_000;

    public static JsonElement? Object(this JsonElement parent, string name) => Typed(parent, name, JsonValueKind.Object, "an object");

    public static JsonElement? Array(this JsonElement parent, string name) => Typed(parent, name, JsonValueKind.Array, "an array");

    public static string? Text(this JsonElement parent, string name) => Typed(parent, name, JsonValueKind.String, "a string")?.GetString();

    public static string RequiredText(this JsonElement parent, string name) => parent.Text(name) ?? throw Missing(name);

    public static JsonElement RequiredObject(this JsonElement parent, string name) => parent.Object(name) ?? throw Missing(name);

    public static bool Flag(this JsonElement parent, string name) =>
        Present(parent, name) is { } value && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw WrongType(name, "true or false", value),
        };

    /// <summary>A count of tokens: 0 where absent, refused where negative, fractional or beyond a thousand million.</summary>
    public static int Tokens(this JsonElement parent, string name)
    {
        if (Present(parent, name) is not { } value)
        {
            return 0;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count is >= 0 and <= MaxTokens
            ? count
            : throw WrongType(name, "a count of tokens", value);
    }

    /// <summary>A whole number if it is one; a measure that is absent or odd is no reason to lose a line.</summary>
    public static long? Whole(this JsonElement parent, string name) =>
        Present(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && Math.Abs(number) < 1e15
            ? (long)number
            : null;

    public static DateTimeOffset? Time(this JsonElement parent, string name)
    {
        if (Present(parent, name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at) && at.Year is > 1900 and < 9000
            ? Microseconds(at.ToUniversalTime())
            : throw WrongType(name, "a time in ISO 8601", value);
    }

    /// <summary>The JSON of a value as it stands in the line.</summary>
    public static string Raw(this JsonElement value) => Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));

    public static JsonElement? Present(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public static LineRejectedException Missing(string name) => new("missing_field", $"The field '{name}' is missing.");

    public static LineRejectedException WrongType(string name, string wanted, JsonElement found) =>
        new("wrong_type", $"The field '{name}' should be {wanted} and is {JsonText.Excerpt(found.Raw().Length > 60 ? found.Raw()[..60] + "…" : found.Raw())}.");

    private static JsonElement? Typed(JsonElement parent, string name, JsonValueKind kind, string wanted)
    {
        var value = Present(parent, name);
        return value is null || value.Value.ValueKind == kind ? value : throw WrongType(name, wanted, value.Value);
    }

    // PostgreSQL keeps microseconds: what is compared in memory must be what was stored.
    private static DateTimeOffset Microseconds(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
}
