using System.Buffers;
using System.Text.Json;
using Herdbook.Catalog.Extracts;
using Herdbook.DuckDb;

namespace Herdbook.Warehouse.Extract;

/// <summary>Values of one column as they stand in a row's JSON. Numbers keep every digit: they are read as the text that they are.</summary>
internal sealed class BronzeJson(ExtractType type, BronzeValue value)
{
    /// <summary>Whether a value is JSON itself.</summary>
    public bool IsDocument { get; } = type.Scalar == ExtractScalar.Json;

    /// <summary>Appends the value that the reader stands at, and goes to its end. False where it does not fit, and then nothing is appended.</summary>
    public bool Append(DuckDbColumnWriter to, ref Utf8JsonReader reader, ReadOnlySpan<byte> document) =>
        type.IsList ? BronzeLists.Json(this, to, ref reader, document) : Scalar(to, ref reader, document);

    /// <summary>The same for one value, or one element of a list.</summary>
    public bool Scalar(DuckDbColumnWriter to, ref Utf8JsonReader reader, ReadOnlySpan<byte> document)
    {
        if (IsDocument || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return value.Text(to, document[start..(int)reader.BytesConsumed]);
        }

        if (reader.TokenType != JsonTokenType.String || !reader.ValueIsEscaped)
        {
            return value.Text(to, reader.ValueSpan);
        }

        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return value.Text(to, text.AsSpan(0, reader.CopyString(text)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
