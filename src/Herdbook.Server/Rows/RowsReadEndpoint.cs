using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Herdbook.Server.Rows;

/// <summary>GET and HEAD of a table's rows.</summary>
internal sealed class RowsReadEndpoint(RowReader reader, LiveCatalog live, ClassifiedReads classified, ILogger<RowsReadEndpoint> log)
{
    /// <summary>Up to here an answer is whole before its first byte leaves, so that its headers tell its range and a fault its reason.</summary>
    private const int HeldBack = 1 << 20;

    private const int FlushAt = 64 << 10;

    public async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await AnswerAsync(http, http.Features.Get<Tenant>()!, new Preferences(http.Request.Headers), RowMedia.Of(http.Request), http.RequestAborted);
        }
        catch (RowRefusalException refusal) when (refusal.Status == StatusCodes.Status416RangeNotSatisfiable && !http.Response.HasStarted)
        {
            // Its header with the number of rows stays.
            await Problem.Of(refusal).WriteAsync(http);
        }
    }

    private async Task AnswerAsync(HttpContext http, Tenant tenant, Preferences preferences, RowMedia media, CancellationToken ct)
    {
        var catalog = live.CurrentFor(http);
        var table = RowRequests.Table(http, catalog);
        var query = RowRange.Bounded(RowRequests.Query(http, catalog, table, preferences), http.Request, media);
        var extras = (query.After is null ? RowExtras.None : RowExtras.Cursor) | (HasVersion(query) ? RowExtras.Version : RowExtras.None);
        var asked = media.Single ? query with { Limit = Math.Min(query.Limit!.Value, 2) } : query;
        await classified.NoteEmbeddedAsync(http, query, ct);
        await using var answer = await reader.OpenAsync(tenant, asked, media.Form.Format(), preferences.Count, extras, ct);
        preferences.Tell(http.Response);
        http.Response.ContentType = media.ContentType;
        if (media.Single)
        {
            await OneAsync(http, query, answer, extras, ct);
        }
        else
        {
            await AllAsync(http, query, answer, new RowWriting(media.Form, query), extras, ct);
        }
    }

    /// <summary>A row alone has a version that says all of it, when nothing of other tables is shown with it.</summary>
    private static bool HasVersion(RowQuery query) =>
        query is { AsOf: null, Aggregates: false, Table.Kind: not TableKind.View } && !query.Embeds.Any() && RowSql.KeyOf(query) is not null;

    private static async Task OneAsync(HttpContext http, RowQuery query, RowAnswer answer, RowExtras extras, CancellationToken ct)
    {
        if (!await answer.NextAsync(ct))
        {
            throw NotOne("0 rows");
        }

        var row = answer.Bytes(0)!;
        var tag = extras.HasFlag(RowExtras.Version) ? RowReader.ETag(answer.Version) : null;
        if (await answer.NextAsync(ct))
        {
            throw NotOne("2 rows or more");
        }

        RowRange.Tell(http.Response, query, 1, answer.Count);
        if (!NotModified(http, tag))
        {
            http.Response.ContentLength = row.Length;
            await http.Response.BodyWriter.WriteAsync(row, ct);
        }
    }

    private async Task AllAsync(HttpContext http, RowQuery query, RowAnswer answer, RowWriting writing, RowExtras extras, CancellationToken ct)
    {
        using var held = new HeldBytes();
        var started = false;
        string? tag = null;
        string?[]? place = null;
        try
        {
            writing.Begin(held);
            while (await answer.NextAsync(ct))
            {
                writing.Row(held, answer);
                tag = extras.HasFlag(RowExtras.Version) ? RowReader.ETag(answer.Version) : null;
                place = extras.HasFlag(RowExtras.Cursor) ? answer.Place : null;
                if (held.Count >= (started ? FlushAt : HeldBack) && place is null)
                {
                    if (!started)
                    {
                        BeginLong(http.Response, query, answer.Count);
                        started = true;
                    }

                    await held.SendAsync(http.Response.BodyWriter, ct);
                }
            }

            writing.End(held);
        }
        catch (Exception e) when (started)
        {
            // A part was sent: only a broken connection tells that it is not the whole.
            if (e is not OperationCanceledException)
            {
                log.LogWarning("An answer of rows of {Table} was cut off after {Rows} rows: {Fault}", query.Table.FullName, writing.Rows, e.Message);
            }

            http.Abort();
            return;
        }

        if (started)
        {
            await held.SendAsync(http.Response.BodyWriter, ct);
            return;
        }

        RowRange.Tell(http.Response, query, writing.Rows, answer.Count);
        if (place is not null && writing.Rows == query.Limit)
        {
            http.Response.Headers.Link = $"<{RowRequests.Next(http.Request, RowCursor.Write(query, place))}>; rel=\"next\"";
        }

        if (!NotModified(http, tag))
        {
            http.Response.ContentLength = held.Count;
            await held.SendAsync(http.Response.BodyWriter, ct);
        }
    }

    /// <summary>The range of a long answer is told where the count gives it.</summary>
    private static void BeginLong(HttpResponse response, RowQuery query, long? total)
    {
        if (total is { } all)
        {
            RowRange.Tell(response, query, Math.Min(query.Limit ?? all, Math.Max(all - query.Offset, 0)), all);
        }
    }

    private static bool NotModified(HttpContext http, string? tag)
    {
        if (tag is null)
        {
            return false;
        }

        http.Response.Headers.ETag = tag;
        var known = http.Request.Headers.IfNoneMatch.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries));
        if (!known.Any(entry => entry == "*" || entry == tag || entry == $"W/{tag}"))
        {
            return false;
        }

        http.Response.StatusCode = StatusCodes.Status304NotModified;
        http.Response.ContentType = null;
        return true;
    }

    private static RowRefusalException NotOne(string rows) => new("not_one_row", "One row was asked for, and the answer is not one.")
    {
        Status = StatusCodes.Status406NotAcceptable,
        Rule = "Accept",
        Details = $"The result contains {rows}",
        Remedy = "Filter by the key, or accept application/json.",
    };
}
