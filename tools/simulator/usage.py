"""Three months of calls: who talked to which model, in sessions whose context grows turn by turn."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from tools.simulator import customers, payloads
from tools.simulator.amounts import multiply, number
from tools.simulator.calls import App, Call, JsonObject
from tools.simulator.payloads import TextUsage, TranscriptionUsage, VoiceUsage
from tools.simulator.prices import PriceBook

FIRST_DAY = date(2026, 1, 1)
LAST_DAY = date(2026, 3, 31)

# Chance that a user opens a session with an app on a working day, and the growth of the business.
SESSION_CHANCE = {"voice": 0.62, "chat": 0.85, "responses": 0.9, "dictation": 0.45, "batch": 0.4}
MONTHLY_GROWTH = {1: 1.0, 2: 1.1, 3: 1.5}
WEEKEND_SHARE = 0.4
# Tokens of the documents that a text session starts from, and of one answer.
PROMPT_TOKENS = {"chat": (1_000, 12_000), "responses": (4_000, 40_000)}
ANSWER_TOKENS = {"chat": (100, 1_400), "responses": (600, 7_000)}

# Tokens per second of speech: one per 100 ms for the user, one per 50 ms for the assistant.
USER_TOKENS_PER_SECOND = 10
ASSISTANT_TOKENS_PER_SECOND = 20
# The default session prompt of the Realtime API counts this many text tokens.
SESSION_PROMPT_TOKENS = 119
MESSAGE_FRAMING_TOKENS = 2
REALTIME_CACHE_BLOCK = 64
TEXT_CACHE_BLOCK = 128
TEXT_CACHE_MINIMUM = 1024

# The name of the served tier in a response body. Batch work has no tier; its envelope states that it is batch work.
WIRE_TIERS = {"standard": "default", "priority": "priority", "flex": "flex"}


class UsageSimulator:
    """Draws calls from one random stream. The same seed always draws the same calls."""

    def __init__(self, seed: int, book: PriceBook) -> None:
        """Start the stream."""
        self._random = random.Random(f"{seed}:usage")
        self._book = book

    def calls(self) -> Iterator[Call]:
        """Yield every call of every customer, day by day."""
        day = FIRST_DAY
        while day <= LAST_DAY:
            appetite = MONTHLY_GROWTH[day.month] * (WEEKEND_SHARE if day.weekday() >= 5 else 1)
            for app in customers.APPS:
                for user_id in customers.users_of(app.account_id):
                    if self._random.random() < SESSION_CHANCE[app.kind] * appetite:
                        yield from self._session(app, user_id, day)
            if day in (date(2026, 3, 17), date(2026, 3, 19)):
                yield from self._preview_session(day)
            if day == date(2026, 1, 31):
                yield self._last_call_of_january()
            day += timedelta(days=1)

    def _session(self, app: App, user_id: str, day: date) -> Iterator[Call]:
        # A session may continue past midnight. Each of its calls belongs to the day on which it happened.
        started_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
            milliseconds=self._random.randrange(6 * 3_600_000, 24 * 3_600_000 - 600_000)
        )
        if day == LAST_DAY:
            started_at = min(started_at, datetime(2026, 3, 31, 22, 0, tzinfo=UTC))
        session = self._identifier("sess", 12)
        if app.kind == "voice":
            yield from self._voice_session(app, user_id, session, started_at)
        elif app.kind in ("chat", "responses"):
            yield from self._text_session(app, user_id, session, started_at)
        elif app.kind == "dictation":
            yield from self._dictation(app, user_id, session, started_at)
        else:
            yield from self._batch(app, user_id, session, started_at)

    def _voice_session(self, app: App, user_id: str, session: str, started_at: datetime) -> Iterator[Call]:
        instructions = SESSION_PROMPT_TOKENS + 40 * self._random.randrange(0, 12)
        context_text, context_audio, at = instructions, 0, started_at
        conversation = self._identifier("conv", 14)
        for turn in range(self._random.randrange(2, 8)):
            seconds = self._random.randrange(2, 20)
            user_audio = seconds * USER_TOKENS_PER_SECOND + self._random.randrange(0, 10)
            speech = self._random.randrange(2, 16)
            audio_output = speech * ASSISTANT_TOKENS_PER_SECOND + self._random.randrange(0, 20)
            text_output = audio_output // 4 + self._random.randrange(5, 20)
            hit = self._random.random() < (0.5 if turn == 0 else 0.85)
            usage = VoiceUsage(
                text_input=context_text,
                audio_input=context_audio + user_audio,
                text_cached=context_text // REALTIME_CACHE_BLOCK * REALTIME_CACHE_BLOCK if hit else 0,
                audio_cached=context_audio // REALTIME_CACHE_BLOCK * REALTIME_CACHE_BLOCK if hit else 0,
                text_output=text_output,
                audio_output=audio_output,
            )
            if app.transcription_model:
                yield self._transcription_event(app, user_id, session, at, seconds, user_audio)
            at += timedelta(milliseconds=self._random.randrange(900, 4_000))
            yield self._voice_call(app, user_id, session, conversation, at, usage)
            # The next turn sends the whole conversation again.
            context_text += text_output + MESSAGE_FRAMING_TOKENS
            context_audio += user_audio + audio_output
            at += timedelta(milliseconds=1_000 * (speech + seconds) + self._random.randrange(500, 9_000))

    def _voice_call(
        self, app: App, user_id: str, session: str, conversation: str, at: datetime, usage: VoiceUsage
    ) -> Call:
        identifier, event = self._identifier("resp", 20), self._identifier("event", 20)
        status = "cancelled" if self._random.random() < 0.04 else "completed"
        build = payloads.response_done_dotnet if app.dialect == "dotnet" else payloads.response_done
        payload = build(identifier, event, conversation, status, usage, app.model == customers.REALTIME)
        return self._call(app, app.model, "standard", at, usage.quantities(), user_id, session, payload)

    def _transcription_event(
        self, app: App, user_id: str, session: str, at: datetime, seconds: int, user_audio: int
    ) -> Call:
        usage = self._transcription(app.transcription_model, seconds, user_audio)
        item, event = self._identifier("item", 20), self._identifier("event", 20)
        build = payloads.transcription_completed_dotnet if app.dialect == "dotnet" else payloads.transcription_completed
        payload = build(item, event, usage)
        return self._call(app, app.transcription_model, "standard", at, usage.quantities(), user_id, session, payload)

    def _transcription(self, model: str, seconds: int, audio_tokens: int) -> TranscriptionUsage:
        if model == customers.WHISPER:
            return TranscriptionUsage(seconds=seconds)
        return TranscriptionUsage(audio_tokens=audio_tokens, text_output=seconds * 3 + self._random.randrange(1, 9))

    def _text_session(self, app: App, user_id: str, session: str, started_at: datetime) -> Iterator[Call]:
        is_openai = app.platform == "openai"
        tier = "priority" if app.kind == "chat" and is_openai and self._random.random() < 0.15 else "standard"
        prompt, at = self._random.randrange(*PROMPT_TOKENS[app.kind]), started_at
        for turn in range(self._random.randrange(1, 6)):
            output = self._random.randrange(*ANSWER_TOKENS[app.kind])
            hit = turn > 0 and prompt >= TEXT_CACHE_MINIMUM and self._random.random() < 0.8
            usage = TextUsage(
                input_tokens=prompt + self._random.randrange(10, 90),
                cached_tokens=prompt // TEXT_CACHE_BLOCK * TEXT_CACHE_BLOCK if hit else 0,
                output_tokens=output,
                reasoning_tokens=output // 3 if app.kind == "responses" else 0,
            )
            if app.kind == "responses":
                wire_tier = WIRE_TIERS[tier]
                payload = payloads.response_body(self._identifier("resp", 24), app.model, at, usage, wire_tier)
            else:
                payload = payloads.chat_completion(
                    self._identifier("chatcmpl-", 20, separator=""),
                    app.model,
                    at,
                    usage,
                    WIRE_TIERS[tier] if is_openai else "",
                    azure=not is_openai,
                    details=bool(usage.cached_tokens) or self._random.random() < 0.9,
                )
            yield self._call(app, app.model, tier, at, usage.quantities(), user_id, session, payload)
            prompt = usage.input_tokens + output
            at += timedelta(milliseconds=self._random.randrange(5_000, 90_000))

    def _dictation(self, app: App, user_id: str, session: str, started_at: datetime) -> Iterator[Call]:
        at = started_at
        for _ in range(self._random.randrange(1, 4)):
            seconds = self._random.randrange(15, 240)
            usage = self._transcription(app.model, seconds, seconds * USER_TOKENS_PER_SECOND)
            payload = payloads.transcription_body(usage)
            # The body has no id, so the application names the event.
            event_id = self._identifier("dictation", 16)
            yield self._call(app, app.model, "standard", at, usage.quantities(), user_id, session, payload, event_id)
            at += timedelta(milliseconds=self._random.randrange(20_000, 200_000))

    def _batch(self, app: App, user_id: str, session: str, started_at: datetime) -> Iterator[Call]:
        for number_in_batch in range(self._random.randrange(8, 20)):
            usage = TextUsage(self._random.randrange(400, 2_500), 0, self._random.randrange(100, 900))
            at = started_at + timedelta(milliseconds=170 * number_in_batch)
            identifier = self._identifier("chatcmpl-", 20, separator="")
            payload = payloads.chat_completion(identifier, app.model, at, usage, "", azure=False, details=True)
            yield self._call(app, app.model, "batch", at, usage.quantities(), user_id, session, payload)

    def _last_call_of_january(self) -> Call:
        """A call that starts in January and is answered in February. It belongs to January."""
        app = next(app for app in customers.APPS if app.project_id == "proj_tutor")
        at = datetime(2026, 1, 31, 23, 59, 58, tzinfo=UTC)
        usage = TextUsage(input_tokens=2_410, cached_tokens=1_024, output_tokens=612, reasoning_tokens=192)
        payload = payloads.response_body(self._identifier("resp", 24), app.model, at, usage, WIRE_TIERS["standard"])
        user_id = customers.users_of(app.account_id)[0]
        session = self._identifier("sess", 12)
        return self._call(app, app.model, "standard", at, usage.quantities(), user_id, session, payload)

    def _preview_session(self, day: date) -> Iterator[Call]:
        app = customers.APPS[0]
        at = datetime(day.year, day.month, day.day, 10, 30, tzinfo=UTC)
        conversation, session = self._identifier("conv", 14), self._identifier("sess", 12)
        for turn in range(4):
            usage = VoiceUsage(SESSION_PROMPT_TOKENS + 30 * turn, 80 + 200 * turn, 64, 128 if turn else 0, 40, 160)
            payload = payloads.response_done(
                self._identifier("resp", 20), self._identifier("event", 20), conversation, "completed", usage, True
            )
            user_id = customers.users_of(app.account_id)[0]
            yield self._call(
                app, customers.PREVIEW, "standard", at, usage.quantities(), user_id, session, payload, is_priced=False
            )
            at += timedelta(seconds=20)

    def _call(
        self,
        app: App,
        model: str,
        tier: str,
        at: datetime,
        quantities: dict[str, int],
        user_id: str,
        session: str,
        payload: JsonObject,
        event_id: str = "",
        is_priced: bool = True,
    ) -> Call:
        envelope: JsonObject = {"event_id": event_id} if event_id else {}
        envelope |= {
            "occurred_at": self._written_instant(app, at),
            "platform": app.platform,
            "billing_account_id": app.billing_account_id,
            "account_id": app.account_id,
            "project_id": app.project_id,
            "session_id": session,
            "model": model,
        }
        # Some calls come from jobs that do not act for a user.
        if self._random.random() >= 0.015:
            envelope["user_id"] = user_id
        if app.deployment:
            is_transcription = model == app.transcription_model
            envelope["deployment"] = "transcribe" if is_transcription else app.deployment
            envelope["deployment_scope"] = app.deployment_scope
            envelope["region"] = app.region
        if tier == "batch":
            envelope["service_tier"] = tier
        if app.reports_cost:
            envelope["reported_cost"] = self._cost(app, model, tier, at.date(), quantities)
            envelope["reported_currency"] = "USD"
        envelope["payload"] = payload
        return Call(app, model, tier, at, quantities, envelope, is_priced)

    def _cost(self, app: App, model: str, tier: str, day: date, quantities: dict[str, int]) -> Decimal:
        prices = (
            multiply(self._book.unit_price(app.platform, model, meter, tier, app.deployment_scope, day), quantity)
            for meter, quantity in quantities.items()
            if quantity
        )
        return number(sum(prices, Decimal(0)))

    def _written_instant(self, app: App, at: datetime) -> str:
        # One customer writes local time with an offset. It is the same instant.
        if app.project_id == "proj_newsroom":
            return at.astimezone(timezone(timedelta(hours=1))).isoformat(timespec="milliseconds")
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _identifier(self, prefix: str, length: int, separator: str = "_") -> str:
        return f"{prefix}{separator}{self._random.getrandbits(length * 4):0{length}x}"
