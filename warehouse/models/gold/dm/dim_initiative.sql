{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_initiative'), ref('s_initiative_base'), 'hk_initiative', 'initiative_code', 'initiative_sk', [
    'initiative_title', 'initiative_description', 'initiative_status'
]) }}
