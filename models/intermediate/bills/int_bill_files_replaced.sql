{{ config(materialized='table') }}
{#-
    Deliveries whose file was later replaced by a newer version in the same place. They are listed because a comparison
    of delivery sets cannot find them. A part of an export that is written again stays in its delivery set. A new
    version under a path that names its instant is as new as the old version. In all other cases every version of a file
    is its own delivery set, and the newest set counts. A version that was refused as a whole replaces nothing: nothing
    of it is loaded, and the last version that was loaded still counts.

    Also listed are the parts of an export that the loader refused after it had loaded them: a later part showed that
    the export has the amortized cost.
-#}
with deliveries as (
    select * from {{ source('raw', 'deliveries') }}
    where {{ is_known('delivered_at') }}
),

refusals as (
    select * from {{ source('raw', 'rejected_records') }}
    where record_number = 0
),

accepted_deliveries as (
    select deliveries.*
    from deliveries
    left join refusals
        on deliveries.delivery_id = refusals.delivery_id
    where refusals.delivery_id is null
),

ranked_files as (
    select
        delivery_id,
        row_number() over (
            partition by source, file, case when delivery_set = file then delivered_at end
            order by delivered_at desc, loaded_at desc, delivery_id desc
        ) as newness_rank
    from accepted_deliveries
),

replaced_files as (
    select delivery_id from ranked_files
    where newness_rank > 1

    union

    select delivery_id from refusals
    where reason = 'amortized_cost'
)

select * from replaced_files
