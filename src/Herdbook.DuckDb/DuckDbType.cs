using System.Globalization;
using Herdbook.DuckDb.Native;

namespace Herdbook.DuckDb;

/// <summary>A column's type with all that its values need to be read. Immutable; holds nothing of DuckDB's.</summary>
public sealed unsafe class DuckDbType
{
    private static readonly IReadOnlyList<string> s_none = [];

    private DuckDbType(DuckDbTypeId id) => Id = id;

    public DuckDbTypeId Id { get; }

    /// <summary>The name it was given, for example `JSON`; empty for most.</summary>
    public string Alias { get; private init; } = "";

    public bool IsJson => Id == DuckDbTypeId.Varchar && Alias == "JSON";

    /// <summary>Digits of a DECIMAL in all, 1 to 38.</summary>
    public byte Width { get; private init; }

    /// <summary>Digits of a DECIMAL behind the point.</summary>
    public byte Scale { get; private init; }

    /// <summary>An ENUM's names, in its order.</summary>
    public IReadOnlyList<string> EnumNames { get; private init; } = s_none;

    /// <summary>What it is made of: a list's or array's element; a map's key and value; a struct's or union's members.</summary>
    public IReadOnlyList<DuckDbType> Children { get; private init; } = [];

    /// <summary>Names of a struct's or union's members, in the order of <see cref="Children"/>.</summary>
    public IReadOnlyList<string> MemberNames { get; private init; } = s_none;

    /// <summary>Elements of every value of an ARRAY.</summary>
    public int ArraySize { get; private init; }

    /// <summary>Bytes of a value in a vector; 0 where it lies in children.</summary>
    public int ByteWidth => Id switch
    {
        DuckDbTypeId.Boolean or DuckDbTypeId.TinyInt or DuckDbTypeId.UTinyInt => 1,
        DuckDbTypeId.SmallInt or DuckDbTypeId.USmallInt => 2,
        DuckDbTypeId.Integer or DuckDbTypeId.UInteger or DuckDbTypeId.Float or DuckDbTypeId.Date => 4,
        DuckDbTypeId.BigInt or DuckDbTypeId.UBigInt or DuckDbTypeId.Double or DuckDbTypeId.Time or DuckDbTypeId.TimeTz or DuckDbTypeId.TimeNs => 8,
        DuckDbTypeId.Timestamp or DuckDbTypeId.TimestampTz or DuckDbTypeId.TimestampS or DuckDbTypeId.TimestampMs or DuckDbTypeId.TimestampNs => 8,
        DuckDbTypeId.Decimal => Width <= 4 ? 2 : Width <= 9 ? 4 : Width <= 18 ? 8 : 16,
        DuckDbTypeId.Enum => EnumNames.Count <= 256 ? 1 : EnumNames.Count <= 65536 ? 2 : 4,
        DuckDbTypeId.Struct or DuckDbTypeId.Union or DuckDbTypeId.Array => 0,
        _ => 16,
    };

    /// <summary>As SQL writes it, for example `STRUCT(a INTEGER, b DECIMAL(18,3)[])`.</summary>
    public override string ToString() => Id switch
    {
        _ when Alias.Length > 0 => Alias,
        DuckDbTypeId.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Width},{Scale})"),
        DuckDbTypeId.Enum => $"ENUM({string.Join(", ", EnumNames.Select(Literal))})",
        DuckDbTypeId.List => $"{Children[0]}[]",
        DuckDbTypeId.Array => string.Create(CultureInfo.InvariantCulture, $"{Children[0]}[{ArraySize}]"),
        DuckDbTypeId.Map => $"MAP({Children[0]}, {Children[1]})",
        DuckDbTypeId.Struct => $"STRUCT({Members()})",
        DuckDbTypeId.Union => $"UNION({Members()})",
        DuckDbTypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
        DuckDbTypeId.TimeTz => "TIME WITH TIME ZONE",
        DuckDbTypeId.TimestampS => "TIMESTAMP_S",
        DuckDbTypeId.TimestampMs => "TIMESTAMP_MS",
        DuckDbTypeId.TimestampNs => "TIMESTAMP_NS",
        DuckDbTypeId.TimeNs => "TIME_NS",
        _ => Id.ToString().ToUpperInvariant(),
    };

    internal static DuckDbType Of(nint type)
    {
        var id = (DuckDbTypeId)DuckDbNative.GetTypeId(type);
        var alias = Text.Taken(DuckDbNative.LogicalTypeGetAlias(type)) ?? "";
        return id switch
        {
            DuckDbTypeId.Decimal => new DuckDbType(id) { Alias = alias, Width = DuckDbNative.DecimalWidth(type), Scale = DuckDbNative.DecimalScale(type) },
            DuckDbTypeId.Enum => new DuckDbType(id) { Alias = alias, EnumNames = EnumNamesOf(type) },
            DuckDbTypeId.List => new DuckDbType(id) { Alias = alias, Children = [Taken(DuckDbNative.ListTypeChildType(type))] },
            DuckDbTypeId.Array => new DuckDbType(id)
            {
                Alias = alias,
                Children = [Taken(DuckDbNative.ArrayTypeChildType(type))],
                ArraySize = (int)DuckDbNative.ArrayTypeArraySize(type),
            },
            DuckDbTypeId.Map => new DuckDbType(id)
            {
                Alias = alias,
                Children = [Taken(DuckDbNative.MapTypeKeyType(type)), Taken(DuckDbNative.MapTypeValueType(type))],
            },
            DuckDbTypeId.Struct => StructOf(type, alias),
            _ => new DuckDbType(id) { Alias = alias },
        };
    }

    /// <summary>A map is kept as a list of structs of key and value.</summary>
    internal DuckDbType MapEntry => new(DuckDbTypeId.Struct) { Children = Children, MemberNames = ["key", "value"] };

    private static DuckDbType StructOf(nint type, string alias)
    {
        var count = (int)DuckDbNative.StructTypeChildCount(type);
        var names = new string[count];
        var children = new DuckDbType[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = Text.Taken(DuckDbNative.StructTypeChildName(type, (ulong)i)) ?? "";
            children[i] = Taken(DuckDbNative.StructTypeChildType(type, (ulong)i));
        }

        return new DuckDbType(DuckDbTypeId.Struct) { Alias = alias, MemberNames = names, Children = children };
    }

    private static string[] EnumNamesOf(nint type)
    {
        var names = new string[DuckDbNative.EnumDictionarySize(type)];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Text.Taken(DuckDbNative.EnumDictionaryValue(type, (ulong)i)) ?? "";
        }

        return names;
    }

    private static DuckDbType Taken(nint type)
    {
        using var handle = new LogicalTypeHandle(type);
        return Of(type);
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private string Members() =>
        string.Join(", ", MemberNames.Zip(Children, (name, type) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {type}"));
}
