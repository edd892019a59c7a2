{#-
    The current charges of services that are not AI usage. They are kept so that every bill adds up; they are not
    compared or allocated.
-#}
with charges as (
    select * from {{ ref('int_billed_charges_latest') }}
)

select * from charges
where not is_in_scope
