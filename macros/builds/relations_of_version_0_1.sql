{#-
    `schema.name` of the relations that version 0.1 made. That version kept no record of them. The first build of a
    later version in such a warehouse takes them for ours, so that those that were renamed or removed since are dropped.
    The list is closed.
-#}
{% macro relations_of_version_0_1() -%}
    {%- set names = {
        'intermediate': (
            'int_account_periods_summed int_bill_days_covered int_bill_days_unioned int_bill_files_replaced ' ~
            'int_bill_sets_dated int_bill_shares_weighed int_bill_versions int_billed_charges_current ' ~
            'int_billed_charges_mapped int_billed_charges_scaled int_billed_charges_sized int_billed_charges_unioned ' ~
            'int_billed_usage_summed int_billing_currencies int_billing_meter_names ' ~
            'int_billing_meters_matched_to_models int_billing_meters_parsed int_billing_meters_split_into_words ' ~
            'int_billing_models_named int_billing_models_spelled int_calculated_usage_converted ' ~
            'int_calculated_usage_placed int_calculated_usage_summed int_charges_unattributed int_days_billed_abroad ' ~
            'int_days_not_itemised int_focus_charges_priced int_focus_charges_unioned int_invoice_lines_rounded ' ~
            'int_list_prices_unioned int_meters_billed_without_model int_meters_reported_whole int_price_book_ranged ' ~
            'int_provider_usage_current int_provider_usage_unioned int_raw_models_resolved int_report_days_covered ' ~
            'int_report_periods_covered int_report_periods_unioned int_usage_cost_shares int_usage_days ' ~
            'int_usage_days_summed int_usage_days_unpivoted int_usage_deliveries_summed int_usage_events_contested ' ~
            'int_usage_events_costed int_usage_events_deduplicated int_usage_events_unioned ' ~
            'int_usage_matched_to_bills int_usage_matched_to_reports int_usage_months int_usage_price_candidates ' ~
            'int_usage_price_cells int_usage_prices int_usage_prices_pivoted int_usage_rate_keys int_usage_rates ' ~
            'int_usage_records_contested int_usage_unpivoted_to_meters int_user_days_summed int_user_months_summed ' ~
            'int_user_usage_summed'
        ),
        'marts': (
            'dim_billing_periods dim_meters dim_models dim_users fct_bill_revisions fct_billed_charges ' ~
            'fct_cost_allocations fct_invoice_lines fct_invoices fct_meter_variances fct_out_of_scope_charges ' ~
            'fct_provider_usage fct_reconciliations fct_rejected_events fct_unmapped_charges fct_unpriced_usage ' ~
            'fct_usage_costs fct_usage_events fct_variance_components focus_cost_and_usage'
        ),
        'seeds': (
            'anthropic__list_prices azure__list_prices bedrock__list_prices bill_services billing_meter_exact ' ~
            'billing_meter_models billing_meter_words cerebras__list_prices charge_categories cohere__list_prices ' ~
            'contracted_prices currencies deepseek__list_prices deployment_scopes exchange_rates ' ~
            'fireworks_ai__list_prices gemini_api__list_prices groq__list_prices meters mistral__list_prices ' ~
            'modal__list_prices model_aliases openai__list_prices openrouter__list_prices perplexity__list_prices ' ~
            'platforms price_audit_verdicts pricing_units regions report_meters service_tiers units_of_measure ' ~
            'vertex__list_prices xai__list_prices zai__list_prices'
        ),
        'staging': (
            'base_anthropic__report_buckets base_anthropic__report_counts base_anthropic__usage_objects ' ~
            'base_compatible__usage_judged base_focus__charges base_gcp__billed_rows base_google__usage_counts ' ~
            'base_langfuse__observations base_litellm__calls base_litellm__models base_openai__daily_costs ' ~
            'base_openai__report_buckets base_openai__report_counts base_openai__report_parts ' ~
            'base_openai__report_results base_openai__report_rows base_openai__tool_calls base_openai__usage_counts ' ~
            'base_openai__usage_judged base_openai__usage_parts base_otel__spans stg_anthropic__bill_days ' ~
            'stg_anthropic__billed_charges stg_anthropic__usage_events stg_anthropic__usage_report_periods ' ~
            'stg_anthropic__usage_reports stg_apim__usage_events stg_aws__bill_days stg_aws__billed_charges ' ~
            'stg_azure__bill_days stg_azure__billed_charges stg_bedrock__usage_events stg_bedrock_logs__usage_events ' ~
            'stg_compatible__usage_events stg_focus__bill_days stg_focus__billed_charges stg_gcp__bill_days ' ~
            'stg_gcp__billed_charges stg_google__usage_events stg_langfuse__usage_events stg_litellm__usage_events ' ~
            'stg_openai__bill_days stg_openai__billed_charges stg_openai__usage_events ' ~
            'stg_openai__usage_report_periods stg_openai__usage_reports stg_otel__usage_events stg_usage__envelopes'
        ),
    } -%}
    {%- set relations = [] -%}
    {%- for schema in names -%}
        {%- for name in names[schema].split(' ') -%}
            {%- do relations.append(schema ~ '.' ~ name) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{- return(relations) -}}
{%- endmacro %}
