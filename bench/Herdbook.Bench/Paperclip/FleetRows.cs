using System.Globalization;
using System.Text;

namespace Herdbook.Bench.Paperclip;

/// <summary>What both control planes hold before they are measured, and the words that all requests share.</summary>
internal sealed record FleetRows(int Tickets, int Events)
{
    /// <summary>How many tickets a list shows.</summary>
    public const int Page = 50;

    public const int BudgetUsd = 100_000;
    public const string Agent = "bench";
    public const string Model = "claude-sonnet-4-5";
    public const int Input = 1_200;
    public const int Output = 300;
    public const string Description = "What is to be done. What is to be done. What is to be done. What is to be done. What is to be done. ";

    private const int LinesOfRequest = 2_000;
    private const int Runs = 200;

    /// <summary>Lua: a name that no other request has, and the time.</summary>
    public static string Functions(string mark) => $"""
        function number()
          count = count + 1
          return string.format('{mark}-%d-%d', thread_id, count)
        end
        function now() return os.date('!%Y-%m-%dT%H:%M:%SZ') end
        """;

    public string PaperclipRows(string company, string agent) => string.Create(CultureInfo.InvariantCulture, $"""
        insert into issues (company_id, title, description, status, priority, created_by_agent_id, responsible_user_id, issue_number, identifier)
        select '{company}', 'Ticket ' || n, '{Description}', 'todo', 'medium', '{agent}', 'local-board', n, c.issue_prefix || '-' || n
          from generate_series(1, {Tickets}) n, companies c where c.id = '{company}';
        update companies set issue_counter = {Tickets} where id = '{company}';
        insert into cost_events (company_id, agent_id, provider, biller, model, input_tokens, output_tokens, cost_cents, occurred_at)
        select '{company}', '{agent}', 'anthropic', 'anthropic', '{Model}', {Input}, {Output}, 1,
               now() - extract(epoch from now() - date_trunc('month', now())) * random() * interval '1 second'
          from generate_series(1, {Events})
        """);

    /// <summary>As many events, as lines of requests.</summary>
    public IEnumerable<string> HerdbookEvents(DateTime now)
    {
        var month = new DateTime(now.Year, now.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var from = 0; from < Events; from += LinesOfRequest)
        {
            var text = new StringBuilder();
            for (var n = from; n < Math.Min(Events, from + LinesOfRequest); n++)
            {
                text.Append(CultureInfo.InvariantCulture, $$"""{"run":"seed-{{n % Runs}}","id":"seed/{{n}}","agent":"{{Agent}}","type":"call","model":"{{Model}}","input_tokens":{{Input}},"output_tokens":{{Output}},"at":"{{month + ((now - month) * ((double)n / Events)):O}}"}""").Append('\n');
            }

            yield return text.ToString();
        }
    }
}
