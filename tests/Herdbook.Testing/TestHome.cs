using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Npgsql;

namespace Herdbook.Testing;

/// <summary>A home of its own for one test, on which the real program runs. What was started on it is stopped at the end, and the home removed.</summary>
public sealed class TestHome : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<Task<TestHome>> Template = new(MakeTemplateAsync);

    private readonly string _folder = Directory.CreateTempSubdirectory("herdbook-home-").FullName;

    public TestHome()
    {
        // The database's account has to pass when the tests run as root.
        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Home = new HerdbookHome(Path.Combine(_folder, "home"));
    }

    /// <summary>A home with a book in it that was up once: the copy of one that this process makes for all.</summary>
    public static async Task<TestHome> WarmAsync(CancellationToken ct)
    {
        var template = await Template.Value.WaitAsync(ct);
        var home = new TestHome();
        using var copy = Process.Start("cp", ["-a", template.Home.Root, home.Home.Root]);
        await copy.WaitForExitAsync(ct);
        return copy.ExitCode == 0 ? home : throw new IOException("The template of the home was not copied.");
    }

    public HerdbookHome Home { get; }

    /// <summary>Variables of every run on this home.</summary>
    public Dictionary<string, string?> Environment { get; } = new() { ["HERDBOOK_DATABASE"] = null };

    /// <summary>Runs a verb on this home.</summary>
    public Task<ProgramResult> RunAsync(CancellationToken ct, params string[] arguments) =>
        HerdbookProgram.RunAsync(["--home", Home.Root, .. arguments], ct, Environment);

    /// <summary>Starts a verb on this home. Whoever starts it ends it.</summary>
    public Process Start(params string[] arguments) => HerdbookProgram.Start(["--home", Home.Root, .. arguments], Environment);

    /// <summary>Starts a verb that reads its standard input. Whoever starts it ends it.</summary>
    public Process StartListening(params string[] arguments) => HerdbookProgram.Start(["--home", Home.Root, .. arguments], Environment, listens: true);

    /// <summary>`up --detach` on a free port.</summary>
    /// <returns>The address, for example http://127.0.0.1:40001.</returns>
    public async Task<string> UpAsync(CancellationToken ct, params string[] arguments)
    {
        var up = await RunAsync(ct, ["up", "--detach", "--port", "0", "--no-import", "--warehouse-every", "0", .. arguments]);
        return up.ExitCode == 0
            ? (await StatusAsync(ct)).GetProperty("address").GetString()!
            : throw new InvalidOperationException($"up failed: {up.Error}{up.Output}");
    }

    public async Task<JsonElement> StatusAsync(CancellationToken ct) =>
        JsonDocument.Parse((await RunAsync(ct, "status", "--json")).Output).RootElement;

    /// <summary>The answer of a query as psql prints it, asked as the tables' owner.</summary>
    public async Task<string> AskAsync(string sql, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenBareAsync(Home, ct);
        var address = new NpgsqlConnectionStringBuilder(session.ConnectionString);
        var asked = await HerdbookProgram.RunAsync(
            new ProcessStartInfo(PgBinaries.FindClient("psql")!, ["-AtX", "-v", "ON_ERROR_STOP=1", "-c", sql]),
            ct,
            new Dictionary<string, string?>
            {
                ["PGHOST"] = address.Host,
                ["PGPORT"] = address.Port.ToString(CultureInfo.InvariantCulture),
                ["PGDATABASE"] = address.Database,
                ["PGPASSWORD"] = address.Password,
                ["PGUSER"] = HerdbookDatabase.OwnerRole,
                ["PGOPTIONS"] = "-c herdbook.tenant=default -c herdbook.actor=owner",
            });
        return asked.ExitCode == 0 ? asked.Output.Trim() : throw new InvalidOperationException(asked.Error);
    }

    /// <summary>Waits until a condition holds; fails after a minute.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        for (var pause = 20; !await condition(); pause = Math.Min(2 * pause, 160))
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException("What the test waits for did not come.");
            }

            await Task.Delay(pause, ct);
        }
    }

    private static async Task<TestHome> MakeTemplateAsync()
    {
        var template = new TestHome();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(template._folder, recursive: true);
        await template.UpAsync(CancellationToken.None);
        await template.RunAsync(CancellationToken.None, "down");
        return template;
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Home.Root))
        {
            await RunAsync(CancellationToken.None, "down");
        }

        Directory.Delete(_folder, recursive: true);
    }
}
