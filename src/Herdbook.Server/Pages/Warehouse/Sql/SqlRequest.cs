using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Warehouse.Sql;

/// <summary>The page's whole state, as its address carries it.</summary>
/// <param name="Sql">What is asked; empty where nothing is.</param>
/// <param name="Kind">bar, line, area or scatter; empty for the grid alone.</param>
/// <param name="X">The column along the chart's foot.</param>
/// <param name="Y">The column that is drawn.</param>
/// <param name="Series">The column that splits it into layers; empty for one.</param>
public sealed record SqlRequest(string Sql, string Kind, string X, string Y, string Series)
{
    public static readonly IReadOnlyList<string> Kinds = ["bar", "line", "area", "scatter"];

    public static SqlRequest Read(IQueryCollection query) => new(
        query["q"].ToString().Trim(),
        Kinds.Contains(query["chart"].ToString()) ? query["chart"].ToString() : "",
        query["x"].ToString(),
        query["y"].ToString(),
        query["series"].ToString());

    public string Address(string page) => Links.With(page, ("q", Sql), ("chart", Kind), ("x", X), ("y", Y), ("series", Series));
}
