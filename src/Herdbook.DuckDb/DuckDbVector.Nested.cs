using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

public readonly unsafe partial struct DuckDbVector
{
    /// <summary>The elements of all rows of a LIST (or ARRAY); for a MAP, structs of key and value. <see cref="GetRange"/> says which are a row's.</summary>
    public DuckDbVector Elements
    {
        get
        {
            _chunk.RequireOpen();
            return Type.Id switch
            {
                DuckDbTypeId.List => new DuckDbVector(_chunk, DuckDbNative.ListVectorGetChild(_vector), Type.Children[0], (int)DuckDbNative.ListVectorGetSize(_vector)),
                DuckDbTypeId.Map => new DuckDbVector(_chunk, DuckDbNative.ListVectorGetChild(_vector), Type.MapEntry, (int)DuckDbNative.ListVectorGetSize(_vector)),
                DuckDbTypeId.Array => new DuckDbVector(_chunk, DuckDbNative.ArrayVectorGetChild(_vector), Type.Children[0], Length * Type.ArraySize),
                _ => throw Other("a list"),
            };
        }
    }

    /// <summary>Where the elements of a row's LIST, ARRAY or MAP lie in <see cref="Elements"/>.</summary>
    public (int Offset, int Count) GetRange(int row)
    {
        Check(row);
        if (Type.Id == DuckDbTypeId.Array)
        {
            return (row * Type.ArraySize, Type.ArraySize);
        }

        if (Type.Id is not (DuckDbTypeId.List or DuckDbTypeId.Map))
        {
            throw Other("a list");
        }

        var entry = At<NativeListEntry>(row);
        return ((int)entry.Offset, (int)entry.Length);
    }

    /// <summary>A member of a STRUCT, row for row.</summary>
    public DuckDbVector Member(int index)
    {
        _chunk.RequireOpen();
        return Type.Id == DuckDbTypeId.Struct
            ? new DuckDbVector(_chunk, DuckDbNative.StructVectorGetChild(_vector, (ulong)index), Type.Children[index], Length)
            : throw Other("a struct");
    }

    /// <summary>
    /// The value as an object, for what shows values of any type: null, bool, the integer's own type, Int128, float, double,
    /// <see cref="DuckDbDecimal"/>, string, byte[], DateOnly, TimeOnly, DateTime, DateTimeOffset, <see cref="DuckDbInterval"/>, Guid,
    /// object?[] of a list, a Dictionary of a struct, KeyValuePair[] of a map. A date or moment beyond the years 1 to 9999 comes as
    /// text: `infinity`, `-infinity` or its count.
    /// </summary>
    /// <exception cref="NotSupportedException">UNION, BIT and the like; cast it to VARCHAR in SQL.</exception>
    public object? GetValue(int row)
    {
        if (IsNull(row))
        {
            return null;
        }

        return Type.Id switch
        {
            DuckDbTypeId.Boolean => GetBoolean(row),
            DuckDbTypeId.TinyInt => At<sbyte>(row),
            DuckDbTypeId.SmallInt => At<short>(row),
            DuckDbTypeId.Integer => At<int>(row),
            DuckDbTypeId.BigInt => At<long>(row),
            DuckDbTypeId.UTinyInt => At<byte>(row),
            DuckDbTypeId.USmallInt => At<ushort>(row),
            DuckDbTypeId.UInteger => At<uint>(row),
            DuckDbTypeId.UBigInt => At<ulong>(row),
            DuckDbTypeId.HugeInt => At<Int128>(row),
            DuckDbTypeId.UHugeInt => At<UInt128>(row),
            DuckDbTypeId.Float => At<float>(row),
            DuckDbTypeId.Double => At<double>(row),
            DuckDbTypeId.Decimal => GetExact(row),
            DuckDbTypeId.Varchar or DuckDbTypeId.Enum => GetString(row),
            DuckDbTypeId.Blob => GetBytes(row).ToArray(),
            DuckDbTypeId.Uuid => GetGuid(row),
            DuckDbTypeId.Interval => GetInterval(row),
            DuckDbTypeId.Time => At<long>(row) == 86_400_000_000 ? "24:00:00" : GetTime(row),
            DuckDbTypeId.Date or DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampTz or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs
                => Moment(row),
            DuckDbTypeId.List or DuckDbTypeId.Array => ListValue(row),
            DuckDbTypeId.Map => MapValue(row),
            DuckDbTypeId.Struct => StructValue(row),
            DuckDbTypeId.Null => null,
            _ => throw new NotSupportedException($"Values of {Type} have no .NET value here; cast the column to VARCHAR."),
        };
    }

    private object Moment(int row)
    {
        var count = Type.Id == DuckDbTypeId.Date ? At<int>(row) : At<long>(row);
        var (last, first) = Type.Id == DuckDbTypeId.Date ? (int.MaxValue, -(long)int.MaxValue) : (long.MaxValue, -long.MaxValue);
        if (count == last || count == first)
        {
            return count == last ? "infinity" : "-infinity";
        }

        try
        {
            return Type.Id switch
            {
                DuckDbTypeId.Date => GetDate(row),
                DuckDbTypeId.TimestampTz => GetDateTimeOffset(row),
                _ => GetDateTime(row),
            };
        }
        catch (OverflowException)
        {
            return count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private object?[] ListValue(int row)
    {
        var (offset, count) = GetRange(row);
        var elements = Elements;
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = elements.GetValue(offset + i);
        }

        return values;
    }

    private KeyValuePair<object, object?>[] MapValue(int row)
    {
        var (offset, count) = GetRange(row);
        var entries = Elements;
        var (keys, values) = (entries.Member(0), entries.Member(1));
        var pairs = new KeyValuePair<object, object?>[count];
        for (var i = 0; i < count; i++)
        {
            pairs[i] = new(keys.GetValue(offset + i)!, values.GetValue(offset + i));
        }

        return pairs;
    }

    private Dictionary<string, object?> StructValue(int row)
    {
        var members = new Dictionary<string, object?>(Type.Children.Count, StringComparer.Ordinal);
        for (var i = 0; i < Type.Children.Count; i++)
        {
            members[Type.MemberNames[i]] = Member(i).GetValue(row);
        }

        return members;
    }
}
