using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Audit;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>
/// Enters in the audit log who reads rows of tables that are classified, and by which key or filter. The entry is committed before the
/// first row is sent; where it cannot be, nothing is sent.
/// </summary>
internal sealed class ClassifiedReads(Book book)
{
    /// <summary>Letters of a filter that are kept.</summary>
    private const int MostLetters = 2_000;

    /// <summary>Enters a read of the table by the request's key or filter, where it is classified.</summary>
    public Task NoteAsync(HttpContext http, TableDeclaration? table, CancellationToken ct) => table is { IsClassified: true } ? EnterAsync(http, table, ct) : Task.CompletedTask;

    /// <summary>Enters reads of the classified tables whose rows the query brings along.</summary>
    public Task NoteEmbeddedAsync(HttpContext http, RowQuery query, CancellationToken ct) => NoteAsync(http, Embedded(query), ct);

    /// <summary>Enters a read of each of the tables that is classified.</summary>
    public async Task NoteAsync(HttpContext http, IEnumerable<TableDeclaration> tables, CancellationToken ct)
    {
        foreach (var table in tables.Where(table => table.IsClassified).DistinctBy(table => table.FullName))
        {
            await EnterAsync(http, table, ct);
        }
    }

    /// <summary>Enters a read that no address names, where the table is classified.</summary>
    /// <param name="key">Of the row; null where several are read.</param>
    /// <param name="filter">What was asked for.</param>
    public Task NoteAsync(Caller caller, TableDeclaration table, string? key, string path, string filter, CancellationToken ct) =>
        table.IsClassified ? EnterAsync(caller, table, key ?? "", path, Kept(filter), ct) : Task.CompletedTask;

    private Task EnterAsync(HttpContext http, TableDeclaration table, CancellationToken ct) =>
        EnterAsync(http.Caller(), table, http.Request.Query["key"].ToString(), http.Request.Path.Value, Filter(http.Request.QueryString.Value ?? ""), ct);

    private Task EnterAsync(Caller caller, TableDeclaration table, string key, string? path, string filter, CancellationToken ct)
    {
        var what = new AuditEvent("classified.read") { SubjectType = table.FullName, SubjectId = key.Length > 0 ? key[..Math.Min(key.Length, MostLetters)] : null };
        return book.AppendAsync(
            caller.Tenant,
            caller.Actor,
            what.With("classification", table.Classification ?? table.Columns.First(column => column.Classification is not null).Classification)
                .With("path", path)
                .With("filter", filter),
            ct);
    }

    /// <summary>The tables whose rows the query brings along.</summary>
    public static IEnumerable<TableDeclaration> Embedded(RowQuery query) => query.Embeds.SelectMany(embed => Embedded(embed.Query).Prepend(embed.Query.Table));

    private static string Filter(string query) => Kept(Uri.UnescapeDataString(query.TrimStart('?')));

    private static string Kept(string asked)
    {
        var text = asked.Replace("\0", "", StringComparison.Ordinal);
        return text.Length > MostLetters ? text[..MostLetters] + "…" : text;
    }
}
