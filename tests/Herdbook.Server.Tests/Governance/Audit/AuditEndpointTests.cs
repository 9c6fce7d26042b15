using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Core.Governance.Seal;
using Herdbook.Server.Tests.Host;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Governance.Audit;

public sealed class AuditEndpointTests
{
    private static readonly Actor Clerk = new("clerk", ActorKind.User);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_server_seals_what_is_written_and_gives_out_what_proves_it()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        for (var i = 0; i < 12; i++)
        {
            await WriteAsync(server, i);
        }

        await TestHome.UntilAsync(async () => (await GetAsync(server, "state")) is var state && state.GetProperty("unsealed").GetInt64() == 0 && state.GetProperty("size").GetInt64() >= 12, Ct);
        var state = await GetAsync(server, "state");
        var (name, key) = SignedNote.ReadVerifierKey(state.GetProperty("verifier_key").GetString()!)!.Value;
        var note = SignedNote.Read(await server.Http.GetStringAsync("/v1/audit/checkpoint", Ct))!;
        var head = Checkpoint.Read(note.Text)!;
        Assert.True(note.IsSignedBy(name, key));

        var entry = (await GetAsync(server, "entries?event=test.*&actor=clerk&subject_id=T-11")).GetProperty("entries")[0];
        Assert.Equal(11, entry.GetProperty("event_data").GetProperty("number").GetInt32());
        var proof = await GetAsync(server, $"proof/inclusion?entry={entry.GetProperty("id").GetString()}&size={head.Size}");
        Assert.True(MerkleTree.VerifyInclusion(Hash(proof, "leaf_hash"), proof.GetProperty("leaf").GetInt64(), head.Size, Path(proof), head.Root));
        var earlier = await GetAsync(server, $"proof/consistency?from=5&to={head.Size}");
        Assert.True(MerkleTree.VerifyConsistency(5, Hash(earlier, "from_root"), head.Size, head.Root, Path(earlier)));

        using var export = await server.Http.GetAsync("/v1/audit/export?from=3", Ct);
        var lines = (await export.Content.ReadAsStringAsync(Ct)).TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal("application/x-ndjson", export.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["checkpoint", "range", "entry"], lines.Take(3).Select(line => line.GetProperty("kind").GetString()));
        Assert.Equal(Enumerable.Range(3, lines.Length - 2), lines.Skip(2).Select(line => line.GetProperty("leaf").GetInt32()));
    }

    [Fact]
    public async Task Entries_come_in_pages_and_what_cannot_be_answered_is_refused_with_a_code()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        for (var i = 0; i < 5; i++)
        {
            await WriteAsync(server, i);
        }

        var seen = new List<int>();
        for (var after = ""; ;)
        {
            var page = await GetAsync(server, $"entries?subject_type=herd.ticket_def&limit=2{after}");
            seen.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("event_data").GetProperty("number").GetInt32()));
            if (page.GetProperty("next").GetString() is not { } next)
            {
                break;
            }

            after = $"&after={next}";
        }

        Assert.Equal([0, 1, 2, 3, 4], seen.Order());
        await RefusedAsync(server, HttpStatusCode.BadRequest, "audit_query", "entries?limit=0");
        await RefusedAsync(server, HttpStatusCode.BadRequest, "audit_query", "entries?from=yesterday");
        await RefusedAsync(server, HttpStatusCode.BadRequest, "audit_query", "proof/inclusion");
        await RefusedAsync(server, HttpStatusCode.BadRequest, "tree_size", "proof/consistency?from=1000000");
        await RefusedAsync(server, HttpStatusCode.BadRequest, "tree_size", "export?from=1000000");
        await RefusedAsync(server, HttpStatusCode.NotFound, "entry_unknown", $"entries/{Guid.Empty}");
        await RefusedAsync(server, HttpStatusCode.NotFound, "entry_unknown", $"proof/inclusion?entry={Guid.Empty}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await new HttpClient { BaseAddress = server.Http.BaseAddress }.GetAsync("/v1/audit/state", Ct)).StatusCode);
    }

    private static Task WriteAsync(RunningServer server, int number) => server.Book.AppendAsync(
        Tenant.Default, Clerk, new AuditEvent("test.write").About("herd.ticket_def", $"T-{number}").With("number", number), Ct);

    private static Task<JsonElement> GetAsync(RunningServer server, string address) => server.Http.GetFromJsonAsync<JsonElement>($"/v1/audit/{address}", Ct);

    private static async Task RefusedAsync(RunningServer server, HttpStatusCode status, string code, string address)
    {
        using var answer = await server.Http.GetAsync($"/v1/audit/{address}", Ct);
        Assert.Equal((status, code), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString()));
    }

    private static byte[] Hash(JsonElement proof, string name) => Convert.FromHexString(proof.GetProperty(name).GetString()!);

    private static byte[][] Path(JsonElement proof) => [.. proof.GetProperty("path").EnumerateArray().Select(hash => Convert.FromHexString(hash.GetString()!))];
}
