using System.Buffers;
using Herdbook.Catalog;

namespace Herdbook.Core.Rows.Bodies;

/// <summary>Some rows of a body, checked, as one JSON array. It is filled again once it was written.</summary>
internal sealed class RowChunk
{
    public const int MaxRows = 1_000;
    public const int MaxBytes = 1 << 20;

    private readonly ArrayBufferWriter<byte> _json = new(512);
    private readonly List<int> _ends = [];
    private readonly List<RowPlace> _places = [];

    /// <summary>What the rows give, in the table's order.</summary>
    public IReadOnlyList<ColumnDeclaration> Columns { get; set; } = [];

    public int Count => _ends.Count;

    public bool IsFull => Count >= MaxRows || _json.WrittenCount >= MaxBytes;

    /// <summary>Room for the next row's object, which <see cref="EndRow"/> closes.</summary>
    public IBufferWriter<byte> BeginRow()
    {
        _json.Write(Count == 0 ? "["u8 : ","u8);
        return _json;
    }

    public void EndRow(RowPlace place)
    {
        _ends.Add(_json.WrittenCount);
        _places.Add(place);
    }

    public void Clear()
    {
        _json.ResetWrittenCount();
        _ends.Clear();
        _places.Clear();
    }

    public RowPlace Place(int row) => _places[row];

    /// <summary>The first rows, as a JSON array.</summary>
    public byte[] First(int count) => count == 0 ? [.. "[]"u8] : [.. _json.WrittenSpan[.._ends[count - 1]], (byte)']'];

    /// <summary>One row, as a JSON array.</summary>
    public byte[] Only(int row) => [(byte)'[', .. Row(row), (byte)']'];

    public ReadOnlySpan<byte> Row(int row) => _json.WrittenSpan[(row == 0 ? 1 : _ends[row - 1] + 1).._ends[row]];
}
