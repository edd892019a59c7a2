"""Rows of services that are not AI usage are summed, and nothing that a model reads gets lost."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from python_tests.loading.summed_bills import FOCUS, GOOGLE, SUMMED_BILLS, Bill
from tokenbooks.loading import streams
from tokenbooks.loading.readers import Reading, aws_cur, azure_cost, csv_blocks, focus, gcp_billing, row_sums
from tokenbooks.loading.readers.row_sums import SUMMED_ROWS, may_be_ai_usage
from tokenbooks.loading.records import Rejection
from tokenbooks.loading.validity import JsonJudge
from tokenbooks.transformation.project import PROJECT_DIR

_TWELFTH = Decimal("1e-12")
_ROW = {
    "Date": "03/01/2026",
    "SubscriptionId": "s1",
    "ResourceId": "vm-1",
    "Tags": "",
    "MeterCategory": "Virtual Machines",
    "MeterName": "D4s v5",
    "UnitOfMeasure": "1 Hour",
    "Quantity": "1.5",
    "CostInBillingCurrency": "0.25",
    "ChargeType": "Usage",
}


@pytest.fixture(autouse=True)
def _blocks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_blocks, "SMALL", 0)


def _read(
    content: bytes, name: str = "azure_cost/a/x.csv", reader: Callable[[Reading], Iterator[pa.Table]] | None = None
) -> tuple[dict[int, dict[str, Any]], list[Rejection]]:
    """The records of a file by their numbers, and its rejections."""
    rejected: list[Rejection] = []
    reading = Reading(io.BytesIO(content), JsonJudge(), rejected.append, name)
    found: dict[int, dict[str, Any]] = {}
    for table in (reader or azure_cost.read_azure_cost)(reading):
        for number, text in zip(table["record_number"].to_pylist(), table["record"].to_pylist(), strict=True):
            assert number not in found
            found[number] = json.loads(text)
    return found, rejected


def _row(**values: str) -> str:
    return ",".join({**_ROW, **values}.values())


def _file(*rows: str) -> bytes:
    return "\n".join([",".join(_ROW), *rows, ""]).encode()


def test_rows_of_resources_are_summed() -> None:
    """The sum has what the models read, the added numbers, and the number of its first row."""
    records, rejected = _read(
        _file(
            _row(),
            _row(MeterName="D8s v5"),
            _row(ResourceId="vm-2", Quantity="0.5", CostInBillingCurrency="1.2E-05"),
            _row(Tags='"""env"": ""prod"""', Quantity="-0.5", CostInBillingCurrency="-1"),
            _row(ChargeType="Refund"),
        )
    )
    assert not rejected
    assert {number: record[SUMMED_ROWS] for number, record in records.items()} == {2: "3", 3: "1", 6: "1"}
    assert records[2] == {
        "date": "03/01/2026",
        "subscriptionid": "s1",
        "metercategory": "Virtual Machines",
        "metername": "D4s v5",
        "unitofmeasure": "1 Hour",
        "chargetype": "Usage",
        "quantity": "1.5",
        "costinbillingcurrency": "-0.749988",
        SUMMED_ROWS: "3",
    }


@pytest.mark.parametrize(
    "values",
    [
        {"MeterCategory": "Azure OpenAI"},
        {"MeterCategory": ""},
        {"MeterName": "Claude Opus Input"},
        {"MeterName": "D4s v5 1M Tokens"},
        {"Quantity": "many"},
        {"Quantity": ""},
        {"CostInBillingCurrency": "$1"},
        {"CostInBillingCurrency": ""},
        {"CostInBillingCurrency": "12345678901234"},
        {"Quantity": "10000000"},
        {"Date": "yesterday"},
        {"Date": ""},
        {"Date": "02/30/2026"},
        {"Date": "2026-13-45"},
        {"Date": "2026-03-01 or so"},
        {"Date": "2026-03-01T25:61:99Z"},
        {"MeterName": "5.4 pp opt Gl"},
        {"MeterCategory": "BotGPT"},
        {"UnitOfMeasure": "1M Tokens"},
    ],
)
def test_a_row_is_kept(values: dict[str, str]) -> None:
    """A row stays as it is if it may be AI usage, or if the models might refuse it or could not read its sum."""
    records, _ = _read(_file(_row(), _row(**values)))
    assert SUMMED_ROWS in records[2]
    assert SUMMED_ROWS not in records[3]
    assert records[3]["resourceid"] == "vm-1"


def test_each_number_is_rounded_before_it_is_added() -> None:
    """The models round at the twelfth decimal. So a sum of rounded numbers equals the sum of the charges."""
    costs = ["0.0000000000004"] * 3 + ["0.0000000000005", "-0.0000000000015", "1.23456789012345E-02"]
    records, _ = _read(_file(*(_row(CostInBillingCurrency=cost) for cost in costs)))
    expected = sum(Decimal(cost).quantize(_TWELFTH, ROUND_HALF_UP) for cost in costs)
    assert Decimal(records[2]["costinbillingcurrency"]) == expected
    assert records[2][SUMMED_ROWS] == "6"


@pytest.mark.parametrize(
    ("column", "value", "number"), [("Cost", "7", ""), ("UsageQuantity", "", "1"), ("PreTaxCost", "7", "0.25")]
)
def test_numbers_with_two_columns_are_not_added(column: str, value: str, number: str) -> None:
    """A model reads the first column that is present, even if it is empty."""
    rows = [f"{_row(CostInBillingCurrency=number)},{value}"] * 2
    records, _ = _read("\n".join([",".join([*_ROW, column]), *rows, ""]).encode())
    assert [record.get(SUMMED_ROWS) for record in records.values()] == [None, None]


def test_a_service_has_a_name_in_all_its_columns() -> None:
    """An empty category is not a service to the models, although another column names one."""
    rows = [f"{_row(MeterCategory=name)},Storage" for name in ("", "", "Compute")]
    records, _ = _read("\n".join([",".join([*_ROW, "ServiceName"]), *rows, ""]).encode())
    assert {number: record.get(SUMMED_ROWS) for number, record in records.items()} == {2: None, 3: None, 4: "1"}


def test_sums_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many rows a sum begins again."""
    monkeypatch.setattr(row_sums, "MOST_ROWS", 40_000)
    rows = [_row(SubscriptionId=f"s{number % 3}", Quantity="0.1") for number in range(200_000)]
    records, _ = _read(_file(*rows))
    assert 3 < len(records) < 30
    by_subscription: defaultdict[str, Decimal] = defaultdict(Decimal)
    for record in records.values():
        by_subscription[record["subscriptionid"]] += Decimal(record["quantity"])
    assert dict(by_subscription) == {"s0": Decimal("6666.7"), "s1": Decimal("6666.7"), "s2": Decimal("6666.6")}
    assert sum(int(record[SUMMED_ROWS]) for record in records.values()) == len(rows)


