using System.CommandLine;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Governance.Approvals;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>What the verbs of `herdbook approvals` work with: the open book, and its owner as the one who acts.</summary>
internal sealed class ApprovalsDesk(HomeSession session, Tenant tenant)
{
    public Caller Caller { get; } = Caller.Owner(tenant);

    public HomeSession Session => session;

    public ApprovalAsking Asking { get; } = new(session.Book, TimeProvider.System);

    public ApprovalDeciding Deciding { get; } = new(session.Book, session.Keys, TimeProvider.System);

    public ApprovalReading Reading { get; } = new(session.Book, session.Keys, TimeProvider.System);

    public ApprovalPolicies Policies { get; } = new(session.Book, TimeProvider.System);

    /// <summary>Runs on an open book with the tenant that was asked for.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, Func<ApprovalsDesk, Task<int>> work, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
        return await work(new ApprovalsDesk(session, await parsed.TenantOfAsync(session, ct)));
    }

    /// <exception cref="RefusedException">`approval_unknown`.</exception>
    public async Task<ApprovalStory> StoryAsync(Guid id, CancellationToken ct) => await Reading.StoryAsync(Caller.Tenant, id, ct)
        ?? throw new RefusedException("approval_unknown", $"There is no request {id} in this tenant. `herdbook approvals list` shows those that there are.");

    public static Argument<Guid> Id() => new("ID") { Description = "The request's id." };

    /// <summary>JSON as it was given: the text itself, `@FILE`, or `-` for standard input.</summary>
    /// <exception cref="RefusedException">`file_missing`.</exception>
    public static async Task<string> JsonAsync(string given, CancellationToken ct)
    {
        if (given == "-")
        {
            return await Console.In.ReadToEndAsync(ct);
        }

        if (!given.StartsWith('@'))
        {
            return given;
        }

        try
        {
            return await File.ReadAllTextAsync(given[1..], ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException("file_unreadable", $"{given[1..]} cannot be read: {e.Message} Nothing was changed.", e);
        }
    }
}
