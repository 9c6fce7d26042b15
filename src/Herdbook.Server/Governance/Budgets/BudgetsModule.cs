using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Governance.Budgets;

/// <summary>Budgets' two doors to the host.</summary>
public static class BudgetsModule
{
    public static IServiceCollection AddBudgets(this IServiceCollection services)
    {
        services.AddSingleton<BudgetBook>();
        services.AddSingleton<BudgetChecks>();
        services.AddSingleton<BudgetSettling>();
        services.AddSingleton<BudgetLifting>();
        services.AddSingleton<BudgetEvaluation>();
        services.AddSingleton<BudgetBurns>();
        services.AddHostedService<BudgetService>();
        return services;
    }

    public static void MapBudgets(this WebApplication app)
    {
        app.MapGroup("/v1/governance/budgets").Requires(Permission.BudgetsRead).MapGet("", BudgetsEndpoint.ListAsync);
        var asking = app.MapGroup("/v1/governance/budgets").Requires(Permission.BudgetsCheck);
        asking.MapPost("check", BudgetsEndpoint.CheckAsync).DisableAntiforgery();
        asking.MapPost("settle", BudgetsEndpoint.SettleAsync).DisableAntiforgery();
        asking.MapPost("release", BudgetsEndpoint.ReleaseAsync).DisableAntiforgery();
        var ruling = app.MapGroup("/v1/governance/budgets").Requires(Permission.PoliciesWrite);
        ruling.MapPost("set", BudgetsEndpoint.SetAsync).DisableAntiforgery();
        ruling.MapPost("remove", BudgetsEndpoint.RemoveAsync).DisableAntiforgery();
        // Whoever may ask may ask for more: an approval decides.
        asking.MapPost("lift", BudgetsEndpoint.LiftAsync).DisableAntiforgery();
    }
}
