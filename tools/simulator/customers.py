"""Five invented customers, their products and their users."""

from tools.simulator.calls import App

OPENAI_ACCOUNT = "org-demo"
AZURE_ACCOUNT = "sub-demo"

REALTIME = "gpt-realtime"
REALTIME_MINI = "gpt-realtime-mini-2025-12-15"
CHAT = "gpt-4.1-2025-04-14"
REASONING = "gpt-5-mini-2025-08-07"
TRANSCRIBE = "gpt-4o-mini-transcribe"
WHISPER = "whisper-1"
# This model is too new for the price book, so its usage must appear as unpriced.
PREVIEW = "gpt-realtime-next-preview"

USERS_PER_CUSTOMER = 8

APPS = (
    App("acme-retail", "voice", "openai", OPENAI_ACCOUNT, REALTIME, "proj_storefront", transcription_model=TRANSCRIBE),
    App(
        "borealis-health",
        "voice",
        "azure",
        AZURE_ACCOUNT,
        REALTIME_MINI,
        "proj_triage",
        deployment="triage-voice",
        deployment_scope="global",
        region="swedencentral",
        transcription_model=TRANSCRIBE,
        dialect="dotnet",
    ),
    App("cobalt-travel", "chat", "openai", OPENAI_ACCOUNT, CHAT, "proj_concierge", reports_cost=True),
    App("cobalt-travel", "batch", "openai", OPENAI_ACCOUNT, CHAT, "proj_itineraries"),
    App(
        "cobalt-travel",
        "voice",
        "openai",
        OPENAI_ACCOUNT,
        REALTIME_MINI,
        "proj_hotline",
        transcription_model=WHISPER,
        dialect="dotnet",
    ),
    App("delta-learning", "responses", "openai", OPENAI_ACCOUNT, REASONING, "proj_tutor"),
    App("delta-learning", "dictation", "openai", OPENAI_ACCOUNT, WHISPER, "proj_lectures"),
    App("delta-learning", "dictation", "openai", OPENAI_ACCOUNT, TRANSCRIBE, "proj_notes"),
    App(
        "ember-media",
        "responses",
        "azure",
        AZURE_ACCOUNT,
        REASONING,
        "proj_captions",
        deployment="captions",
        deployment_scope="data_zone",
        region="eastus2",
    ),
    App(
        "ember-media",
        "chat",
        "azure",
        AZURE_ACCOUNT,
        CHAT,
        "proj_newsroom",
        deployment="newsroom",
        deployment_scope="data_zone",
        region="eastus2",
    ),
    App(
        "ember-media",
        "voice",
        "azure",
        AZURE_ACCOUNT,
        REALTIME_MINI,
        "proj_radio",
        deployment="radio-voice",
        deployment_scope="global",
        region="swedencentral",
        transcription_model=TRANSCRIBE,
    ),
)

CUSTOMERS = tuple(dict.fromkeys(app.account_id for app in APPS))


def users_of(account_id: str) -> list[str]:
    """Return the user ids of a customer, e.g. `acme-01`."""
    prefix = account_id.split("-")[0]
    return [f"{prefix}-{number:02d}" for number in range(1, USERS_PER_CUSTOMER + 1)]
