using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core.Governance.Approvals;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook approvals`: ask people, look at what waits, decide, wait for an outcome; without a server.</summary>
internal static class ApprovalsCommand
{
    public static Command Create() => new("approvals", "Ask people before an agent goes on, decide, and wait for the outcome.")
    {
        List(),
        Show(),
        Ask(),
        Decide("approve", "Approve a request.", ApprovalVerdict.Approved),
        Decide("reject", "Reject a request; --reason says why.", ApprovalVerdict.Rejected),
        Decide("modify", "Send a request back with a changed payload.", ApprovalVerdict.Modified),
        Wait(),
        ApprovalsPolicyCommand.Create(),
        WebhookSecretCommand(),
    };

    private static Command List()
    {
        var status = new Option<string?>("--status") { Description = "pending, approved, rejected, modified, expired or withdrawn.", HelpName = "STATUS" };
        status.AcceptOnlyFromAmong("pending", "approved", "rejected", "modified", "expired", "withdrawn");
        var reviewer = new Option<string?>("--reviewer") { Description = "Those that this person is asked by name.", HelpName = "NAME" };
        var agent = new Option<string?>("--agent") { Description = "Those of this agent.", HelpName = "CODE" };
        var limit = new Option<int>("--limit") { Description = "At most so many, up to 200.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var json = Globals.Json();
        var command = new Command("list", "Show requests, the latest first.") { status, reviewer, agent, limit, json };
        command.SetAction((parsed, ct) => ApprovalsDesk.RunAsync(parsed, async desk =>
        {
            var page = await desk.Reading.ListAsync(desk.Caller.Tenant, new ApprovalFilter(parsed.GetValue(status), parsed.GetValue(reviewer), parsed.GetValue(agent), Limit: parsed.GetValue(limit)), ct);
            if (parsed.GetValue(json))
            {
                Output.Json(page.Approvals.Select(ApprovalJson.Line));
                return CommandLine.Done;
            }

            var sheet = new Table().Border(TableBorder.Simple).AddColumns("id", "asked", "agent", "checkpoint", "what", "risk", "status");
            foreach (var request in page.Approvals)
            {
                sheet.AddRow([.. new[] { request.Id.ToString(), $"{request.CreatedAt:yyyy-MM-dd HH:mm}", request.AgentId, request.CheckpointType, request.Title ?? "", request.Risk, request.Status }.Select(Markup.Escape)]);
            }

            AnsiConsole.Write(sheet);
            AnsiConsole.MarkupLineInterpolated($"[grey]{page.Approvals.Count} of {page.Total} requests[/]");
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Show()
    {
        var id = ApprovalsDesk.Id();
        var json = Globals.Json();
        var command = new Command("show", "Show one request with everything that happened to it.") { id, json };
        command.SetAction((parsed, ct) => ApprovalsDesk.RunAsync(parsed, async desk =>
        {
            var story = await desk.StoryAsync(parsed.GetValue(id), ct);
            if (parsed.GetValue(json))
            {
                Output.Json(ApprovalJson.Whole(story.Approval));
                return CommandLine.Done;
            }

            ApprovalSheets.Show(story);
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Ask()
    {
        var checkpoint = new Argument<string>("CHECKPOINT") { Description = "The point at which it is asked: pre_filing, good_cause_review, emissions_review or another." };
        var payload = new Option<string>("--payload") { Description = "JSON object: what runs when it is approved; @FILE reads a file, - standard input.", HelpName = "JSON", Required = true };
        var before = new Option<string?>("--before") { Description = "JSON object: what stands now in its place.", HelpName = "JSON" };
        var title = new Option<string?>("--title") { Description = "What is asked, in one line.", HelpName = "TEXT" };
        var risk = new Option<string>("--risk") { Description = "How much is at stake.", HelpName = "low|medium|high|critical", DefaultValueFactory = _ => "medium" };
        var agent = new Option<string?>("--agent") { Description = "The agent that asks.", HelpName = "CODE" };
        var run = new Option<string?>("--run") { Description = "The run that waits.", HelpName = "CODE" };
        var subject = new Option<string?>("--subject") { Description = "What it is about, as module.table/key.", HelpName = "TABLE/KEY" };
        var callback = new Option<string?>("--callback") { Description = "Where a running server sends the outcome.", HelpName = "URL" };
        var key = new Option<string?>("--key") { Description = "Your own key: asked twice with it, it is asked once.", HelpName = "TEXT" };
        var json = Globals.Json();
        var command = new Command("request", "Ask for approval.") { checkpoint, payload, before, title, risk, agent, run, subject, callback, key, json };
        command.SetAction((parsed, ct) => ApprovalsDesk.RunAsync(parsed, async desk =>
        {
            var about = parsed.GetValue(subject)?.Split('/', 2);
            var question = new ApprovalQuestion(parsed.GetValue(checkpoint)!, await ApprovalsDesk.JsonAsync(parsed.GetValue(payload)!, ct))
            {
                PayloadBefore = parsed.GetValue(before) is { } given ? await ApprovalsDesk.JsonAsync(given, ct) : null,
                Title = parsed.GetValue(title),
                Risk = parsed.GetValue(risk)!,
                AgentId = parsed.GetValue(agent),
                ExecutionId = parsed.GetValue(run),
                SubjectType = about?[0],
                SubjectId = about?.ElementAtOrDefault(1),
                CallbackUrl = parsed.GetValue(callback),
                Key = parsed.GetValue(key),
            };
            Tell((await desk.Asking.AskAsync(desk.Caller, question, ct)).OrThrow(), parsed.GetValue(json));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    private static Command Decide(string verb, string about, string decision)
    {
        var id = ApprovalsDesk.Id();
        var reason = new Option<string?>("--reason") { Description = "Why.", HelpName = "TEXT", Required = decision == ApprovalVerdict.Rejected };
        var payload = new Option<string?>("--payload") { Description = "JSON object: the payload as it should be; @FILE reads a file, - standard input.", HelpName = "JSON", Required = decision == ApprovalVerdict.Modified };
        var hash = new Option<string?>("--hash") { Description = "The SHA-256 of the payload that you looked at: another is refused.", HelpName = "HEX" };
        var json = Globals.Json();
        var command = new Command(verb, about) { id, reason, hash, json };
        if (decision == ApprovalVerdict.Modified)
        {
            command.Add(payload);
        }

        command.SetAction((parsed, ct) => ApprovalsDesk.RunAsync(parsed, async desk =>
        {
            var changed = decision == ApprovalVerdict.Modified ? await ApprovalsDesk.JsonAsync(parsed.GetValue(payload)!, ct) : null;
            Tell((await desk.Deciding.DecideAsync(desk.Caller, parsed.GetValue(id), new ApprovalVerdict(decision, parsed.GetValue(reason), changed, parsed.GetValue(hash)), ct)).OrThrow(), parsed.GetValue(json));
            return CommandLine.Done;
        }, ct));
        return command;
    }

    /// <summary>Exits with 0 when it was approved, with 1 when it was not or the time is over.</summary>
    private static Command Wait()
    {
        var id = ApprovalsDesk.Id();
        var seconds = new Option<int>("--seconds") { Description = "How long; 0 waits for ever.", HelpName = "N" };
        var json = Globals.Json();
        var command = new Command("wait", "Wait until a request is decided: exits with 0 when it was approved, else with 1.") { id, seconds, json };
        command.SetAction((parsed, ct) => ApprovalsDesk.RunAsync(parsed, async desk =>
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var bell = new ApprovalBell(desk.Session.Database, TimeProvider.System);
            var listening = bell.RunAsync(ending.Token);
            var limit = parsed.GetValue(seconds) is > 0 and var given ? TimeSpan.FromSeconds(given) : TimeSpan.MaxValue;
            await desk.StoryAsync(parsed.GetValue(id), ct);
            var request = await new ApprovalWaiting(desk.Reading, bell, TimeProvider.System).WaitAsync(desk.Caller.Tenant, parsed.GetValue(id), limit, ct);
            await ending.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Tell(request!, parsed.GetValue(json));
            return request!.Status == ApprovalVerdict.Approved ? CommandLine.Done : CommandLine.Failed;
        }, ct));
        return command;
    }

    private static Command WebhookSecretCommand()
    {
        var command = new Command("webhook-secret", "Show the secret with which this tenant's webhooks are signed.");
        command.SetAction((parsed, ct) => ApprovalsDesk.RunAsync(parsed, desk =>
        {
            Console.Out.WriteLine(WebhookSecret.Open(desk.Session.Home).Shown(desk.Caller.Tenant));
            return Task.FromResult(CommandLine.Done);
        }, ct));
        return command;
    }

    private static void Tell(Approval request, bool json)
    {
        if (json)
        {
            Output.Json(ApprovalJson.Whole(request));
            return;
        }

        AnsiConsole.MarkupLineInterpolated($"{request.Id} [bold]{request.Status}[/]{(request.IsPending ? $", for {ApprovalRight.Whom(request)}: {request.Approvals} of {request.Quorum} approvals" : "")}");
    }
}
