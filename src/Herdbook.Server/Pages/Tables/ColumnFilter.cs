using System.Globalization;
using Herdbook.Catalog;

namespace Herdbook.Server.Pages.Tables;

/// <summary>What a filter asks of a column.</summary>
public enum FilterAsk
{
    Contains,
    Starts,
    Equal,
    Not,

    /// <summary>Any of the values, and nothing where <see cref="ColumnFilter.OrEmpty"/>.</summary>
    AnyOf,

    /// <summary>Between bounds, both inclusive; for times, days.</summary>
    Between,
    True,
    False,
    Empty,
    Present,
}

/// <summary>A filter of one column as its form holds it. The address carries the same in PostgREST's words.</summary>
/// <param name="Path">Into a JSON value, its steps joined by points; empty for the value itself.</param>
public sealed record ColumnFilter(string Column, FilterAsk Ask, IReadOnlyList<string> Values, bool OrEmpty = false, string? From = null, string? To = null, string Path = "")
{
    public string Value => Values.Count > 0 ? Values[0] : "";

    /// <summary>The filter in the address: none where the form was left empty.</summary>
    public IEnumerable<(string Name, string Value)> Pairs(ColumnDeclaration column)
    {
        var form = ValueForms.Of(column);
        var name = Path.Length > 0 ? JsonPath(Column, Path) : Column;
        var isList = form == ValueForm.List;
        return Ask switch
        {
            FilterAsk.Empty => [(name, "is.null")],
            FilterAsk.Present => [(name, "not.is.null")],
            FilterAsk.True => [(name, "is.true")],
            FilterAsk.False => [(name, "is.false")],
            FilterAsk.AnyOf when Values.Count == 0 => OrEmpty ? [(name, "is.null")] : [],
            FilterAsk.AnyOf when OrEmpty => [("or", $"({name}.in.{FilterText.List(Values)},{name}.is.null)")],
            FilterAsk.AnyOf => [(name, "in." + FilterText.List(Values))],
            FilterAsk.Between => Bounds(name, form),
            _ when Value.Length == 0 => [],
            FilterAsk.Contains when isList => [(name, "cs." + FilterText.Array(Value))],
            FilterAsk.Contains when form == ValueForm.Json && Path.Length == 0 => [(name, "cs." + Value)],
            FilterAsk.Contains => [(name, "ilike." + FilterText.Pattern(Value, anywhere: true))],
            FilterAsk.Starts => [(name, "ilike." + FilterText.Pattern(Value, anywhere: false))],
            FilterAsk.Not => [(name, "isdistinct." + Value)],
            _ => [(name, "eq." + Value)],
        };
    }

    /// <summary>The filter as a sentence after the column's name.</summary>
    public string Words => Ask switch
    {
        FilterAsk.Contains => $"contains {Value}",
        FilterAsk.Starts => $"starts with {Value}",
        FilterAsk.Equal => $"is {Value}",
        FilterAsk.Not => $"is not {Value}",
        FilterAsk.AnyOf => "is " + string.Join(" or ", OrEmpty ? [.. Values, "empty"] : Values),
        FilterAsk.Between when From is not null && To is not null => $"{From} to {To}",
        FilterAsk.Between when From is not null => $"from {From}",
        FilterAsk.Between => $"to {To}",
        FilterAsk.True => "is yes",
        FilterAsk.False => "is no",
        FilterAsk.Empty => "is empty",
        _ => "is not empty",
    };

    /// <summary>The filter that these pairs of the address mean; null where they say what no form of ours says.</summary>
    public static ColumnFilter? Of(ColumnDeclaration column, IReadOnlyList<(string Name, string Value)> pairs)
    {
        var form = ValueForms.Of(column);
        if (pairs is [(var name, var value)])
        {
            if (name == "or")
            {
                return OfChoice(column.Name, value);
            }

            var path = name == column.Name ? "" : OfPath(name, column.Name);
            return path is null ? null : OfOne(column.Name, form, path, value);
        }

        return pairs is [var (one, low), var (other, high)] && one == column.Name && other == one
            && OfBound(form, low) is { From: { } from, To: null } && OfBound(form, high) is { From: null, To: { } to }
            ? new ColumnFilter(column.Name, FilterAsk.Between, [], From: from, To: to)
            : null;
    }

