using System.Globalization;
using System.Text.Json;

namespace Herdbook.Intake.Otlp;

/// <summary>What a value of an attribute is.</summary>
internal enum OtlpKind
{
    Empty,
    Text,
    Boolean,
    Integer,
    Double,
    Bytes,
    List,
    Map,
}

/// <summary>An attribute: of a resource, a span, an event, a log record, a data point.</summary>
internal readonly record struct OtlpAttribute(string Key, OtlpValue Value);

/// <summary>A value of OTLP: opentelemetry.proto.common.v1.AnyValue.</summary>
internal readonly struct OtlpValue
{
    private readonly long _bits;
    private readonly object? _object;

    private OtlpValue(OtlpKind kind, long bits, object? held) => (Kind, _bits, _object) = (kind, bits, held);

    public OtlpKind Kind { get; }

    public static OtlpValue Of(string text) => new(OtlpKind.Text, 0, text);

    public static OtlpValue Of(bool value) => new(OtlpKind.Boolean, value ? 1 : 0, null);

    public static OtlpValue Of(long value) => new(OtlpKind.Integer, value, null);

    public static OtlpValue Of(double value) => new(OtlpKind.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static OtlpValue Of(byte[] value) => new(OtlpKind.Bytes, 0, value);

    public static OtlpValue Of(List<OtlpValue> list) => new(OtlpKind.List, 0, list);

    public static OtlpValue Of(List<OtlpAttribute> map) => new(OtlpKind.Map, 0, map);

    /// <summary>The text of a plain value; null of a list, a map, bytes and nothing, and of empty text.</summary>
    public string? Text => Kind switch
    {
        OtlpKind.Text => _object is string { Length: > 0 } text ? text : null,
        OtlpKind.Boolean => _bits != 0 ? "true" : "false",
        OtlpKind.Integer => _bits.ToString(CultureInfo.InvariantCulture),
        OtlpKind.Double => Double.ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>A count: an integer, or what some exporters send instead, a text or a double that is one. Null of anything else, and below zero.</summary>
    public long? Count
    {
        get
        {
            var value = Kind switch
            {
                OtlpKind.Integer => _bits,
                OtlpKind.Double when Double is >= 0 and < 1e15 => (long)Double,
                OtlpKind.Text when long.TryParse((string)_object!, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
                _ => -1L,
            };
            return value >= 0 ? value : null;
        }
    }

    /// <summary>An amount of money.</summary>
    public decimal? Amount => Kind switch
    {
        OtlpKind.Integer => _bits,
        OtlpKind.Double when Math.Abs(Double) < 1e9 => (decimal)Double,
        OtlpKind.Text when decimal.TryParse((string)_object!, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private double Double => BitConverter.Int64BitsToDouble(_bits);

    public void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case OtlpKind.Text:
                json.WriteStringValue((string)_object!);
                break;
            case OtlpKind.Boolean:
                json.WriteBooleanValue(_bits != 0);
                break;
            case OtlpKind.Integer:
                json.WriteNumberValue(_bits);
                break;
            case OtlpKind.Double when double.IsFinite(Double):
                json.WriteNumberValue(Double);
                break;
            case OtlpKind.Double:
                json.WriteStringValue(Double.ToString(CultureInfo.InvariantCulture));
                break;
            case OtlpKind.Bytes:
                json.WriteBase64StringValue((byte[])_object!);
                break;
            case OtlpKind.List:
                json.WriteStartArray();
                foreach (var item in (List<OtlpValue>)_object!)
                {
                    item.WriteTo(json);
                }

                json.WriteEndArray();
                break;
            case OtlpKind.Map:
                WriteMap(json, (List<OtlpAttribute>)_object!);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    public static void WriteMap(Utf8JsonWriter json, List<OtlpAttribute> attributes)
    {
        json.WriteStartObject();
        foreach (var (key, value) in attributes)
        {
            json.WritePropertyName(key);
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
