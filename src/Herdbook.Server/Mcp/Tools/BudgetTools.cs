using System.Text.Json;
using System.Text.Json.Nodes;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Budgets;

namespace Herdbook.Server.Mcp.Tools;

/// <summary>Asking a budget before work starts.</summary>
internal sealed class BudgetTools(BudgetChecks checks, BudgetSettling settling) : IMcpTools
{
    public IEnumerable<McpTool> Tools =>
    [
        new("budgets_check", "Ask for budget", "Says whether the budgets that apply leave room for work, and reserves it under your key until it expires or you settle it. Without a key, or with reserve false, it only looks. Do not start where it is refused.")
        {
            Needs = Permission.BudgetsCheck,
            Idempotent = true,
            Input = Schema.Arguments(
                ("key", Schema.Text("Your own key for this piece of work; asking again with it reserves nothing more.")), ("reserve", Schema.Flag("False only looks.")),
                ("agent", Schema.Text("Who works, where the token is not bound to an agent.")), ("project", Schema.Text("Its code.")), ("ticket", Schema.Text("Its code.")), ("run", Schema.Text("The conversation or subagent.")),
                ("tokens", Schema.Whole("Estimated, of all kinds.", 0)), ("usd", Schema.Number("Estimated, in US dollars at list price.")), ("hold_seconds", Schema.Whole("How long it stays reserved; an hour if not given.", 1, 604_800))),
            Output = Schema.Answer(("granted!", Schema.Flag("Whether the work may start.")), ("reserved!", Schema.Flag("Whether anything is held under the key.")), ("budgets!", Schema.List("Those that apply, as they stand.", Schema.Map("A budget.")))),
            Run = CheckAsync,
        },
        new("budgets_settle", "Settle a reservation", "Says that the work of a reservation is over and what it used; what was held beyond it is free again. Give neither tokens nor usd where the bookings of the run tell.")
        {
            Needs = Permission.BudgetsCheck,
            Idempotent = true,
            Input = Schema.Arguments(("key!", Schema.Text("The reservation's key.")), ("run", Schema.Text("The conversation or subagent that worked.")), ("tokens", Schema.Whole("Used, of all kinds.", 0)), ("usd", Schema.Number("Used, in US dollars."))),
            Output = Schema.Answer(),
            Run = SettleAsync,
        },
    ];

    private async Task<JsonObject> CheckAsync(ToolCall call, CancellationToken ct)
    {
        var named = call.FindText("agent");
        if (call.Caller.AgentCode is { } own && named is not null && named != own)
        {
            throw new RefusedException("budget_agent", $"This token belongs to the agent {own} and asks for {named}. Nothing was reserved; an agent asks for itself.");
        }

        var key = call.FindText("key");
        var request = new BudgetRequest(
            key ?? Guid.CreateVersion7().ToString(), named ?? call.Caller.AgentCode, call.FindText("project"), call.FindText("ticket"), call.FindText("run"), call.FindNumber("tokens"), call.FindNumber("usd"),
            TimeSpan.FromSeconds(call.Whole("hold_seconds", (int)BudgetRequest.UsualHold.TotalSeconds, 1, (int)BudgetRequest.LongestHold.TotalSeconds)));
        if (key is null || call.FindFlag("reserve") is false)
        {
            var figures = await checks.LookAsync(call.Tenant, request, ct);
            return new JsonObject { ["granted"] = figures.All(figure => figure.Allows), ["reserved"] = false, ["budgets"] = Budgets(figures) };
        }

        var grant = await checks.ReserveAsync(call.Tenant, call.Caller.Actor, request, ct);
        return new JsonObject { ["granted"] = true, ["reserved"] = grant.Reserved, ["key"] = grant.Key, ["expires_at"] = grant.ExpiresAt, ["budgets"] = Budgets(grant.Figures) };
    }

    private async Task<JsonObject> SettleAsync(ToolCall call, CancellationToken ct)
    {
        var end = await settling.SettleAsync(call.Tenant, call.Caller.Actor, call.Text("key"), call.FindText("run"), call.FindNumber("tokens"), call.FindNumber("usd"), call.Caller.AgentCode is not null, ct);
        return JsonSerializer.SerializeToNode(end, ToolJson.Names)!.AsObject();
    }

    private static JsonNode? Budgets(IReadOnlyList<BudgetFigure> figures) => JsonSerializer.SerializeToNode(figures.Select(figure => figure.ToMembers()), ToolJson.Names);
}
