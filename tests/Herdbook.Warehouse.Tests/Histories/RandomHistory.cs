using FsCheck;
using FsCheck.Fluent;

namespace Herdbook.Warehouse.Tests.Histories;

/// <summary>What happens in one round of a history, in one transaction.</summary>
/// <param name="IsLate">It is committed only after the round's build.</param>
internal sealed record Round(string[] Changes, bool IsLate);

/// <summary>
/// A small fleet's life, on keys of its own: rows that come, change, go, return and are renamed, and events that come twice, at equal times
/// and late. `{h}` stands for the history's own prefix in every key.
/// </summary>
internal sealed record RandomHistory(Round[] Rounds)
{
    private static readonly string[] Instants =
        ["2026-03-01 00:00+00", "2026-03-01 12:00+00", "2026-03-01 12:00+00", "2026-03-02 23:59:59.999999+00", "2026-03-05 08:30+02", "2026-02-27 10:00+00"];

    private static Gen<string> Instant => Gen.Elements(Instants).Select(at => $"timestamptz '{at}'");

    private static Gen<string> Number => Gen.Choose(1, 3).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static Gen<string> Word => Gen.Elements("null", "''", "'one'", "'two'", "'with | and \\ in it'", "'é 😀'");

    public static Gen<RandomHistory> Of(int rounds)
    {
        var round = from changes in Gen.ArrayOf(Change, 5) from late in Gen.Choose(0, 19) select new Round(changes, late == 0);
        return from many in Gen.ArrayOf(round, rounds) select new RandomHistory(many);
    }