    private static ColumnFilter? OfOne(string column, ValueForm form, string path, string value)
    {
        var (word, rest) = value.IndexOf('.', StringComparison.Ordinal) is > 0 and var point ? (value[..point], value[(point + 1)..]) : (value, "");
        return (word, rest) switch
        {
            ("is", "null") => With(FilterAsk.Empty),
            ("not", "is.null") => With(FilterAsk.Present),
            ("is", "true") => With(FilterAsk.True),
            ("is", "false") => With(FilterAsk.False),
            ("eq", _) when form is not ValueForm.Json || path.Length > 0 => With(FilterAsk.Equal, rest),
            ("isdistinct", _) => With(FilterAsk.Not, rest),
            ("in", _) when FilterText.OfList(rest) is { } list => new ColumnFilter(column, FilterAsk.AnyOf, list, Path: path),
            ("cs", _) when form == ValueForm.List && FilterText.OfArray(rest) is { } item => With(FilterAsk.Contains, item),
            ("cs", _) when form == ValueForm.Json && path.Length == 0 => With(FilterAsk.Contains, rest),
            ("ilike", _) when FilterText.OfPattern(rest) is { } pattern => With(pattern.Anywhere ? FilterAsk.Contains : FilterAsk.Starts, pattern.Text),
            _ when path.Length == 0 && OfBound(form, value) is { } bound => new ColumnFilter(column, FilterAsk.Between, [], From: bound.From, To: bound.To),
            _ => null,
        };

        ColumnFilter With(FilterAsk ask, params string[] values) => new(column, ask, values, Path: path);
    }

    /// <summary><c>(c.in.(a,b),c.is.null)</c></summary>
    private static ColumnFilter? OfChoice(string column, string value)
    {
        var (head, tail) = ($"({column}.in.", $",{column}.is.null)");
        return value.StartsWith(head, StringComparison.Ordinal) && value.EndsWith(tail, StringComparison.Ordinal) && value.Length > head.Length + tail.Length
            && FilterText.OfList(value[head.Length..^tail.Length]) is { } list
            ? new ColumnFilter(column, FilterAsk.AnyOf, list, OrEmpty: true)
            : null;
    }

    /// <summary>A day stands for its first moment as a lower bound, and for the next day's as an upper one.</summary>
    private IEnumerable<(string, string)> Bounds(string name, ValueForm form)
    {
        if (From is { Length: > 0 } from)
        {
            yield return (name, form == ValueForm.Time && Day(from) is { } day ? $"gte.{Moment(day)}" : "gte." + from);
        }

        if (To is { Length: > 0 } to)
        {
            yield return (name, form == ValueForm.Time && Day(to) is { } day && day < DateOnly.MaxValue ? $"lt.{Moment(day.AddDays(1))}" : "lte." + to);
        }
    }

    private static (string? From, string? To)? OfBound(ValueForm form, string value)
    {
        if (value.StartsWith("gte.", StringComparison.Ordinal))
        {
            return (form == ValueForm.Time ? OfMoment(value[4..])?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? value[4..] : value[4..], null);
        }

        if (value.StartsWith("lte.", StringComparison.Ordinal))
        {
            return (null, value[4..]);
        }

        return form == ValueForm.Time && value.StartsWith("lt.", StringComparison.Ordinal) && OfMoment(value[3..]) is { } next && next > DateOnly.MinValue
            ? (null, next.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            : null;
    }

    private static string Moment(DateOnly day) => day.ToString("yyyy-MM-dd'T00:00:00Z'", CultureInfo.InvariantCulture);

    private static DateOnly? OfMoment(string text) => text.EndsWith("T00:00:00Z", StringComparison.Ordinal) ? Day(text[..^10]) : null;

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary><c>a.b</c> into a column is <c>column->a->>b</c>.</summary>
    private static string JsonPath(string column, string path)
    {
        var steps = path.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return steps.Length == 0 ? column : string.Concat([column, .. steps[..^1].Select(step => "->" + step), "->>" + steps[^1]]);
    }

    private static string? OfPath(string name, string column)
    {
        if (!name.StartsWith(column + "->", StringComparison.Ordinal))
        {
            return null;
        }

        var path = name[column.Length..].Replace("->>", "->", StringComparison.Ordinal)[2..].Replace("->", ".", StringComparison.Ordinal);
        return JsonPath(column, path) == name ? path : null;
    }
}
