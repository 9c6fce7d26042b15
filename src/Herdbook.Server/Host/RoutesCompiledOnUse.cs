using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Herdbook.Server;

/// <summary>
/// ASP.NET's own mapping of handlers, with one difference: what binds a handler's parameters is compiled when its address is first asked for.
/// The framework compiles that of all addresses, some two hundred, before it answers the first request.
/// Metadata and filters are the same; a handler that cannot be bound fails on its first request and not at the start.
/// </summary>
internal static class RoutesCompiledOnUse
{
    public static IEndpointConventionBuilder MapGet(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.Map(HttpMethods.Get, pattern, handler);

    public static IEndpointConventionBuilder MapPost(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.Map(HttpMethods.Post, pattern, handler);

    public static IEndpointConventionBuilder MapPut(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.Map(HttpMethods.Put, pattern, handler);

    public static IEndpointConventionBuilder MapPatch(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.Map(HttpMethods.Patch, pattern, handler);

    public static IEndpointConventionBuilder MapDelete(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.Map(HttpMethods.Delete, pattern, handler);

    private static IEndpointConventionBuilder Map(this IEndpointRouteBuilder routes, string method, string pattern, Delegate handler)
    {
        var mapped = routes.MapMethods(pattern, [method], (RequestDelegate)(_ => Task.CompletedTask));
        mapped.Add(endpoint => PutOff((RouteEndpointBuilder)endpoint, routes.ServiceProvider, method, handler));
        return mapped;
    }

    private static void PutOff(RouteEndpointBuilder endpoint, IServiceProvider services, string method, Delegate handler)
    {
        // The groups' filters stand in the builder by now. The framework would wrap the delegate below in them, at once.
        var shadow = new RouteEndpointBuilder(endpoint.RequestDelegate, endpoint.RoutePattern, endpoint.Order) { ApplicationServices = services };
        foreach (var filter in endpoint.FilterFactories)
        {
            shadow.FilterFactories.Add(filter);
        }

        endpoint.FilterFactories.Clear();
        var options = new RequestDelegateFactoryOptions
        {
            ServiceProvider = services,
            RouteParameterNames = endpoint.RoutePattern.Parameters.Select(parameter => parameter.Name),
            ThrowOnBadRequest = services.GetService<IOptions<RouteHandlerOptions>>()?.Value.ThrowOnBadRequest ?? false,
            DisableInferBodyFromParameters = method == HttpMethods.Get || method == HttpMethods.Delete,
            EndpointBuilder = shadow,
        };
        endpoint.Metadata.Insert(0, handler.Method);
        var inferred = RequestDelegateFactory.InferMetadata(handler.Method, options);
        foreach (var metadata in shadow.Metadata)
        {
            endpoint.Metadata.Add(metadata);
        }

        var bound = new Lazy<RequestDelegate>(() => RequestDelegateFactory.Create(handler, options, inferred).RequestDelegate);
        endpoint.RequestDelegate = http => bound.Value(http);
    }
}
