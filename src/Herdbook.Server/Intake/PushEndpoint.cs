using System.Text.Json;
using Herdbook.Core;
using Herdbook.Intake.Push;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Herdbook.Server.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Intake;

/// <summary>`POST /v1/intake/push`: parts of files of another machine, booked as they come.</summary>
internal static class PushEndpoint
{
    private const long MostBytes = 256L << 20;
    private const long MostQuestion = 8 << 20;
    private const int MostPaths = 1000;

    /// <summary>Each frame is durable before the next is read; a request that is cut off has booked the frames that came whole.</summary>
    public static async Task<IResult> TakeAsync(HttpContext http, PushIntake push, LinkService links, ServerOptions options, CancellationToken ct)
    {
        var tenant = http.Caller().Tenant;
        var marks = new List<PushMark>();
        await using var body = new BufferedStream(RequestBody.Unpacked(http, MostBytes), 64 * 1024);
        while (await PushBody.NextAsync(body, ct) is { } next)
        {
            marks.Add(await push.TakeAsync(tenant, next.Frame, next.Bytes, options.Reading, ct));
        }

        if (marks.Count > 0)
        {
            links.Told(tenant);
        }

        return Results.Json(marks, PushJson.Default.ListPushMark);
    }

    public static async Task<IResult> MarksAsync(HttpContext http, PushIntake push, CancellationToken ct)
    {
        try
        {
            var question = await JsonSerializer.DeserializeAsync(RequestBody.Unpacked(http, MostQuestion), PushJson.Default.PushQuestion, ct);
            return question is { Paths.Count: <= MostPaths, Machine.Length: > 0 and <= 200 } && question.Paths.All(p => p.Length is > 0 and <= 4096)
                ? Results.Json(await push.MarksAsync(http.Caller().Tenant, question, ct), PushJson.Default.ListPushMark)
                : throw new RefusedException("push_frame", $"Ask for at most {MostPaths:N0} paths of one machine at once. Nothing was taken.");
        }
        catch (JsonException e)
        {
            throw new RefusedException("push_frame", $"The question is no JSON: {e.Message} Nothing was taken; send source, machine and paths.", e);
        }
    }
}
