using Spectre.Console;

namespace Herdbook.Cli.Terminal;

internal static class Terminals
{
    /// <summary>Wide enough that nothing wraps where a program reads.</summary>
    private const int NoTerminal = 400;

    /// <summary>Standard output: coloured and as wide as the window on a terminal, plain lines elsewhere.</summary>
    public static IAnsiConsole Standard()
    {
        var plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain || Console.IsInputRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = NoTerminal;
        }

        return console;
    }
}
