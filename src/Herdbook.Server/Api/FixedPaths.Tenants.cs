using System.Text.Json.Nodes;

namespace Herdbook.Server.Api;

internal static partial class FixedPaths
{
    /// <summary>Tenants; they are managed in the default tenant alone.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Tenants()
    {
        const string Root = "/v1/tenants";
        var slug = new JsonObject { ["name"] = "slug", ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z0-9-]{1,63}$" }, ["example"] = "acme" };
        JsonNode[] Slug() => [slug.DeepClone()];
        var state = Answer("The tenant's slug, title, state and times.");
        JsonObject Again() => Body(new JsonObject { ["again"] = Text("The slug once more.") }, ["again"]);

        var create = Operation("tenants.create", "tenants", "Make a tenant", [], (JsonObject)state.DeepClone(),
            Body(new JsonObject { ["slug"] = Text("1 to 63 lower-case letters, digits and hyphens; given once."), ["title"] = Text("Its name.") }, ["slug"]));
        Rename(create, "200", "201");
        yield return Path(Root, ("get", Operation("tenants.list", "tenants", "Every tenant and its state, in the default tenant alone", [], Answer("The tenants."))), ("post", create));
        yield return Path($"{Root}/{{slug}}",
            ("get", Operation("tenants.get", "tenants", "One tenant", Slug(), (JsonObject)state.DeepClone())),
            ("patch", Operation("tenants.rename", "tenants", "Give a tenant another name", Slug(), (JsonObject)state.DeepClone(), Body(new JsonObject { ["title"] = Text("Its name.") }, ["title"]))));
        yield return Path($"{Root}/{{slug}}/suspend", ("post", Operation("tenants.suspend", "tenants", "Let a tenant answer nobody and take nothing in", Slug(), (JsonObject)state.DeepClone())));
        yield return Path($"{Root}/{{slug}}/resume", ("post", Operation("tenants.resume", "tenants", "Set a suspended tenant to work again", Slug(), (JsonObject)state.DeepClone())));
        yield return Path($"{Root}/{{slug}}/mark-for-erasure", ("post", Operation("tenants.mark", "tenants", "Mark a suspended tenant for erasure", Slug(), (JsonObject)state.DeepClone(), Again())));
        yield return Path($"{Root}/{{slug}}/erase", ("post", Operation("tenants.erase", "tenants", "Erase the rows of a marked tenant; the hashes of its audit log stay", Slug(), (JsonObject)state.DeepClone(), Again())));
        yield return Path($"{Root}/{{slug}}/archive", ("get", Operation("tenants.export", "tenants", "All that a tenant owns, in one signed archive", Slug(), File("The archive; the header Herdbook-Archive-Key has the key that it verifies with."))));

        var import = Operation("tenants.import", "tenants", "Bring a tenant in from an archive of another book, all of it or nothing",
            [Query("key", "The key that the archive is to verify with.", required: true)], (JsonObject)state.DeepClone(),
            new JsonObject { ["required"] = true, ["content"] = new JsonObject { [Zip] = new JsonObject { ["schema"] = new JsonObject() } } });
        Rename(import, "200", "201");
        yield return Path($"{Root}/import", ("post", import));
    }

    private const string Zip = "application/zip";

    private static JsonObject File(string about) => new() { ["description"] = about, ["content"] = new JsonObject { [Zip] = new JsonObject { ["schema"] = new JsonObject() } } };

    private static void Rename(JsonObject operation, string from, string to)
    {
        var responses = (JsonObject)operation["responses"]!;
        var answer = responses[from];
        responses.Remove(from);
        responses.Insert(0, to, answer);
    }
}
