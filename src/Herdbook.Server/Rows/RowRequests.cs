using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Herdbook.Server.Rows;

/// <summary>What a request on rows says in its address.</summary>
internal static class RowRequests
{
    /// <summary>The table of the path; for a client that says its schema in a header, without the module.</summary>
    /// <exception cref="RowRefusalException">`table_unknown`, 404.</exception>
    public static TableDeclaration Table(HttpContext http, CatalogSet catalog)
    {
        var name = (string)http.Request.RouteValues["table"]!;
        var profile = http.Request.Headers[HttpMethods.IsGet(http.Request.Method) ? "Accept-Profile" : "Content-Profile"].ToString();
        return RowQueryParser.Table(catalog, profile.Length == 0 || name.Contains('.', StringComparison.Ordinal) ? name : $"{profile}.{name}");
    }

    /// <exception cref="RowRefusalException">The query cannot be read.</exception>
    public static RowQuery Query(HttpContext http, CatalogSet catalog, TableDeclaration table, Preferences preferences)
    {
        var query = RowQueryParser.Parse(catalog, table, Parameters(http.Request));
        return preferences.Deleted is { } deleted ? query with { Deleted = deleted } : query;
    }

    public static List<KeyValuePair<string, string>> Parameters(HttpRequest request)
    {
        var parameters = new List<KeyValuePair<string, string>>(request.Query.Count);
        foreach (var (key, values) in request.Query)
        {
            foreach (var value in values)
            {
                parameters.Add(new(key, value ?? ""));
            }
        }

        return parameters;
    }

    /// <summary>The same address with another cursor.</summary>
    public static string Next(HttpRequest request, string cursor)
    {
        var others = Parameters(request).Where(parameter => parameter.Key != "after").Append(new("after", cursor));
        return $"{request.PathBase}{request.Path}{new QueryBuilder(others).ToQueryString()}";
    }
}
