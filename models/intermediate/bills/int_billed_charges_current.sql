{{ config(materialized='table') }}
{#-
    The current charges for AI usage. Charges out of scope are in `int_billed_charges_out_of_scope`, so that no reader
    has to filter them.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_latest') }}
)

select * from charges
where is_in_scope
