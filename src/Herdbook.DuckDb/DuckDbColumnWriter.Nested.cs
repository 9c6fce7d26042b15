using System.Runtime.CompilerServices;
using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

public sealed unsafe partial class DuckDbColumnWriter
{
    private readonly DuckDbColumnWriter? _parent;
    private readonly DuckDbColumnWriter[] _children;

    /// <summary>Where the elements of the row being appended begin.</summary>
    private int _listBegan;

    /// <summary>
    /// The elements of a LIST or ARRAY: append a row's elements to it, then call <see cref="EndList"/>. Of a MAP, structs of key
    /// and value: <c>Elements.Member(0)</c> and <c>Member(1)</c>, with <see cref="EndStruct"/> on <c>Elements</c> after each.
    /// </summary>
    public DuckDbColumnWriter Elements => Type.Id is DuckDbTypeId.List or DuckDbTypeId.Map or DuckDbTypeId.Array ? _children[0] : throw Other("elements");

    /// <summary>A member of a STRUCT: append its value, and when all members have theirs, call <see cref="EndStruct"/>.</summary>
    public DuckDbColumnWriter Member(int index) => Type.Id == DuckDbTypeId.Struct ? _children[index] : throw Other("members");

    /// <summary>Ends the list of a row: what was appended to <see cref="Elements"/> since the last row is its.</summary>
    /// <exception cref="InvalidOperationException">An ARRAY has another number of elements.</exception>
    public void EndList()
    {
        var elements = Elements;
        var began = _listBegan;
        if (Type.Id == DuckDbTypeId.Array && elements._count - began != Type.ArraySize)
        {
            throw new InvalidOperationException($"{Type} got {elements._count - began} elements.");
        }

        var row = Next();
        _listBegan = elements._count;
        if (Type.Id != DuckDbTypeId.Array)
        {
            ((NativeListEntry*)_data)[row] = new NativeListEntry { Offset = (ulong)began, Length = (ulong)(elements._count - began) };
        }
    }

    /// <summary>Ends the struct of a row.</summary>
    /// <exception cref="InvalidOperationException">A member has no value, or several.</exception>
    public void EndStruct()
    {
        if (Type.Id != DuckDbTypeId.Struct)
        {
            throw Other("members");
        }

        var row = Next();
        foreach (var child in _children)
        {
            if (child._count != row + 1)
            {
                throw new InvalidOperationException($"A member of {Type} has {child._count} values for {row + 1} rows.");
            }
        }
    }

    internal void Begin(nint vector, int capacity)
    {
        _vector = vector;
        _capacity = capacity;
        _count = 0;
        _listBegan = 0;
        Locate();
        if (Type.Id is DuckDbTypeId.List or DuckDbTypeId.Map)
        {
            capacity = DuckDbAppender.ChunkRows;
            DuckDbNative.ListVectorReserve(_vector, (ulong)capacity);
        }

        for (var i = 0; i < _children.Length; i++)
        {
            _children[i].Begin(ChildVector(i), Type.Id == DuckDbTypeId.Array ? capacity * Type.ArraySize : capacity);
        }
    }

    /// <summary>Brings what is counted here to DuckDB, and asks the children to do so.</summary>
    internal void Finish()
    {
        if (Type.Id is DuckDbTypeId.List or DuckDbTypeId.Map)
        {
            DuckDbNative.ListVectorSetSize(_vector, (ulong)_children[0]._count);
        }

        foreach (var child in _children)
        {
            child.Finish();
        }
    }

    private DuckDbColumnWriter[] MakeChildren() => Type.Id switch
    {
        DuckDbTypeId.List or DuckDbTypeId.Array => [new DuckDbColumnWriter(Type.Children[0], this)],
        DuckDbTypeId.Map => [new DuckDbColumnWriter(Type.MapEntry, this)],
        DuckDbTypeId.Struct => [.. Type.Children.Select(c => new DuckDbColumnWriter(c, this))],
        _ => [],
    };

    private nint ChildVector(int index) => Type.Id switch
    {
        DuckDbTypeId.Struct => DuckDbNative.StructVectorGetChild(_vector, (ulong)index),
        DuckDbTypeId.Array => DuckDbNative.ArrayVectorGetChild(_vector),
        _ => DuckDbNative.ListVectorGetChild(_vector),
    };

    private void Locate()
    {
        _data = (byte*)DuckDbNative.VectorGetData(_vector);
        _validity = DuckDbNative.VectorGetValidity(_vector);
    }

    /// <summary>A null list has no elements, and what was appended for it is left out; a null array and a null struct have null ones, so that rows stay in step.</summary>
    private void NullBelow(int row)
    {
        switch (Type.Id)
        {
            case DuckDbTypeId.Struct:
                foreach (var child in _children)
                {
                    child.AppendNull();
                }

                break;
            case DuckDbTypeId.Array:
                for (var i = 0; i < Type.ArraySize; i++)
                {
                    _children[0].AppendNull();
                }

                _listBegan = _children[0]._count;
                break;
            case DuckDbTypeId.List or DuckDbTypeId.Map:
                _listBegan = _children[0]._count;
                ((NativeListEntry*)_data)[row] = new NativeListEntry { Offset = (ulong)_listBegan };
                break;
            case DuckDbTypeId.Varchar or DuckDbTypeId.Blob:
                new Span<byte>(_data + (row * 16L), 16).Clear();
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Next()
    {
        if (_count == _capacity)
        {
            Require(_count + 1);
        }

        return _count++;
    }

    /// <summary>Makes room for values; only what lies in a list can grow beyond the chunk.</summary>
    private void Require(int capacity)
    {
        if (capacity <= _capacity)
        {
            return;
        }

        switch (_parent?.Type.Id)
        {
            case DuckDbTypeId.Struct:
                _parent.Require(capacity);
                break;
            case DuckDbTypeId.Array:
                _parent.Require((capacity + _parent.Type.ArraySize - 1) / _parent.Type.ArraySize);
                break;
            case DuckDbTypeId.List or DuckDbTypeId.Map:
                capacity = Math.Max(capacity, _capacity * 2);
                DuckDbNative.ListVectorReserve(_parent._vector, (ulong)capacity);
                Resized(capacity);
                break;
            default:
                throw new InvalidOperationException($"A chunk has {_capacity} rows: end the rows before more values are appended.");
        }
    }

    private void Resized(int capacity)
    {
        _capacity = capacity;
        Locate();
        if (Type.Id is DuckDbTypeId.Struct or DuckDbTypeId.Array)
        {
            foreach (var child in _children)
            {
                child.Resized(Type.Id == DuckDbTypeId.Array ? capacity * Type.ArraySize : capacity);
            }
        }
    }
}