def test_few_sums_are_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of sums are added up, and sums that stay many are records before the file ends, a few at a time."""
    monkeypatch.setattr(row_sums, "MOST_SUMS", 1_000)
    monkeypatch.setattr(row_sums, "_SUMS_A_BATCH", 300)
    monkeypatch.setattr(streams, "BLOCK_BYTES", 50_000)
    for distinct, most_records in ((400, 400), (3_000, 18_000)):
        rows = [_row(SubscriptionId=f"s{number % distinct}") for number in range(18_000)]
        reading = Reading(io.BytesIO(_file(*rows)), JsonJudge(), print, "azure_cost/a/x.csv")
        tables = list(azure_cost.read_azure_cost(reading))
        assert max(map(len, tables)) <= 2_048
        texts = [text for table in tables for text in table["record"].to_pylist()]
        assert distinct <= len(texts) <= most_records
        assert sum(int(json.loads(text)[SUMMED_ROWS]) for text in texts) == len(rows)


def test_a_sum_of_most_rows_can_be_read() -> None:
    """The models read thirteen whole digits. A block of a file has fewer rows than half a million."""
    shortest_row = len("2026-03-01,s,1,1\n")
    assert (row_sums.MOST_ROWS + streams.BLOCK_BYTES / shortest_row) * 10**7 < 10**13


def test_hours_of_a_typed_export_are_summed_to_days() -> None:
    """The models read only the day of an instant of FOCUS and of AWS, in UTC."""
    hours = [datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in range(24)] + [datetime(2026, 3, 2, tzinfo=UTC)]
    count = len(hours)
    table = pa.table(
        {
            "BilledCost": pa.array([Decimal("0.10")] * count, pa.decimal128(18, 18)),
            "BillingCurrency": ["EUR"] * count,
            "ChargeCategory": ["Usage"] * count,
            "ChargePeriodStart": hours,
            "ProviderName": ["Microsoft"] * count,
            "ServiceName": ["Virtual Machines"] * count,
            "ConsumedQuantity": [0.1] * count,
            "ResourceId": [f"vm-{number}" for number in range(count)],
            "Tags": pa.array([[("env", "prod")]] * count, pa.map_(pa.string(), pa.string())),
        }
    )
    content = io.BytesIO()
    pq.write_table(table, content)
    records, rejected = _read(content.getvalue(), "focus/a/x.parquet", focus.read_focus)
    assert not rejected
    assert {
        (record["chargeperiodstart"], record["billedcost"], record["consumedquantity"], record[SUMMED_ROWS])
        for record in records.values()
    } == {("2026-03-01T00:00:00Z", "2.4", "2.4", "24"), ("2026-03-02T00:00:00Z", "0.1", "0.1", "1")}


def test_lines_of_aws_are_summed_by_usage_type() -> None:
    """The product of a report with nested products takes part in the decision, and in the sum."""
    columns: dict[str, Any] = {
        "line_item_usage_start_date": datetime(2026, 3, 1, 5),
        "line_item_line_item_type": "Usage",
        "line_item_product_code": "AmazonEC2",
        "line_item_usage_type": "BoxUsage:m5.large",
        "line_item_usage_amount": 1.0,
        "line_item_unblended_cost": 0.096,
        "product": [
            ("product_name", "Amazon Elastic Compute Cloud"),
            ("license_model", "No License required"),
            ("vpcnetworkingsupport", "true"),
            ("region_code", "us-east-1"),
        ],
    }
    other_product = [*columns["product"], ("vcpu", "2")]
    rows = [columns, {**columns, "line_item_usage_start_date": datetime(2026, 3, 1, 6), "product": other_product}]
    rows += [{**columns, "product": [("product_name", "Claude Sonnet 4.6 (Amazon Bedrock Edition)")]}]
    table = pa.Table.from_pylist(rows).set_column(
        6, "product", pa.array([row["product"] for row in rows], pa.map_(pa.string(), pa.string()))
    )
    content = io.BytesIO()
    pq.write_table(table, content)
    records, _ = _read(content.getvalue(), "aws_cur/a/x.parquet", aws_cur.read_aws_cur)
    assert sorted(records) == [1, 3]
    assert {name: value for name, value in records[1]["product"].items() if value is not None} == {
        "product_name": "Amazon Elastic Compute Cloud",
        "region_code": "us-east-1",
    }
    assert (records[1]["line_item_unblended_cost"], records[1][SUMMED_ROWS]) == ("0.192", "2")
    assert records[3]["line_item_unblended_cost"] == 0.096


_FOCUS_ROW = {
    "BilledCost": "1",
    "BillingCurrency": "USD",
    "ChargeCategory": "Usage",
    "ChargeClass": "",
    "ChargePeriodStart": "2026-03-01T00:00:00Z",
    "ProviderName": "Microsoft",
    "PublisherName": "",
    "ServiceName": "Virtual Machines",
    "ConsumedUnit": "Hours",
}


@pytest.mark.parametrize(
    ("values", "is_summed"),
    [
        ({}, True),
        ({"ProviderName": "Google Cloud"}, True),
        ({"PublisherName": "Microsoft Corporation"}, True),
        ({"ProviderName": "Groq", "ServiceName": "GroqCloud"}, False),
        ({"ProviderName": "Databricks", "ServiceName": "SQL"}, False),
        ({"PublisherName": "Contoso"}, False),
        ({"ProviderName": "Azurite"}, False),
        ({"ChargeCategory": "Purchase", "ChargeClass": "Correction", "BilledCost": "-100"}, False),
        ({"ConsumedUnit": "1M Tokens"}, False),
        ({"ChargePeriodStart": "03/01/2026"}, False),
    ],
)
def test_rows_of_focus(values: dict[str, str], is_summed: bool) -> None:
    """Only other services of clouds are summed, and no refund is mixed with a purchase."""
    row = ",".join({**_FOCUS_ROW, **values}.values())
    records, _ = _read("\n".join([",".join(_FOCUS_ROW), row, ""]).encode(), "focus/a/x.csv", focus.read_focus)
    assert (SUMMED_ROWS in records[2]) is is_summed


def test_credits_of_google_are_kept() -> None:
    """A credit is an amount of its own, which a model reads from the row."""
    header = "usage_start_time,service.description,sku.description,cost,currency,credits"
    first, second = '"[]"', '"[{""amount"": ""-1"", ""type"": ""DISCOUNT""}]"'
    rows = [f"2026-03-01 00:00:00 UTC,Compute Engine,E2 Core,1.5,EUR,{value}" for value in (first, first, second)]
    records, _ = _read("\n".join([header, *rows, ""]).encode(), "gcp_billing/a/x.csv", gcp_billing.read_gcp_billing)
    assert {number: record.get(SUMMED_ROWS) for number, record in records.items()} == {2: "2", 4: None}


def _rows_of(path: str) -> list[dict[str, str]]:
    """The rows of a file that are about a cloud."""
    with (PROJECT_DIR / path).open() as file:
        rows = [row for row in csv.DictReader(file) if row["source"] in ("azure", "bedrock", "google")]
    assert rows
    return rows


@pytest.mark.parametrize("seed", ["bill_services", "billing_meter_exact"])
def test_names_of_the_seeds_may_be_ai_usage(seed: str) -> None:
    """What a rule names is never summed. A name of a new rule may need another word in `row_sums`."""
    column = {"bill_services": "service_name", "billing_meter_exact": "meter_name"}[seed]
    names = {row[column] for row in _rows_of(f"seeds/mapping/{seed}.csv")}
    assert not {name for name in names if not may_be_ai_usage(name)}


def test_meters_that_are_read_may_be_ai_usage() -> None:
    """A meter that the grammar reads is AI usage, also in a service that no rule names."""
    names = {row["meter_name"] for row in _rows_of("python_tests/data/billing_meter_names.csv") if row["meter"]}
    assert not {name for name in names if not may_be_ai_usage(name)}


def test_names_of_models_may_be_ai_usage() -> None:
    """A model may be named by its version alone. Then a word of direction is beside it."""
    words = {
        row["word"]
        for row in _rows_of("seeds/mapping/billing_meter_words.csv")
        if row["source"] == "azure" and row["dimension"] in ("direction", "cache_read", "cache_write")
    }
    # Capacity is AI usage only in a service that a rule names.
    models = {
        row["model_words"]
        for row in _rows_of("seeds/mapping/billing_meter_models.csv")
        if row["meter"] != "provisioned_hours"
    }
    names = {f"{model} {word} Gl" for model in models for word in words} | {
        "41 mn inp Gl",
        "GPT5.4mini",
        "5.4mini Outp",
    }
    assert not {name for name in names if not may_be_ai_usage(name)}


@pytest.mark.parametrize("platform", ["azure", "bedrock", "gemini_api", "vertex"])
def test_models_with_a_price_may_be_ai_usage(platform: str) -> None:
    """A model of a price list is never summed."""
    with (PROJECT_DIR / "seeds" / "pricing" / f"{platform}__list_prices.csv").open() as file:
        names = {row["model"] for row in csv.DictReader(file)} - {"*"}
    assert not {name for name in names if not may_be_ai_usage(name)}


@pytest.mark.parametrize("form", ["{0} usage", "{0}", "Doc{1}", "my{1}Inc", "acme_{0}_pbc"])
def test_names_of_vendors_may_be_ai_usage(form: str) -> None:
    """What the models take for the name of a vendor is never summed, whatever it is glued to."""
    [macro] = (PROJECT_DIR / "macros").rglob("names_model_vendor.sql")
    found = re.search(r"set names = (\[.*?\])", macro.read_text(), re.DOTALL)
    assert found
    names = [form.format(name, name.title() if "Inc" in form else name.upper()) for name in ast.literal_eval(found[1])]
    assert not {name for name in names if not may_be_ai_usage(name)}


@pytest.mark.parametrize(
    "name",
    [
        "Virtual Machines",
        "Storage",
        "Bandwidth",
        "SQL Database",
        "Log Analytics",
        "Load Balancer",
        "D4s v5",
        "Premium SSD Managed Disks",
        "Amazon Elastic Compute Cloud",
        "USE1-EBS:VolumeUsage.gp3",
        "Compute Engine",
        "E2 Instance Core running in EMEA",
        "Standard Data Transfer Out",
        "$0.08 per GB-month of General Purpose (gp3) provisioned storage - US East (Northern Virginia)",
        "$0.09 per GB - first 10 TB / month data transfer out beyond the global free tier",
        "Redis Cache",
    ],
)
def test_names_of_other_services(name: str) -> None:
    """The rows that a cloud's bill has most of are summed."""
    assert not may_be_ai_usage(name)


@pytest.mark.parametrize("bill", SUMMED_BILLS, ids=lambda bill: bill.macro)
def test_a_sum_has_what_the_models_read(bill: Bill) -> None:
    """A column that a model reads is kept or added up, except for resources and tags."""
    sums = bill.form.sums
    assert sums
    if bill is GOOGLE:
        assert sums.empty == ("credits",)
    elif bill is FOCUS:
        assert set(bill.fields["provider"]) == set(sums.companies)
    assert sums.dates == tuple(column for column in bill.fields[bill.date] if "." not in column)
    kept = {*sums.services, *sums.naming, *sums.kept}
    for name, columns in bill.fields.items():
        # A nested value that a sum would lose is in a column with which rows are not summed.
        held = tuple(column for column in columns if column.partition(".")[0] not in sums.never_with)
        if name in bill.numbers:
            assert held in sums.added
        else:
            assert set(held) <= kept, name
    assert len(sums.added) == len(bill.numbers)
    assert not kept & {column for columns in sums.added for column in columns}
    assert not {column for name in bill.left_out for column in bill.all_fields[name]} & kept
