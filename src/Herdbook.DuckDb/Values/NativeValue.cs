using System.Collections;
using System.Text;
using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb.Values;

/// <summary>A .NET value as one of DuckDB's, for a parameter.</summary>
internal static unsafe class NativeValue
{
    /// <exception cref="NotSupportedException">DuckDB has no type for it here.</exception>
    public static ValueHandle Of(object? value) => new(value switch
    {
        null or DBNull => DuckDbNative.CreateNull(),
        bool v => DuckDbNative.CreateBool(v ? (byte)1 : (byte)0),
        sbyte v => DuckDbNative.CreateInt8(v),
        byte v => DuckDbNative.CreateUInt8(v),
        short v => DuckDbNative.CreateInt16(v),
        ushort v => DuckDbNative.CreateUInt16(v),
        int v => DuckDbNative.CreateInt32(v),
        uint v => DuckDbNative.CreateUInt32(v),
        long v => DuckDbNative.CreateInt64(v),
        ulong v => DuckDbNative.CreateUInt64(v),
        Int128 v => DuckDbNative.CreateHugeInt(new NativeHugeInt(v)),
        UInt128 v => DuckDbNative.CreateUHugeInt(new NativeHugeInt((Int128)v)),
        float v => DuckDbNative.CreateFloat(v),
        double v => DuckDbNative.CreateDouble(v),
        decimal v => Decimal(DuckDbDecimal.From(v)),
        DuckDbDecimal v => Decimal(v),
        string v => Varchar(v),
        Enum v => Varchar(v.ToString()),
        byte[] v => Blob(v),
        DateOnly v => DuckDbNative.CreateDate(Moments.Days(v)),
        TimeOnly v => DuckDbNative.CreateTime(v.Ticks / TimeSpan.TicksPerMicrosecond),
        DateTime v => DuckDbNative.CreateTimestamp(Moments.Micros(v)),
        DateTimeOffset v => DuckDbNative.CreateTimestampTz(Moments.Micros(v)),
        DuckDbInterval v => DuckDbNative.CreateInterval(v),
        TimeSpan v => DuckDbNative.CreateInterval(DuckDbInterval.From(v)),
        Guid v => DuckDbNative.CreateUuid(new NativeHugeInt(Moments.Plain(v))),
        IReadOnlyDictionary<string, object?> v => Struct(v),
        IEnumerable v => List(v),
        _ => throw new NotSupportedException($"A {value.GetType().Name} cannot be bound to a parameter."),
    });

    private static nint Decimal(DuckDbDecimal value)
    {
        var digits = (value.Unscaled < 0 ? -(System.Numerics.BigInteger)value.Unscaled : value.Unscaled).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        var width = Math.Max(digits, value.Scale);
        return width <= 38
            ? DuckDbNative.CreateDecimal(new NativeDecimal { Width = (byte)width, Scale = value.Scale, Value = new NativeHugeInt(value.Unscaled) })
            : throw new NotSupportedException($"{value} has more than 38 digits.");
    }

    private static nint Varchar(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* text = bytes)
        {
            byte empty = 0;
            return DuckDbNative.CreateVarchar(text is null ? &empty : text, (ulong)bytes.Length);
        }
    }

    private static nint Blob(byte[] value)
    {
        fixed (byte* bytes = value)
        {
            byte empty = 0;
            return DuckDbNative.CreateBlob(bytes is null ? &empty : bytes, (ulong)value.Length);
        }
    }

    private static nint List(IEnumerable values)
    {
        var items = values.Cast<object?>().ToList();
        using var child = NativeType.Of(items);
        var natives = new List<ValueHandle>(items.Count);
        try
        {
            natives.AddRange(items.Select(Of));
            var pointers = natives.Select(v => v.Value).Append(0).ToArray();
            fixed (nint* first = pointers)
            {
                return DuckDbNative.CreateList(child, first, (ulong)natives.Count);
            }
        }
        finally
        {
            natives.ForEach(v => v.Dispose());
        }
    }

    private static nint Struct(IReadOnlyDictionary<string, object?> members)
    {
        using var type = NativeType.OfStruct(members);
        var natives = new List<ValueHandle>(members.Count);
        try
        {
            natives.AddRange(members.Values.Select(Of));
            var pointers = natives.Select(v => v.Value).Append(0).ToArray();
            fixed (nint* first = pointers)
            {
                return DuckDbNative.CreateStruct(type, first);
            }
        }
        finally
        {
            natives.ForEach(v => v.Dispose());
        }
    }
}
