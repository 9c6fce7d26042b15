using FsCheck;
using FsCheck.Fluent;
using Herdbook.Core.Governance.Budgets;
using Xunit;

namespace Herdbook.Core.Tests.Governance.Budgets;

/// <summary>Random histories of asking, settling, giving back, booking, correcting and waiting, against a model that adds up in memory.</summary>
public sealed class BudgetHistoryTests
{
    private const int Limit = 100;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private enum Verb
    {
        Ask,
        Settle,
        Release,
        Book,
        Correct,
        Evaluate,
        Wait,
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("usd")]
    public async Task After_any_history_the_figures_are_those_of_the_model(string measure)
    {
        var steps =
            from verb in Gen.Frequency((5, Gen.Constant(Verb.Ask)), (2, Gen.Constant(Verb.Settle)), (1, Gen.Constant(Verb.Release)), (4, Gen.Constant(Verb.Book)), (1, Gen.Constant(Verb.Correct)), (2, Gen.Constant(Verb.Evaluate)), (1, Gen.Constant(Verb.Wait)))
            from run in Gen.Choose(0, 3)
            from amount in Gen.Choose(1, 30)
            select (Verb: verb, Run: run, Amount: amount);
        await using var first = await BudgetBed.CreateAsync(Ct);
        foreach (var (place, history) in steps.ListOf(24).Sample(10).Index())
        {
            var bed = first.For($"history-{place}");
            var budget = await bed.SetAsync("agent", "mason", measure, "month", Limit, Ct);
            var model = new Model();
            for (var run = 0; run < 4; run++)
            {
                await bed.RunAsync($"r{run}", "mason", Ct);
            }

            var told = string.Join("; ", history.Select(s => $"{s.Verb} r{s.Run} {s.Amount}"));
            foreach (var (verb, run, amount) in history)
            {
                await ApplyAsync(bed, model, measure, verb, run, amount, told);
                var figure = await bed.FigureAsync(budget, Ct);
                Assert.True((model.Used, model.Reserved(bed.Time.GetUtcNow())) == (figure.Used, figure.Reserved), $"{verb} r{run} {amount}: model {model.Used}/{model.Reserved(bed.Time.GetUtcNow())}, book {figure.Used}/{figure.Reserved} in {told}");
            }
        }
    }

    private static async Task ApplyAsync(BudgetBed bed, Model model, string measure, Verb verb, int run, int amount, string told)
    {
        var now = bed.Time.GetUtcNow();
        switch (verb)
        {
            case Verb.Ask:
                var key = $"k{model.Claims.Count}-{now.Ticks}-{amount}-{run}-{model.Bookings}";
                var fits = model.Used + model.Reserved(now) + amount <= Limit;
                var granted = true;
                try
                {
                    await bed.AskAsync(key, Ct, agent: "mason", tokens: measure == "tokens" ? amount : null, usd: measure == "usd" ? amount : null, run: run == 3 ? null : $"r{run}", hold: TimeSpan.FromMinutes(10));
                }
                catch (RefusedException e) when (e.Code == "budget_exceeded")
                {
                    granted = false;
                }

                Assert.True(fits == granted, $"{(fits ? "refused" : "granted")} in {told}");
                if (granted)
                {
                    model.Ask(key, run == 3 ? null : run, amount, now, now + TimeSpan.FromMinutes(10));
                }

                break;
            case Verb.Settle when model.Claims.FindLast(c => c.Status == "open") is { } open:
                await bed.Settling.SettleAsync(bed.Tenant, BudgetBed.Asker, open.Key, $"r{run}", measure == "tokens" ? amount : null, measure == "usd" ? amount : null, false, Ct);
                (open.Status, open.Amount, open.Run) = ("settled", amount, open.Run ?? run);
                break;
            case Verb.Release when model.Claims.Find(c => c.Status == "open") is { } open:
                await bed.Settling.ReleaseAsync(bed.Tenant, BudgetBed.Asker, open.Key, false, Ct);
                open.Status = "released";
                break;
            case Verb.Book or Verb.Correct:
                var change = verb == Verb.Book ? amount : -amount;
                await bed.BookAsync($"r{run}", change, Ct, usd: change, kind: verb == Verb.Book ? "usage" : "correction", basis: run == 1 ? "imputed" : "list");
                model.Book(run, change);
                break;
            case Verb.Evaluate:
                await bed.Evaluation.RunAsync(bed.Tenant, Ct);
                break;
            case Verb.Wait:
                bed.Time.Move(TimeSpan.FromMinutes(4));
                break;
        }
    }

    private sealed class Claim(string key, int? run, decimal amount, decimal before, DateTimeOffset expires)
    {
        public string Key => key;

        public int? Run { get; set; } = run;

        public decimal Amount { get; set; } = amount;

        public decimal Before => before;

        public DateTimeOffset Expires => expires;

        public string Status { get; set; } = "open";
    }

    private sealed class Model
    {
        private readonly decimal[] _booked = new decimal[4];

        public List<Claim> Claims { get; } = [];

        public int Bookings { get; private set; }

        public decimal Used => _booked.Sum();

        public void Book(int run, decimal amount)
        {
            _booked[run] += amount;
            Bookings++;
        }

        public void Ask(string key, int? run, decimal amount, DateTimeOffset now, DateTimeOffset expires) =>
            Claims.Add(new Claim(key, run, amount, run is { } of ? Math.Max(0, _booked[of]) + Claims.Where(c => c.Run == of).Sum(c => Outstanding(c, now)) : 0, expires));

        public decimal Reserved(DateTimeOffset now) => Claims.Sum(c => Outstanding(c, now));

        private decimal Outstanding(Claim claim, DateTimeOffset now) =>
            claim.Status == "released" || claim.Status == "open" && claim.Expires <= now
                ? 0
                : Math.Max(0, claim.Amount - Math.Max(0, (claim.Run is { } run ? _booked[run] : 0) - claim.Before));
    }
}
