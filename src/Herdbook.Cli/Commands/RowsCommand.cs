using System.CommandLine;
using System.Globalization;
using Herdbook.Catalog;
using Herdbook.Catalog.Rows;
using Herdbook.Core;
using Herdbook.Core.Homes;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook rows`: rows of any table, read and written as over HTTP, without a server.</summary>
internal static class RowsCommand
{
    public static Command Create() => new("rows", "Read and write the rows of any table.")
    {
        RowsReadCommands.List(),
        RowsReadCommands.Get(),
        RowsWriteCommands.Put(),
        RowsWriteCommands.Import(),
        RowsReadCommands.Export(),
    };

    public static Argument<string> Table() => new("TABLE") { Description = "A table, as herd.ticket_def." };

    public static Argument<string[]> Filters() => new("FILTER")
    {
        Description = "Which rows, in PostgREST's words: 'ticket_current_status=eq.todo' 'created_at=gte.2026-01-01'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Option<DateTimeOffset?> AsOf() => new("--as-of")
    {
        Description = "As it was at that time, for example 2026-11-21T09:30:00Z.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"--as-of {text}: give a time, for example 2026-11-21T09:30:00Z.");
            return null;
        },
    };

    /// <summary>Runs on an open book with the tenant and the table that were asked for.</summary>
    /// <exception cref="RowRefusalException">`table_unknown`.</exception>
    public static async Task<int> RunAsync(ParseResult parsed, Argument<string> table, Func<HomeSession, Tenant, TableDeclaration, Task> work, CancellationToken ct)
    {
        await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
        var tenant = await parsed.TenantOfAsync(session, ct);
        await work(session, tenant, RowQueryParser.Table(session.Catalog.Current, parsed.GetValue(table)!));
        return CommandLine.Done;
    }

    /// <exception cref="RowRefusalException">`query_syntax`: one is no filter.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Parameters(IEnumerable<string> filters) => filters.Select(filter =>
        filter.Split('=', 2) is [var name, var value]
            ? KeyValuePair.Create(name, value)
            : throw new RowRefusalException("query_syntax", $"'{filter}' is no filter.") { Remedy = "As in status=eq.open." });
}
