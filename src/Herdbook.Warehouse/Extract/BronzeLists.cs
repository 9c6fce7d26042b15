using System.Buffers.Binary;
using System.Text.Json;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Extract;

/// <summary>Arrays as lists. One of more than one dimension, or with an element that does not fit, is refused whole.</summary>
internal static class BronzeLists
{
    public static bool Binary(BronzeValue value, DuckDbColumnWriter to, ReadOnlySpan<byte> array)
    {
        var dimensions = BinaryPrimitives.ReadInt32BigEndian(array);
        if (dimensions > 1)
        {
            return false;
        }

        if (dimensions == 0)
        {
            to.EndList();
            return true;
        }

        var count = BinaryPrimitives.ReadInt32BigEndian(array[12..]);
        var rest = array[20..];
        var fits = true;
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            rest = rest[4..];
            if (length < 0 || !value.Binary(to.Elements, rest[..length]))
            {
                fits &= length < 0;
                to.Elements.AppendNull();
            }

            rest = rest[Math.Max(length, 0)..];
        }

        return End(to, fits);
    }

    public static bool Json(BronzeJson value, DuckDbColumnWriter to, ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        var fits = reader.TokenType == JsonTokenType.StartArray;
        if (!fits)
        {
            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Null)
            {
                to.Elements.AppendNull();
            }
            else if (reader.TokenType == JsonTokenType.StartArray && !value.IsDocument)
            {
                reader.Skip();
                fits = false;
                to.Elements.AppendNull();
            }
            else if (!value.Scalar(to.Elements, ref reader, document))
            {
                fits = false;
                to.Elements.AppendNull();
            }
        }

        return End(to, fits);
    }

    /// <summary>What does not fit becomes a null, and a null leaves out the elements that were appended for it.</summary>
    private static bool End(DuckDbColumnWriter to, bool fits)
    {
        if (fits)
        {
            to.EndList();
        }

        return fits;
    }
}
