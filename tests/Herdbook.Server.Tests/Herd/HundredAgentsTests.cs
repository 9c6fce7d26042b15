using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Herdbook.Core;
using Herdbook.Core.Governance.Audit;
using Herdbook.Server.Tests.Host;
using Herdbook.Testing;
using Npgsql;
using Xunit;

namespace Herdbook.Server.Tests.Herd;

/// <summary>Twenty processes of five agents each, at two servers on one database; five of the processes are killed while their agents hold tickets.</summary>
public sealed class HundredAgentsTests(ITestOutputHelper output)
{
    private const int Tickets = 2_000;
    private const int Processes = 20;
    private const int Doomed = 5;
    private const int Agents = 5;
    private const int LeaseSeconds = 3;

    private const string Seed = """
        with agents as (insert into herd.agent_def (agent_code, agent_status) select 'worker-' || n, 'active' from generate_series(0, 99) as n)
        insert into herd.ticket_def (ticket_code, created_at) select 'W-' || n, timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second' from generate_series(1, 2000) as n
        """;

    private const string Left = "select count(*) from herd.ticket_def where ticket_current_status <> 'done'";

    /// <summary>Tickets that were finished otherwise than once, or claimed more often than they had holders that died.</summary>
    private const string Wrong = """
        select ticket_code
          from herd.agent_instance_ticket_activity
         group by ticket_code
        having count(*) filter (where ticket_status = 'done') <> 1
            or count(*) filter (where ticket_event_type = 'claimed') <> 1 + count(*) filter (where ticket_event_type = 'claim_expired')
        """;

    private const string Expired = """
        select gone.ticket_code, gone.agent_instance_code as instance, gone.created_at as at, done.agent_instance_code as finisher
          from herd.agent_instance_ticket_activity gone
          join herd.agent_instance_ticket_activity done on done.ticket_code = gone.ticket_code and done.ticket_status = 'done'
         where gone.ticket_event_type = 'claim_expired'
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_ticket_is_done_once_though_a_quarter_of_the_agents_are_killed()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using var one = await RunningServer.StartAsync(Ct);
        await using var other = await one.StartBesideAsync(Ct);
        await one.Book.WriteAsync(Tenant.Default, Actor.Owner, new AuditEvent("test"), (connection, token) => connection.ExecuteAsync(new CommandDefinition(Seed, cancellationToken: token)), Ct);
        await using (var source = NpgsqlDataSource.Create(one.Superuser))
        await using (var analyze = source.CreateCommand("analyze herd.ticket_def, herd.agent_def"))
        {
            await analyze.ExecuteNonQueryAsync(Ct);
        }

        var addresses = $"{Address(one)},{Address(other)}";
        // Homes of two servers have tokens of their own, and a token of the tenant holds at both.
        var secret = (await new Core.Governance.Access.ApiTokens(one.Book, TimeProvider.System).MakeAsync(
            Tenant.Default, Actor.Owner, new Core.Governance.Access.WantedToken("herd", ["operator"], [], null, null, null), Ct)).Text;

        var watch = Stopwatch.StartNew();
        var workers = Enumerable.Range(0, Processes).Select(place => Start(addresses, secret, place * Agents, place < Doomed ? "3" : "never")).ToList();
        try
        {
            var held = await Task.WhenAll(workers.Take(Doomed).Select(HeldAsync));
            var killed = DateTime.UtcNow;
            workers.Take(Doomed).ToList().ForEach(worker => worker.Kill());
            await TestHome.UntilAsync(async () => await CountAsync(one) == 0, Ct);
            output.WriteLine($"{Tickets} tickets in {watch.Elapsed.TotalSeconds:0.0} s, of them {Tickets / watch.Elapsed.TotalSeconds:0} a second; {held.Sum(each => each.Count)} claims orphaned.");

            var orphans = held.SelectMany(each => each).ToList();
            Assert.Equal(Doomed * Agents, orphans.Count);
            Assert.Empty(await one.Book.ReadAsync(Tenant.Default, (connection, token) => connection.QueryAsync<string>(new CommandDefinition(Wrong, cancellationToken: token)), Ct));
            var expired = (await one.Book.ReadAsync(Tenant.Default, (connection, token) => connection.QueryAsync<Orphan>(new CommandDefinition(Expired, cancellationToken: token)), Ct)).ToList();
            foreach (var orphan in orphans)
            {
                var taken = Assert.Single(expired, each => each.TicketCode == orphan.Ticket && each.Instance == orphan.Instance);
                Assert.NotEqual(orphan.Instance, taken.Finisher);
                // Agents that found nothing look again every tenth of a second; those at work take an orphan before anything else.
                Assert.InRange(taken.At - killed, TimeSpan.FromSeconds(-0.5), TimeSpan.FromSeconds(LeaseSeconds + 3));
                await AssertStaleAsync(other, secret, orphan);
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Kill();
                await worker.WaitForExitAsync(CancellationToken.None);
                worker.Dispose();
            }
        }
    }

    /// <summary>What is not killed was not at fault either: a worker that meets a refusal that it does not expect says so and ends.</summary>
    private static async Task<IReadOnlyList<Held>> HeldAsync(Process worker)
    {
        var held = new List<Held>();
        while (held.Count < Agents)
        {
            var line = await worker.StandardOutput.ReadLineAsync(Ct) ?? throw new InvalidOperationException($"A worker ended: {await worker.StandardError.ReadToEndAsync(Ct)}");
            held.Add(JsonSerializer.Deserialize<Held>(line, JsonSerializerOptions.Web)!);
        }

        return held;
    }

    /// <summary>The dead holder's write arrives late, at the other server.</summary>
    private static async Task AssertStaleAsync(RunningServer server, string secret, Held held)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/v1/herd/transition", UriKind.Relative))
        {
            Content = JsonContent.Create(new { as_agent = held.Agent, as_instance = held.Instance, ticket = held.Ticket, to_status = "done", fence = held.Fence }),
        };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", secret);
        using var answer = await server.Http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Conflict && text.Contains("claim_lost", StringComparison.Ordinal), text);
    }

    private static Task<long> CountAsync(RunningServer server) => server.Book.ReadAsync(
        Tenant.Default, (connection, token) => connection.ExecuteScalarAsync<long>(new CommandDefinition(Left, cancellationToken: token)), Ct);

    private static string Address(RunningServer server) => server.Http.BaseAddress!.ToString().TrimEnd('/');

    private static Process Start(string addresses, string secret, int first, string doomed)
    {
        var script = Path.Combine(SharedData.Repository, "tests", "Herdbook.Server.Tests", "Herd", "herd-worker.mjs");
        return Process.Start(new ProcessStartInfo("node", ["--max-semi-space-size=2", script, addresses, secret, $"{first}", doomed, $"{LeaseSeconds}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("Node did not start.");
    }

    private sealed record Held(string Agent, string Ticket, long Fence, string Instance);

    private sealed record Orphan
    {
        public string TicketCode { get; init; } = "";

        public string Instance { get; init; } = "";

        public DateTime At { get; init; }

        public string Finisher { get; init; } = "";
    }
}
