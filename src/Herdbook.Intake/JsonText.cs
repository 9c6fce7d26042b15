using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Herdbook.Intake;

/// <summary>What stands between JSON as the world writes it and JSON as PostgreSQL stores it.</summary>
internal static class JsonText
{
    /// <summary>The longest excerpt of a message, in UTF-16 units.</summary>
    public const int ExcerptLength = 300;

    /// <summary>
    /// PostgreSQL's jsonb refuses \u0000 and unpaired surrogates, which are legal JSON: each becomes U+FFFD.
    /// Text without such escapes comes back untouched and uncopied.
    /// </summary>
    public static ReadOnlyMemory<byte> Storable(ReadOnlyMemory<byte> json)
    {
        if (json.Span.IndexOf("\\u"u8) < 0)
        {
            return json;
        }

        byte[]? copy = null;
        var span = json.Span;
        for (var i = 0; i + 1 < span.Length; i++)
        {
            if (span[i] != (byte)'\\')
            {
                continue;
            }

            if (span[i + 1] != (byte)'u' || !TryUnit(span, i, out var unit))
            {
                i++; // an escape of two characters: the second is not the start of another
                continue;
            }

            var paired = char.IsHighSurrogate(unit) && TryUnit(span, i + 6, out var low) && char.IsLowSurrogate(low);
            if (unit == 0 || (char.IsSurrogate(unit) && !paired))
            {
                copy ??= json.ToArray();
                "fffd"u8.CopyTo(copy.AsSpan(i + 2));
            }

            i += paired ? 11 : 5;
        }

        return copy ?? json;
    }

    /// <summary>One line of at most <see cref="ExcerptLength"/> characters: white space folded, controls and NUL dropped.</summary>
    public static string Excerpt(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var result = new StringBuilder(Math.Min(text.Length, ExcerptLength) + 1);
        var space = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
            {
                space = result.Length > 0;
                continue;
            }

            if (char.IsControl(c))
            {
                continue;
            }

            if (space)
            {
                result.Append(' ');
                space = false;
            }

            result.Append(c);
            if (result.Length >= ExcerptLength)
            {
                break;
            }
        }

        result.Length = Math.Min(result.Length, ExcerptLength);
        if (result.Length > 0 && char.IsHighSurrogate(result[^1]))
        {
            result.Length--;
        }

        return result.ToString();
    }

    /// <summary>Text of a line that could not be taken, as PostgreSQL can store it: invalid bytes become U+FFFD, NUL too.</summary>
    public static string Shown(ReadOnlySpan<byte> bytes, int maxCharacters)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, maxCharacters * 4)]).Replace('\0', '\ufffd');
        if (text.Length <= maxCharacters)
        {
            return text;
        }

        return char.IsHighSurrogate(text[maxCharacters - 1]) ? text[..(maxCharacters - 1)] : text[..maxCharacters];
    }

    /// <summary>A key of 128 bits from any text: the start of its SHA-256.</summary>
    public static Guid KeyOf(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The key of a part of something that has a key of its own.</summary>
    public static Guid KeyOf(Guid whole, int part)
    {
        Span<byte> text = stackalloc byte[20];
        whole.TryWriteBytes(text);
        BitConverter.TryWriteBytes(text[16..], part);
        return KeyOf(text);
    }

    private static bool TryUnit(ReadOnlySpan<byte> json, int at, out char unit)
    {
        unit = default;
        if (at + 6 > json.Length || json[at] != (byte)'\\' || json[at + 1] != (byte)'u')
        {
            return false;
        }

        Span<char> digits = stackalloc char[4];
        if (Encoding.ASCII.GetChars(json.Slice(at + 2, 4), digits) != 4
            || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
