"""Bills of one month of a whole cloud, as files: an Azure EA export, an AWS Cost and Usage Report, a FOCUS dataset.

A line is a meter of a resource, and it has a row in every day, or hour, of the month. The first bill has March 2026
without its last day. The refreshed bill has the whole month: the day that was open has changed, and so have some lines
of every day. All files follow from the arguments alone. DuckDB writes them row by row, so they may be of any size.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from tools.benchmarks.bills.meters import AWS_OTHERS, AZURE_OTHERS, Service, aws_ours, azure_ours
from tools.simulator.azure_bills import EA_HEADER

FIRST_DAYS = 30
HOURS_PER_DAY = 24
_ACCOUNT = "8611537"
_DELIVERED_AT = {False: datetime(2026, 3, 31, 4), True: datetime(2026, 4, 1, 4)}
_OTHER_LINES_PER_RESOURCE = 3
_OUR_LINES_PER_RESOURCE = 8

_TABLES = """
create table meters (
    meter_number bigint, category varchar, family varchar, code varchar, name varchar, unit varchar,
    price decimal(12, 6), block bigint
);
create table services (slot bigint, first_meter bigint, meter_count bigint)
"""

# Our resources have the negative numbers.
_RESOURCES = """
create table resources as
with drawn as (
    select resource_number, hash(resource_number * 11 + 5) as drawn_hash
    from range(-{our_resources}, {other_resources}) as numbers (resource_number)
),

