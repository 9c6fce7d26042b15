using System.Runtime.InteropServices;

namespace Herdbook.DuckDb.Native;

/// <summary>Chunks, vectors, logical types and the appender. What only reads a field keeps the thread where it is (no GC transition).</summary>
internal static unsafe partial class DuckDbNative
{
    [LibraryImport(Library, EntryPoint = "duckdb_vector_size")]
    public static partial ulong VectorSize();

    [LibraryImport(Library, EntryPoint = "duckdb_create_data_chunk")]
    public static partial nint CreateDataChunk(nint* types, ulong count);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_data_chunk")]
    public static partial void DestroyDataChunk(ref nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_reset")]
    public static partial void DataChunkReset(nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_vector"), SuppressGCTransition]
    public static partial nint DataChunkGetVector(nint chunk, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_get_size"), SuppressGCTransition]
    public static partial ulong DataChunkGetSize(nint chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_data_chunk_set_size"), SuppressGCTransition]
    public static partial void DataChunkSetSize(nint chunk, ulong size);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_data"), SuppressGCTransition]
    public static partial void* VectorGetData(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_get_validity"), SuppressGCTransition]
    public static partial ulong* VectorGetValidity(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_vector_ensure_validity_writable")]
    public static partial void VectorEnsureValidityWritable(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_unsafe_vector_assign_string_element_len"), SuppressGCTransition]
    public static partial void VectorAssignString(nint vector, ulong index, byte* text, ulong length);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_get_child"), SuppressGCTransition]
    public static partial nint ListVectorGetChild(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_get_size"), SuppressGCTransition]
    public static partial ulong ListVectorGetSize(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_set_size")]
    public static partial NativeState ListVectorSetSize(nint vector, ulong size);

    [LibraryImport(Library, EntryPoint = "duckdb_list_vector_reserve")]
    public static partial NativeState ListVectorReserve(nint vector, ulong capacity);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_vector_get_child"), SuppressGCTransition]
    public static partial nint StructVectorGetChild(nint vector, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_array_vector_get_child"), SuppressGCTransition]
    public static partial nint ArrayVectorGetChild(nint vector);

    [LibraryImport(Library, EntryPoint = "duckdb_create_logical_type")]
    public static partial nint CreateLogicalType(int type);

    [LibraryImport(Library, EntryPoint = "duckdb_create_decimal_type")]
    public static partial nint CreateDecimalType(byte width, byte scale);

    [LibraryImport(Library, EntryPoint = "duckdb_create_list_type")]
    public static partial nint CreateListType(nint child);

    [LibraryImport(Library, EntryPoint = "duckdb_create_map_type")]
    public static partial nint CreateMapType(nint key, nint value);

    [LibraryImport(Library, EntryPoint = "duckdb_create_struct_type")]
    public static partial nint CreateStructType(nint* members, byte** names, ulong count);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_logical_type")]
    public static partial void DestroyLogicalType(ref nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_get_type_id")]
    public static partial int GetTypeId(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_logical_type_get_alias")]
    public static partial byte* LogicalTypeGetAlias(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_width")]
    public static partial byte DecimalWidth(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_decimal_scale")]
    public static partial byte DecimalScale(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_enum_dictionary_size")]
    public static partial uint EnumDictionarySize(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_enum_dictionary_value")]
    public static partial byte* EnumDictionaryValue(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_list_type_child_type")]
    public static partial nint ListTypeChildType(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_child_type")]
    public static partial nint ArrayTypeChildType(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_array_type_array_size")]
    public static partial ulong ArrayTypeArraySize(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_map_type_key_type")]
    public static partial nint MapTypeKeyType(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_map_type_value_type")]
    public static partial nint MapTypeValueType(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_count")]
    public static partial ulong StructTypeChildCount(nint type);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_name")]
    public static partial byte* StructTypeChildName(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_struct_type_child_type")]
    public static partial nint StructTypeChildType(nint type, ulong index);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_create_ext", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState AppenderCreateExt(ConnectionHandle connection, string? catalog, string? schema, string table, out nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_add_column", StringMarshalling = StringMarshalling.Utf8)]
    public static partial NativeState AppenderAddColumn(AppenderHandle appender, string name);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_column_count")]
    public static partial ulong AppenderColumnCount(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_column_type")]
    public static partial nint AppenderColumnType(AppenderHandle appender, ulong column);

    [LibraryImport(Library, EntryPoint = "duckdb_append_data_chunk")]
    public static partial NativeState AppendDataChunk(AppenderHandle appender, ChunkHandle chunk);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_flush")]
    public static partial NativeState AppenderFlush(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_clear")]
    public static partial NativeState AppenderClear(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_close")]
    public static partial NativeState AppenderClose(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_destroy")]
    public static partial NativeState AppenderDestroy(ref nint appender);

    [LibraryImport(Library, EntryPoint = "duckdb_appender_error_data")]
    public static partial nint AppenderErrorData(AppenderHandle appender);

    [LibraryImport(Library, EntryPoint = "duckdb_error_data_message")]
    public static partial byte* ErrorDataMessage(nint error);

    [LibraryImport(Library, EntryPoint = "duckdb_error_data_error_type")]
    public static partial int ErrorDataErrorType(nint error);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_error_data")]
    public static partial void DestroyErrorData(ref nint error);
}
