namespace Herdbook.Catalog;

/// <summary>
/// Functions that PostgreSQL may evaluate before row-level security has sorted out the rows of others. Only for those does it use an index
/// under row-level security. None of these raises on a row's value or tells it; docs/adr/0007 says why that is enough.
/// </summary>
internal static class Leakproof
{
    private static readonly string[] Orders = ["lt", "le", "eq", "ne", "ge", "gt"];

    private static readonly string[] Comparisons =
    [
        .. Six("numeric_", "numeric"), .. Six("jsonb_", "jsonb"), .. Six("array_", "anyarray"), .. Six("xid8", "xid8"),
        "numeric_cmp(numeric,numeric)", "jsonb_cmp(jsonb,jsonb)", "btarraycmp(anyarray,anyarray)",
    ];

    private static readonly string[] Containment =
    [
        "jsonb_contains(jsonb,jsonb)", "jsonb_contained(jsonb,jsonb)", "jsonb_exists(jsonb,text)", "jsonb_exists_any(jsonb,text[])", "jsonb_exists_all(jsonb,text[])",
        "arraycontains(anyarray,anyarray)", "arraycontained(anyarray,anyarray)", "arrayoverlap(anyarray,anyarray)",
    ];

    private static readonly string[] Parts =
    [
        "jsonb_object_field(jsonb,text)", "jsonb_object_field_text(jsonb,text)", "jsonb_array_element(jsonb,integer)", "jsonb_array_element_text(jsonb,integer)",
        "jsonb_extract_path(jsonb,text[])", "jsonb_extract_path_text(jsonb,text[])",
    ];

    /// <summary>Of a value to its text. PostgreSQL calls the type's output, and then the input of text.</summary>
    private static readonly string[] Texts =
    [
        "textin(cstring)", "int2out(smallint)", "int4out(integer)", "int8out(bigint)", "numeric_out(numeric)", "uuid_out(uuid)", "jsonb_out(jsonb)", "text(boolean)",
    ];

    /// <summary>By name and arguments. The last two are the engine's own, and are there once a catalog is applied.</summary>
    public static readonly string[] Functions =
    [
        .. Comparisons.Concat(Containment).Concat(Parts).Concat(Texts).Append("ts_match_vq(tsvector,tsquery)").Select(function => "pg_catalog." + function),
        "catalog.search_words(text[])", "catalog.words(text[])",
    ];

    /// <summary>Those of $1 that are there and not yet marked; none when the login may not mark them.</summary>
    public const string Unmarked = """
        select p.oid::regprocedure::text
          from unnest($1::text[]) as named (signature)
          join pg_proc p on p.oid = to_regprocedure(named.signature)
         where not p.proleakproof
           and (select r.rolsuper from pg_roles r where r.rolname = current_user)
        """;

    public static string Mark(string function) => $"alter function {function} leakproof";

    private static IEnumerable<string> Six(string prefix, string type) => Orders.Select(name => $"{prefix}{name}({type},{type})");
}
