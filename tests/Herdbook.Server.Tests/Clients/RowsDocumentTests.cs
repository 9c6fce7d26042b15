using System.Diagnostics;
using System.Text.RegularExpressions;
using Herdbook.Intake.Demo;
using Herdbook.Server.Tests.Host;
using Herdbook.Testing;
using Xunit;

namespace Herdbook.Server.Tests.Clients;

/// <summary>What docs/rows.md tells its readers to type.</summary>
public sealed partial class RowsDocumentTests
{
    private const string Usual = "http://localhost:7411";

    /// <summary>A refusal ends the script and shows itself.</summary>
    private const string Strictly = "set -euo pipefail\ncurl() { command curl -sS --fail-with-body -H \"Authorization: Bearer $HERDBOOK_TOKEN\" \"$@\"; echo; }\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_line_works_on_the_demo_fleet()
    {
        await using var server = await RunningServer.StartAsync(Ct);
        await DemoTenant.LoadAsync(server.Book, TimeProvider.System, new DemoOptions(Days: 42), null, Ct);
        var text = await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "docs", "rows.md"), Ct);
        var lines = string.Join("\n", Shell().Matches(text).Select(match => match.Groups[1].Value));
        Assert.True(lines.Split("curl ").Length > 20, "The document has lines to type.");

        var script = Strictly + lines.Replace(Usual, server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-x", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HERDBOOK_TOKEN"] = Credentials.Of(server.Http.BaseAddress!);
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(Ct);
        var error = bash.StandardError.ReadToEndAsync(Ct);
        await bash.WaitForExitAsync(Ct);
        Assert.True(bash.ExitCode == 0, $"{await error}\n{await output}");
        Assert.Contains("\"initiative_title\":\"A quieter herd\"", (await output).Replace(" ", "", StringComparison.Ordinal).Replace("Aquieterherd", "A quieter herd", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
