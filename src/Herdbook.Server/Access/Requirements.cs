using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>What an address asks of its caller. Every endpoint carries one; one that carries none answers nobody.</summary>
/// <param name="Permission">Null where the endpoint decides by what is asked for, as the rows of a table do.</param>
/// <param name="Reason">Why anyone may come, where anyone may.</param>
internal sealed record AccessRequirement(Permission? Permission, string? Reason);

/// <summary>Stands on groups, so that what joins a group is guarded with it.</summary>
internal static class Requirements
{
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRequirement(permission, null));

    /// <summary>For addresses whose permission follows from the request; the handler asks <see cref="Caller.May"/> before it does anything.</summary>
    public static TBuilder RequiresWhatItAsks<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRequirement(null, null));

    public static TBuilder AllowsAnyone<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRequirement(null, reason));

    /// <summary>Who sent the request.</summary>
    public static Caller Caller(this HttpContext http) =>
        http.Features.Get<Caller>() ?? Core.Governance.Access.Caller.Owner(http.Features.Get<Tenant>() ?? Tenant.Default);
}
