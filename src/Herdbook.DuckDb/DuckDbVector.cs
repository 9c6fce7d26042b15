using System.Runtime.CompilerServices;
using System.Text;
using Herdbook.DuckDb.Native;
using Herdbook.DuckDb.Values;

namespace Herdbook.DuckDb;

/// <summary>
/// One column of a chunk, or what a nested column is made of. Reads DuckDB's own memory: nothing is copied or boxed, unless a
/// member says so. Every getter needs a value that is not null (<see cref="IsNull"/>); of a null one, what it returns means nothing.
/// </summary>
public readonly unsafe partial struct DuckDbVector
{
    private readonly DuckDbChunk _chunk;
    private readonly nint _vector;
    private readonly byte* _data;
    private readonly ulong* _validity;

    internal DuckDbVector(DuckDbChunk chunk, nint vector, DuckDbType type, int length)
    {
        _chunk = chunk;
        _vector = vector;
        Type = type;
        Length = length;
        _data = (byte*)DuckDbNative.VectorGetData(vector);
        _validity = DuckDbNative.VectorGetValidity(vector);
    }

    public DuckDbType Type { get; }

    /// <summary>Values in it; of a list's child, those of all rows.</summary>
    public int Length { get; }

    /// <summary>False where no value is null, so none needs to be asked.</summary>
    public bool MayHaveNulls => _validity is not null;

    public bool IsNull(int row)
    {
        Check(row);
        return _validity is not null && (_validity[row >> 6] >> (row & 63) & 1) == 0;
    }

    /// <summary>
    /// All values as they lie: Boolean byte/bool; integers their own; FLOAT, DOUBLE; DATE int (days since 1970); TIME, TIMESTAMPs
    /// long (microseconds, or what the type's name says); DECIMAL short, int, long or Int128 by width; HUGEINT Int128; ENUM byte,
    /// ushort or uint; INTERVAL <see cref="DuckDbInterval"/>. Readable while the chunk is.
    /// </summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not as wide as a value.</exception>
    public ReadOnlySpan<T> Span<T>() where T : unmanaged
    {
        _chunk.RequireOpen();
        if (Type.ByteWidth != sizeof(T) || Type.Id is DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.List or DuckDbTypeId.Map)
        {
            throw new InvalidOperationException($"Values of {Type} are not of {typeof(T).Name}.");
        }

        return new ReadOnlySpan<T>(_data, Length);
    }

    public bool GetBoolean(int row) => Is(DuckDbTypeId.Boolean, row) ? _data[row] != 0 : throw Other(nameof(Boolean));

    /// <summary>Any integer type.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public long GetInt64(int row)
    {
        Check(row);
        return Type.Id switch
        {
            DuckDbTypeId.BigInt => At<long>(row),
            DuckDbTypeId.Integer => At<int>(row),
            DuckDbTypeId.SmallInt => At<short>(row),
            DuckDbTypeId.TinyInt => At<sbyte>(row),
            DuckDbTypeId.UBigInt => checked((long)At<ulong>(row)),
            DuckDbTypeId.UInteger => At<uint>(row),
            DuckDbTypeId.USmallInt => At<ushort>(row),
            DuckDbTypeId.UTinyInt => At<byte>(row),
            _ => checked((long)GetInt128(row)),
        };
    }

    public int GetInt32(int row) => checked((int)GetInt64(row));

    /// <summary>Any integer type but UHUGEINT beyond Int128.</summary>
    public Int128 GetInt128(int row)
    {
        Check(row);
        return Type.Id switch
        {
            DuckDbTypeId.HugeInt => At<Int128>(row),
            DuckDbTypeId.UHugeInt => checked((Int128)At<UInt128>(row)),
            DuckDbTypeId.UBigInt => At<ulong>(row),
            >= DuckDbTypeId.TinyInt and <= DuckDbTypeId.UInteger => GetInt64(row),
            _ => throw Other("an integer"),
        };
    }

    public UInt128 GetUInt128(int row) => Is(DuckDbTypeId.UHugeInt, row) ? At<UInt128>(row) : checked((UInt128)GetInt128(row));

    /// <summary>FLOAT, DOUBLE, DECIMAL or an integer.</summary>
    public double GetDouble(int row)
    {
        Check(row);
        return Type.Id switch
        {
            DuckDbTypeId.Double => At<double>(row),
            DuckDbTypeId.Float => At<float>(row),
            DuckDbTypeId.Decimal => GetExact(row).ToDouble(),
            _ => (double)GetInt128(row),
        };
    }

    /// <summary>DECIMAL or an integer, exact.</summary>
    /// <exception cref="OverflowException">More digits than System.Decimal keeps; then use <see cref="GetExact"/>.</exception>
    public decimal GetDecimal(int row) => GetExact(row).ToDecimal();

    /// <summary>DECIMAL or an integer with all its digits.</summary>
    public DuckDbDecimal GetExact(int row)
    {
        Check(row);
        return Type.Id != DuckDbTypeId.Decimal ? new DuckDbDecimal(GetInt128(row), 0) : new DuckDbDecimal(Type.ByteWidth switch
        {
            2 => At<short>(row),
            4 => At<int>(row),
            8 => At<long>(row),
            _ => At<Int128>(row),
        }, Type.Scale);
    }

    /// <summary>VARCHAR, JSON or BLOB as its bytes, where they lie. Readable while the chunk is.</summary>
    public ReadOnlySpan<byte> GetBytes(int row)
    {
        Check(row);
        if (Type.Id is not (DuckDbTypeId.Varchar or DuckDbTypeId.Blob))
        {
            throw Other("bytes");
        }

        var entry = _data + (row * 16);
        var length = *(int*)entry;
        return new ReadOnlySpan<byte>(length <= 12 ? entry + 4 : *(byte**)(entry + 8), length);
    }

    /// <summary>VARCHAR or JSON as a new string; an ENUM as its name, which is shared.</summary>
    public string GetString(int row) => Type.Id switch
    {
        DuckDbTypeId.Enum => GetEnumName(row),
        DuckDbTypeId.Varchar => Encoding.UTF8.GetString(GetBytes(row)),
        _ => throw Other("text"),
    };

    public string GetEnumName(int row) => Type.EnumNames[GetEnumIndex(row)];

    public int GetEnumIndex(int row)
    {
        _ = Is(DuckDbTypeId.Enum, row) ? true : throw Other("an enum");
        return Type.ByteWidth switch { 1 => At<byte>(row), 2 => At<ushort>(row), _ => (int)At<uint>(row) };
    }

    /// <exception cref="OverflowException">It is infinite or outside the years 1 to 9999.</exception>
    public DateOnly GetDate(int row) => Is(DuckDbTypeId.Date, row) ? Moments.Date(At<int>(row)) : throw Other("a date");

    public TimeOnly GetTime(int row) => Is(DuckDbTypeId.Time, row) ? Moments.Time(At<long>(row)) : throw Other("a time");

    /// <summary>TIMESTAMP of any precision, without a zone (finer than 100 ns is cut); of TIMESTAMPTZ, the moment in UTC.</summary>
    /// <exception cref="OverflowException">It is infinite or outside the years 1 to 9999.</exception>
    public DateTime GetDateTime(int row)
    {
        Check(row);
        return Type.Id switch
        {
            DuckDbTypeId.Timestamp => Moments.Timestamp(At<long>(row), DateTimeKind.Unspecified),
            DuckDbTypeId.TimestampTz => Moments.Timestamp(At<long>(row), DateTimeKind.Utc),
            DuckDbTypeId.TimestampMs => Moments.Timestamp(checked(At<long>(row) * 1000), DateTimeKind.Unspecified),
            DuckDbTypeId.TimestampS => Moments.Timestamp(checked(At<long>(row) * 1_000_000), DateTimeKind.Unspecified),
            DuckDbTypeId.TimestampNs => new DateTime(DateTime.UnixEpoch.Ticks + (At<long>(row) / 100), DateTimeKind.Unspecified),
            _ => throw Other("a timestamp"),
        };
    }

    /// <summary>TIMESTAMPTZ, in UTC.</summary>
    /// <exception cref="OverflowException">It is infinite or outside the years 1 to 9999.</exception>
    public DateTimeOffset GetDateTimeOffset(int row) => Is(DuckDbTypeId.TimestampTz, row) ? new DateTimeOffset(GetDateTime(row)) : throw Other("a timestamp with time zone");

    public DuckDbInterval GetInterval(int row) => Is(DuckDbTypeId.Interval, row) ? At<DuckDbInterval>(row) : throw Other("an interval");

    public Guid GetGuid(int row) => Is(DuckDbTypeId.Uuid, row) ? Moments.Uuid(At<Int128>(row)) : throw Other("a UUID");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T At<T>(int row) where T : unmanaged => Unsafe.ReadUnaligned<T>(_data + ((long)row * sizeof(T)));

    private bool Is(DuckDbTypeId id, int row)
    {
        Check(row);
        return Type.Id == id;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length, nameof(row));
        _chunk.RequireOpen();
    }

    private InvalidOperationException Other(string wanted) => new($"A value of {Type} cannot be read as {wanted}.");
}
