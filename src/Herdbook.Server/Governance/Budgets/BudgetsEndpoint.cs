using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Governance.Budgets;

/// <summary>`/v1/governance/budgets`: what there is and how it stands; ask before work starts, say what was used, give back; set, remove, lift.</summary>
internal static class BudgetsEndpoint
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static async Task<IResult> ListAsync(HttpContext http, BudgetBook budgets, CancellationToken ct)
    {
        var standing = await budgets.StandAsync(http.Caller().Tenant, ct);
        return Results.Json(standing.Select(b => new { b.Budget, Now = b.Now?.ToMembers() }), Names);
    }

    /// <summary>200 and what was reserved, or 409 `budget_exceeded` with the numbers.</summary>
    public static async Task<IResult> CheckAsync(HttpContext http, BudgetChecks checks, CancellationToken ct)
    {
        var body = await BodyAsync<CheckBody>(http, ct);
        var caller = http.Caller();
        if (caller.AgentCode is { } own && body.Agent is { } named && named != own)
        {
            throw new RefusedException("budget_agent", $"This token belongs to the agent {own} and asks for {named}. Nothing was reserved; an agent asks for itself.");
        }

        if (body.HoldSeconds is < 1)
        {
            throw Missing("hold_seconds");
        }

        var look = body.Reserve is false;
        var request = new BudgetRequest(
            body.Key ?? (look ? Guid.CreateVersion7().ToString() : throw Missing("key")), body.Agent ?? caller.AgentCode, body.Project, body.Ticket, body.Run, body.Tokens, body.Usd,
            body.HoldSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : BudgetRequest.UsualHold);
        if (look)
        {
            var figures = await checks.LookAsync(caller.Tenant, request, ct);
            return Results.Json(new { Granted = figures.All(f => f.Allows), Reserved = false, Budgets = figures.Select(f => f.ToMembers()) }, Names);
        }

        var grant = await checks.ReserveAsync(caller.Tenant, caller.Actor, request, ct);
        return Results.Json(new { Granted = true, grant.Reserved, grant.Key, grant.ExpiresAt, Budgets = grant.Figures.Select(f => f.ToMembers()) }, Names);
    }

    public static async Task<IResult> SettleAsync(HttpContext http, BudgetSettling settling, CancellationToken ct)
    {
        var body = await BodyAsync<SettleBody>(http, ct);
        var caller = http.Caller();
        return Results.Json(
            await settling.SettleAsync(caller.Tenant, caller.Actor, body.Key ?? throw Missing("key"), body.Run, body.Tokens, body.Usd, OwnOnly(caller), ct), Names);
    }

    public static async Task<IResult> ReleaseAsync(HttpContext http, BudgetSettling settling, CancellationToken ct)
    {
        var body = await BodyAsync<KeyBody>(http, ct);
        var caller = http.Caller();
        return Results.Json(await settling.ReleaseAsync(caller.Tenant, caller.Actor, body.Key ?? throw Missing("key"), OwnOnly(caller), ct), Names);
    }

    public static async Task<IResult> SetAsync(HttpContext http, BudgetBook budgets, BudgetEvaluation evaluation, CancellationToken ct)
    {
        var body = await BodyAsync<BudgetBody>(http, ct);
        var caller = http.Caller();
        var draft = new BudgetDraft(
            body.ScopeType ?? throw Missing("scope_type"), body.ScopeCode ?? "", body.Measure ?? throw Missing("measure"), body.WindowKind ?? throw Missing("window_kind"),
            body.LimitAmount ?? throw Missing("limit_amount"), body.WarnShare, body.UnpricedUsdPerM, body.Note, body.IsActive);
        var budget = await budgets.SetAsync(caller.Tenant, caller.Actor, draft, ct);
        await evaluation.LookAgainAsync(caller.Tenant, budget, ct);
        return Results.Json(budget, Names);
    }

    public static async Task<IResult> RemoveAsync(HttpContext http, BudgetBook budgets, CancellationToken ct)
    {
        var body = await BodyAsync<BudgetBody>(http, ct);
        var caller = http.Caller();
        return Results.Json(
            await budgets.RemoveAsync(
                caller.Tenant, caller.Actor, body.ScopeType ?? throw Missing("scope_type"), body.ScopeCode ?? "", body.Measure ?? throw Missing("measure"),
                body.WindowKind ?? throw Missing("window_kind"), ct),
            Names);
    }

    /// <summary>200 where it is lifted; 202 where its approval waits, which is asked for the first time.</summary>
    public static async Task<IResult> LiftAsync(HttpContext http, BudgetLifting lifting, CancellationToken ct)
    {
        var body = await BodyAsync<LiftBody>(http, ct);
        var lift = await lifting.LiftAsync(
            http.Caller(), body.BudgetId ?? throw Missing("budget_id"), body.WindowKey, body.Extra ?? throw Missing("extra"), body.Reason, ct);
        return Results.Json(
            new { lift.Lifted, ApprovalId = lift.Approval, Budget = lift.Figure.ToMembers() }, Names, statusCode: lift.Lifted ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    /// <summary>An agent ends what it reserved itself; a program that serves many agents ends what any of them did.</summary>
    private static bool OwnOnly(Caller caller) => caller.AgentCode is not null;

    private static async Task<T> BodyAsync<T>(HttpContext http, CancellationToken ct)
        where T : class
    {
        try
        {
            return await http.Request.ReadFromJsonAsync<T>(Names, ct) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new BadHttpRequestException("The body is a JSON object, as docs/budgets.md shows it, sent as application/json.", e);
        }
    }

    private static RefusedException Missing(string column) =>
        new("budget_request", $"{column}: it is missing or cannot be. Nothing was done; docs/budgets.md shows the body.") { Column = column };
}
