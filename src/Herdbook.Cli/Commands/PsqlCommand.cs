using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Herdbook.Core;
using Herdbook.Core.Homes;
using Herdbook.Core.Postgres;
using Npgsql;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook psql`: the database the book is in, seen as the application sees it.</summary>
internal static class PsqlCommand
{
    private const string Verb = "psql";

    private static readonly Option<bool> Owner = new("--owner") { Description = "As the owner of the tables, who may change them." };

    private static readonly Argument<string[]> Rest = new("ARGS") { Description = "Passed on to psql.", Arity = ArgumentArity.ZeroOrMore };

    public static Command Create()
    {
        var command = new Command(Verb, "Open the database with psql, as the application's role.") { Owner, Rest };
        command.SetAction(async (parsed, ct) =>
        {
            var psql = PgBinaries.FindClient(Verb) ?? throw new RefusedException("no_psql",
                "psql is not installed. On Debian: apt-get install postgresql-client; on macOS: brew install libpq.");
            await using var session = await HomeSession.OpenBareAsync(parsed.HomeOf(), ct);
            return await RunAsync(psql, parsed.GetValue(Rest)!, session, parsed.TenantOf(), parsed.GetValue(Owner), ct);
        });
        return command;
    }

    /// <summary>psql has options of its own: what is not ours goes behind `--`, so that it is passed on as it stands.</summary>
    public static string[] Separate(string[] args)
    {
        var verb = Array.IndexOf(args, Verb);
        if (verb < 0 || args.Take(verb).Any(a => !a.StartsWith('-') && !FollowsOwn(args, Array.IndexOf(args, a))))
        {
            return args;
        }

        var ours = args.Take(verb + 1).ToList();
        var theirs = new List<string>();
        for (var i = verb + 1; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                theirs.AddRange(args[(i + 1)..]);
                break;
            }

            if (args[i] is "--home" or "--tenant" && i + 1 < args.Length)
            {
                ours.AddRange([args[i], args[++i]]);
            }
            else if (args[i] is "--owner" or "--help" or "-h" || args[i].StartsWith("--home=", StringComparison.Ordinal) || args[i].StartsWith("--tenant=", StringComparison.Ordinal))
            {
                ours.Add(args[i]);
            }
            else
            {
                theirs.Add(args[i]);
            }
        }

        return [.. ours, "--", .. theirs];
    }

    private static bool FollowsOwn(string[] args, int index) => index > 0 && args[index - 1] is "--home" or "--tenant";

    private static async Task<int> RunAsync(string psql, string[] rest, HomeSession session, Tenant tenant, bool owner, CancellationToken ct)
    {
        var role = owner ? HerdbookDatabase.OwnerRole : HerdbookDatabase.AppRole;
        var start = new ProcessStartInfo(psql, rest);
        var address = new NpgsqlConnectionStringBuilder(session.ConnectionString);
        var options = $"-c herdbook.tenant={tenant.Slug} -c herdbook.actor=owner";
        Set("PGHOST", address.Host);
        Set("PGPORT", address.Port.ToString(null, null));
        Set("PGDATABASE", address.Database);
        Set("PGPASSWORD", address.Password);
        if (session.Lease is null)
        {
            Set("PGUSER", address.Username);
            Set("PGOPTIONS", $"{options} -c role={role}");
        }
        else
        {
            Set("PGUSER", role);
            Set("PGOPTIONS", options);
        }

        // An interrupt is for psql's current statement, not for us, who must outlive it to stop the database.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("psql did not start");
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;

        void Set(string name, string? value)
        {
            if (value is { Length: > 0 })
            {
                start.Environment[name] = value;
            }
        }
    }
}
