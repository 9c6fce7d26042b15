using Herdbook.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Herdbook.Server.Host;

/// <summary>Turns every exception and every empty error answer into a <see cref="Problem"/>, in one place.</summary>
internal static class Problems
{
    public static void UseProblems(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use(async (http, next) =>
        {
            try
            {
                await next(http);
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (!http.Response.HasStarted)
            {
                // What a server says that is going away is no answer to keep: its clients come again to the next one.
                if (stopping.IsCancellationRequested && fault is ObjectDisposedException)
                {
                    http.Abort();
                    return;
                }

                var problem = Problem.Of(fault);
                if (problem.Status == StatusCodes.Status500InternalServerError)
                {
                    app.Logger.LogError(fault, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
                }
                else if (fault is NpgsqlException)
                {
                    app.Logger.LogWarning("{Method} {Path}: {Fault}", http.Request.Method, http.Request.Path, fault.Message);
                }

                http.Response.Clear();
                await problem.WriteAsync(http);
                return;
            }

            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            {
                await Problem.OfStatus(http.Response.StatusCode).WriteAsync(http);
            }
        });
    }
}
