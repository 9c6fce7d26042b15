using System.Runtime.InteropServices;
using System.Text;

namespace Herdbook.DuckDb.Native;

/// <summary>DuckDB's text is UTF-8.</summary>
internal static unsafe class Text
{
    /// <summary>Copies text that DuckDB keeps.</summary>
    public static string Kept(byte* text) => text is null ? "" : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));

    /// <summary>Copies text that DuckDB handed over, and frees it.</summary>
    public static string? Taken(byte* text)
    {
        if (text is null)
        {
            return null;
        }

        var copy = Kept(text);
        DuckDbNative.Free(text);
        return copy;
    }
}
