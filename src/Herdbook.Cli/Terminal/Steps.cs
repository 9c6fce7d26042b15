using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace Herdbook.Cli.Terminal;

/// <summary>Work shown step by step: a spinner while it lasts where there is somebody to see it, a line when it is done.</summary>
internal sealed class Steps(IAnsiConsole console)
{
    /// <summary>Does the work of a step; what it returns besides its result is the step's line.</summary>
    public async Task<T> RunAsync<T>(string name, string doing, Func<Task<(T Result, string Line)>> work)
    {
        var watch = Stopwatch.StartNew();
        var (result, line) = console.Profile.Capabilities.Interactive
            ? await console.Status().StartAsync($"[grey]{name,-9}[/] {Markup.Escape(doing)}", _ => work())
            : await work();
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture,
            $"[green]✓[/] [bold]{name,-9}[/]{Markup.Escape(line)} [grey]{watch.Elapsed.TotalSeconds:0.0} s[/]"));
        return result;
    }

    public void Tell(string markup) => console.MarkupLine(markup);
}
