using System.Collections;
using System.Runtime.InteropServices;
using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb.Values;

/// <summary>The DuckDB type of a .NET value, where a list or a struct must say it.</summary>
internal static unsafe class NativeType
{
    /// <summary>The type of a list's elements: that of the first that is not null; of an empty list NULL, which fits every list.</summary>
    public static LogicalTypeHandle Of(IReadOnlyList<object?> items) => new(Create(items));

    public static LogicalTypeHandle OfStruct(IReadOnlyDictionary<string, object?> members) => new(CreateStruct(members));

    private static nint Create(IReadOnlyList<object?> items)
    {
        switch (items.FirstOrDefault(i => i is not null and not DBNull))
        {
            case decimal or DuckDbDecimal:
                return DuckDbNative.CreateDecimalType(38, items.Max(i => i switch { DuckDbDecimal d => d.Scale, decimal d => d.Scale, _ => (byte)0 }));
            case IReadOnlyDictionary<string, object?> members:
                return CreateStruct(members);
            case IEnumerable inner and not (string or byte[]):
                using (var child = Of(inner.Cast<object?>().ToList()))
                {
                    return DuckDbNative.CreateListType(child.Value);
                }

            case var first:
                return DuckDbNative.CreateLogicalType((int)IdOf(first));
        }
    }

    private static nint CreateStruct(IReadOnlyDictionary<string, object?> members)
    {
        var types = members.Values.Select(v => Of([v])).ToList();
        var names = members.Keys.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            fixed (nint* first = types.Select(t => t.Value).Append(0).ToArray())
            fixed (nint* name = names.Append(0).ToArray())
            {
                return DuckDbNative.CreateStructType(first, (byte**)name, (ulong)types.Count);
            }
        }
        finally
        {
            types.ForEach(t => t.Dispose());
            Array.ForEach(names, Marshal.FreeCoTaskMem);
        }
    }

    private static DuckDbTypeId IdOf(object? value) => value switch
    {
        null => DuckDbTypeId.Null,
        bool => DuckDbTypeId.Boolean,
        sbyte => DuckDbTypeId.TinyInt,
        byte => DuckDbTypeId.UTinyInt,
        short => DuckDbTypeId.SmallInt,
        ushort => DuckDbTypeId.USmallInt,
        int => DuckDbTypeId.Integer,
        uint => DuckDbTypeId.UInteger,
        long => DuckDbTypeId.BigInt,
        ulong => DuckDbTypeId.UBigInt,
        Int128 => DuckDbTypeId.HugeInt,
        UInt128 => DuckDbTypeId.UHugeInt,
        float => DuckDbTypeId.Float,
        double => DuckDbTypeId.Double,
        string or Enum => DuckDbTypeId.Varchar,
        byte[] => DuckDbTypeId.Blob,
        DateOnly => DuckDbTypeId.Date,
        TimeOnly => DuckDbTypeId.Time,
        DateTime => DuckDbTypeId.Timestamp,
        DateTimeOffset => DuckDbTypeId.TimestampTz,
        DuckDbInterval or TimeSpan => DuckDbTypeId.Interval,
        Guid => DuckDbTypeId.Uuid,
        _ => throw new NotSupportedException($"A {value.GetType().Name} cannot be bound to a parameter."),
    };
}
