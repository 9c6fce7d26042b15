using System.CommandLine;
using System.Runtime.InteropServices;
using Herdbook.Cli.Commands;
using Herdbook.Cli.Terminal;
using Spectre.Console;

namespace Herdbook.Cli;

/// <summary>The command line: its verbs, what ends it, and what it exits with (0 done, 1 refused or failed, 2 not understood).</summary>
internal static class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int NotUnderstood = 2;

    public static RootCommand Build() =>
    [
        Globals.Home,
        Globals.Tenant,
        UpCommand.Create(),
        DownCommand.Create(),
        StatusCommand.Create(),
        ImportCommand.Create(),
        PushCommand.Create(),
        GitHubCommand.Create(),
        WorkCommand.Create(),
        ReportCommand.Create(),
        ReconcileCommand.Create(),
        PricesCommand.Create(),
        RepriceCommand.Create(),
        DemoCommand.Create(),
        TenantsCommand.Create(),
        TablesCommand.Create(),
        RowsCommand.Create(),
        HerdCommands.Create(),
        ApprovalsCommand.Create(),
        WarehouseCommand.Create(),
        UsersCommand.Create(),
        TokensCommand.Create(),
        SignInCommand.Create(),
        BudgetsCommand.Create(),
        McpCommand.Create(),
        ConnectCommand.Create(),
        PlanCommand.Create(),
        ApplyCommand.Create(),
        SchemaCommand.Create(),
        DoctorCommand.Create(),
        PsqlCommand.Create(),
        TemplateCommand.Create(),
        VerifyCommand.Create(),
        AuditCommand.Create(),
        KeysCommand.Create(),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        AnsiConsole.Console = Terminals.Standard();
        var root = Build();
        root.Description = "Herdbook: the book of record for a team's AI agents.";
        var parsed = root.Parse(PsqlCommand.Separate(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync();
            root.Parse([.. Path(parsed.CommandResult), "--help"]).Invoke(new InvocationConfiguration { Output = Console.Error });
            return NotUnderstood;
        }

        using var ending = new CancellationTokenSource();
        using var interrupt = EndOn(PosixSignal.SIGINT, ending);
        using var terminate = EndOn(PosixSignal.SIGTERM, ending);
        using var hangUp = EndOn(PosixSignal.SIGHUP, ending);
        try
        {
            var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(invocation, ending.Token);
        }
        catch (Exception fault)
        {
            return await Faults.TellAsync(fault, ending.IsCancellationRequested);
        }
    }

    /// <summary>The first signal asks to end in order; a second one ends at once.</summary>
    private static PosixSignalRegistration EndOn(PosixSignal signal, CancellationTokenSource ending) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = !ending.IsCancellationRequested;
            ending.Cancel();
        });

    private static IEnumerable<string> Path(System.CommandLine.Parsing.CommandResult command) =>
        command.Parent is System.CommandLine.Parsing.CommandResult parent ? [.. Path(parent), command.Command.Name] : [];
}
