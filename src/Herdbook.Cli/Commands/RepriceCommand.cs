using System.CommandLine;
using System.Globalization;
using Herdbook.Cli.Terminal;
using Herdbook.Core.Herd.Prices;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook reprice`: books the difference where a booked cost is not what the prices of its time say.</summary>
internal static class RepriceCommand
{
    public static Command Create()
    {
        var json = Globals.Json();
        var command = new Command("reprice", "Bring booked costs in line with the prices of their time, by correcting rows.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenant = await parsed.TenantOfAsync(session, ct);
            await PriceBook.EnsureListAsync(session.Book, tenant, TimeProvider.System, ct);
            var done = await Repricer.RepriceAsync(session.Book, tenant, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(done);
            }
            else
            {
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{done.Calls:N0} calls corrected by {done.CostUsd:+0.00;-0.00;0.00} USD; {done.PricedTokens:N0} tokens have a price now that had none");
                if (done.StillUnpriced > 0)
                {
                    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[yellow]{done.StillUnpriced:N0} calls are still unpriced[/]; `herdbook prices import FILE` adds prices");
                }
            }

            return CommandLine.Done;
        });
        return command;
    }
}
