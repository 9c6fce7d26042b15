using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Rows;

/// <summary>Forms on rows: a new one, one to change, one cell of it. What the database refuses is said at its field, and what was typed stays.</summary>
internal static class FormEndpoint
{
    public static void MapForms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tables/{name}/new", NewAsync);
        routes.MapPost("/tables/{name}/new", InsertAsync);
        routes.MapGet("/tables/{name}/row/edit", EditAsync);
        routes.MapPost("/tables/{name}/row/edit", SaveAsync);
        routes.MapGet("/tables/{name}/row/cell", CellAsync);
        routes.MapPost("/tables/{name}/row/cell", SaveCellAsync);
        routes.MapGet("/tables/{name}/choices", ChoicesAsync);
    }

    private static async Task<IResult> NewAsync(HttpContext http, string name, RowDesk desk, CancellationToken ct)
    {
        var catalog = desk.CatalogOf(http);
        if (catalog.Find(name) is not { } table)
        {
            return Results.NotFound();
        }

        RowPermission.Check(table, RowVerb.Insert);
        var plan = FormPlan.Of(catalog, table, isNew: true);
        var values = FormValues.New(plan, http.Request.Query);
        if (http.Request.Query["from"].ToString() is { Length: > 0 } from && await desk.Rows.GetAsync(TenantOf(http), table, RowKey.Parse(table, from), null, ct) is { } like)
        {
            values = FormValues.Like(plan, like.Row);
        }

        return Shown(await desk.FormAsync(await desk.PageAsync(http, ct), catalog, null, values, ct));
    }

    private static async Task<IResult> InsertAsync(HttpContext http, string name, RowDesk desk, RowWriter writer, CancellationToken ct)
    {
        var catalog = desk.CatalogOf(http);
        if (catalog.Find(name) is not { } table)
        {
            return Results.NotFound();
        }

        var values = FormValues.Read(FormPlan.Of(catalog, table, isNew: true), await http.Request.ReadFormAsync(ct));
        try
        {
            var written = await writer.InsertAsync(TenantOf(http), http.Caller().Actor, table, values.Body(values.Given), RowInsertOptions.Plain, RowWriteOptions.Plain, ct);
            var links = new Links(http.Request.PathBase.Value ?? "");
            return Results.LocalRedirect(Links.With(links.Row(table.FullName, written.Rows[0].Key!.Text), ("said", "inserted")));
        }
        catch (RowRefusalException e)
        {
            return Shown(await desk.FormAsync(await desk.PageAsync(http, ct), catalog, null, values.With(e), ct), e.Status);
        }
    }

    private static async Task<IResult> EditAsync(HttpContext http, string name, RowDesk desk, CancellationToken ct)
    {
        if (await desk.FindAsync(http, name, null, ct) is not { } place)
        {
            return Results.NotFound();
        }

        RowPermission.Check(place.Table, RowVerb.Update);
        return Shown(await desk.FormAsync(place.Page, place.Catalog, place, FormValues.Of(Plan(place), place.Row, place.ETag), ct));
    }

    private static async Task<IResult> SaveAsync(HttpContext http, string name, RowDesk desk, RowWriter writer, CancellationToken ct)
    {
        if (await desk.FindAsync(http, name, null, ct) is not { } place)
        {
            return Results.NotFound();
        }

        var values = FormValues.Read(Plan(place), await http.Request.ReadFormAsync(ct), place.Row);
        try
        {
            return await ChangeAsync(place, values, writer, ct) ? Said(place, "saved") : Said(place, "unchanged");
        }
        catch (RowRefusalException e) when (e.Code == "row_changed")
        {
            var form = await desk.FormAsync(place.Page, place.Catalog, place, values, ct);
            // Between the refusal and here it may have changed again: what is shown is what the new form is opened on.
            var conflict = new ConflictView(form, FormValues.Of(values.Plan, place.Row, place.ETag));
            return new RazorComponentResult<ConflictPage>(new { View = conflict }) { PreventStreamingRendering = true, StatusCode = e.Status };
        }
        catch (RowRefusalException e)
        {
            return Shown(await desk.FormAsync(place.Page, place.Catalog, place, values.With(e), ct), e.Status);
        }
    }

    /// <summary>One cell: its value, or with `form` the form that changes it. Nothing where the column is not for people to change.</summary>
    private static async Task<IResult> CellAsync(HttpContext http, string name, RowDesk desk, CancellationToken ct)
    {
        if (await desk.FindAsync(http, name, null, ct) is not { } place || place.Table.Column(http.Request.Query["column"].ToString()) is not { Secret: false } column)
        {
            return Results.NotFound();
        }

        if (http.Request.Query["form"] != "1")
        {
            return Cell(place, column);
        }

        return place is { CanEdit: true, IsDeleted: false } && One(place, column) is { } plan
            ? await CellFormAsync(desk, place, FormValues.Of(plan, place.Row, place.ETag), ct)
            : Results.NoContent();
    }

    private static async Task<IResult> SaveCellAsync(HttpContext http, string name, RowDesk desk, RowWriter writer, CancellationToken ct)
    {
        if (await desk.FindAsync(http, name, null, ct) is not { } place || place.Table.Column(http.Request.Query["column"].ToString()) is not { Secret: false } column || One(place, column) is not { } plan)
        {
            return Results.NotFound();
        }

        var values = FormValues.Read(plan, await http.Request.ReadFormAsync(ct), place.Row);
        try
        {
            await ChangeAsync(place, values, writer, ct);
            return Cell((await desk.FindAsync(http, name, null, ct))!, column);
        }
        catch (RowRefusalException e) when (e.Code == "row_changed")
        {
            var now = FieldText.Of(plan.Fields[0], place.Row);
            var fault = new FieldFault(now == values.Text(plan.Fields[0])
                ? "The row was changed meanwhile."
                : $"The row was changed meanwhile; here stands now: {(now.Length == 0 ? "nothing" : Tables.Excerpts.Line(now, 200))}.", null, "Save again to put yours in its place.");
            return await CellFormAsync(desk, place, FormValues.Of(plan, place.Row, place.ETag) with { Texts = values.Texts, Fault = fault }, ct, e.Status);
        }
        catch (RowRefusalException e)
        {
            return await CellFormAsync(desk, place, values.With(e), ct, e.Status);
        }
    }

    private static async Task<IResult> ChoicesAsync(HttpContext http, string name, string column, RowDesk desk, CancellationToken ct)
    {
        var catalog = desk.CatalogOf(http);
        if (catalog.Find(name) is not { } table || table.Column(column) is not { Secret: false, Refers: { } refers } named || catalog.Find(refers.Table) is null)
        {
            return Results.NotFound();
        }

        var text = http.Request.Query[$"f-{column}"].ToString().Trim();
        var field = new FormField(named, FieldKind.Reference, Required: false);
        var rows = await desk.Around.ChoicesAsync(TenantOf(http), [RowDesk.Target(catalog, field, text[..Math.Min(text.Length, 200)])], RowDesk.MostOffered, ct);
        return new RazorComponentResult<Options>(new { Rows = rows[0] }) { PreventStreamingRendering = true };
    }

    /// <summary>Writes what differs from the form as it was opened; false where nothing does.</summary>
    private static async Task<bool> ChangeAsync(RowPlace place, FormValues values, RowWriter writer, CancellationToken ct)
    {
        var changed = values.Changed.ToList();
        if (changed.Count == 0)
        {
            return false;
        }

        var query = RowQuery.All(place.Table) with { Where = place.Key.Condition(place.Table) };
        var options = RowWriteOptions.Plain with { IfMatch = values.ETag.Length > 0 ? values.ETag : null };
        await writer.UpdateAsync(place.Page.Tenant, place.Page.Actor, query, values.Body(changed), null, options, ct);
        return true;
    }

    public static FormPlan Plan(RowPlace place) => FormPlan.Of(place.Catalog, place.Table, isNew: false);

    public static Tenant TenantOf(HttpContext http) => http.Features.Get<Tenant>() ?? Tenant.Default;

    public static IResult Said(RowPlace place, string word) => Results.LocalRedirect(Links.With(place.Address, ("said", word)));

    private static FormPlan? One(RowPlace place, ColumnDeclaration column)
    {
        var plan = Plan(place);
        return plan.Field(column.Name) is { } field ? plan with { Fields = [field] } : null;
    }

    private static RazorComponentResult<CellValue> Cell(RowPlace place, ColumnDeclaration column) =>
        new(new { Place = place, Column = column }) { PreventStreamingRendering = true };

    private static async Task<IResult> CellFormAsync(RowDesk desk, RowPlace place, FormValues values, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var view = await desk.FormAsync(place.Page, place.Catalog, place, values, ct);
        return new RazorComponentResult<CellForm>(new { View = view }) { PreventStreamingRendering = true, StatusCode = status };
    }

    private static RazorComponentResult<FormPage> Shown(FormView view, int status = StatusCodes.Status200OK) =>
        new(new { View = view }) { PreventStreamingRendering = true, StatusCode = status };
}
