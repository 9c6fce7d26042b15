{{ config(materialized='table', schema='herd_dm') }}

{{ scd2(ref('h_personality'), ref('s_personality_base'), 'hk_personality', 'personality_code', 'personality_sk', [
    'personality_description'
]) }}
