using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Intake.ClaudeCode;

namespace Herdbook.Intake.GitHub;

/// <summary>Takes in what GitHub posts. A delivery is one transaction; again, or late, it changes nothing that is known better.</summary>
public sealed class GitHubIntake(Book book)
{
    /// <summary>GitHub posts no larger payloads, in bytes: https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap.</summary>
    public const int MostBytes = 25 << 20;

    /// <summary>The word for this source.</summary>
    public const string Source = "github";

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 128 };

    /// <param name="happened">The header `X-GitHub-Event`.</param>
    /// <param name="delivery">The header `X-GitHub-Delivery`, for the audit log.</param>
    /// <returns>Null for an event that tells nothing that is booked.</returns>
    /// <exception cref="RefusedException">`github_payload`, `tenant_suspended`.</exception>
    public async Task<GitHubBooked?> TakeAsync(Tenant tenant, string happened, string? delivery, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        await Tenants.RequireAtWorkAsync(book, tenant, ct);
        if (Read(happened, body) is not { } payload)
        {
            return null;
        }

        var what = new AuditEvent("intake.github").With("event", happened).With("repository", payload.Repository);
        if (delivery is { Length: > 0 and <= 100 })
        {
            what.With("delivery", delivery);
        }

        return await book.WriteAsync(
            tenant,
            Actor.Intake,
            what,
            async (connection, token) =>
            {
                var booked = await GitHubBook.BookAsync(connection, [payload], token);
                if (booked is { Changed: 0, Commits: 0, Links: 0 })
                {
                    what.Nothing();
                }

                return booked;
            },
            ct);
    }

    private static GitHubPayload? Read(string happened, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(JsonText.Storable(body), Json);
            return GitHubPayload.Read(happened, document.RootElement);
        }
        catch (JsonException e)
        {
            throw new RefusedException("github_payload", $"The payload is no JSON: at byte {e.BytePositionInLine}. Nothing was booked; set the webhook's content type to application/json.", e);
        }
        catch (LineRejectedException e)
        {
            throw new RefusedException("github_payload", $"The payload is no {happened} event of GitHub's: {e.Message} Nothing was booked.", e);
        }
    }
}
