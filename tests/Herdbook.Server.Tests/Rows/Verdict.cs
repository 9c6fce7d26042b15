using System.Text.Json;
using Xunit;

namespace Herdbook.Server.Tests.Rows;

/// <summary>What was wrong with answers; all of it is told at once.</summary>
internal sealed class Verdict
{
    private const int Told = 25;

    private static readonly string[] Members = ["type", "title", "code", "message", "remedy"];

    private readonly List<string> faults = [];

    /// <summary>A refusal that its reader can mend: 4xx, problem+json, with a code and what to do, and nothing of the inside.</summary>
    public void Refused(RawAnswer answer, string what)
    {
        if (answer.Status is < 400 or >= 500)
        {
            Fault(answer, what, "is not refused");
        }
        else if (!answer.ContentType.StartsWith("application/problem+json", StringComparison.Ordinal))
        {
            Fault(answer, what, "is refused without a problem");
        }
        else if (answer.Text.Contains("Npgsql", StringComparison.Ordinal) || answer.Text.Contains("   at ", StringComparison.Ordinal))
        {
            Fault(answer, what, "tells of the inside");
        }
        else
        {
            using var problem = JsonDocument.Parse(answer.Body);
            var missing = Members.Where(member => !problem.RootElement.TryGetProperty(member, out var value) || value.ValueKind != JsonValueKind.String || value.GetString()!.Length == 0).ToList();
            if (missing.Count > 0 || problem.RootElement.GetProperty("status").GetInt32() != answer.Status)
            {
                Fault(answer, what, $"has no {string.Join(", ", missing)}");
            }
        }
    }

    /// <summary>What is harmless as a value may be answered; a fault of the server's own it must never be.</summary>
    public void Faultless(RawAnswer answer, string what)
    {
        if (answer.Status is < 200 or >= 500)
        {
            Fault(answer, what, "is a fault");
        }
    }

    public void Is(bool good, RawAnswer answer, string what)
    {
        if (!good)
        {
            Fault(answer, what, "is wrong");
        }
    }

    public void AssertGood() => Assert.True(faults.Count == 0, $"{faults.Count}:\n{string.Join("\n", faults.Take(Told))}");

    private void Fault(RawAnswer answer, string what, string how) => faults.Add($"{(what.Length > 200 ? what[..200] + "…" : what)} {how}: {answer}");
}
