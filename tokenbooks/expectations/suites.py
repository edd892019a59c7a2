"""What the records of each source must have: one table, which `records` and `buckets` turn into checks.

A field is expected of 99 in 100 records. Single records without it are refused by the staging models and counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tokenbooks.loading.readers import azure_cost, focus

#: Where a value is in a record: the names of the keys, from the outermost.
Path = tuple[str, ...]

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_RFC_3339 = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$"
_OFFSET_WITHOUT_COLON = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)$"
_DAY_FIRST = r"^\d{4}-\d\d-\d\d"
_AZURE_DATE = r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\d{8})"
_FOCUS_DATE = r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
# The examples of the specification write amounts as spreadsheets show them.
_FOCUS_AMOUNT = r"^\s*[+-]?(\$ ?)?[+-]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_FOCUS_CATEGORY = r"^(?i:usage|purchase|tax|credit|adjustment)$"


@dataclass(frozen=True)
class Field:
    """One value of a record.

    Attributes:
        name: the column that a failed check names.
        paths: where the value may be; the first that is there counts.
        present: what is expected, if the value must be there.
        pattern: regular expression that a value must match.
        matching: what is expected of the value, if there is a pattern.
        unless_without: a path; a record without a value there needs none here.
        is_long: whether the value is too long to be handed over; only its presence is looked at.
    """

    name: str
    paths: tuple[Path, ...]
    present: str = ""
    pattern: str = ""
    matching: str = ""
    unless_without: Path = ()
    is_long: bool = False


@dataclass(frozen=True)
class RecordSuite:
    """What is expected of the records of a source.

    Attributes:
        fields: of a record.
        empty_is_missing: whether empty text is a missing value, as it is in the cells of a table.
    """

    fields: tuple[Field, ...]
    empty_is_missing: bool = False


@dataclass(frozen=True)
class BucketSuite:
    """What is expected of the buckets of a provider's report: a span of time and a list of results.

    Of the results of a bucket the least complete one stands for the bucket.

    Attributes:
        start: key of the beginning of the span.
        end: key of its end.
        is_in_seconds: whether both are Unix seconds; otherwise they are date-times.
        fields: of the bucket itself.
        results: fields of a result; each has one path.
        with_model: kinds of results that name a model, which is looked for in them alone; empty means all.
    """

    start: str
    end: str
    is_in_seconds: bool
    fields: tuple[Field, ...]
    results: tuple[Field, ...]
    with_model: frozenset[str] = frozenset()


def _keys(*names: str) -> tuple[Path, ...]:
    return tuple((name,) for name in names)


RECORDS: Mapping[str, RecordSuite] = {
    "usage": RecordSuite(
        (
            Field(
                "occurred_at",
                _keys("occurred_at"),
                "envelopes say when the call was made",
                _RFC_3339,
                "times are RFC 3339 with an offset",
            ),
            Field(
                "platform",
                _keys("platform"),
                "envelopes say who bills the call",
                r"^[a-z][a-z0-9_]*$",
                "platforms are lower-case words",
            ),
            Field("payload", _keys("payload"), "envelopes hold the provider's payload", is_long=True),
        )
    ),
    "litellm": RecordSuite(
        (
            Field("call_id", _keys("request_id", "id"), "calls have an id"),
            Field("start_time", _keys("startTime"), "calls say when they began"),
            Field("model", _keys("model"), "calls name their model"),
            Field("total_tokens", _keys("total_tokens"), "calls count tokens, if only to zero"),
        )
    ),
    "langfuse": RecordSuite(
        (
            Field("observation_id", _keys("id"), "observations have an id"),
            Field("start_time", _keys("startTime", "start_time"), "observations say when they began"),
            Field("kind", _keys("type"), "observations have a type", r"^[A-Z_]+$", "types are words in capitals"),
        )
    ),
    "otel": RecordSuite(
        (
            Field("span_id", (("spanId",), ("span_id",), ("context", "span_id")), "spans have an id"),
            Field(
                "start_time",
                _keys("startTimeUnixNano", "start_time_unix_nano", "startTime", "start_time"),
                "spans say when they began",
            ),
        )
    ),
    "apim": RecordSuite(
        (
            Field(
                "correlation_id",
                (
                    ("CorrelationId",),
                    ("correlationId",),
                    ("properties", "correlationId"),
                    ("properties", "CorrelationId"),
                ),
                "rows name the call that they belong to",
            ),
            Field(
                "time_generated",
                _keys("TimeGenerated", "time", "timeGenerated", "timestamp"),
                "rows say when the call was made",
            ),
        )
    ),
    "bedrock_logs": RecordSuite(
        (
            Field("request_id", _keys("requestId"), "invocations have an id"),
            Field("invoked_at", _keys("timestamp"), "invocations say when they were made"),
            Field("model", _keys("modelId"), "invocations name their model"),
        )
    ),
    "azure_cost": RecordSuite(
        (
            Field(
                "usage_date",
                _keys(*azure_cost.REQUIRED_COLUMNS["date"]),
                "charges have a date",
                _AZURE_DATE,
                "dates are year-month-day or month/day/year",
            ),
            Field("meter_name", _keys(*azure_cost.REQUIRED_COLUMNS["meter name"]), "charges name their meter"),
            Field(
                "quantity",
                _keys(*azure_cost.REQUIRED_COLUMNS["quantity"]),
                pattern=_NUMBER,
                matching="quantities are numbers",
            ),
            Field("cost", _keys(*azure_cost.REQUIRED_COLUMNS["cost"]), pattern=_NUMBER, matching="costs are numbers"),
            Field(
                "currency",
                _keys("billingcurrency", "billingcurrencycode", "currency", "currencycode"),
                "costs have a currency",
            ),
        ),
        empty_is_missing=True,
    ),
    "aws_cur": RecordSuite(
        (
            Field(
                "usage_start",
                _keys("line_item_usage_start_date"),
                "line items have a start",
                _DAY_FIRST,
                "starts are instants",
            ),
            Field("line_item_type", _keys("line_item_line_item_type"), "line items say what they are"),
            Field("payer", _keys("bill_payer_account_id"), "line items name their payer account"),
            Field(
                "billing_period_start",
                _keys("bill_billing_period_start_date"),
                "line items name their billing period",
            ),
            Field("quantity", _keys("line_item_usage_amount"), pattern=_NUMBER, matching="quantities are numbers"),
            Field("cost", _keys("line_item_unblended_cost"), pattern=_NUMBER, matching="costs are numbers"),
            Field("currency", _keys("line_item_currency_code"), "costs have a currency"),
        ),
        empty_is_missing=True,
    ),
    "gcp_billing": RecordSuite(
        (
            Field("usage_start", _keys("usage_start_time"), "rows have a start", _DAY_FIRST, "starts are instants"),
            Field("service", (("service", "description"), ("service_description",)), "rows name their service"),
            Field("sku", (("sku", "description"), ("sku_description",)), "rows name their SKU"),
            Field(
                "invoice_month",
                (("invoice", "month"), ("invoice_month",)),
                pattern=r"^\d{6}$",
                matching="invoice months are year and month",
            ),
            Field(
                "quantity",
                (("usage", "amount"), ("usage_amount",)),
                pattern=_NUMBER,
                matching="quantities are numbers",
            ),
            Field("cost", _keys("cost"), pattern=_NUMBER, matching="costs are numbers"),
            Field("currency", _keys("currency"), "costs have a currency"),
        ),
        empty_is_missing=True,
    ),
    "focus": RecordSuite(
        (
            Field("provider", _keys(*focus.REQUIRED_COLUMNS["the provider's name"]), "charges name their provider"),
            Field(
                "charge_period_start",
                _keys("chargeperiodstart"),
                "charges have a start",
                _FOCUS_DATE,
                "starts are dates or instants",
            ),
            Field("billed_cost", _keys("billedcost"), pattern=_FOCUS_AMOUNT, matching="costs are numbers"),
            Field(
                "consumed_quantity",
                _keys("consumedquantity"),
                pattern=_FOCUS_AMOUNT,
                matching="quantities are numbers",
            ),
            Field(
                "charge_category",
                _keys("chargecategory"),
                pattern=_FOCUS_CATEGORY,
                matching="charge categories are those of the specification",
            ),
            Field(
                "billing_currency",
                _keys("billingcurrency"),
                "costs have a currency",
                r"^(?i:[a-z]{3})$",
                "currencies are ISO 4217 codes",
            ),
        ),
        empty_is_missing=True,
    ),
    "openai_usage_csv": RecordSuite(
        (
            Field("start_time", _keys("start_time"), pattern=_NUMBER, matching="times are seconds"),
            Field("end_time", _keys("end_time"), pattern=_NUMBER, matching="times are seconds"),
            # A day without usage has its times only.
            Field(
                "model",
                _keys("model"),
                "rows name their model: export the usage by model",
                unless_without=("num_model_requests",),
            ),
        ),
        empty_is_missing=True,
    ),
}

BUCKETS: Mapping[str, BucketSuite] = {
    "openai_costs": BucketSuite(
        start="start_time",
        end="end_time",
        is_in_seconds=True,
        fields=(),
        results=(
            Field(
                "line_items",
                _keys("line_item"),
                "results name their line item: fetch the costs with group_by=line_item",
            ),
            Field("values", (("amount", "value"),), "results have an amount", _NUMBER, "amounts are numbers"),
            Field("currencies", (("amount", "currency"),), "amounts have a currency"),
        ),
    ),
    "anthropic_cost": BucketSuite(
        start="starting_at",
        end="ending_at",
        is_in_seconds=False,
        fields=(Field("starting_at", _keys("starting_at"), "buckets start at an instant"),),
        results=(
            Field(
                "cost_types",
                _keys("cost_type"),
                "results say what they cost: fetch the report with group_by=description",
            ),
            Field("amounts", _keys("amount"), "results have an amount", _NUMBER, "amounts are numbers"),
            Field("currencies", _keys("currency"), "amounts have a currency"),
        ),
    ),
    "openai_usage": BucketSuite(
        start="start_time",
        end="end_time",
        is_in_seconds=True,
        fields=(),
        results=(
            Field("objects", _keys("object"), "results say what they count"),
            Field("models", _keys("model"), "results name their model: fetch the usage with group_by=model"),
        ),
        # Results of other kinds name no model, however they are grouped.
        with_model=frozenset(
            ("completions", "embeddings", "moderations", "images", "audio_speeches", "audio_transcriptions")
        ),
    ),
    "anthropic_usage": BucketSuite(
        start="starting_at",
        end="ending_at",
        is_in_seconds=False,
        fields=(
            Field(
                "starting_at",
                _keys("starting_at"),
                "buckets say when they begin",
                _OFFSET_WITHOUT_COLON,
                "beginnings are date-times with an offset",
            ),
            Field(
                "ending_at",
                _keys("ending_at"),
                "buckets say when they end",
                _OFFSET_WITHOUT_COLON,
                "ends are date-times with an offset",
            ),
        ),
        results=(
            Field("models", _keys("model"), "results name their model: fetch the report with group_by[]=model"),
            Field("input_tokens", _keys("uncached_input_tokens"), "results report their uncached input tokens"),
            Field("output_tokens", _keys("output_tokens"), "results report their output tokens"),
        ),
    ),
}
