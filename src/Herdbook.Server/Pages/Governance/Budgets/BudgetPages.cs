using System.Globalization;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Governance.Budgets;

/// <summary>`/budgets`: how each budget is used up, what was warned of and stopped, and the form to set one.</summary>
internal static class BudgetPages
{
    public static void MapBudgetPages(this IEndpointRouteBuilder pages)
    {
        var guarded = pages.MapGroup("/budgets").AddEndpointFilter(FormGuard.CheckAsync);
        guarded.MapGet("", ShowAsync).Requires(Permission.BudgetsRead);
        guarded.MapPost("/set", SetAsync).Requires(Permission.PoliciesWrite);
        guarded.MapPost("/remove", RemoveAsync).Requires(Permission.PoliciesWrite);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, BudgetBurns burns, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var query = http.Request.Query;
        var typed = new BudgetTyped();
        typed = typed with
        {
            ScopeType = OneOf(query["scope"], BudgetWords.Scopes) ?? typed.ScopeType,
            ScopeCode = query["code"].ToString(),
            Measure = OneOf(query["measure"], BudgetWords.Measures) ?? typed.Measure,
            WindowKind = OneOf(query["window"], BudgetWords.Windows) ?? typed.WindowKind,
            Limit = query["limit"].ToString(),
        };
        return await PageAsync(http, burns, directory, time, typed, null, ct);
    }

    private static async Task<IResult> SetAsync(
        HttpContext http, BudgetBook budgets, BudgetEvaluation evaluation, BudgetBurns burns, HerdDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var typed = new BudgetTyped(
            form["scope"].ToString(), form["code"].ToString(), form["measure"].ToString(), form["window"].ToString(), form["limit"].ToString(), form["warn"].ToString(),
            form["unpriced"].ToString(), form["note"].ToString());
        var caller = http.Caller();
        try
        {
            var budget = await budgets.SetAsync(
                caller.Tenant, caller.Actor,
                new BudgetDraft(
                    typed.ScopeType, typed.ScopeType == BudgetWords.Tenant ? "" : typed.ScopeCode, typed.Measure, typed.WindowKind, Number(typed.Limit, "the limit"),
                    Number(typed.Warn, "the warning") / 100, Number(typed.UnpricedPrice, "the price of unpriced tokens"), typed.Note, IsActive: true),
                ct);
            await evaluation.LookAgainAsync(caller.Tenant, budget, ct);
            return Results.LocalRedirect($"{new Links(http.Request.PathBase.Value ?? "").Budgets}#b-{budget.Id}");
        }
        catch (RefusedException refused) when (refused.Code == "budget_invalid")
        {
            return await PageAsync(http, burns, directory, time, typed, refused.Message, ct, StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, BudgetBook budgets, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var caller = http.Caller();
        await budgets.RemoveAsync(caller.Tenant, caller.Actor, form["scope"].ToString(), form["code"].ToString(), form["measure"].ToString(), form["window"].ToString(), ct);
        return Results.LocalRedirect(new Links(http.Request.PathBase.Value ?? "").Budgets);
    }

    private static async Task<IResult> PageAsync(
        HttpContext http, BudgetBurns burns, HerdDirectory directory, TimeProvider time, BudgetTyped typed, string? refusal, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var page = await PageContext.OpenAsync(http, directory, time, ct);
        var view = new BudgetsView(page, await burns.ReadAsync(page.Tenant, ct), typed, refusal, http.Caller().May(Permission.PoliciesWrite));
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<BudgetsPage>(new { View = view }) { PreventStreamingRendering = true, StatusCode = status };
    }

    private static decimal Number(string text, string what) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RefusedException("budget_invalid", $"“{(text.Length > 40 ? text[..40] + "…" : text)}” is no number for {what}. Nothing was changed; write it as 150000 or 12.50.");

    private static string? OneOf(string? word, IReadOnlyList<string> words) => word is not null && words.Contains(word) ? word : null;
}
