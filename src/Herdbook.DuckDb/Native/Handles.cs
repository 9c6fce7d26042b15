using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Herdbook.DuckDb.Native;

/// <summary>A thing of DuckDB's that must be given back once. A call holds a reference, so disposal beside a running call waits for it.</summary>
internal abstract class DuckDbHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private static long s_open;

    protected DuckDbHandle(nint value) : base(ownsHandle: true)
    {
        SetHandle(value);
        if (value != 0)
        {
            Interlocked.Increment(ref s_open);
        }
    }

    /// <summary>Handles of this process that were not given back yet; what a test for leaks counts.</summary>
    public static long Open => Interlocked.Read(ref s_open);

    protected abstract void Give(ref nint value);

    protected sealed override bool ReleaseHandle()
    {
        var value = handle;
        Give(ref value);
        Interlocked.Decrement(ref s_open);
        return true;
    }
}

internal sealed class DatabaseHandle(nint value) : DuckDbHandle(value)
{
    protected override void Give(ref nint value) => DuckDbNative.Close(ref value);
}

internal sealed class ConnectionHandle(nint value) : DuckDbHandle(value)
{
    protected override void Give(ref nint value) => DuckDbNative.Disconnect(ref value);
}

internal sealed class StatementHandle(nint value) : DuckDbHandle(value)
{
    protected override void Give(ref nint value) => DuckDbNative.DestroyPrepare(ref value);
}

internal sealed class AppenderHandle(nint value) : DuckDbHandle(value)
{
    protected override void Give(ref nint value) => DuckDbNative.AppenderDestroy(ref value);
}

internal sealed class ChunkHandle(nint value) : DuckDbHandle(value)
{
    public nint Value => handle;

    protected override void Give(ref nint value) => DuckDbNative.DestroyDataChunk(ref value);
}

internal sealed class LogicalTypeHandle(nint value) : DuckDbHandle(value)
{
    public nint Value => handle;

    protected override void Give(ref nint value) => DuckDbNative.DestroyLogicalType(ref value);
}

internal sealed class ValueHandle(nint value) : DuckDbHandle(value)
{
    public nint Value => handle;

    protected override void Give(ref nint value) => DuckDbNative.DestroyValue(ref value);
}

/// <summary>A duckdb_result in memory of its own, so that it has an address as long as it lives.</summary>
internal sealed unsafe class ResultHandle() : DuckDbHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(NativeResult)))
{
    public NativeResult* Value => (NativeResult*)handle;

    protected override void Give(ref nint value)
    {
        DuckDbNative.DestroyResult((NativeResult*)value);
        NativeMemory.Free((void*)value);
    }
}
