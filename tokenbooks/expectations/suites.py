"""The fields that the records of each source must have. `records` and `buckets` turn them into checks.

At least 99 in 100 records must have a field. The staging models refuse and count single records without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tokenbooks.loading.readers import azure_cost, focus

#: The path of a value in a record: the names of the keys, from the outermost.
Path = tuple[str, ...]

_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
_RFC_3339 = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$"
_OFFSET_WITHOUT_COLON = r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:?\d\d)$"
_DAY_FIRST = r"^\d{4}-\d\d-\d\d"
_AZURE_DATE = r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}|\d{8})"
_FOCUS_DATE = r"^(\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4})"
# The examples of the specification write amounts as a spreadsheet shows them.
_FOCUS_AMOUNT = r"^\s*[+-]?(\$ ?)?[+-]?(\d[\d,]*\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_FOCUS_CATEGORY = r"^(?i:usage|purchase|tax|credit|adjustment)$"


# Results of other kinds do not name a model, whatever the grouping.
_OPENAI_RESULTS_WITH_MODEL = frozenset(
    f"organization.usage.{kind}.result"
    for kind in ("completions", "embeddings", "moderations", "images", "audio_speeches", "audio_transcriptions")
)


@dataclass(frozen=True)
class Field:
    """One value of a record.

    Attributes:
        name: the column that a failed check names.
        paths: possible paths of the value. The first one with a value counts.
        present: description of the check that the value exists; empty if the value is optional.
        pattern: regular expression that a value must match; empty if there is no such check.
        matching: description of the check against the pattern.
        unless_without: a path. A record without a value at this path does not need the field.
        of_objects: values of `object` of the results that have the field. Only these are checked for it; empty means
            all.
        is_long: whether the value is too long to be read. Then only its presence is checked.
    """

    name: str
    paths: tuple[Path, ...]
    present: str = ""
    pattern: str = ""
    matching: str = ""
    unless_without: Path = ()
    of_objects: frozenset[str] = frozenset()
    is_long: bool = False


@dataclass(frozen=True)
class RecordSuite:
    """The expectations for the records of a source.

    Attributes:
        fields: the fields of a record.
        empty_is_missing: whether an empty text is a missing value, as in the cells of a table.
    """

    fields: tuple[Field, ...]
    empty_is_missing: bool = False


@dataclass(frozen=True)
class BucketSuite:
    """The expectations for the buckets of a provider report. A bucket is a span of time with a list of results.

    The least complete result represents its bucket. A record without a list of results is itself a result.

    Attributes:
        start: key of the beginning of the span.
        end: key of the end of the span.
        is_in_seconds: whether both are Unix seconds; otherwise they are date-times.
        fields: the fields of the bucket itself.
        results: the fields of a result.
    """

    start: str
    end: str
    is_in_seconds: bool
    fields: tuple[Field, ...]
    results: tuple[Field, ...]


def _keys(*names: str) -> tuple[Path, ...]:
    return tuple((name,) for name in names)


RECORDS: Mapping[str, RecordSuite] = {
    "usage": RecordSuite(
        (
            Field(
                "occurred_at",
                _keys("occurred_at"),
                "envelopes have the time of the call",
                _RFC_3339,
                "times are RFC 3339 with an offset",
            ),
            Field(
                "platform",
                _keys("platform"),
                "envelopes name the platform that bills the call",
                r"^[a-z][a-z0-9_]*$",
                "platforms are lower-case words",
            ),
            Field("payload", _keys("payload"), "envelopes hold the provider's payload", is_long=True),
        )
    ),
    "litellm": RecordSuite(
        (
            Field("call_id", _keys("request_id", "id"), "calls have an id"),
            Field("start_time", _keys("startTime"), "calls have a start time"),
            Field("model", _keys("model"), "calls name their model"),
            Field("total_tokens", _keys("total_tokens"), "calls have a token count, which may be zero"),
        )
    ),
    "langfuse": RecordSuite(
        (
            Field("observation_id", _keys("id"), "observations have an id"),
            Field("start_time", _keys("startTime", "start_time"), "observations have a start time"),
            Field("kind", _keys("type"), "observations have a type", r"^[A-Z_]+$", "types are words in upper case"),
        )
    ),
    "otel": RecordSuite(
        (
            Field(
                "span_id",
                (("spanId",), ("span_id",), ("context", "span_id"), ("attributes", "request_id")),
                "spans have an id",
            ),
            Field(
                "start_time",
                _keys(
                    "startTimeUnixNano",
                    "start_time_unix_nano",
                    "startTime",
                    "start_time",
                    "timeUnixNano",
                    "observedTimeUnixNano",
                ),
                "spans have a start time",
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
                "rows have the time of the call",
            ),
        )
    ),
    "bedrock_logs": RecordSuite(
        (
            Field("request_id", _keys("requestId"), "invocations have an id"),
            Field("invoked_at", _keys("timestamp"), "invocations have a time"),
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
            Field("line_item_type", _keys("line_item_line_item_type"), "line items have a line item type"),
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
                matching="invoice months are YYYYMM",
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
            Field("start_time", _keys("start_time"), pattern=_NUMBER, matching="times are Unix seconds"),
            Field("end_time", _keys("end_time"), pattern=_NUMBER, matching="times are Unix seconds"),
            # The row of a day without usage has only its times.
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
            # The second names are those of a row of the dashboard's export.
            Field(
                "line_items",
                _keys("line_item", "name"),
                "results name their line item: fetch the costs with group_by=line_item",
            ),
            Field(
                "values",
                (("amount", "value"), ("cost_in_major",), ("cost",)),
                "results have an amount",
                _NUMBER,
                "amounts are numbers",
            ),
            Field("currencies", (("amount", "currency"), ("currency",)), "amounts have a currency"),
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
                "results have a cost type: fetch the report with group_by[]=description",
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
            Field("objects", _keys("object"), "results have an object, which states what they count"),
            Field(
                "models",
                _keys("model"),
                "results name their model: fetch the usage with group_by=model",
                of_objects=_OPENAI_RESULTS_WITH_MODEL,
            ),
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
                "buckets have a start time",
                _OFFSET_WITHOUT_COLON,
                "start times are date-times with an offset",
            ),
            Field(
                "ending_at",
                _keys("ending_at"),
                "buckets have an end time",
                _OFFSET_WITHOUT_COLON,
                "end times are date-times with an offset",
            ),
        ),
        results=(
            Field("models", _keys("model"), "results name their model: fetch the report with group_by[]=model"),
            Field("input_tokens", _keys("uncached_input_tokens"), "results have uncached input tokens"),
            Field("output_tokens", _keys("output_tokens"), "results have output tokens"),
        ),
    ),
}
