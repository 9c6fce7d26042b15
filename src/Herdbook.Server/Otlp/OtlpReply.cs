using System.Buffers;
using System.Text;
using Herdbook.Intake.Otlp;
using Herdbook.Server.Host;
using Microsoft.AspNetCore.Http;

namespace Herdbook.Server.Otlp;

/// <summary>
/// Answers in the form of the request (https://opentelemetry.io/docs/specs/otlp/#otlphttp-response): an Export…ServiceResponse with
/// partial_success where items were rejected; of a failure to protobuf a google.rpc.Status, else problem+json.
/// </summary>
internal static class OtlpReply
{
    public const string Protobuf = "application/x-protobuf";

    private const int InvalidArgument = 3;
    private const int ResourceExhausted = 8;
    private const int Internal = 13;
    private const int Unavailable = 14;

    /// <param name="rejected">The member's name of the signal: rejectedSpans, rejectedLogRecords, rejectedDataPoints.</param>
    public static async Task WriteAsync(HttpContext http, OtlpAnswer answer, bool json, string rejected)
    {
        http.Response.StatusCode = StatusCodes.Status200OK;
        if (json)
        {
            var partial = answer.Rejected == 0 ? null : new Dictionary<string, string> { [rejected] = answer.Rejected.ToString(System.Globalization.CultureInfo.InvariantCulture), ["errorMessage"] = answer.Why ?? "" };
            await http.Response.WriteAsJsonAsync(
                partial is null ? new Dictionary<string, object>() : new Dictionary<string, object> { ["partialSuccess"] = partial }, http.RequestAborted);
            return;
        }

        var body = new ArrayBufferWriter<byte>();
        if (answer.Rejected > 0)
        {
            var partial = new ArrayBufferWriter<byte>();
            Number(partial, 1, (ulong)answer.Rejected);
            Part(partial, 2, Encoding.UTF8.GetBytes(answer.Why ?? ""));
            Part(body, 1, partial.WrittenSpan);
        }

        await SendAsync(http, body);
    }

    /// <param name="retryAfter">Seconds; null where sending it again does not help.</param>
    public static async Task WriteAsync(HttpContext http, Problem problem, bool json, int? retryAfter)
    {
        if (retryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (json)
        {
            await problem.WriteAsync(http);
            return;
        }

        http.Response.StatusCode = problem.Status;
        var body = new ArrayBufferWriter<byte>();
        Number(body, 1, problem.Status switch
        {
            StatusCodes.Status429TooManyRequests => ResourceExhausted,
            StatusCodes.Status503ServiceUnavailable => Unavailable,
            >= 500 => Internal,
            _ => InvalidArgument,
        });
        Part(body, 2, Encoding.UTF8.GetBytes(problem.Remedy is { } remedy ? $"{problem.Message} {remedy}" : problem.Message));
        await SendAsync(http, body);
    }

    private static async Task SendAsync(HttpContext http, ArrayBufferWriter<byte> body)
    {
        http.Response.ContentType = Protobuf;
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.Body.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }

    private static void Number(ArrayBufferWriter<byte> to, int field, ulong value)
    {
        Raw(to, (ulong)field << 3);
        Raw(to, value);
    }

    private static void Part(ArrayBufferWriter<byte> to, int field, ReadOnlySpan<byte> part)
    {
        Raw(to, ((ulong)field << 3) | 2);
        Raw(to, (ulong)part.Length);
        to.Write(part);
    }

    private static void Raw(ArrayBufferWriter<byte> to, ulong value)
    {
        while (value > 0x7f)
        {
            to.Write([(byte)(value | 0x80)]);
            value >>= 7;
        }

        to.Write([(byte)value]);
    }
}
