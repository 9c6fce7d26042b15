using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core.Herd.Work;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Herd;

/// <summary>`POST /v1/herd/&lt;verb&gt;`: a JSON object in, the verb's answer out.</summary>
internal static class HerdEndpoint
{
    /// <summary>A description with twenty findings fits many times.</summary>
    private const long MostBytes = 1 << 20;

    public static Func<HttpContext, HerdWork, CancellationToken, Task<IResult>> For(HerdVerb verb) => async (http, work, ct) =>
    {
        var command = HerdJson.Read(verb, await BodyAsync(http, ct), http.Caller());
        return Results.Json(await verb.RunAsync(work, command.Caller, command.Request, ct), HerdJson.Options);
    };

    /// <summary>An empty body is an empty object: some verbs need nothing.</summary>
    private static async Task<JsonObject> BodyAsync(HttpContext http, CancellationToken ct)
    {
        if (http.Request.ContentLength > MostBytes)
        {
            throw new BadHttpRequestException("The body is larger than 1 MB.", StatusCodes.Status413PayloadTooLarge);
        }

        if (http.Request.ContentLength == 0)
        {
            return [];
        }

        try
        {
            return await http.Request.ReadFromJsonAsync<JsonObject>(HerdJson.Options, ct) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new BadHttpRequestException("The body is a JSON object with each member once, as docs/herd.md shows it, sent as application/json.", e);
        }
    }
}
