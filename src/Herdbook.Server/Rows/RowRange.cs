using System.Globalization;
using System.Text.RegularExpressions;
using Herdbook.Catalog.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Rows;

/// <summary>Which part of the rows is asked for, by parameters or by the header `Range`, and which was given.</summary>
internal static partial class RowRange
{
    /// <summary>The query with its bounds: the header's range within the parameters', and for JSON never without a limit.</summary>
    /// <exception cref="RowRefusalException">`range_invalid`, 416; `request_bounds`.</exception>
    public static RowQuery Bounded(RowQuery query, HttpRequest request, RowMedia media)
    {
        if (Items().Match(request.Headers.Range.ToString()) is { Success: true } match)
        {
            query = Within(query, Number(match.Groups[1]) ?? 0, Number(match.Groups[2]));
        }

        if (media.IsExport)
        {
            return query;
        }

        var most = query.After is null ? RowBounds.MaxLimit : RowBounds.MaxPage;
        return query.Limit is { } limit && limit > most
            ? throw new RowRefusalException("request_bounds", $"One answer has at most {most.ToString("N0", CultureInfo.InvariantCulture)} rows.")
            {
                Rule = "limit",
                Remedy = "Page with limit and after, or accept text/csv or application/x-ndjson, which have no bound.",
            }
            : query with { Limit = query.Limit ?? RowBounds.DefaultLimit };
    }

    /// <summary>Sets status and `Content-Range`.</summary>
    /// <param name="given">Rows in the answer.</param>
    /// <param name="total">Rows without bounds, where known.</param>
    /// <exception cref="RowRefusalException">`range_invalid`, 416: the offset lies beyond the last row.</exception>
    public static void Tell(HttpResponse response, RowQuery query, long given, long? total)
    {
        if (total is { } all && query.Offset > all)
        {
            response.Headers.ContentRange = $"*/{Text(all)}";
            throw new RowRefusalException("range_invalid", "The range begins beyond the last row.")
            {
                Status = StatusCodes.Status416RangeNotSatisfiable,
                Rule = "offset",
                Details = $"An offset of {Text(query.Offset)} was requested, but there are only {Text(all)} rows.",
                Remedy = "Ask for a smaller offset.",
            };
        }

        response.Headers.ContentRange = $"{(given == 0 ? "*" : $"{Text(query.Offset)}-{Text(query.Offset + given - 1)}")}/{(total is { } known ? Text(known) : "*")}";
        response.StatusCode = total > given ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK;
    }

    private static RowQuery Within(RowQuery query, long first, long? last)
    {
        if (last < first)
        {
            throw new RowRefusalException("range_invalid", "The range ends before it begins.")
            {
                Status = StatusCodes.Status416RangeNotSatisfiable,
                Rule = "Range",
                Details = "The lower boundary must be lower than or equal to the upper boundary in the Range header.",
                Remedy = "As in Range: 0-24.",
            };
        }

        var offset = Math.Max(query.Offset, first);
        var ends = new[] { last + 1, query.Limit is { } limit ? query.Offset + limit : null }.Where(end => end is not null).Min();
        return query with { Offset = offset, Limit = ends is { } end ? Math.Max(end - offset, 0) : null };
    }

    private static long? Number(Group group) =>
        group.Length > 0 && long.TryParse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, long.MaxValue / 4) : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Ranges of bytes are no concern of rows.</summary>
    [GeneratedRegex(@"^(?:items=)?(\d{1,18})-(\d{0,18})\z")]
    private static partial Regex Items();
}
