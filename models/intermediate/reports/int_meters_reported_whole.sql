{#- Meters of a day that some report does not tell by model: what was used of them can only be compared as a whole. -#}
with reports as (
    select * from {{ ref('int_provider_usage_current') }}
),

whole as (
    select distinct
        platform,
        billing_account_id,
        usage_date,
        meter
    from reports
    where model = '(all)'
)

select * from whole
