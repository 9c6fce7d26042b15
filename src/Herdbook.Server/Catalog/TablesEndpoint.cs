using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Core;
using Herdbook.Core.Users;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Herdbook.Server.Catalog;

/// <summary>Which tables there are: <c>GET /v1/catalog/tables</c> and <c>/v1/catalog/tables/{name}</c>.</summary>
internal static class TablesEndpoint
{
    private const string Text = "select yaml, created_by, created_at, modified_at from catalog.user_table where table_name = $1::text";

    public static IResult ListAsync(HttpContext http, LiveCatalog live, FolderState folder)
    {
        var tables = live.CurrentFor(http).Tables.Select(table => new JsonObject
        {
            ["name"] = table.FullName,
            ["module"] = table.Module,
            ["kind"] = Word(table.Kind),
            ["about"] = table.About,
            ["columns"] = table.AllColumns.Count,
            ["deprecated"] = table.Deprecated,
            ["source"] = Source(live.FindUserTable(table.FullName)),
        });
        var broken = live.UserTables.SelectMany(table => table.Errors.Select(error => new TableProblem(table.Name, "", error.Line, error.Column, error.Message, error.Remedy)));
        var problems = broken.Concat(folder.Problems).Select(problem => new JsonObject
        {
            ["table"] = problem.Table,
            ["file"] = problem.File.Length == 0 ? null : problem.File,
            ["line"] = problem.Line,
            ["column"] = problem.Column,
            ["message"] = problem.Message,
            ["remedy"] = problem.Remedy,
        });
        return Json(new JsonObject { ["tables"] = new JsonArray([.. tables]), ["problems"] = new JsonArray([.. problems]) });
    }

    public static async Task<IResult> GetAsync(HttpContext http, string name, LiveCatalog live, HerdbookDatabase database, CancellationToken ct)
    {
        var known = live.FindUserTable(name);
        if (live.CurrentFor(http).Find(name) is not { } table)
        {
            throw new RefusedException("not_found", $"There is no table '{(name.Length > 80 ? name[..80] + "…" : name)}'. GET /v1/catalog/tables lists them all.");
        }

        var answer = new JsonObject
        {
            ["name"] = table.FullName,
            ["source"] = Source(known),
            ["declaration"] = DeclarationJson.Of(table),
        };
        if (known is not null)
        {
            await using var command = database.App.CreateCommand(Text);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table.FullName });
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (await reader.ReadAsync(ct))
            {
                answer["yaml"] = reader.GetString(0);
                answer["created_by"] = reader.GetString(1);
                answer["created_at"] = reader.GetFieldValue<DateTimeOffset>(2);
                answer["modified_at"] = reader.GetFieldValue<DateTimeOffset>(3);
            }
        }

        return Json(answer);
    }

    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) => Results.Text(body.ToJsonString(), "application/json", statusCode: status);

    private static string Source(UserTable? user) => user is null ? "program" : Word(user.Source);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
