using System.Net;
using System.Text.Json;
using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Server.Tests.Clients;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Herdbook.Server.Tests.Api;

/// <summary>What the API says of itself to programs.</summary>
public sealed class OpenApiTests(Site site)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_valid_OpenAPI_and_its_examples_keep_its_own_rules()
    {
        var verdict = await NodeProgram.RunAsync("validate-openapi.mjs", [], Ct, await ReadAsync("/v1/openapi.json"));
        Assert.True(verdict.GetProperty("faultCount").GetInt32() == 0, verdict.GetProperty("faults").ToString());
        Assert.Equal("3.1", verdict.GetProperty("version").GetString());
        Assert.Equal(Schema.Declared.Tables.Count, verdict.GetProperty("tables").GetInt32());
        Assert.True(verdict.GetProperty("examples").GetInt32() > 3 * Schema.Declared.Tables.Count, "Most columns have an example.");
    }

    [Fact]
    public async Task The_document_of_one_table_is_small_and_valid_too()
    {
        var text = await ReadAsync("/v1/openapi.json?table=herd.ticket_def");
        Assert.InRange(text.Length, 1_000, 40_000);
        var verdict = await NodeProgram.RunAsync("validate-openapi.mjs", [], Ct, text);
        Assert.True(verdict.GetProperty("faultCount").GetInt32() == 0, verdict.GetProperty("faults").ToString());
        Assert.Equal(1, verdict.GetProperty("tables").GetInt32());
    }

    [Fact]
    public async Task Every_table_has_the_methods_of_its_kind_and_no_other()
    {
        using var document = JsonDocument.Parse(await ReadAsync("/v1/openapi.json"));
        var paths = document.RootElement.GetProperty("paths");
        foreach (var table in Schema.Declared.Tables)
        {
            var methods = paths.GetProperty("/v1/rows/" + table.FullName).EnumerateObject().Select(member => member.Name).Where(name => name != "summary").Order();
            var expected = table switch
            {
                { Writer: not TableWriter.Anyone } or { Kind: TableKind.Cache or TableKind.View } or { Isolated: false } => "get",
                { Kind: TableKind.Entity or TableKind.Junction } => "delete,get,patch,post,put",
                _ => "get,post",
            };
            Assert.Equal((table.FullName, expected), (table.FullName, string.Join(',', methods)));
        }
    }

    [Fact]
    public async Task Every_operation_on_tenants_is_there()
    {
        using var document = JsonDocument.Parse(await ReadAsync("/v1/openapi.json"));
        var told = document.RootElement.GetProperty("paths").EnumerateObject()
            .Where(path => path.Name.StartsWith("/v1/tenants", StringComparison.Ordinal))
            .SelectMany(path => path.Value.EnumerateObject(), (path, method) => $"{method.Name.ToUpperInvariant()} {path.Name}");
        var mapped = site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1/tenants", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods, (endpoint, method) => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}");

        Assert.Equal(mapped.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_column_is_described_as_it_is_declared()
    {
        using var document = JsonDocument.Parse(await ReadAsync("/v1/openapi.json"));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        var ticket = schemas.GetProperty("herd.ticket_def").GetProperty("properties");
        Assert.Equal("""["XS","S","M","L","XL",null]""", ticket.GetProperty("ticket_tshirt_size").GetProperty("enum").GetRawText());
        Assert.Equal("DBC-87", ticket.GetProperty("ticket_code").GetProperty("examples")[0].GetString());
        Assert.Equal("string", ticket.GetProperty("ticket_code").GetProperty("type").GetString());
        Assert.Equal("herd.project_def", ticket.GetProperty("project_code").GetProperty("x-refers").GetString());
        Assert.True(ticket.GetProperty("modified_at").GetProperty("readOnly").GetBoolean());
        Assert.Equal("""["ticket_code"]""", schemas.GetProperty("herd.ticket_def.new").GetProperty("allOf")[1].GetProperty("required").GetRawText());
        var confidence = schemas.GetProperty("herd.agent_observation").GetProperty("properties").GetProperty("confidence");
        Assert.Equal((0, 1), (confidence.GetProperty("minimum").GetInt32(), confidence.GetProperty("maximum").GetInt32()));
        Assert.Equal("lines", schemas.GetProperty("herd.pr_def").GetProperty("properties").GetProperty("pr_lines_added").GetProperty("x-unit").GetString());
    }

    [Fact]
    public async Task A_tenant_has_its_own_address_and_an_unchanged_document_is_not_sent_again()
    {
        using var document = JsonDocument.Parse(await ReadAsync("/t/demo/v1/openapi.json"));
        Assert.Equal("/t/demo", document.RootElement.GetProperty("servers")[0].GetProperty("url").GetString());

        using var first = await site.Client.GetAsync(new Uri("/v1/openapi.json", UriKind.Relative), Ct);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/v1/openapi.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await site.Client.SendAsync(again, Ct);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task An_unknown_table_is_named_as_such()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/openapi.json?table=herd.nothing");
        request.Headers.Accept.ParseAdd("application/json");
        using var answer = await site.Client.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<string> ReadAsync(string address) => await site.Client.GetStringAsync(new Uri(address, UriKind.Relative), Ct);
}
