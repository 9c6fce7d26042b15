{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_skillset'), ref('s_skillset_base'), 'hk_skillset', 'skillset_code', 'skillset_sk', [
    'skillset_description'
]) }}
