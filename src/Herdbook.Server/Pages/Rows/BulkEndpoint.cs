using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Rows;

/// <summary>One value for many rows: chosen, tried and taken back to show what it would do, and then done.</summary>
internal static class BulkEndpoint
{
    /// <summary>Rows that the preview shows.</summary>
    private const int MostShown = 20;

    public static void MapBulk(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tables/{name}/edit", ChooseAsync);
        // The selection comes from a grid and changes nothing; everything after it does.
        routes.MapPost("/tables/{name}/edit", ChooseAsync).WithMetadata(new Unguarded());
        routes.MapPost("/tables/{name}/edit/preview", PreviewAsync);
        routes.MapPost("/tables/{name}/edit/apply", ApplyAsync);
    }

    private static async Task<IResult> ChooseAsync(HttpContext http, string name, RowDesk desk, CancellationToken ct) =>
        await OpenAsync(http, name, desk, ct) is { } view ? Shown(view) : Results.NotFound();

    private static async Task<IResult> PreviewAsync(HttpContext http, string name, RowDesk desk, RowWriter writer, CancellationToken ct) =>
        await OpenAsync(http, name, desk, ct) is { } view ? Shown(await TriedAsync(view, desk, writer, ct)) : Results.NotFound();

    private static async Task<IResult> ApplyAsync(HttpContext http, string name, RowDesk desk, RowWriter writer, CancellationToken ct)
    {
        if (await OpenAsync(http, name, desk, ct) is not { } view)
        {
            return Results.NotFound();
        }

        if (view is { Fault: not null } or { Values: null })
        {
            return Shown(view);
        }

        var form = await http.Request.ReadFormAsync(ct);
        long? expected = long.TryParse(form["count"], out var count) ? count : null;
        try
        {
            var options = RowWriteOptions.Plain with { MaxAffected = BulkSelection.Most, Exactly = expected, Returning = null };
            var written = await writer.UpdateAsync(view.Page.Tenant, view.Page.Actor, view.Selection.Query(view.Catalog), view.Values.Body([view.Field!]), null, options, ct);
            return Shown(view with { Changed = expected ?? written.Affected });
        }
        catch (RowRefusalException e) when (e.Code == "not_one_row")
        {
            // The filter finds others than the preview showed: it is shown anew.
            return Shown((await TriedAsync(view, desk, writer, ct)) with { Fault = new FieldFault("The rows that the filter finds are no longer those of the preview. Nothing was changed.", null, "Look at them again, and confirm then.") }, StatusCodes.Status409Conflict);
        }
        catch (RowRefusalException e)
        {
            return Shown(Refused(view, e), e.Status);
        }
    }

    private static async Task<BulkView?> OpenAsync(HttpContext http, string name, RowDesk desk, CancellationToken ct)
    {
        var catalog = desk.CatalogOf(http);
        if (catalog.Find(name) is not { } table)
        {
            return null;
        }

        RowPermission.Check(table, RowVerb.Update);
        var page = await desk.PageAsync(http, ct);
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(ct) : FormCollection.Empty;
        var keys = form["key"].OfType<string>().Where(key => key.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var filter = keys.Count > 0 ? "" : HttpMethods.IsGet(http.Request.Method) ? http.Request.QueryString.Value?.TrimStart('?') ?? "" : form["filter"].ToString();
        var view = new BulkView(page, catalog, new BulkSelection(table, keys, filter), null, null, null);
        if (keys.Count == 0 && filter.Length == 0)
        {
            return view with { Fault = new FieldFault("No row is selected.", null, "Tick rows in the grid, or filter them, and come back.") };
        }

        try
        {
            var query = view.Selection.Query(catalog);
            var counted = await desk.Rows.PageAsync(page.Tenant, query with { Select = [.. RowColumns.Of(table).Key.Select(RowField.Of)], Limit = 1 }, RowCount.Exact, ct);
            view = view with { Count = counted.Count };
        }
        catch (RowRefusalException e)
        {
            return view with { Fault = new FieldFault(e.Message, e.Rule, e.Remedy) };
        }

        if (view.Choices.FirstOrDefault(field => field.Column.Name == form["column"]) is not { } chosen)
        {
            return view;
        }

        var plan = FormPlan.Of(catalog, table, isNew: false) with { Fields = [chosen] };
        var shown = await desk.FormAsync(page, catalog, null, FormValues.Read(plan, form), ct);
        return view with { Field = chosen, Values = shown.Values, Offered = shown.OfferedFor(chosen) };
    }

    /// <summary>The change is made as it will be, by the same door, and taken back.</summary>
    private static async Task<BulkView> TriedAsync(BulkView view, RowDesk desk, RowWriter writer, CancellationToken ct)
    {
        if (view is { Fault: not null } or { Values: null })
        {
            return view;
        }

        var table = view.Table;
        var columns = table.Key.Concat(((string?[])[table.Display?.Title, view.Field!.Column.Name]).OfType<string>()).Distinct(StringComparer.Ordinal)
            .Select(name => RowColumns.Of(table).Find(name)).OfType<ColumnDeclaration>();
        var query = view.Selection.Query(view.Catalog);
        var shown = query with { Select = [.. columns.Select(RowField.Of)] };
        var before = await desk.Rows.PageAsync(view.Page.Tenant, shown with { Limit = MostShown }, RowCount.None, ct);
        try
        {
            var options = RowWriteOptions.Plain with { DryRun = true, MaxAffected = BulkSelection.Most, Returning = RowReturning.Rows(shown, RowFormat.Json) };
            var tried = await writer.UpdateAsync(view.Page.Tenant, view.Page.Actor, query, view.Values.Body([view.Field!]), null, options, ct);
            var after = tried.Rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row.Shown[0])).DistinctBy(row => RowSurroundings.KeyOf(table, row)).ToDictionary(row => RowSurroundings.KeyOf(table, row));
            return view with { Lines = Lines(key => after.GetValueOrDefault(key)), WouldChange = tried.Affected };
        }
        catch (RowRefusalException e)
        {
            return Refused(view, e) with { Lines = Lines(_ => default) };
        }

        IReadOnlyList<BulkLine> Lines(Func<RowKey, JsonElement> afterOf) => [.. before.Rows.Select(row => (Key: RowSurroundings.KeyOf(table, row), Row: row)).Select(row => new BulkLine(row.Key, row.Row, afterOf(row.Key)))];
    }

    private static BulkView Refused(BulkView view, RowRefusalException refusal)
    {
        var values = view.Values!.With(refusal);
        return view with { Values = values, Fault = values.Fault is null ? null : refusal.Code == "max_affected" ? values.Fault with { Remedy = "Filter more narrowly, or select rows." } : values.Fault };
    }

    private static RazorComponentResult<BulkPage> Shown(BulkView view, int? status = null) => new(new { View = view })
    {
        PreventStreamingRendering = true,
        StatusCode = status ?? (view.Fault is null && view.Values?.Faults.Count is null or 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest),
    };
}
