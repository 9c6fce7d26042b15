-- Each satellite of events holds what its ledger holds: as many rows, and the same bookings.
{% set ledgers = {
  'sn_agent_instance_lifecycle': 'agent_instance_lifecycle_activity', 'sn_agent_instance_pr': 'agent_instance_pr_activity',
  'sn_agent_instance_review': 'agent_instance_review_activity', 'sn_agent_instance_ticket': 'agent_instance_ticket_activity',
  'sn_agent_instance_token': 'agent_instance_token_activity'
} -%}
{% for satellite, ledger in ledgers.items() -%}
select '{{ satellite }}' as name, taken.rows_taken, booked.rows_booked
  from (select count(*) as rows_taken, sum(booking_id) as numbers from {{ ref(satellite) }}) taken
 cross join (select count(*) as rows_booked, sum(booking_id) as numbers from {{ source('herd', ledger) }}) booked
 where taken.rows_taken <> booked.rows_booked
    or taken.numbers is distinct from booked.numbers
{% if not loop.last %}union all
{% endif %}{% endfor %}
