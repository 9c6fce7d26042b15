using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Access;

/// <summary>What an address asks of its caller. Every endpoint carries one; one that carries none answers nobody.</summary>
/// <param name="Permission">Null where the endpoint decides by what is asked for.</param>
/// <param name="Reason">Why anyone may come, where anyone may.</param>
internal sealed record AccessRequirement(Permission? Permission, string? Reason)
{
    /// <summary>What is done to the rows of the table that the path names, where that decides: <see cref="Permission.Read"/> or <see cref="Permission.Write"/>.</summary>
    public string? Rows { get; init; }
}

/// <summary>Stands on groups, so that what joins a group is guarded with it. The innermost counts.</summary>
internal static class Requirements
{
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRequirement(permission, null));

    /// <summary>For addresses with a table in their path, as `{table}` or `{name}`: its module decides.</summary>
    public static TBuilder RequiresRows<TBuilder>(this TBuilder builder, string action)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRequirement(null, null) { Rows = action });

    /// <summary>For addresses whose permission follows from the request; the handler asks <see cref="Caller.May"/> before it does anything.</summary>
    public static TBuilder RequiresWhatItAsks<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRequirement(null, null));

    public static TBuilder AllowsAnyone<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRequirement(null, reason));

    /// <summary>Who sent the request.</summary>
    /// <exception cref="InvalidOperationException">The address allows anyone, and nobody signed in.</exception>
    public static Caller Caller(this HttpContext http) => http.CallerOrNull() ?? throw new InvalidOperationException("Nobody signed in, and the address asks who did.");

    /// <summary>Who sent the request; null where the address allows anyone and nobody signed in.</summary>
    public static Caller? CallerOrNull(this HttpContext http) => http.Features.Get<Caller>();

    /// <summary>Refuses what the caller may not.</summary>
    /// <exception cref="RefusedException">`forbidden`.</exception>
    public static void Require(this HttpContext http, Permission permission)
    {
        if (!http.Caller().May(permission))
        {
            throw Decision.Forbidden(permission);
        }
    }
}
