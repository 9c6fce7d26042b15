using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Pages.Tables;

/// <summary>The present filter's rows as a file, by the same door as the row API: streamed, and none of it held.</summary>
public sealed class GridExport(RowReader rows)
{
    /// <summary>A file's ending, and the word for it.</summary>
    public static readonly IReadOnlyList<(string Format, string Word)> Formats = [("csv", "CSV, for a spreadsheet"), ("ndjson", "JSON, a row on each line"), ("json", "JSON, one array")];

    /// <summary>The address of the file: every row that fits, with the columns that the grid shows.</summary>
    public static string Address(GridView view, string format)
    {
        var state = view.State.At(GridPlace.First) with { Chosen = [.. view.State.Columns.Select(column => column.Name)], Group = null, Limit = GridState.PageSize };
        return $"{view.Page.Links.Table(view.Table.FullName)}/export.{format}?{GridState.Text(state.Pairs())}";
    }

    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <exception cref="RowRefusalException">The address asks for what the table cannot answer; nothing was sent.</exception>
    public async Task WriteAsync(HttpContext http, CatalogSet catalog, GridState state, string format, CancellationToken ct)
    {
        var query = GridReader.Query(catalog, state, state.Columns.Select(column => column.Name));
        var (form, type) = format switch
        {
            "csv" => (RowForm.Csv, "text/csv; charset=utf-8"),
            "ndjson" => (RowForm.Ndjson, "application/x-ndjson"),
            _ => (RowForm.Json, "application/json"),
        };
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{state.Table.FullName}.{format}\"";
        await rows.StreamAsync(http.Features.Get<Tenant>() ?? Tenant.Default, query with { Limit = null }, form, http.Response.Body, ct);
    }
}
