namespace Herdbook.Intake.Linking;

/// <summary>Statements that book links. Each may be run again without effect, and the order in which links are told does not matter.</summary>
internal static class WorkLinkSql
{
    /// <summary>$1 what is linked, $2 its key, $3 to what, $4 its key, $5 reasons, $6 how sure, $7 evidence. The surest telling stays.</summary>
    public const string Told = """
        with told as (
          select distinct on (from_type, from_code, to_type, to_code, reason) *
            from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::text[])
              as t (from_type, from_code, to_type, to_code, reason, confidence, evidence)
           order by from_type, from_code, to_type, to_code, reason, confidence desc, evidence desc nulls last
        ), booked as (
          insert into herd.work_link as l (from_type, from_code, to_type, to_code, link_reason, link_confidence, link_evidence)
          select * from told
          on conflict (tenant_id, from_type, from_code, to_type, to_code, link_reason) do update set
            link_confidence = excluded.link_confidence, link_evidence = excluded.link_evidence
          where (excluded.link_confidence, coalesce(excluded.link_evidence, '')) > (l.link_confidence, coalesce(l.link_evidence, ''))
          returning xmax = 0 as fresh
        )
        select count(*) filter (where fresh)::int from booked
        """;
}
