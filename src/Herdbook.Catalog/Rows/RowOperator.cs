using System.Collections.Frozen;

namespace Herdbook.Catalog.Rows;

/// <summary>PostgREST's operators.</summary>
public enum RowOperator
{
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
    Like,
    Ilike,
    Match,
    Imatch,
    In,
    Is,
    IsDistinct,
    Fts,
    Plfts,
    Phfts,
    Wfts,
    Cs,
    Cd,
    Ov,
    Sl,
    Sr,
    Nxr,
    Nxl,
    Adj,
}

/// <summary>The words and the SQL of the operators.</summary>
public static class RowOperators
{
    private static readonly FrozenDictionary<string, RowOperator> ByWord =
        Enum.GetValues<RowOperator>().ToFrozenDictionary(Word, StringComparer.Ordinal);

    /// <summary>Every word, in the order of the documentation.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<RowOperator>().Select(Word)];

    /// <summary>As a request writes it.</summary>
    public static string Word(this RowOperator op) => op.ToString().ToLowerInvariant();

    internal static bool TryParse(ReadOnlySpan<char> word, out RowOperator op) =>
        ByWord.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out op);

    /// <summary>Whether <c>(any)</c> and <c>(all)</c> may follow.</summary>
    public static bool TakesQuantifier(this RowOperator op) => op is RowOperator.Eq or RowOperator.Gt or RowOperator.Gte or RowOperator.Lt
        or RowOperator.Lte or RowOperator.Like or RowOperator.Ilike or RowOperator.Match or RowOperator.Imatch;

    /// <summary>Whether a text search configuration may follow.</summary>
    public static bool IsTextSearch(this RowOperator op) => op is RowOperator.Fts or RowOperator.Plfts or RowOperator.Phfts or RowOperator.Wfts;

    public static bool IsPattern(this RowOperator op) => op is RowOperator.Like or RowOperator.Ilike or RowOperator.Match or RowOperator.Imatch;

    internal static string Sql(this RowOperator op) => op switch
    {
        RowOperator.Eq or RowOperator.In => "=",
        RowOperator.Neq => "<>",
        RowOperator.Gt => ">",
        RowOperator.Gte => ">=",
        RowOperator.Lt => "<",
        RowOperator.Lte => "<=",
        RowOperator.Like => "like",
        RowOperator.Ilike => "ilike",
        RowOperator.Match => "~",
        RowOperator.Imatch => "~*",
        RowOperator.IsDistinct => "is distinct from",
        RowOperator.Fts => "to_tsquery",
        RowOperator.Plfts => "plainto_tsquery",
        RowOperator.Phfts => "phraseto_tsquery",
        RowOperator.Wfts => "websearch_to_tsquery",
        RowOperator.Cs => "@>",
        RowOperator.Cd => "<@",
        RowOperator.Ov => "&&",
        RowOperator.Sl => "<<",
        RowOperator.Sr => ">>",
        RowOperator.Nxr => "&<",
        RowOperator.Nxl => "&>",
        RowOperator.Adj => "-|-",
        _ => throw new InvalidOperationException($"{op} has no SQL of its own."),
    };
}
