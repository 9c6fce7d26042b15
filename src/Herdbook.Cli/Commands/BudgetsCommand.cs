using System.CommandLine;
using Herdbook.Cli.Terminal;
using Herdbook.Core;
using Herdbook.Core.Governance.Budgets;
using Herdbook.Core.Homes;
using Spectre.Console;

namespace Herdbook.Cli.Commands;

/// <summary>`herdbook budgets`: what agents, projects, tickets and the tenant may use, and how much they have.</summary>
internal static class BudgetsCommand
{
    /// <summary>What AEGIS gives its two sorts of agent.</summary>
    private static readonly Dictionary<string, (string Measure, string Window, decimal Limit)[]> Presets = new()
    {
        ["rule-agent"] = [("tokens", "run", 150_000), ("usd", "run", 10), ("tokens", "day", 2_000_000), ("usd", "day", 100)],
        ["monitor"] = [("tokens", "run", 50_000), ("usd", "run", 3), ("tokens", "day", 500_000), ("usd", "day", 30)],
    };

    public static Command Create() => new("budgets", "What may be used in a run, a day or a month, and what is.") { List(), Set(), Remove(), Check() };

    private static Command List()
    {
        var json = Globals.Json();
        var command = new Command("list", "Show every budget and how its present window stands.") { json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var budgets = new BudgetBook(session.Book, TimeProvider.System);
            var tenant = await parsed.TenantOfAsync(session, ct);
            await new BudgetEvaluation(session.Book, TimeProvider.System).RunAsync(tenant, ct);
            var all = await budgets.StandAsync(tenant, ct);
            if (parsed.GetValue(json))
            {
                Output.Json(all.Select(b => new { b.Budget, Now = b.Now?.ToMembers() }));
            }
            else
            {
                BudgetTable.Write(all);
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Command Set()
    {
        var (scope, code) = Subject();
        var limits = (from measure in BudgetWords.Measures
                      from window in BudgetWords.Windows
                      where !(measure == BudgetWords.Runs && window == BudgetWords.Run)
                      select (Measure: measure, Window: window, Option: new Option<decimal?>($"--{measure}-per-{window}") { Description = $"How many {measure} in one {window}.", HelpName = "N" })).ToArray();
        var like = new Option<string?>("--like") { Description = "Budgets that fit a sort of agent: rule-agent (150,000 tokens and $10 a run, 2,000,000 and $100 a day) or monitor (50,000 and $3, 500,000 and $30).", HelpName = "rule-agent|monitor" };
        like.AcceptOnlyFromAmong([.. Presets.Keys]);
        var warn = new Option<decimal?>("--warn") { Description = "Percent of the limit at which a warning is booked (80).", HelpName = "PERCENT" };
        var price = new Option<decimal?>("--unpriced-usd-per-m") { Description = "US dollars for a million tokens that have no price (5).", HelpName = "USD" };
        var note = new Option<string?>("--note") { Description = "Why it is there.", HelpName = "TEXT" };
        var json = Globals.Json();
        var command = new Command("set", "Set budgets; those of the same scope, measure and window are changed.") { scope, code, like, warn, price, note, json };
        foreach (var limit in limits)
        {
            command.Options.Add(limit.Option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(like) is null && limits.All(l => result.GetValue(l.Option) is null))
            {
                result.AddError("Give at least one limit, for example --tokens-per-day 2000000.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            var wanted = (parsed.GetValue(like) is { } named ? Presets[named] : []).ToDictionary(p => (p.Measure, p.Window), p => p.Limit);
            foreach (var limit in limits)
            {
                if (parsed.GetValue(limit.Option) is { } amount)
                {
                    wanted[(limit.Measure, limit.Window)] = amount;
                }
            }

            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenant = await parsed.TenantOfAsync(session, ct);
            var budgets = new BudgetBook(session.Book, TimeProvider.System);
            var evaluation = new BudgetEvaluation(session.Book, TimeProvider.System);
            var set = new List<Budget>();
            foreach (var ((measure, window), amount) in wanted)
            {
                var draft = new BudgetDraft(parsed.GetValue(scope)!, parsed.GetValue(code) ?? "", measure, window, amount, parsed.GetValue(warn) / 100, parsed.GetValue(price), parsed.GetValue(note), true);
                var budget = await budgets.SetAsync(tenant, Actor.Owner, draft, ct);
                await evaluation.LookAgainAsync(tenant, budget, ct);
                set.Add(budget);
            }

            if (parsed.GetValue(json))
            {
                Output.Json(set);
            }
            else
            {
                set.ForEach(b => AnsiConsole.MarkupLineInterpolated($"{b.Title}"));
            }

            return CommandLine.Done;
        });
        return command;
    }

    private static Command Remove()
    {
        var (scope, code) = Subject();
        var measure = new Option<string>("--measure") { Description = "tokens, usd or runs.", Required = true, HelpName = "MEASURE" };
        measure.AcceptOnlyFromAmong([.. BudgetWords.Measures]);
        var window = new Option<string>("--per") { Description = "run, day or month.", Required = true, HelpName = "WINDOW" };
        window.AcceptOnlyFromAmong([.. BudgetWords.Windows]);
        var command = new Command("remove", "Remove a budget; what it booked stays.") { scope, code, measure, window };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var removed = await new BudgetBook(session.Book, TimeProvider.System).RemoveAsync(
                await parsed.TenantOfAsync(session, ct), Actor.Owner, parsed.GetValue(scope)!, parsed.GetValue(code) ?? "", parsed.GetValue(measure)!, parsed.GetValue(window)!, ct);
            AnsiConsole.MarkupLineInterpolated($"removed: {removed.Title}");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var (scope, code) = Subject();
        var tokens = new Option<decimal?>("--tokens") { Description = "How many tokens it may take.", HelpName = "N" };
        var usd = new Option<decimal?>("--usd") { Description = "How many US dollars it may take.", HelpName = "N" };
        var run = new Option<string?>("--run") { Description = "The run that asks.", HelpName = "CODE" };
        var key = new Option<string?>("--reserve") { Description = "Reserve it under this key, for an hour; without it nothing is reserved.", HelpName = "KEY" };
        var json = Globals.Json();
        var command = new Command("check", "Say whether something may start; exits with 1 where a budget is exceeded.") { scope, code, tokens, usd, run, key, json };
        command.SetAction(async (parsed, ct) =>
        {
            await using var session = await HomeSession.OpenAsync(parsed.HomeOf(), ct);
            var tenant = await parsed.TenantOfAsync(session, ct);
            var (word, name) = (parsed.GetValue(scope), parsed.GetValue(code));
            var request = new BudgetRequest(
                parsed.GetValue(key) ?? "look", word == BudgetWords.Agent ? name : null, word == BudgetWords.Project ? name : null, word == BudgetWords.Ticket ? name : null,
                parsed.GetValue(run), parsed.GetValue(tokens), parsed.GetValue(usd), BudgetRequest.UsualHold);
            var checks = new BudgetChecks(session.Book, TimeProvider.System);
            var figures = parsed.GetValue(key) is null
                ? await checks.LookAsync(tenant, request, ct)
                : (await checks.ReserveAsync(tenant, Actor.Owner, request, ct)).Figures;
            var granted = figures.All(f => f.Allows);
            if (parsed.GetValue(json))
            {
                Output.Json(new { Granted = granted, Budgets = figures.Select(f => f.ToMembers()) });
            }
            else
            {
                BudgetTable.Write(figures);
                AnsiConsole.MarkupLine(granted ? "granted" : "[red]budget_exceeded[/]");
            }

            return granted ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static (Argument<string> Scope, Argument<string?> Code) Subject()
    {
        var scope = new Argument<string>("SCOPE") { Description = "agent, project, ticket or tenant." };
        scope.AcceptOnlyFromAmong([.. BudgetWords.Scopes]);
        return (scope, new Argument<string?>("CODE") { Description = "Which one; nothing for the tenant.", Arity = ArgumentArity.ZeroOrOne });
    }
}
