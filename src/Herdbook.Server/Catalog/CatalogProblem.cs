using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Core.Users;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Catalog;

/// <summary>Refusals of the catalog as problem+json, with every error's place and remedy, or the steps that stand against it.</summary>
internal static class CatalogProblem
{
    /// <summary>Null for what is no refusal of the catalog.</summary>
    public static IResult? Of(Exception fault) => fault switch
    {
        PlanChangedException changed => Result(StatusCodes.Status409Conflict, "plan_changed", "The plan changed", changed.Message, "Look at the plan, and send its digest.", PlanJson.Of(changed.Plan, "planned")),
        PlanRefusedException refused => Result(StatusCodes.Status409Conflict, "plan_refused", "The plan is refused", refused.Message,
            "Name the tables in allow_destructive where the loss is meant.", new JsonObject { ["steps"] = PlanJson.Steps(refused.Steps) }),
        CatalogException { Errors.Count: > 0 } broken => Result(StatusCodes.Status400BadRequest, "declaration_invalid", "The declaration has errors", broken.Message,
            broken.Errors[0].Remedy, new JsonObject { ["errors"] = new JsonArray([.. broken.Errors.Select(Error)]) }),
        CatalogException failed => Result(StatusCodes.Status409Conflict, "plan_failed", "The plan was not applied", failed.Message, "Mend what the message says, and plan again.", []),
        _ => null,
    };

    public static IResult Bad(string detail, string remedy) => Result(StatusCodes.Status400BadRequest, "bad_request", "The request cannot be read", detail, remedy, []);

    private static JsonNode Error(CatalogError error) => new JsonObject
    {
        ["file"] = error.File,
        ["line"] = error.Line,
        ["column"] = error.Column,
        ["message"] = error.Message,
        ["remedy"] = error.Remedy,
    };

    private static IResult Result(int status, string code, string title, string detail, string remedy, JsonObject more)
    {
        var problem = new JsonObject
        {
            ["type"] = $"urn:herdbook:error:{code}",
            ["status"] = status,
            ["code"] = code,
            ["title"] = title,
            ["detail"] = detail,
            ["remedy"] = remedy,
            ["message"] = detail,
            ["details"] = null,
            ["hint"] = remedy,
        };
        foreach (var (name, value) in more)
        {
            problem[name == "status" ? "outcome" : name] = value?.DeepClone();
        }

        return Results.Text(problem.ToJsonString(), Problem.ContentType, statusCode: status);
    }
}
