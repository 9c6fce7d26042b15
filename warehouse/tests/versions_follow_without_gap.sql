-- Of every member of every dimension one version is the last, and each other ends where the next begins.
select *
  from (
    select entity, code, valid_to, is_current,
           lead(valid_from) over (partition by entity, code order by valid_from) as next_from
      from {{ ref('mart_entity_state') }}
  ) versions
 where valid_to <> coalesce(next_from, {{ open_end() }})
    or is_current <> (next_from is null)
