using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Core;

namespace Herdbook.Server.Api;

/// <summary>The API of a catalog as OpenAPI 3.1. It depends on the catalog alone, so one serves every tenant; the server's address is put in last.</summary>
internal sealed class OpenApiDocument
{
    private const string About =
        "Every table of the catalog, over HTTP. The grammar of /v1/rows is PostgREST's, so its clients work; docs/rows.md teaches it in ten minutes. " +
        "A refusal is problem+json with a code that docs/errors.md explains.";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] _open;

    private OpenApiDocument(byte[] open)
    {
        _open = open;
        Digest = Convert.ToHexStringLower(SHA256.HashData(open))[..16];
    }

    /// <summary>Changes when the document does.</summary>
    public string Digest { get; }

    /// <summary>Of all tables.</summary>
    public static OpenApiDocument Of(CatalogSet catalog) => Make(catalog, catalog.Tables, withRest: true);

    /// <summary>Of one table and what its rows refer to.</summary>
    public static OpenApiDocument Of(CatalogSet catalog, TableDeclaration table) => Make(catalog, [table], withRest: false);

    /// <param name="root">The tenant's sub-path, "" for the default one.</param>
    public byte[] For(string root)
    {
        var servers = new JsonArray(new JsonObject { ["url"] = root.Length == 0 ? "/" : root });
        return [.. _open.AsSpan(0, _open.Length - 1), .. Encoding.UTF8.GetBytes($",\"servers\":{servers.ToJsonString(Plain)}}}")];
    }

    private static OpenApiDocument Make(CatalogSet catalog, IReadOnlyList<TableDeclaration> tables, bool withRest)
    {
        var paths = new JsonObject(tables.Select(table => KeyValuePair.Create(RowPaths.Path(table), (JsonNode?)new RowPaths(catalog, table).Operations())));
        foreach (var (path, operations) in FixedPaths.History(tables).Concat(withRest ? FixedPaths.Catalog().Concat(FixedPaths.Tenants()).Concat(FixedPaths.Herd()).Concat(FixedPaths.Others()) : []))
        {
            paths[path] = operations;
        }

        if (withRest)
        {
            ServicePaths.AddTo(paths);
        }

        var schemas = Shared.ComponentSchemas();
        foreach (var (name, schema) in tables.SelectMany(table => TableComponents.Of(catalog, table)))
        {
            schemas[name] = schema;
        }

        var document = new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Herdbook",
                ["version"] = Product.Version,
                ["summary"] = "The book of record for a team's AI agents.",
                ["description"] = About,
                ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["identifier"] = "Apache-2.0" },
            },
            ["tags"] = new JsonArray([.. Tags(tables, withRest)]),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["parameters"] = Shared.ComponentParameters(),
                ["headers"] = Shared.ComponentHeaders(),
                ["responses"] = Shared.ComponentResponses(),
            },
        };
        return new OpenApiDocument(JsonSerializer.SerializeToUtf8Bytes(document, Plain));
    }

    private static IEnumerable<JsonNode> Tags(IReadOnlyList<TableDeclaration> tables, bool withRest)
    {
        foreach (var module in tables.Select(table => table.Module).Distinct())
        {
            yield return new JsonObject { ["name"] = module, ["description"] = $"The tables of the module {module}." };
        }

        foreach (var (name, about, there) in new[]
        {
            ("history", "Every change of a row: who, when, before, after.", tables.Any(table => table.History)),
            ("catalog", "The tables themselves.", withRest && tables.All(table => table.Module != "catalog")),
            ("tenants", "Whose rows they are.", withRest),
            ("search", "Over all tables at once.", withRest),
        })
        {
            if (there)
            {
                yield return new JsonObject { ["name"] = name, ["description"] = about };
            }
        }
    }
}
