using System.Text.Json.Nodes;
using Herdbook.Catalog;
using Herdbook.Core.Users;

namespace Herdbook.Server.Catalog;

/// <summary>A plan for whoever asked for it.</summary>
internal static class PlanJson
{
    public static JsonObject Of(UserPlan plan, string status) => new()
    {
        ["status"] = status,
        ["plan"] = plan.Digest,
        ["steps"] = Steps(plan.Steps),
        ["destructive"] = new JsonArray([.. plan.Steps.Where(step => step.Destructive).Select(step => step.Table).Distinct().Select(table => JsonValue.Create(table))]),
    };

    public static JsonArray Steps(IEnumerable<PlanStep> steps) => new([.. steps.Select(step => new JsonObject
    {
        ["table"] = step.Table,
        ["what"] = step.What,
        ["destructive"] = step.Destructive,
        ["sql"] = step.Sql,
    })]);
}
