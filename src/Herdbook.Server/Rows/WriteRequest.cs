using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Rows;

/// <summary>A request that writes rows: what it says in address and headers, and how it is answered.</summary>
internal sealed class WriteRequest
{
    private readonly RowMedia _media;

    public WriteRequest(HttpContext http, LiveCatalog catalog)
    {
        Http = http;
        Preferences = WritePreferences.Of(http.Request);
        var snapshot = catalog.CurrentFor(http);
        Table = RowRequests.Table(http, snapshot);
        Query = RowQueryParser.Parse(snapshot, Table, RowRequests.Parameters(http.Request));
        Query = Preferences.Deleted is { } deleted ? Query with { Deleted = deleted } : Query;
        Columns = List(http.Request.Query["columns"].ToString());
        OnConflict = List(http.Request.Query["on_conflict"].ToString());
        _media = Preferences.Return == WantedReturn.Representation ? RowMedia.Of(http.Request) : RowMedia.Json;
    }

    public HttpContext Http { get; }

    public CancellationToken Aborted => Http.RequestAborted;

    public Tenant Tenant => Http.Features.Get<Tenant>() ?? Tenant.Default;

    /// <summary>Who writes.</summary>
    public Actor Writer => Http.Caller().Actor;

    public TableDeclaration Table { get; }

    public RowQuery Query { get; }

    public WritePreferences Preferences { get; }

    public IReadOnlyList<string>? Columns { get; }

    public IReadOnlyList<string>? OnConflict { get; }

    public RowWriteOptions Options => Conditions(Http, new RowWriteOptions
    {
        Returning = Preferences.Return == WantedReturn.Representation ? RowReturning.Rows(Query, _media.Form.Format()) : RowReturning.Keys,
        MaxAffected = Preferences.MaxAffected,
        Exactly = _media.Single && Preferences.Return == WantedReturn.Representation ? 1 : null,
        DryRun = Preferences.DryRun,
    });

    /// <summary>With what If-Match and If-None-Match ask. The version that stands goes into the answer of a refusal too.</summary>
    public static RowWriteOptions Conditions(HttpContext http, RowWriteOptions options) => options with
    {
        IfMatch = http.Request.Headers.IfMatch is { Count: > 0 } tags ? tags.ToString() : null,
        IfNew = http.Request.Headers.IfNoneMatch.ToString() == "*",
    };

    /// <summary>The key that the filters name whole, and nothing beside it.</summary>
    /// <exception cref="RowRefusalException">`put_key`.</exception>
    public RowKey WholeKey() =>
        RowSql.KeyOf(Query) is { } key && Query.Where is RowFilter or RowLogic { Any: false } && (Query.Where is not RowLogic all || all.Terms.Count == Table.Key.Count) && Query.Limit is null && Query.Offset == 0
            ? key
            : throw new RowRefusalException("put_key", $"PUT is about one row of {Table.FullName}, named by its key and nothing else. Nothing was changed.")
            {
                Rule = "key",
                Remedy = $"As in ?{string.Join("&", Table.Key.Select(name => $"{name}=eq.…"))}.",
            };

    public async Task AnswerAsync(Func<Task<RowsWritten>> work, Func<RowsWritten, int> shown, Func<RowsWritten, int> bare)
    {
        RowsWritten written;
        try
        {
            written = await work();
        }
        catch (RowRefusalException e) when (e.More?.GetValueOrDefault("etag") is string current)
        {
            // The answer is written anew for a refusal; this is put into whatever goes out.
            Http.Response.OnStarting(() =>
            {
                Http.Response.Headers.ETag = current;
                return Task.CompletedTask;
            });
            throw;
        }

        Headers(written);
        if (Preferences.Return != WantedReturn.Representation)
        {
            Http.Response.StatusCode = bare(written);
            return;
        }

        Http.Response.StatusCode = shown(written);
        await WriteAsync(written);
    }

    private void Headers(RowsWritten written)
    {
        var headers = Http.Response.Headers;
        if (Preferences.Applied is { Length: > 0 } applied)
        {
            headers["Preference-Applied"] = applied;
        }

        var total = Preferences.Count ? written.Affected.ToString(CultureInfo.InvariantCulture) : "*";
        headers.ContentRange = HttpMethods.IsPatch(Http.Request.Method) && written.Affected > 0
            ? string.Create(CultureInfo.InvariantCulture, $"0-{written.Affected - 1}/{total}")
            : $"*/{total}";
        if (written is not { Affected: 1, Rows: [var row] } || Preferences.DryRun)
        {
            return;
        }

        headers.ETag = row.ETag;
        if (row.Key is { } key && HttpMethods.IsPost(Http.Request.Method))
        {
            var filters = Table.Key.Zip(key.Values, (name, value) => $"{name}=eq.{Uri.EscapeDataString(value)}");
            headers.Location = $"{Http.Request.PathBase}/v1/rows/{Table.FullName}?{string.Join('&', filters)}";
        }
    }

    private async Task WriteAsync(RowsWritten written)
    {
        var body = new ArrayBufferWriter<byte>();
        if (_media.Single)
        {
            body.Write(written.Rows[0].Shown[0]);
        }
        else
        {
            var writing = new RowWriting(_media.Form, Query);
            writing.Begin(body);
            foreach (var row in written.Rows)
            {
                writing.Row(body, row.Shown);
            }

            writing.End(body);
        }

        Http.Response.ContentType = _media.ContentType;
        Http.Response.ContentLength = body.WrittenCount;
        await Http.Response.BodyWriter.WriteAsync(body.WrittenMemory, Aborted);
    }

    /// <summary>Names with commas between; each may stand in double quotes.</summary>
    private static string[]? List(string text) =>
        text.Length == 0 ? null : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('"'))];
}
