namespace Herdbook.Core.Governance.Budgets;

/// <summary>What several of the nouns of budgets ask.</summary>
internal static class BudgetSql
{
    public const string Columns = """
        b.id, b.scope_type, b.scope_code, b.measure, b.window_kind, b.limit_amount, b.warn_share, b.unpriced_usd_per_m, b.is_active, b.note, b.created_at
        """;

    /// <summary>
    /// $1 budgets, $2 window keys, $3 starts, $4 ends, $5 the run that a window is or null, $6 the moment, $7 the run that asks or null.
    /// One snapshot: what a booking takes from a reservation is counted once, in every interleaving.
    /// </summary>
    public const string Figures = """
        select a.place::integer,
               coalesce((select sum(l.extra_amount) from governance.budget_lifts l where l.budget_id = b.id and l.window_key = a.window_key), 0) as lifted,
               governance.budget_amount(b.measure, s.spent, b.unpriced_usd_per_m) as used,
               governance.budget_reserved(b.id, a.window_key, null, $6) as reserved,
               s.spent[3] as unpriced,
               b.measure = 'runs' and $7::text is not null
               and (coalesce((governance.budget_spent(b.measure, b.scope_type, b.scope_code, $7::text, a.starts, a.ends))[4], 0) > 0
                    or exists (select from governance.budget_reservations r
                                where r.budget_id = b.id and r.window_key = a.window_key and r.run_code = $7::text
                                  and (r.status = 'settled' or r.status = 'open' and r.expires_at > $6))) as counted
          from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[]) with ordinality
            as a (budget_id, window_key, starts, ends, run, place)
          join governance.budgets b on b.id = a.budget_id
          cross join lateral (select governance.budget_spent(b.measure, b.scope_type, b.scope_code, a.run, a.starts, a.ends) as spent offset 0) s
         order by a.place
        """;
}
