"""Two public disputes with their published figures, under accounts of their own.

A: a developer's own totals were about twice the OpenAI bill, because cached tokens were priced at the full rate.
B: every Azure meter of a Realtime session was higher than the one response that the application had seen.
Only figures and payload fields are copied, without texts and names.
"""

from datetime import date
from decimal import Decimal

from tools.simulator import customers, payloads
from tools.simulator.amounts import multiply
from tools.simulator.azure_bills import ai_row, to_csv
from tools.simulator.calls import Charge, JsonObject, MeterKey
from tools.simulator.deliveries import to_json
from tools.simulator.openai_bills import cost_bucket, cost_page, cost_result
from tools.simulator.payloads import TranscriptionUsage, VoiceUsage
from tools.simulator.prices import PriceBook

ACCOUNT_A = "dispute-a"
ACCOUNT_B = "dispute-b"

MODEL_A = "gpt-4o-mini-realtime-preview-2024-12-17"
USAGE_A = VoiceUsage(
    text_input=5378, audio_input=2845, text_cached=5376, audio_cached=2816, text_output=250, audio_output=1019
)
# The developer's cost of the one published payload, with every cached token at the full rate.
REPORTED_FOR_PAYLOAD_A = Decimal("0.0526568")
# Day, the developer's own total, and the bill, in USD.
DAYS_A = (
    (date(2025, 1, 25), Decimal("1.23"), Decimal("0.50")),
    (date(2025, 1, 26), Decimal("0.19"), Decimal("0.12")),
    (date(2025, 1, 27), Decimal("0.86"), Decimal("0.41")),
)

MODEL_B = customers.REALTIME_MINI
DAY_B = date(2026, 3, 31)
USAGE_B = VoiceUsage(
    text_input=119, audio_input=110, text_cached=64, audio_cached=64, text_output=117, audio_output=420
)
# Tokens that the Azure export charged, in the order of the export.
BILLED_B = (
    ("audio_input", "gpt rt aud mn in gl 1215 1M Tokens", 640),
    ("audio_output", "gpt rt aud mn out gl 1215 1M Tokens", 631),
    ("text_input", "gpt rt txt mn in gl 1215 1M Tokens", 357),
    ("text_output", "gpt rt txt mn out gl 1215 1M Tokens", 181),
    ("text_cached_input", "gpt rt txt mn cd in gl 1215 1M Tokens", 0),
    ("audio_cached_input", "gpt rt aud mn cd in gl 1215 1M Tokens", 0),
)


def write_disputes(book: PriceBook) -> tuple[dict[str, bytes], int]:
    """Return the landing files of both disputes by path, and the number of usage records in them."""
    usage_a, usage_b = _usage_a(), _usage_b()
    files = {
        "usage/2025-01-28T02-00-00Z/dispute-a.jsonl": _lines(usage_a),
        f"openai_costs/{ACCOUNT_A}/2025-02-05T03-00-00Z/page-1.json": cost_page(
            [cost_bucket(day, [cost_result(billed)]) for day, _, billed in DAYS_A]
        ),
        "usage/2026-04-01T02-00-00Z/dispute-b.jsonl": _lines(usage_b),
        f"azure_cost/{ACCOUNT_B}/2026-04-05T04-00-00Z/part_0.csv": _export_b(book),
    }
    return files, len(usage_a) + len(usage_b)


def _lines(envelopes: list[JsonObject]) -> bytes:
    return "".join(f"{to_json(envelope)}\n" for envelope in envelopes).encode()


def _usage_a() -> list[JsonObject]:
    """The published payload, and for each day the rest of the developer's own total.

    Only one payload was published. The rest of each day's own total is on an empty response. So the account's reported
    costs are the published 1.23, 0.19 and 0.86, while its calculated cost is that of the one known payload.
    """
    envelopes = []
    for day, reported, _ in DAYS_A:
        is_published = day == DAYS_A[-1][0]
        rest = reported - REPORTED_FOR_PAYLOAD_A if is_published else reported
        nothing = VoiceUsage(0, 0, 0, 0, 0, 0)
        envelopes.append(_envelope_a(day, "23:59:00", f"resp_dispute_a_rest_{day:%Y%m%d}", nothing, rest))
        if is_published:
            envelopes.append(_envelope_a(day, "12:00:00", "resp_dispute_a", USAGE_A, REPORTED_FOR_PAYLOAD_A))
    return envelopes


def _envelope_a(day: date, time_of_day: str, identifier: str, usage: VoiceUsage, reported: Decimal) -> JsonObject:
    event = identifier.replace("resp_", "event_")
    return {
        "occurred_at": f"{day}T{time_of_day}Z",
        "platform": "openai",
        "billing_account_id": ACCOUNT_A,
        "account_id": ACCOUNT_A,
        "user_id": "dispute-a-developer",
        "model": MODEL_A,
        "reported_cost": reported,
        "reported_currency": "USD",
        "payload": payloads.response_done(identifier, event, "conv_dispute_a", "completed", usage, image_counts=False),
    }


def _usage_b() -> list[JsonObject]:
    """The one response that the application saw, and its transcription event, which reports zero seconds."""
    envelope: JsonObject = {
        "occurred_at": f"{DAY_B}T12:00:00Z",
        "platform": "azure",
        "billing_account_id": ACCOUNT_B,
        "account_id": ACCOUNT_B,
        "user_id": "dispute-b-developer",
        "session_id": "sess_dispute_b",
        "region": "swedencentral",
    }
    response = payloads.response_done_dotnet(
        "resp_dispute_b", "event_dispute_b", "conv_dispute_b", "completed", USAGE_B, image_counts=False
    )
    transcription = {
        **payloads.transcription_completed_dotnet("item_dispute_b", "event_dispute_b_asr", TranscriptionUsage()),
        "Usage": {"Duration": "00:00:00"},
    }
    return [
        {**envelope, "model": customers.WHISPER, "deployment_scope": "regional", "payload": transcription},
        {**envelope, "model": MODEL_B, "deployment_scope": "global", "payload": response},
    ]


def _export_b(book: PriceBook) -> bytes:
    rows = []
    for meter, name, tokens in BILLED_B:
        key = MeterKey("azure", ACCOUNT_B, DAY_B, MODEL_B, "standard", "global", "oai-dispute-b", meter)
        price = book.unit_price("azure", MODEL_B, meter, "standard", "global", DAY_B)
        rows.append(ai_row(Charge(key, Decimal(tokens), price, multiply(tokens, price), name)))
    return to_csv(rows, is_enterprise=False, account=ACCOUNT_B)
