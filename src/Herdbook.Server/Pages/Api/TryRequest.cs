using System.Globalization;
using System.Text;
using Herdbook.Catalog;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Api;

/// <summary>What the form asks for. All of it stands in the page's address; what is sent follows from it.</summary>
/// <param name="Rest">More of the query, as text: <c>or=(a.eq.1,b.is.null)</c>.</param>
public sealed record TryRequest(string? Select, string? Column, string? Operator, string? Value, string? Order, string? Limit, string? Rest, bool Asked)
{
    private const int LongestField = 2_000;

    /// <summary>In the order in which people look for them.</summary>
    public static readonly IReadOnlyList<(string Operator, string About)> Operators =
    [
        ("eq", "equals"), ("neq", "is not"), ("gt", "greater than"), ("gte", "at least"), ("lt", "less than"), ("lte", "at most"),
        ("like", "like, * is any text"), ("ilike", "like, any case"), ("match", "matches the expression"), ("in", "one of (a,b)"),
        ("is", "is null, true, false"), ("cs", "contains"), ("cd", "is contained in"), ("ov", "overlaps"), ("plfts", "has the words"),
    ];

    public static TryRequest From(IQueryCollection query) => new(
        Text(query["select"]), Text(query["column"]), Text(query["op"]), Text(query["value"]), Text(query["order"]), Text(query["limit"]), Text(query["rest"]),
        query.ContainsKey("try"));

    /// <summary>The address below the tenant's root. Every part is escaped: it can be nothing but a query of this table.</summary>
    public string Address(TableDeclaration table)
    {
        var filter = Column is not null && Value is not null ? $"{Operator ?? "eq"}.{(Operator == "in" && !Value.StartsWith('(') ? $"({Value})" : Value)}" : null;
        IEnumerable<(string Name, string? Value)> known = [("select", Select), (Column ?? "", filter), ("order", Order), ("limit", Limit ?? "5")];
        var parts = known.Where(pair => pair.Value is not null).Select(pair => $"{Escape(pair.Name)}={Escape(pair.Value!)}");
        var rest = (Rest ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Pair);
        return $"{Server.Api.RowPaths.Path(table)}?{string.Join('&', parts.Concat(rest))}";
    }

    private static string Pair(string pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? $"{Again(pair[..at])}={Again(pair[(at + 1)..])}" : Again(pair);

    /// <summary>What is escaped already stays as it is.</summary>
    private static string Again(string text) => Escape(Uri.UnescapeDataString(text.Replace('+', ' ')));

    /// <summary>Readable: what the grammar is written with stays, for it means nothing else in a query.</summary>
    private static string Escape(string text) => new StringBuilder(Uri.EscapeDataString(text))
        .Replace("%2C", ",").Replace("%28", "(").Replace("%29", ")").Replace("%2A", "*").Replace("%3A", ":").ToString();

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim()[..Math.Min(value.Trim().Length, LongestField)];
}

/// <summary>How a request was answered.</summary>
/// <param name="Body">The beginning of the answer, JSON set out in lines.</param>
/// <param name="Shortened">Whether more was answered than is shown.</param>
public sealed record TryAnswer(int Status, string Reason, TimeSpan Took, string? ContentRange, long Bytes, string Body, bool Shortened)
{
    public bool Good => Status is >= 200 and < 300;

    public string TookText => Took.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture) + " ms";
}