placed as (
    select
        resource_number,
        drawn_hash,
        (drawn_hash % {accounts})::bigint as account_number,
        case when resource_number < 0 then -1 else (drawn_hash // 1000 % {slots})::bigint end as slot
    from drawn
)

select
    placed.resource_number,
    services.first_meter,
    services.meter_count,
    account_number,
    {account} as account,
    {regions}[1 + (account_number + case when drawn_hash // 7 % 5 = 0 then 1 else 0 end) % 4] as region,
    'rg-' || ['web', 'data', 'shared', 'core'][1 + account_number % 4] || '-' || (drawn_hash % 997) as resource_group,
    case when resource_number < 0 then 'assistant-' else 'res-' end || lower(to_hex(drawn_hash % 1099511627776))
        as resource_name,
    ['4711', '4712', '0815'][1 + (drawn_hash // 31 % 3)::bigint] as cost_center,
    ['prod', 'test', 'dev'][1 + (drawn_hash // 37 % 3)::bigint] as environment,
    'team-' || (drawn_hash // 41 % 60) as team
from placed
inner join services
    on placed.slot = services.slot
"""

_LINES = """
create table lines as
with drawn as (
    select
        line_number,
        hash(line_number * 3 + 1) as drawn_hash,
        case
            when line_number * 37 % 100 < {share} then -1 - (hash(line_number) % {our_resources})::bigint
            else (hash(line_number) % {other_resources})::bigint
        end as resource_number
    from range({lines}) as numbers (line_number)
)

select
    drawn.line_number,
    resources.*,
    meters.*,
    case when meters.block > 0 then 1.0 / meters.block else 0.0001 end::decimal(12, 6) as step
from drawn
inner join resources
    on drawn.resource_number = resources.resource_number
inner join meters
    on meters.meter_number = resources.first_meter + (drawn.drawn_hash % resources.meter_count)::bigint
"""

# Amounts of a row have no more decimals than the warehouse keeps.
_ROWS = """
with numbered as (
    select
        row_number,
        row_number % {lines} as line_number,
        row_number // {lines} // {moments_per_day} as day_number,
        timestamp '2026-03-01' + to_hours(row_number // {lines} * {hours_per_moment}) as starts_at
    from range({rows}) as numbers (row_number)
),

drawn as (
    select
        *,
        hash(row_number * 5 + case
            when {is_refreshed} and (day_number = {first_days} - 1 or line_number % 97 = 0) then 2 else 1
        end) % 2400000 as steps
    from numbered
),

amounts as (
    select
        lines.*,
        drawn.row_number,
        drawn.starts_at,
        ((1 + drawn.steps)::decimal(8, 0) * lines.step)::decimal(18, 6) as quantity,
        (quantity * lines.price)::decimal(30, 12) as cost
    from drawn
    inner join lines
        on drawn.line_number = lines.line_number
)

select {columns}
from amounts
"""

_COPY = "copy ({rows}) to '{path}' ({options})"


@dataclass(frozen=True)
class Bill:
    """A bill of the benchmark.

    Attributes:
        format: one of `FORMATS`.
        rows: rows of the first bill.
        share: percent of the lines that are usage of models.
    """

    format: str
    rows: int
    share: int

    @property
    def moments_per_day(self) -> int:
        """How many rows a line has in a day."""
        return HOURS_PER_DAY if self.format == "aws" else 1

    @property
    def lines(self) -> int:
        """The number of lines."""
        return -(-self.rows // (FIRST_DAYS * self.moments_per_day))

    @property
    def refreshed_rows(self) -> int:
        """Rows of the refreshed bill, which has one more day."""
        return self.lines * self.moments_per_day * (FIRST_DAYS + 1)


def bill_path(bill: Bill, is_refreshed: bool = False) -> Path:
    """The path of a bill, relative to the landing root."""
    source, account, name = _FILES[bill.format]
    return Path(source, account, f"{_DELIVERED_AT[is_refreshed]:%Y%m%dT%H%M%SZ}", name)


def write_bill(landing: Path, bill: Bill, is_refreshed: bool = False) -> None:
    """Write the first or the refreshed bill."""
    path = landing / bill_path(bill, is_refreshed)
    path.parent.mkdir(parents=True, exist_ok=True)
    ours, others = (aws_ours(), AWS_OTHERS) if bill.format == "aws" else (azure_ours(), AZURE_OTHERS)
    our_lines = bill.lines * bill.share // 100
    resources = {
        "our_resources": max(1, our_lines // _OUR_LINES_PER_RESOURCE),
        "other_resources": max(1, (bill.lines - our_lines) // _OTHER_LINES_PER_RESOURCE),
    }
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute(_TABLES)
        slots = _insert_services(connection, ours, others)
        cloud = _CLOUDS["aws" if bill.format == "aws" else "azure"]
        connection.execute(_RESOURCES.format(**resources, slots=slots, **cloud))
        connection.execute(_LINES.format(**resources, lines=bill.lines, share=bill.share))
        rows = _ROWS.format(
            lines=bill.lines,
            moments_per_day=bill.moments_per_day,
            hours_per_moment=HOURS_PER_DAY // bill.moments_per_day,
            rows=bill.refreshed_rows if is_refreshed else bill.rows,
            is_refreshed=is_refreshed,
            first_days=FIRST_DAYS,
            columns=",\n    ".join(f'{value} as "{name}"' for name, value in _COLUMNS[bill.format].items()),
        )
        options = "format csv, header" if path.suffix == ".csv" else "format parquet"
        connection.execute(_COPY.format(rows=rows, path=path, options=options))


def _insert_services(connection: duckdb.DuckDBPyConnection, ours: Service, others: Sequence[Service]) -> int:
    """Fill the tables of meters and services. Each service has as many slots as its weight; ours has slot -1."""
    meters: list[tuple[object, ...]] = []
    slots: list[tuple[int, int, int]] = []
    for service in (ours, *others):
        for _ in range(max(1, service.weight)):
            slots.append((len(slots) - 1, len(meters), len(service.meters)))
        for meter in service.meters:
            text = (meter.category, meter.family, meter.code, meter.name, meter.unit)
            meters.append((len(meters), *text, meter.price, meter.block))
    connection.executemany("insert into meters values (?, ?, ?, ?, ?, ?, ?, ?)", meters)
    connection.executemany("insert into services values (?, ?, ?)", slots)
    return len(slots) - 1


def _uuid(text: str) -> str:
    """An identifier that follows from an expression."""
    return f"regexp_replace(md5({text}), '(.{{8}})(.{{4}})(.{{4}})(.{{4}})(.*)', '\\1-\\2-\\3-\\4-\\5')"


def _plain(amount: str) -> str:
    """A decimal without the zeros at its end, as exports write it."""
    return f"rtrim(rtrim({amount}::varchar, '0'), '.')"


def _map(values: Mapping[str, str]) -> str:
    """A map of expressions."""
    pairs = ", ".join(f"'{key}': {value}" for key, value in values.items())
    return f"map {{{pairs}}}"


_CLOUDS: Mapping[str, Mapping[str, object]] = {
    "azure": {
        "accounts": 40,
        "account": _uuid("'subscription' || account_number"),
        "regions": ["eastus2", "swedencentral", "westeurope", "northeurope"],
    },
    "aws": {
        "accounts": 12,
        "account": "lpad((112233440000 + account_number * 7919)::varchar, 12, '0')",
        "regions": ["us-east-1"] * 4,
    },
}
_FILES = {
    "azure": ("azure_cost", "enrollment", "part_0.csv"),
    "aws": ("aws_cur", "payer", "cur-00001.snappy.parquet"),
    "focus": ("focus", "enrollment-in-focus", "part_0_0001.snappy.parquet"),
}

_RESOURCE_ID = (
    "'/subscriptions/' || account || '/resourceGroups/' || resource_group || '/providers/' || code || '/'"
    " || resource_name"
)
_TAGS = """'"CostCenter": "' || cost_center || '","env": "' || environment || '","team": "' || team || '"'"""
_ENTERPRISE = {
    "BillingAccountId": f"'{_ACCOUNT}'",
    "BillingAccountName": "'Contoso'",
    "BillingPeriodStartDate": "'03/01/2026'",
    "BillingPeriodEndDate": "'03/31/2026'",
    "SubscriptionId": "account",
    "SubscriptionName": "'Contoso ' || account_number",
    "Date": "strftime(starts_at, '%m/%d/%Y')",
    "Product": "family || ' - ' || name || ' - ' || region",
    "PartNumber": "'AAA-' || (10000 + meter_number)",
    "MeterId": _uuid("name || region"),
    "ServiceFamily": "case when block > 0 then 'AI + Machine Learning' else 'Compute' end",
    "MeterCategory": "category",
    "MeterSubCategory": "family",
    "MeterRegion": "region",
    "MeterName": "name",
    "Quantity": _plain("quantity"),
    "EffectivePrice": _plain("price"),
    "Cost": _plain("cost"),
    "UnitPrice": _plain("price"),
    "BillingCurrency": "'USD'",
    "ResourceLocation": "region",
    "ConsumedService": "split_part(code, '/', 1)",
    "ResourceId": _RESOURCE_ID,
    "ResourceName": "resource_name",
    "AdditionalInfo": """case
        when category = 'Virtual Machines' then '{"UsageType":"ComputeHR","ServiceType":"' || name || '"}'
    end""",
    "Tags": _TAGS,
    "InvoiceSection": "'Contoso Cloud'",
    "CostCenter": "cost_center",
    "UnitOfMeasure": "unit",
    "ResourceGroup": "resource_group",
    "OfferId": "'MS-AZR-0017P'",
    "IsAzureCreditEligible": "'True'",
    "PublisherName": "'Microsoft'",
    "ChargeType": "'Usage'",
    "Frequency": "'UsageBased'",
    "PublisherType": "'Azure'",
    "PayGPrice": _plain("price"),
    "PricingModel": "'OnDemand'",
}

_NULL = "null::varchar"
_AWS = {
    "bill_bill_type": "'Anniversary'",
    "bill_billing_entity": "'AWS'",
    "bill_billing_period_end_date": "timestamp_ms '2026-04-01'",
    "bill_billing_period_start_date": "timestamp_ms '2026-03-01'",
    "bill_invoice_id": _NULL,
    "bill_invoicing_entity": "'Amazon Web Services, Inc.'",
    "bill_payer_account_id": "'112233440000'",
    "bill_payer_account_name": "'contoso'",
    "cost_category": "map {'unit': team}",
    "discount": "null::map(varchar, double)",
    "identity_line_item_id": "md5('line' || row_number)",
    "identity_time_interval": "strftime(starts_at, '%Y-%m-%dT%H:%M:%SZ') || '/'"
    " || strftime(starts_at + interval 1 hour, '%Y-%m-%dT%H:%M:%SZ')",
    "line_item_availability_zone": "region || 'a'",
    "line_item_blended_cost": "cost::double",
    "line_item_blended_rate": _plain("price"),
    "line_item_currency_code": "'USD'",
    "line_item_legal_entity": "'Amazon Web Services, Inc.'",
    "line_item_line_item_description": "'$' || price || ' per ' || unit || ' of ' || family",
    "line_item_line_item_type": "'Usage'",
    "line_item_operation": "'Run'",
    "line_item_product_code": "code",
    "line_item_resource_id": "'arn:aws:' || lower(code) || ':' || region || ':' || account || ':' || resource_name",
    "line_item_tax_type": _NULL,
    "line_item_unblended_cost": "cost::double",
    "line_item_unblended_rate": _plain("price"),
    "line_item_usage_account_id": "account",
    "line_item_usage_account_name": "'contoso-' || account_number",
    "line_item_usage_amount": "quantity::double",
    "line_item_usage_end_date": "(starts_at + interval 1 hour)::timestamp_ms",
    "line_item_usage_start_date": "starts_at::timestamp_ms",
    "line_item_usage_type": "name",
    "pricing_currency": "'USD'",
    "pricing_lease_contract_length": _NULL,
    "pricing_offering_class": _NULL,
    "pricing_public_on_demand_cost": "cost::double",
    "pricing_public_on_demand_rate": _plain("price"),
    "pricing_purchase_option": _NULL,
    "pricing_rate_code": "upper(md5(name)[:16]) || '.JRTCKXETXF.6YS6EN2CT7'",
    "pricing_term": "'OnDemand'",
    "pricing_unit": "unit",
    "product": _map(
        {
            "classicnetworkingsupport": "'false'",
            "current_generation": "'Yes'",
            "enhanced_networking_supported": "'Yes'",
            "license_model": "'No License required'",
            "location_type": "'AWS Region'",
            "operating_system": "'Linux'",
            "operation": "'Run'",
            "product_family": "family",
            "product_name": "category",
            "region": "region",
            "region_code": "region",
            "servicecode": "code",
            "servicename": "category",
            "sku": "upper(md5(name)[:16])",
            "tenancy": "'Shared'",
            "usagetype": "name",
            "vpcnetworkingsupport": "'true'",
        }
    ),
    "product_product_family": "family",
    "product_region_code": "region",
    "product_servicecode": "code",
    "reservation_reservation_a_r_n": _NULL,
    "resource_tags": "map {'user_cost_center': cost_center, 'user_environment': environment, 'user_team': team}",
    "savings_plan_savings_plan_a_r_n": _NULL,
}

_AMOUNT = "::decimal(38, 18)"
_FOCUS = {
    "BilledCost": f"cost{_AMOUNT}",
    "BillingAccountId": f"'/providers/Microsoft.Billing/billingAccounts/{_ACCOUNT}'",
    "BillingAccountName": "'Contoso'",
    "BillingAccountType": "'Billing Account'",
    "BillingCurrency": "'USD'",
    "BillingPeriodEnd": "timestamp_ms '2026-04-01'",
    "BillingPeriodStart": "timestamp_ms '2026-03-01'",
    "ChargeCategory": "'Usage'",
    "ChargeClass": _NULL,
    "ChargeDescription": "family || ' - ' || name",
    "ChargeFrequency": "'Usage-Based'",
    "ChargePeriodEnd": "(starts_at + interval 1 day)::timestamp_ms",
    "ChargePeriodStart": "starts_at::timestamp_ms",
    "CommitmentDiscountCategory": _NULL,
    "CommitmentDiscountId": _NULL,
    "CommitmentDiscountName": _NULL,
    "CommitmentDiscountStatus": _NULL,
    "CommitmentDiscountType": _NULL,
    "ConsumedQuantity": f"(quantity * greatest(block, 1)){_AMOUNT}",
    "ConsumedUnit": "case when block > 0 then 'Units' else unit end",
    "ContractedCost": f"cost{_AMOUNT}",
    "ContractedUnitPrice": f"price{_AMOUNT}",
    "EffectiveCost": f"cost{_AMOUNT}",
    "InvoiceIssuerName": "'Microsoft'",
    "ListCost": f"cost{_AMOUNT}",
    "ListUnitPrice": f"price{_AMOUNT}",
    "PricingCategory": "'Standard'",
    "PricingQuantity": f"quantity{_AMOUNT}",
    "PricingUnit": "unit",
    "ProviderName": "'Microsoft'",
    "PublisherName": "'Microsoft'",
    "RegionId": "region",
    "RegionName": "region",
    "ResourceId": f"lower({_RESOURCE_ID})",
    "ResourceName": "resource_name",
    "ResourceType": "code",
    "ServiceCategory": "case when block > 0 then 'AI and Machine Learning' else 'Compute' end",
    "ServiceName": "case when block > 0 then 'Azure OpenAI Service' else category end",
    "SkuId": "'DZH318Z0' || meter_number",
    "SkuPriceId": _NULL,
    "SubAccountId": "'/subscriptions/' || account",
    "SubAccountName": "'Contoso ' || account_number",
    "SubAccountType": "'Subscription'",
    "Tags": f"'{{' || {_TAGS} || '}}'",
    "x_BillingAccountId": f"'{_ACCOUNT}'",
    "x_BillingExchangeRate": f"1{_AMOUNT}",
    "x_PricingBlockSize": f"greatest(block, 1){_AMOUNT}",
    "x_PricingUnitDescription": "unit",
    "x_PublisherCategory": "'Cloud Provider'",
    "x_SkuMeterCategory": "category",
    "x_SkuMeterName": "name",
    "x_SkuMeterSubcategory": "family",
}

_COLUMNS: Mapping[str, Mapping[str, str]] = {
    "azure": {name: _ENTERPRISE.get(name, _NULL) for name in EA_HEADER},
    "aws": _AWS,
    "focus": _FOCUS,
}
FORMATS = tuple(_COLUMNS)
