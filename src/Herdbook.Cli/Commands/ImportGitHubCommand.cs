using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core.Homes;
using Herdbook.Intake.GitHub;
using Herdbook.Intake.Linking;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook import github`: books what GitHub's REST interface lists, and deliveries that were kept in files.</summary>
internal static class ImportGitHubCommand
{
    private static readonly Argument<string[]> Paths = new("FILE")
    {
        Description = "Files of GitHub's objects, as `gh api` and `gh … --json` write them (.json, .jsonl), or folders of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Repository = new("--repository") { Description = "OWNER/NAME for objects that do not say to which they belong." };

    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command(GitHubIntake.Source, "Pull requests, reviews, findings, checks and issues of GitHub.") { Paths, Repository, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenant = await parsed.TenantOfAsync(session, ct);
            ImportCommand.RefuseDemo(tenant);
            var done = await new GitHubImporter(session.Book, tenant, TimeProvider.System).ImportAsync(parsed.GetValue(Paths)!, parsed.GetValue(Repository), ct);
            var found = await new WorkLinker(session.Book).RunAsync(tenant, null, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(new
                {
                    files = done.Files,
                    unchanged = done.Unchanged,
                    objects = done.Objects,
                    changed = done.Changed,
                    new_links = done.Links + found.All,
                    passed = done.Passed,
                    rejects = done.Rejects,
                });
            }
            else
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{done.Files:N0} files, {done.Unchanged:N0} unchanged: {done.Objects:N0} objects read, {done.Changed:N0} of them news, {done.Passed:N0} that tell nothing that is booked, {done.Rejects:N0} rejected; {done.Links + found.All:N0} links added"));
            }

            return CommandLine.Done;
        });
        return command;
    }
}
