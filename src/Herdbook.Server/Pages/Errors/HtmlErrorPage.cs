using Herdbook.Core.Herd;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Pages.Errors;

/// <summary>An error inside the frame: what happened, what was kept, what to do. It shows without a database too.</summary>
internal sealed class HtmlErrorPage(TimeProvider time) : IErrorPage
{
    public async Task WriteAsync(HttpContext http, Problem problem)
    {
        var page = await OpenAsync(http);
        await using var renderer = new HtmlRenderer(http.RequestServices, http.RequestServices.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            if (http.CallerOrNull() is null)
            {
                var bare = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(BareErrorPage.Theme)] = PageContext.ThemeOf(http), [nameof(BareErrorPage.Problem)] = problem });
                return (await renderer.RenderComponentAsync<BareErrorPage>(bare)).ToHtmlString();
            }

            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ErrorPage.Page)] = page, [nameof(ErrorPage.Problem)] = problem });
            return (await renderer.RenderComponentAsync<ErrorPage>(parameters)).ToHtmlString();
        });
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsync(html, http.RequestAborted);
    }

    private async Task<PageContext> OpenAsync(HttpContext http)
    {
        try
        {
            return http.CallerOrNull() is null ? PageContext.WithoutFacts(http, time) : await PageContext.OpenAsync(http, http.RequestServices.GetRequiredService<HerdDirectory>(), time, http.RequestAborted);
        }
        catch (NpgsqlException)
        {
            return PageContext.WithoutFacts(http, time);
        }
    }
}
