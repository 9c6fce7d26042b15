using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Access;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook github`: what a webhook of GitHub's needs to know.</summary>
internal static class GitHubCommand
{
    public static Command Create()
    {
        var json = Globals.Json();
        var secret = new Command("secret", "Show the secret that GitHub signs this tenant's webhooks with, and the path that it posts to.") { json };
        secret.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenant = await parsed.TenantOfAsync(session, ct);
            var shown = GitHubSecret.Open(session.Home).Shown(tenant);
            var path = tenant == Tenant.Default ? "/v1/intake/github" : $"/v1/intake/github/{tenant}";
            if (parsed.GetValue(json))
            {
                Output.Json(new { tenant = tenant.Slug, path, content_type = "application/json", secret = shown });
            }
            else
            {
                Console.Out.WriteLine($"path          {path}\ncontent type  application/json\nsecret        {shown}");
            }

            return CommandLine.Done;
        });
        return new Command("github", "Webhooks of GitHub.") { secret };
    }
}
