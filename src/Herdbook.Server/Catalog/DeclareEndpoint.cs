using System.Text;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Users;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Catalog;

/// <summary>
/// Declares and removes users' tables. Without the digest of a plan the answer is the plan, and nothing is done; with it, exactly that plan is
/// applied or none.
/// </summary>
internal static class DeclareEndpoint
{
    private const int MostBytes = 2 << 20;
    private const int MostDeclarations = 50;
    private const string File = "declaration";

    private static readonly string[] YamlTypes = ["application/yaml", "application/x-yaml", "text/yaml"];

    private sealed record Request(IReadOnlyList<byte[]> Declarations, string? Plan, HashSet<string> AllowDestructive);

    public static async Task<IResult> PostAsync(HttpContext http, UserTables tables, LiveCatalog live, CancellationToken ct)
    {
        var media = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        if (media is not "application/json" && !YamlTypes.Contains(media))
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        if (await BodyAsync(http, ct) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        if ((media == "application/json" ? OfJson(body) : new Request([body], Query(http, "plan"), Allowed(http))) is not { } request)
        {
            return CatalogProblem.Bad("The body is not {\"declaration\": \"<yaml>\", \"plan\": \"<digest>\", \"allow_destructive\": [\"custom.x\"]}, or the YAML itself as application/yaml.", "Send one of the two; 'plan' and 'allow_destructive' may be left out.");
        }

        return await AnswerAsync(
            () => new UserChange(UserTableSource.Api, Read(request.Declarations), new HashSet<string>(), request.AllowDestructive), request.Plan, tables, live, http.Caller().Actor, ct);
    }

    public static Task<IResult> DeleteAsync(string name, HttpContext http, UserTables tables, LiveCatalog live, CancellationToken ct) => AnswerAsync(
        () => new UserChange(UserTableSource.Api, [], new HashSet<string> { Own(name, live) }, Allowed(http)), Query(http, "plan"), tables, live, http.Caller().Actor, ct);

    private static async Task<IResult> AnswerAsync(Func<UserChange> read, string? plan, UserTables tables, LiveCatalog live, Actor actor, CancellationToken ct)
    {
        try
        {
            var change = read();
            if (plan is null)
            {
                return TablesEndpoint.Json(PlanJson.Of(await tables.PlanAsync(change, ct), "planned"));
            }

            var fresh = change.Declared.Any(declared => live.FindUserTable(declared.Table.FullName) is null);
            var applied = await tables.ApplyAsync(change, plan, actor, ct);
            return TablesEndpoint.Json(PlanJson.Of(applied, "applied"), fresh ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
        catch (Exception fault) when (CatalogProblem.Of(fault) is { } refusal)
        {
            return refusal;
        }
    }

    private static List<DeclaredTable> Read(IReadOnlyList<byte[]> declarations)
    {
        var declared = declarations.Select((yaml, i) => new DeclaredTable(UserDeclaration.Read(declarations.Count == 1 ? File : $"{File} {i + 1}", yaml, outside: true), Encoding.UTF8.GetString(yaml))).ToList();
        return declared.GroupBy(table => table.Table.FullName).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new CatalogException([new CatalogError(File, 1, 1, $"{twice.Key} is declared twice.", "Send each table once.")])
            : declared;
    }

    private static string Own(string name, LiveCatalog live) =>
        live.FindUserTable(name) is null && live.Current.Find(name) is not null
            ? throw new RefusedException("table_reserved", $"{name} is one of the program's own tables, so nothing was changed. Only users' tables, in the schema {UserDeclaration.Module}, can be removed.")
            : name;

    /// <summary>Null when it is larger than any declaration may be.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.ContentLength > MostBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > MostBytes)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static Request? OfJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? OfJson(document.RootElement) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Request? OfJson(JsonElement body)
    {
        var declarations = new List<string?>();
        string? plan = null;
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in body.EnumerateObject())
        {
            switch (member.Name)
            {
                case "declaration" when member.Value.ValueKind == JsonValueKind.String:
                    declarations.Add(member.Value.GetString());
                    break;
                case "declarations" when member.Value.ValueKind == JsonValueKind.Array:
                    declarations.AddRange(member.Value.EnumerateArray().Select(item => item.GetString()));
                    break;
                case "plan" when member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null:
                    plan = member.Value.GetString();
                    break;
                case "allow_destructive" when member.Value.ValueKind == JsonValueKind.Array:
                    allowed.UnionWith(member.Value.EnumerateArray().Select(item => item.GetString()).OfType<string>());
                    break;
                default:
                    return null;
            }
        }

        return declarations.Count is > 0 and <= MostDeclarations && declarations.TrueForAll(yaml => yaml is not null)
            ? new Request([.. declarations.Select(yaml => Encoding.UTF8.GetBytes(yaml!))], plan, allowed)
            : null;
    }

    private static string? Query(HttpContext http, string name) => http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    private static HashSet<string> Allowed(HttpContext http) =>
        http.Request.Query["allow_destructive"].SelectMany(value => (value ?? "").Split(',')).Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);
}
