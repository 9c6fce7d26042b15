using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Catalog.Rows.Write;
using Herdbook.Core;
using Herdbook.Core.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Rows;

/// <summary>A request that writes rows: what it says in address and headers, and how it is answered.</summary>
internal sealed class WriteRequest
{
    /// <summary>Who writes over HTTP.</summary>
    public static readonly Actor Writer = new("http");

    private readonly AnswerForm _form;

    public WriteRequest(HttpContext http, LiveCatalog catalog, string table)
    {
        Http = http;
        Preferences = WritePreferences.Of(http.Request);
        var snapshot = catalog.Current;
        Table = RowQueryParser.Table(snapshot, table);
        var query = http.Request.Query;
        Query = RowQueryParser.Parse(snapshot, Table, query.SelectMany(parameter => parameter.Value, (parameter, value) => KeyValuePair.Create(parameter.Key, value ?? "")));
        Query = Preferences.Deleted is { } deleted ? Query with { Deleted = deleted } : Query;
        Columns = List(query["columns"].ToString());
        OnConflict = List(query["on_conflict"].ToString());
        _form = AnswerForm.Of(http.Request);
    }

    public HttpContext Http { get; }

    public CancellationToken Aborted => Http.RequestAborted;

    public Tenant Tenant => Http.Features.Get<Tenant>() ?? Tenant.Default;

    public TableDeclaration Table { get; }

    public RowQuery Query { get; }

    public WritePreferences Preferences { get; }

    public IReadOnlyList<string>? Columns { get; }

    public IReadOnlyList<string>? OnConflict { get; }

    public RowWriteOptions Options => new()
    {
        Returning = Preferences.Return == WantedReturn.Representation ? RowReturning.Rows(Query, _form.Form.Format()) : RowReturning.Keys,
        MaxAffected = Preferences.MaxAffected,
        Exactly = _form.IsOne && Preferences.Return == WantedReturn.Representation ? 1 : null,
        DryRun = Preferences.DryRun,
        IfMatch = Http.Request.Headers.IfMatch is { Count: > 0 } tags ? tags.ToString() : null,
        IfNew = Http.Request.Headers.IfNoneMatch.ToString() == "*",
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
        if (_form.IsOne)
        {
            body.Write(written.Rows[0].Shown[0]);
        }
        else
        {
            var writing = new RowWriting(_form.Form, Query);
            writing.Begin(body);
            foreach (var row in written.Rows)
            {
                writing.Row(body, row.Shown);
            }

            writing.End(body);
        }

        Http.Response.ContentType = _form.ContentType;
        Http.Response.ContentLength = body.WrittenCount;
        await Http.Response.BodyWriter.WriteAsync(body.WrittenMemory, Aborted);
    }

    /// <summary>Names with commas between; each may stand in double quotes.</summary>
    private static string[]? List(string text) =>
        text.Length == 0 ? null : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim('"'))];
}

/// <summary>The form in which rows are given back, by Accept.</summary>
internal sealed record AnswerForm(RowForm Form, bool IsOne, string ContentType)
{
    private static readonly AnswerForm Json = new(RowForm.Json, false, "application/json; charset=utf-8");

    public static AnswerForm Of(HttpRequest request)
    {
        foreach (var type in request.Headers.Accept.SelectMany(header => (header ?? "").Split(',')))
        {
            switch (type.Split(';')[0].Trim().ToLowerInvariant())
            {
                case "application/vnd.pgrst.object+json":
                    return new(type.Contains("nulls=stripped", StringComparison.Ordinal) ? RowForm.JsonStripped : RowForm.Json, true, "application/vnd.pgrst.object+json; charset=utf-8");
                case "application/vnd.pgrst.array+json":
                    return new(type.Contains("nulls=stripped", StringComparison.Ordinal) ? RowForm.JsonStripped : RowForm.Json, false, "application/json; charset=utf-8");
                case "text/csv":
                    return new(RowForm.Csv, false, "text/csv; charset=utf-8");
                case "application/x-ndjson" or "application/ndjson" or "application/jsonl":
                    return new(RowForm.Ndjson, false, "application/x-ndjson; charset=utf-8");
                case "application/json" or "*/*" or "application/*":
                    return Json;
                default:
                    break;
            }
        }

        return Json;
    }
}
