using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Rows;

/// <summary>POST, PUT, PATCH and DELETE on `/v1/rows/{table}`, in PostgREST's grammar.</summary>
internal static class RowsWriteEndpoint
{
    /// <param name="rows">The group of one table's rows.</param>
    public static void MapRowsWrite(this IEndpointRouteBuilder rows)
    {
        rows.MapPost("", (HttpContext http, LiveCatalog catalog, RowWriter writer) => PostAsync(new WriteRequest(http, catalog), writer));
        rows.MapPut("", (HttpContext http, LiveCatalog catalog, RowWriter writer) => PutAsync(new WriteRequest(http, catalog), writer));
        rows.MapPatch("", (HttpContext http, LiveCatalog catalog, RowWriter writer) => PatchAsync(new WriteRequest(http, catalog), writer));
        rows.MapDelete("", (HttpContext http, LiveCatalog catalog, RowWriter writer) => DeleteAsync(new WriteRequest(http, catalog), writer));
    }

    private static Task PostAsync(WriteRequest request, RowWriter writer) => request.AnswerAsync(
        async () =>
        {
            var body = RequestBody.Of(request.Http);
            var options = new RowInsertOptions
            {
                Columns = request.Columns,
                Missing = request.Preferences.Missing,
                Resolution = request.Preferences.Resolution,
                OnConflict = request.OnConflict,
            };
            var write = request.Options with { Limit = body.Format == RowBodyFormat.Json ? RowWriteOptions.RequestLimit : RowWriteOptions.ImportLimit };
            return await writer.InsertAsync(request.Tenant, request.Writer, request.Table, body, options, write, request.Aborted);
        },
        written => Status(request, written),
        written => Status(request, written));

    private static Task PatchAsync(WriteRequest request, RowWriter writer) => request.AnswerAsync(
        () => writer.UpdateAsync(request.Tenant, request.Writer, request.Query, RequestBody.Of(request.Http), request.Columns, request.Options, request.Aborted),
        _ => StatusCodes.Status200OK,
        _ => StatusCodes.Status204NoContent);

    private static Task DeleteAsync(WriteRequest request, RowWriter writer) => request.AnswerAsync(
        () => writer.DeleteAsync(request.Tenant, request.Writer, request.Query, request.Options, request.Aborted),
        _ => StatusCodes.Status200OK,
        _ => StatusCodes.Status204NoContent);

    private static Task PutAsync(WriteRequest request, RowWriter writer) => request.AnswerAsync(
        () => writer.PutAsync(request.Tenant, request.Writer, request.Table, request.WholeKey(), RequestBody.Of(request.Http), request.Columns, request.Options, request.Aborted),
        written => written.Inserted > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK,
        _ => StatusCodes.Status204NoContent);

    /// <summary>A merge that found every row standing has made none.</summary>
    private static int Status(WriteRequest request, RowsWritten written) =>
        request.Preferences.Resolution == RowResolution.Merge && written.Inserted == 0 ? StatusCodes.Status200OK : StatusCodes.Status201Created;
}
