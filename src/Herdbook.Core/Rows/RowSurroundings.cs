using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;

namespace Herdbook.Core.Rows;

/// <summary>A row that a column, or the subject, of another one names.</summary>
/// <param name="Column">The column that names it; of a subject the one with the id.</param>
public sealed record NamedRow(string Column, TableDeclaration Table, RowKey Key, string? Title, bool Gone);

/// <summary>Rows of one table that name a row.</summary>
/// <param name="By">The column by which they do, or the subject's two.</param>
/// <param name="Filter">The same as filters of the table's grid.</param>
/// <param name="Rows">The first of them; null where the table is too long to look through.</param>
/// <param name="Count">Counted up to <see cref="RelatedSql.MostCounted"/>, one more says that there are more.</param>
public sealed record NamingRows(TableDeclaration Table, string By, bool IsSubject, IReadOnlyList<(string Name, string Value)> Filter, IReadOnlyList<JsonElement>? Rows, long? Count);

/// <summary>Finds what stands around a row in the links of the catalog, in both directions.</summary>
public sealed class RowSurroundings(Book book)
{
    /// <summary>Rows of a table that are shown.</summary>
    public const int Most = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <param name="shown">The columns to show of a table's rows, besides its key.</param>
    public async Task<(IReadOnlyList<NamedRow> Named, IReadOnlyList<NamingRows> Naming)> ReadAsync(
        Tenant tenant, CatalogSet catalog, TableDeclaration table, RowKey key, JsonElement row, Func<TableDeclaration, IEnumerable<string>> shown, CancellationToken ct)
    {
        var named = Named(catalog, table, row).ToList();
        var naming = Naming(catalog, table, key, row).ToList();
        var asked = new List<RowStatement>(2);
        if (named.Count > 0)
        {
            asked.Add(RelatedSql.Titles([.. named.Select(link => link.Row)]));
        }

        if (naming.Count > 0)
        {
            asked.Add(RelatedSql.Naming([.. naming.Select(link => new RelatedRows(link.Table, link.Terms, [.. link.Table.Key.Concat(shown(link.Table)).Distinct()]))], Most));
        }

        var titles = new List<NamedRow>();
        var rows = new List<NamingRows>();
        if (asked.Count == 0)
        {
            return (titles, rows);
        }

        await using var reading = await book.ReadAsync(tenant, [.. asked.Select(statement => statement.Command())], Limit, ct);
        var results = reading.Results;
        if (named.Count > 0)
        {
            while (await results.ReadAsync(ct))
            {
                var (column, link) = named[results.GetInt32(0)];
                titles.Add(new NamedRow(column, link.Table, RowKey.Of(link.Table, results.GetFieldValue<string?[]>(1)), results.IsDBNull(2) ? null : results.GetString(2), results.GetBoolean(3)));
            }

            await results.NextResultAsync(ct);
        }

        while (naming.Count > 0 && await results.ReadAsync(ct))
        {
            var (target, by, isSubject, terms) = naming[results.GetInt32(0)];
            long? count = results.IsDBNull(2) ? null : results.GetInt64(2);
            if (count != 0)
            {
                rows.Add(new NamingRows(target, by, isSubject, [.. terms.Select(term => (term.Column, Filter(term.Values)))], results.IsDBNull(1) ? null : Rows(results.GetString(1)), count));
            }
        }

        return (titles, rows);
    }

    /// <summary>For each of several tables rows to choose one from: their texts in the column that is referred to, and their titles.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<(string Value, string? Title)>>> ChoicesAsync(
        Tenant tenant, IReadOnlyList<(TableDeclaration Table, string Column, string Text)> asked, int most, CancellationToken ct)
    {
        var choices = new List<IReadOnlyList<(string, string?)>>();
        if (asked.Count == 0)
        {
            return choices;
        }

        await using var reading = await book.ReadAsync(tenant, [.. asked.Select(one => RelatedSql.Choices(one.Table, one.Column, one.Text, most).Command())], Limit, ct);
        for (var i = 0; i < asked.Count; i++)
        {
            var found = new List<(string, string?)>();
            while (await reading.Results.ReadAsync(ct))
            {
                found.Add((reading.Results.GetString(0), reading.Results.IsDBNull(1) ? null : reading.Results.GetString(1)));
            }

            choices.Add(found);
            await reading.Results.NextResultAsync(ct);
        }

        return choices;
    }

    /// <summary>A row's key, of its JSON.</summary>
    public static RowKey KeyOf(TableDeclaration table, JsonElement row) => RowKey.Of(table, [.. table.Key.Select(name => Text(row, name))]);

    private static IEnumerable<(string Column, RelatedRow Row)> Named(CatalogSet catalog, TableDeclaration table, JsonElement row)
    {
        foreach (var column in RowColumns.Of(table).Readable)
        {
            if (column.Refers is { } refers && Text(row, column.Name) is { } value && catalog.Find(refers.Table) is { } target
                && (refers.Column ?? target.Key[0]) is var far && RelatedSql.Fits(target.Column(far)!, value))
            {
                yield return (column.Name, new RelatedRow(target, far, value));
            }
        }

        if (table.Subject is { } subject && Text(row, subject.TypeColumn) is { } type && Text(row, subject.IdColumn) is { } id
            && catalog.FindEver(type) is { Key: [var key] } about && RelatedSql.Fits(about.Column(key)!, id))
        {
            yield return (subject.IdColumn, new RelatedRow(about, key, id));
        }
    }

    private static IEnumerable<(TableDeclaration Table, string By, bool IsSubject, IReadOnlyList<(string Column, IReadOnlyList<string> Values)> Terms)> Naming(
        CatalogSet catalog, TableDeclaration table, RowKey key, JsonElement row)
    {
        foreach (var link in RowLinks.Of(catalog).From(table).Where(link => link is { Column: null, Through: null }))
        {
            if (Text(row, link.Near) is { } value && RelatedSql.Fits(link.To.Column(link.Far)!, value))
            {
                yield return (link.To, link.Far, false, [(link.Far, [value])]);
            }
        }

        foreach (var other in catalog.Tables.Where(other => other is { Subject: not null, FullName: not "catalog.history" }))
        {
            if (RelatedSql.Fits(other.Column(other.Subject!.IdColumn)!, key.Text))
            {
                yield return (other, other.Subject.IdColumn, true, [(other.Subject.TypeColumn, table.Names), (other.Subject.IdColumn, [key.Text])]);
            }
        }
    }

    private static string Filter(IReadOnlyList<string> values) =>
        values.Count == 1 ? "eq." + values[0] : $"in.({string.Join(',', values.Select(value => $"\"{value}\""))})";

    private static List<JsonElement> Rows(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(row => row.Clone())];
    }

    private static string? Text(JsonElement row, string column) =>
        !row.TryGetProperty(column, out var value) ? null : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
}
