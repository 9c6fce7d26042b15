using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Herdbook.DuckDb.Native;
using Herdbook.DuckDb.Values;

namespace Herdbook.DuckDb;

/// <summary>
/// Writes one column of a chunk, value by value or by spans, into DuckDB's own memory. A value must be of the column's type: there
/// is no conversion but what a member says. Nested columns: see <see cref="Elements"/> and <see cref="Member"/>.
/// </summary>
public sealed unsafe partial class DuckDbColumnWriter
{
    private readonly int _fixedWidth;
    private readonly Int128 _tooLarge;
    private nint _vector;
    private byte* _data;
    private ulong* _validity;
    private int _capacity;
    private int _count;
    private Dictionary<string, int>? _enumIndexes;

    internal DuckDbColumnWriter(DuckDbType type, DuckDbColumnWriter? parent = null)
    {
        Type = type;
        _parent = parent;
        _children = MakeChildren();
        _fixedWidth = type.Id is DuckDbTypeId.Varchar or DuckDbTypeId.Blob or DuckDbTypeId.Bit or DuckDbTypeId.BigNum || _children.Length > 0 ? 0 : type.ByteWidth;
        if (type.Id == DuckDbTypeId.Decimal)
        {
            _tooLarge = 1;
            for (var i = 0; i < type.Width; i++)
            {
                _tooLarge *= 10;
            }
        }
    }

    public DuckDbType Type { get; }

    /// <summary>Values appended since the chunk began.</summary>
    public int Count => _count;

    /// <summary>Appends a null, whatever the type.</summary>
    public void AppendNull()
    {
        var row = Next();
        if (_validity is null)
        {
            DuckDbNative.VectorEnsureValidityWritable(_vector);
            _validity = DuckDbNative.VectorGetValidity(_vector);
        }

        _validity[row >> 6] &= ~(1UL << (row & 63));
        NullBelow(row);
    }

    /// <summary>
    /// Appends a value as it lies in a vector: Boolean byte or bool; integers; float, double; DATE int (days since 1970); TIME and
    /// TIMESTAMPs long (microseconds); HUGEINT Int128; ENUM its index; INTERVAL <see cref="DuckDbInterval"/>; DECIMAL its digits without the point.
    /// </summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not as wide as the column's values.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T value) where T : unmanaged
    {
        if (_fixedWidth != sizeof(T))
        {
            throw Other(typeof(T).Name);
        }

        // First the place: making room may move the data.
        long row = Next();
        Unsafe.WriteUnaligned(_data + (row * sizeof(T)), value);
    }

