using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Herdbook.Server.Governance.Approvals;

/// <summary>Approvals: questions to people before an agent goes on. <see cref="RequireApproval"/> is what other modules gate by.</summary>
public static class ApprovalsModule
{
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalAsking>();
        services.AddSingleton<ApprovalDeciding>();
        services.AddSingleton<ApprovalDelegating>();
        services.AddSingleton<ApprovalTalk>();
        services.AddSingleton<ApprovalReading>();
        services.AddSingleton<ApprovalPolicies>();
        services.AddSingleton<ApprovalClock>();
        services.AddSingleton<ApprovalBell>();
        services.AddSingleton<ApprovalWaiting>();
        services.AddSingleton<RequireApproval>();
        services.AddSingleton<WebhookQueue>();
        services.AddSingleton(provider => WebhookSecret.Open(provider.GetRequiredService<HerdbookHome>()));
        services.AddSingleton(provider => provider.GetRequiredService<ServerOptions>().Webhooks ?? WebhookAddresses.FromEnvironment());
        services.AddSingleton<WebhookPostman>();
        services.AddHostedService<ApprovalService>();
        return services;
    }

    public static void MapApprovals(this WebApplication app)
    {
        var reading = app.MapGroup("/v1/governance/approvals").Requires(Permission.ApprovalsRead);
        reading.MapGet("", ApprovalsEndpoint.ListAsync);
        reading.MapGet("{id:guid}", ApprovalsEndpoint.GetAsync);
        reading.MapGet("{id:guid}/wait", ApprovalsEndpoint.WaitAsync);
        reading.MapPost("{id:guid}/confirm", ApprovalsEndpoint.ConfirmAsync).DisableAntiforgery();
        reading.MapPost("{id:guid}/comments", ApprovalsEndpoint.CommentAsync).DisableAntiforgery();
        reading.MapGet("events", ApprovalEvents.StreamAsync);
        reading.MapGet("policies", PoliciesEndpoint.GetAsync);
        reading.MapGet("policies/versions", PoliciesEndpoint.VersionsAsync);

        var asking = app.MapGroup("/v1/governance/approvals").Requires(Permission.ApprovalsRequest);
        asking.MapPost("", ApprovalsEndpoint.AskAsync).DisableAntiforgery();
        asking.MapPost("{id:guid}/withdraw", ApprovalsEndpoint.WithdrawAsync).DisableAntiforgery();

        var deciding = app.MapGroup("/v1/governance/approvals").Requires(Permission.ApprovalsDecide);
        deciding.MapPost("{id:guid}/decide", DecideEndpoint.DecideAsync).DisableAntiforgery();
        deciding.MapPost("batch", DecideEndpoint.BatchAsync).DisableAntiforgery();
        deciding.MapPost("{id:guid}/delegate", DelegationsEndpoint.DelegateAsync).DisableAntiforgery();
        deciding.MapGet("delegations", DelegationsEndpoint.ListAsync);
        deciding.MapPost("delegations", DelegationsEndpoint.AddAsync).DisableAntiforgery();
        deciding.MapDelete("delegations/{id:guid}", DelegationsEndpoint.RevokeAsync).DisableAntiforgery();

        var governing = app.MapGroup("/v1/governance/approvals").Requires(Permission.PoliciesWrite);
        governing.MapPut("policies", PoliciesEndpoint.PutAsync).DisableAntiforgery();
        governing.MapGet("webhook-secret", ApprovalsEndpoint.Secret);
        governing.MapPost("escalate", EscalateAsync).DisableAntiforgery();
    }

    /// <summary>Does now what falls due in this tenant; the clock does it by itself every few seconds.</summary>
    private static async Task<IResult> EscalateAsync(HttpContext http, ApprovalClock clock, CancellationToken ct)
    {
        var round = await clock.RunAsync(http.Caller().Tenant, ct);
        return Results.Json(new { expired = round.Expired, escalated = round.Escalated, reminded = round.Reminded });
    }
}
