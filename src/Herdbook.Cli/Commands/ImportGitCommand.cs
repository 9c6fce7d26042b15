using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Intake.Git;
using Herdbook.Intake.Linking;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook import git`: books pull requests and agents' commits.</summary>
internal static class ImportGitCommand
{
    private static readonly Argument<string> Path = new("PATH")
    {
        Description = "A git repository, or a folder with NAME-commits.jsonl, NAME-pulls.jsonl and NAME-checkpoints-metadata.jsonl.",
    };

    private static readonly Option<string?> Repository = new("--repository")
    {
        Description = "OWNER/NAME that pull requests are named by. Without it: the remote `origin`, or else the folder's or the files' name.",
    };

    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command(GitImporter.Source, "Pull requests and commits of a git repository.") { Path, Repository, json };
        command.SetAction((parsed, ct) => RunAsync(parsed, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, bool json, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
        var tenant = await parsed.TenantOfAsync(session, ct);
        ImportCommand.RefuseDemo(tenant);
        var done = await new GitImporter(session.Book, tenant, TimeProvider.System).ImportAsync(parsed.GetValue(Path)!, parsed.GetValue(Repository), ct);
        var found = await new WorkLinker(session.Book).RunAsync(tenant, null, ct);
        if (json)
        {
            Output.Json(new
            {
                repository = done.Repository,
                unchanged = done.Unchanged,
                commits = done.Commits,
                agent_commits = done.AgentCommits,
                pulls = done.Pulls,
                new_pulls = done.NewPulls,
                changed_pulls = done.ChangedPulls,
                new_instances = done.NewInstances,
                activities = done.Activities,
                trailers = done.Trailers,
                checkpoints = done.Checkpoints,
                new_links = done.Links + found.All,
                rejects = done.Rejects,
            });
            return CommandLine.Done;
        }

        Console.Out.WriteLine(done.Unchanged
            ? $"{done.Repository}: nothing new."
            : string.Create(CultureInfo.InvariantCulture,
                $"{done.Repository}: {done.Commits:N0} commits read, {done.AgentCommits:N0} of them by agents; {done.Pulls:N0} pull requests, {done.NewPulls:N0} new and {done.ChangedPulls:N0} changed; {done.NewInstances:N0} instances and {done.Activities:N0} activities added; {done.Links + found.All:N0} links added, {done.Checkpoints:N0} of {done.Trailers:N0} commits with a checkpoint linked to its record; {done.Rejects:N0} lines rejected"));
        return CommandLine.Done;
    }
}