    /// <summary>Appends many values as <see cref="Append{T}"/> does; where <paramref name="valid"/> is given and false, a null.</summary>
    public void AppendSpan<T>(ReadOnlySpan<T> values, ReadOnlySpan<bool> valid = default) where T : unmanaged
    {
        if (_fixedWidth != sizeof(T))
        {
            throw Other(typeof(T).Name);
        }

        Require(_count + values.Length);
        values.CopyTo(new Span<T>(_data + ((long)_count * sizeof(T)), values.Length));
        if (valid.IsEmpty)
        {
            _count += values.Length;
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(valid.Length, values.Length, nameof(valid));
        foreach (var isValid in valid)
        {
            if (isValid)
            {
                _count++;
            }
            else
            {
                AppendNull();
            }
        }
    }

    /// <summary>Appends an integer to any integer column.</summary>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public void AppendInteger(Int128 value)
    {
        switch (Type.Id)
        {
            case DuckDbTypeId.BigInt: Append(checked((long)value)); break;
            case DuckDbTypeId.Integer: Append(checked((int)value)); break;
            case DuckDbTypeId.SmallInt: Append(checked((short)value)); break;
            case DuckDbTypeId.TinyInt: Append(checked((sbyte)value)); break;
            case DuckDbTypeId.UBigInt: Append(checked((ulong)value)); break;
            case DuckDbTypeId.UInteger: Append(checked((uint)value)); break;
            case DuckDbTypeId.USmallInt: Append(checked((ushort)value)); break;
            case DuckDbTypeId.UTinyInt: Append(checked((byte)value)); break;
            case DuckDbTypeId.UHugeInt: Append(checked((UInt128)value)); break;
            case DuckDbTypeId.HugeInt: Append(value); break;
            default: throw Other("an integer");
        }
    }

    /// <summary>Appends to a DECIMAL of any width.</summary>
    /// <exception cref="OverflowException">Digits would be lost, before or behind the point.</exception>
    public void AppendDecimal(DuckDbDecimal value)
    {
        if (Type.Id != DuckDbTypeId.Decimal)
        {
            throw Other("a decimal");
        }

        AppendUnscaled(value.Scale == Type.Scale ? value.Unscaled : value.WithScale(Type.Scale).Unscaled);
    }

    /// <summary>Appends to a DECIMAL its digits without the point, at the column's scale.</summary>
    /// <exception cref="OverflowException">There are more digits than the column's width.</exception>
    public void AppendUnscaled(Int128 digits)
    {
        if (digits <= -_tooLarge || digits >= _tooLarge)
        {
            throw new OverflowException($"{new DuckDbDecimal(digits, Type.Scale)} has more digits than {Type} keeps.");
        }

        switch (_fixedWidth)
        {
            case 2: Append((short)digits); break;
            case 4: Append((int)digits); break;
            case 8: Append((long)digits); break;
            default: Append(digits); break;
        }
    }

    /// <summary>Appends VARCHAR or JSON from UTF-8, or BLOB from bytes. They are copied.</summary>
    /// <exception cref="ArgumentException">A VARCHAR's bytes are not UTF-8.</exception>
    public void AppendBytes(ReadOnlySpan<byte> value)
    {
        if (Type.Id is not (DuckDbTypeId.Varchar or DuckDbTypeId.Blob))
        {
            throw Other("bytes");
        }

        if (Type.Id == DuckDbTypeId.Varchar && !Utf8.IsValid(value))
        {
            throw new ArgumentException("The text is not UTF-8.", nameof(value));
        }

        var row = Next();
        if (value.Length <= 12)
        {
            // Short text lies in the vector itself, padded with zeros.
            var entry = new Span<byte>(_data + (row * 16L), 16);
            entry.Clear();
            Unsafe.WriteUnaligned(ref entry[0], value.Length);
            value.CopyTo(entry[4..]);
            return;
        }

        fixed (byte* bytes = value)
        {
            DuckDbNative.VectorAssignString(_vector, (ulong)row, bytes, (ulong)value.Length);
        }
    }

    /// <summary>Appends text; null appends a null.</summary>
    public void AppendString(string? value)
    {
        if (value is null)
        {
            AppendNull();
            return;
        }

        var rented = System.Buffers.ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        AppendBytes(rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        System.Buffers.ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Appends to an ENUM by name.</summary>
    /// <exception cref="ArgumentException">The enum has no such name.</exception>
    public void AppendEnum(string name)
    {
        _enumIndexes ??= Type.EnumNames.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i, StringComparer.Ordinal);
        if (!_enumIndexes.TryGetValue(name, out var index))
        {
            throw new ArgumentException($"{Type} has no {name}.", nameof(name));
        }

        switch (_fixedWidth)
        {
            case 1: Append((byte)index); break;
            case 2: Append((ushort)index); break;
            default: Append((uint)index); break;
        }
    }

    public void AppendDate(DateOnly value) => Append(DuckDbTypeId.Date, Moments.Days(value));

    public void AppendTime(TimeOnly value) => Append(DuckDbTypeId.Time, value.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Appends to a TIMESTAMP, in microseconds; finer is cut.</summary>
    public void AppendTimestamp(DateTime value) => Append(DuckDbTypeId.Timestamp, Moments.Micros(value));

    /// <summary>Appends to a TIMESTAMPTZ, in microseconds; finer is cut.</summary>
    public void AppendTimestampTz(DateTimeOffset value) => Append(DuckDbTypeId.TimestampTz, Moments.Micros(value));

    public void AppendGuid(Guid value) => Append(DuckDbTypeId.Uuid, Moments.Stored(value));

    private void Append<T>(DuckDbTypeId id, T value) where T : unmanaged
    {
        if (Type.Id != id)
        {
            throw Other(id.ToString());
        }

        Append(value);
    }

    private InvalidOperationException Other(string given) => new($"A column of {Type} does not take {given}.");
}
