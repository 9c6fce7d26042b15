using System.Runtime.InteropServices;

namespace Herdbook.DuckDb.Native;

/// <summary>duckdb_state.</summary>
internal enum NativeState
{
    Success = 0,
    Error = 1,
}

/// <summary>duckdb_pending_state.</summary>
internal enum NativePending
{
    Ready = 0,
    NotReady = 1,
    Failed = 2,

    /// <summary>What is left of the statement runs on other threads.</summary>
    NoTasks = 3,
}

/// <summary>duckdb_result; passed by value to duckdb_fetch_chunk.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeResult
{
    public ulong ColumnCount;
    public ulong RowCount;
    public ulong RowsChanged;
    public nint Columns;
    public nint ErrorMessage;
    public nint InternalData;
}

/// <summary>duckdb_decimal: a HUGEINT's halves with the width and scale they are read with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDecimal
{
    public byte Width;
    public byte Scale;
    public NativeHugeInt Value;
}

/// <summary>duckdb_hugeint and, with the upper half read as unsigned, duckdb_uhugeint.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeHugeInt(Int128 value)
{
    public ulong Lower = (ulong)value;
    public long Upper = (long)(value >> 64);
}

/// <summary>duckdb_query_progress_type.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeProgress
{
    public double Percentage;
    public ulong RowsProcessed;
    public ulong RowsToProcess;
}

/// <summary>duckdb_list_entry: where a row's elements lie in the list vector's child.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeListEntry
{
    public ulong Offset;
    public ulong Length;
}
