using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Herdbook.Core.Governance.Approvals;

/// <summary>
/// JSON in one form, so that its hash depends on what it says and not on how it was written: RFC 8785, but a number keeps all its digits
/// and is written without an exponent. Two values have the same form only if they are equal.
/// </summary>
public static class CanonicalJson
{
    public const int MaxDepth = 64;
    private const int MaxDigits = 400;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <exception cref="RefusedException">`approval_payload`: no JSON, a name that comes twice, half a surrogate, U+0000, or a number of more than 400 digits.</exception>
    public static string Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var text = new StringBuilder(json.Length);
            Write(document.RootElement, text);
            return text.ToString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Refused(e.Message, e);
        }
    }

    /// <summary>The SHA-256 of the canonical form in UTF-8, in lower-case hexadecimal.</summary>
    /// <exception cref="RefusedException">`approval_payload`.</exception>
    public static string Hash(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(json))));

    private static void Write(JsonElement value, StringBuilder to)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Join(to, '{', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal), '}', member =>
                {
                    Quote(member.Name, to);
                    to.Append(':');
                    Write(member.Value, to);
                });
                break;
            case JsonValueKind.Array:
                Join(to, '[', value.EnumerateArray(), ']', item => Write(item, to));
                break;
            case JsonValueKind.String:
                Quote(value.GetString()!, to);
                break;
            case JsonValueKind.Number:
                Number(value.GetRawText(), to);
                break;
            default:
                to.Append(value.GetRawText());
                break;
        }
    }

    private static void Join<T>(StringBuilder to, char open, IEnumerable<T> items, char close, Action<T> write)
    {
        to.Append(open);
        var first = true;
        foreach (var item in items)
        {
            to.Append(first ? "" : ",");
            first = false;
            write(item);
        }

        to.Append(close);
    }

    private static void Number(string raw, StringBuilder to)
    {
        var at = raw.AsSpan().IndexOfAny('e', 'E');
        var exponent = 0;
        if (at >= 0 && !int.TryParse(raw.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            throw Refused($"the exponent of {raw[..Math.Min(raw.Length, 40)]} is too large", null);
        }

        var mantissa = at < 0 ? raw : raw[..at];
        var negative = mantissa[0] == '-';
        mantissa = mantissa.TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var whole = (long)(point < 0 ? mantissa.Length : point) + exponent;
        var leading = digits.Length - digits.TrimStart('0').Length;
        digits = digits.Trim('0');
        whole -= leading;
        if (digits.Length == 0)
        {
            to.Append('0');
            return;
        }

        if (digits.Length > MaxDigits || Math.Abs(whole) > MaxDigits)
        {
            throw Refused($"a number has more than {MaxDigits} digits", null);
        }

        to.Append(negative ? "-" : "");
        if (whole <= 0)
        {
            to.Append("0.").Append('0', (int)-whole).Append(digits);
        }
        else if (whole >= digits.Length)
        {
            to.Append(digits).Append('0', (int)whole - digits.Length);
        }
        else
        {
            to.Append(digits, 0, (int)whole).Append('.').Append(digits, (int)whole, digits.Length - (int)whole);
        }
    }

    private static void Quote(string text, StringBuilder to)
    {
        to.Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => throw Refused("a text holds U+0000", null),
                '"' => to.Append("\\\""),
                '\\' => to.Append("\\\\"),
                '\b' => to.Append("\\b"),
                '\f' => to.Append("\\f"),
                '\n' => to.Append("\\n"),
                '\r' => to.Append("\\r"),
                '\t' => to.Append("\\t"),
                < ' ' => to.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => to.Append(c),
            };
        }

        to.Append('"');
    }

    private static RefusedException Refused(string why, Exception? inner) =>
        new("approval_payload", $"The payload has no canonical form: {why.TrimEnd('.')}. Nothing was kept. Send plain JSON of at most {MaxDepth} levels.", inner);
}