    private static Gen<string> Change => Gen.Frequency(
        (3, from n in Number
            from word in Word
            from at in Instant
            from size in Gen.Elements("XS", "M", "XL")
            select Put("ticket_def", "ticket_code", $"'{{h}}T{n}'", ("ticket_title", word), ("ticket_tshirt_size", $"'{size}'"), ("created_at", at))),
        (3, from n in Number
            from state in Gen.Elements("todo", "in_progress", "done", "blocked")
            select $"update herd.ticket_def set ticket_current_status = '{state}' where ticket_code = '{{h}}T{n}'"),
        (2, from n in Number
            from table in Gen.Elements(("ticket_def", "ticket_code", "T"), ("agent_def", "agent_code", "A"), ("pr_def", "pr_code", "P"), ("agent_observation", "observation_id", "O"))
            from at in Gen.Elements("now()", "timestamptz '2026-03-02 12:00+00'", "null")
            select $"update herd.{table.Item1} set deleted_at = {at} where {table.Item2} = '{{h}}{table.Item3}{n}'"),
        (2, from table in Gen.Elements(("agent_observation", "observation_id", "O"), ("decision_record", "decision_id", "D"), ("ticket_def", "ticket_code", "T"))
            from one in Number
            from other in Number
            select $"update herd.{table.Item1} set {table.Item2} = '{{h}}{table.Item3}{other}' where {table.Item2} = '{{h}}{table.Item3}{one}'"),
        (2, from n in Number from role in Word select Put("agent_def", "agent_code", $"'{{h}}A{n}'", ("agent_role", role), ("created_at", "timestamptz '2026-02-01 00:00+00'"))),
        (2, from n in Number
            from agent in Number
            from ticket in Number
            from at in Instant
            from end in Instant
            select Put("agent_instance", "agent_instance_code", $"'{{h}}I{n}'", ("agent_code", $"(select agent_code from herd.agent_def where agent_code = '{{h}}A{agent}')"),
                ("ticket_code", $"(select ticket_code from herd.ticket_def where ticket_code = '{{h}}T{ticket}')"), ("model_code", "'m1'"), ("agent_instance_started_at", at), ("agent_instance_ended_at", end))),
        (2, from n in Number
            from ticket in Number
            from maker in Number
            from at in Instant
            from merged in Gen.Elements("null", "timestamptz '2026-03-04 00:00+00'")
            select Put("pr_def", "pr_code", $"'{{h}}P{n}'", ("ticket_code", $"(select ticket_code from herd.ticket_def where ticket_code = '{{h}}T{ticket}')"),
                ("creator_agent_instance_code", $"(select agent_instance_code from herd.agent_instance where agent_instance_code = '{{h}}I{maker}')"), ("pr_lines_added", "10"), ("pr_merged_at", merged), ("created_at", at))),
        (2, from n in Number
            from pr in Number
            from verdict in Gen.Elements("approved", "request_changes")
            from at in Instant
            select $"insert into herd.review_def (review_code, pr_code, review_round, review_verdict, created_at) values ('{{h}}R{n}', '{{h}}P{pr}', {n}, '{verdict}', {at})"),
        (1, from n in Number
            from review in Number
            from at in Instant
            select $"insert into herd.review_finding (review_finding_code, review_code, finding_severity, finding_category, created_at) values ('{{h}}F{n}', '{{h}}R{review}', 'blocking', 'tests', {at})"),
        (1, from n in Number
            from agent in Number
            from word in Word
            from at in Instant
            select Put("agent_observation", "observation_id", $"'{{h}}O{n}'", ("agent_code", $"(select agent_code from herd.agent_def where agent_code = '{{h}}A{agent}')"), ("observation_content", word), ("confidence", "0.5"), ("created_at", at))),
        (1, from n in Number from word in Word from at in Instant select Put("decision_record", "decision_id", $"'{{h}}D{n}'", ("decision", word), ("created_at", at))),
        (1, from n in Number from word in Word select $"insert into herd.craft_version (craft_version_content) values ('{{h}} craft {n}') on conflict do nothing"),
        (6, from n in Number
            from tokens in Gen.Choose(0, 5000)
            from cost in Gen.Elements("null", "0.25", "-0.1", "0.000001")
            from at in Instant
            from twice in Gen.Choose(1, 2)
            select $"""
                    insert into herd.agent_instance_token_activity (agent_instance_code, model_code, token_input_count, token_cost_usd, token_unpriced_count, cost_basis, created_at, message_id)
                    select '{"{h}"}I{n}', 'm1', {tokens}, {cost}, {(cost == "null" ? tokens : 0)}, {(cost == "null" ? "'none'" : "'list'")}, {at}, 'same' from generate_series(1, {twice})
                    """),
        (2, from n in Number
            from ticket in Number
            from kind in Gen.Elements("created", "transitioned", "blocked", "unblocked")
            from at in Instant
            select $"insert into herd.agent_instance_ticket_activity (agent_instance_code, ticket_code, ticket_event_type, ticket_status, created_at) values ('{{h}}I{n}', '{{h}}T{ticket}', '{kind}', 'done', {at})"),
        (1, from n in Number
            from pr in Number
            from at in Instant
            select $"insert into herd.agent_instance_pr_activity (agent_instance_code, pr_code, pr_event_type, pr_push_lines_added, created_at) values ('{{h}}I{n}', '{{h}}P{pr}', 'pushed', 5, {at})"),
        (1, from n in Number
            from at in Instant
            select $"insert into herd.agent_instance_lifecycle_activity (agent_instance_code, lifecycle_event_type, created_at) values ('{{h}}I{n}', 'spawned', {at})"));

    /// <summary>The round's statements for one history. A change that a rule of the book refuses leaves everything as it was.</summary>
    public static string Sql(Round round, string prefix) => string.Join(
        '\n',
        round.Changes.Select(change => $"""
            do $do$ begin
            {change.Replace("{h}", prefix, StringComparison.Ordinal)};
            exception when integrity_constraint_violation then null;
            end $do$;
            """));

    private static string Put(string table, string key, string value, params (string Name, string Value)[] columns) =>
        $"insert into herd.{table} ({key}, {string.Join(", ", columns.Select(column => column.Name))}) values ({value}, {string.Join(", ", columns.Select(column => column.Value))}) "
        + $"on conflict (tenant_id, {key}) do update set {string.Join(", ", columns.Where(column => column.Name != "created_at").Select(column => $"{column.Name} = excluded.{column.Name}"))}, deleted_at = null";
}
