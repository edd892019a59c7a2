{#-
    The days that each report covers: its billing period, whole, as every refresh is the report of the month so far and
    replaces the one before; of all usage accounts, if it names several, else of the one whose report it may be.
-#}
{%- set report = 'partition by delivery_id, loaded_at, billing_account_id' -%}

with charges as (
    select * from {{ ref('stg_aws__billed_charges') }}
),

renamed as (
    select distinct
        platform,
        delivery_id,
        billing_account_id,
        case
            when min(sub_account_id) over ({{ report }}) != max(sub_account_id) over ({{ report }}) then '*'
            else sub_account_id
        end as sub_account_id,
        invoice_period as covered_from,
        invoice_period_end as covered_until,
        loaded_at
    from charges
    where usage_date is not null
)

select * from renamed
