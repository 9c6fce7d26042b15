using Herdbook.Core.Governance.Access;
using Herdbook.Server.Access;
using Herdbook.Server.Pages.Rows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Herdbook.Server.Pages.Governance.Approvals;

/// <summary>The inbox of approvals and each request's page.</summary>
internal static class ApprovalPagesModule
{
    public static void MapApprovalPages(this IEndpointRouteBuilder routes)
    {
        var looking = routes.MapGroup("/approvals").AddEndpointFilter(FormGuard.CheckAsync).Requires(Permission.ApprovalsRead);
        looking.MapGet("", InboxEndpoint.ShowAsync);
        looking.MapGet("{id:guid}", RequestEndpoint.ShowAsync);
        looking.MapPost("{id:guid}/comment", RequestEndpoint.CommentAsync);

        var deciding = routes.MapGroup("/approvals").AddEndpointFilter(FormGuard.CheckAsync).Requires(Permission.ApprovalsDecide);
        deciding.MapPost("batch", InboxEndpoint.BatchAsync);
        deciding.MapPost("{id:guid}/decide", InboxEndpoint.DecideAsync);
        deciding.MapPost("{id:guid}/delegate", RequestEndpoint.DelegateAsync);

        var asking = routes.MapGroup("/approvals").AddEndpointFilter(FormGuard.CheckAsync).Requires(Permission.ApprovalsRequest);
        asking.MapPost("{id:guid}/withdraw", RequestEndpoint.WithdrawAsync);
    }
}
