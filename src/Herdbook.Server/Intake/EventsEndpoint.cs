using System.Text.Json;
using Herdbook.Core;
using Herdbook.Intake.Events;
using Herdbook.Server.Access;
using Herdbook.Server.Host;
using Herdbook.Server.Rows;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Intake;

/// <summary>`POST /v1/intake/events`: what any program did, a JSON object a line (docs/sources.md).</summary>
internal static class EventsEndpoint
{
    /// <summary>Of one request, unpacked, in bytes.</summary>
    private const int MostBytes = 16 << 20;

    private const int LongestKey = 200;

    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>200 and what was booked, with the lines that were not taken; 400 `events_refused` if none was.</summary>
    public static async Task<IResult> TakeAsync(HttpContext http, EventIntake intake, LinkService links, ServerOptions options, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await RequestBody.Unpacked(http, MostBytes).CopyToAsync(body, ct);
        var caller = http.Caller();
        var sender = new EventSender(caller.Tenant, caller.Actor, caller.AgentCode, caller.AgentCode is not null, KeyOf(http));
        var answer = await intake.TakeAsync(sender, body.GetBuffer().AsMemory(0, (int)body.Length), options.Reading, ct);
        var taken = answer.Lines - answer.Faults.Select(f => f.Line).Distinct().Count();
        if (taken == 0)
        {
            var why = answer.Faults.Count == 0 ? "The body holds no line." : $"Line {answer.Faults[0].Line}: {answer.Faults[0].Detail}";
            throw new RefusedException("events_refused", $"None of the {answer.Lines:N0} lines was taken. {why} docs/sources.md tells what a line is; mend them and send them again.")
            {
                More = new Dictionary<string, object?> { ["faults"] = answer.Faults.Take(100) },
            };
        }

        if (answer.Events > 0)
        {
            links.Told(caller.Tenant);
        }

        return Results.Json(new { answer.Lines, Taken = taken, answer.Events, answer.Bookings, answer.Faults }, Names);
    }

    private static string? KeyOf(HttpContext http) =>
        http.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } key ? null
        : key.Length <= LongestKey ? key
        : throw new RefusedException("events_refused", $"The Idempotency-Key is longer than {LongestKey} characters. Nothing was booked; send a shorter one.");
}
