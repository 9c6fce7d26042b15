{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_craft'), ref('s_craft_base'), 'hk_craft', 'craft_code', 'craft_sk', [
    'craft_description'
]) }}
