{{ config(materialized='table') }}
{#-
    Contents of a file that a later content in the same place replaces, where nothing else would tell: a part that is written
    anew belongs to the set that it was in, and a content under a path that names its instant is as new as the one before.
    Any other file is a set of its own with each content, and the newest speaks.
-#}
with deliveries as (
    select * from {{ source('raw', 'deliveries') }}
    where {{ is_known('delivered_at') }}
),

ranked_files as (
    select
        delivery_id,
        row_number() over (
            partition by source, file, case when delivery_set = file then delivered_at end
            order by delivered_at desc, loaded_at desc, delivery_id desc
        ) as newness_rank
    from deliveries
),

replaced_files as (
    select delivery_id from ranked_files
    where newness_rank > 1
)

select * from replaced_files
