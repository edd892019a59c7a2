"""Which fields of each source are content, and how records are loaded without it.

With `TOKENBOOKS_KEEP_CONTENT` off, the loader removes prompts, answers and free text before it writes anything. Every
figure stays the same, because no field that a model reads is removed. Some models count content: letters that are
spoken, searches, images. Of such content the loader keeps as much as the count needs. Some models identify a record by
its content. For these the loader keeps the hash of the whole record beside it.

The lists below alone decide what is content. A new source of usage gets an entry in `CONTENT`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from json.encoder import encode_basestring
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import simplejson

from tokenbooks.loading.records import Rejection
from tokenbooks.loading.validity import TOO_DEEP

# No field that a model reads is nested more deeply than this.
_DEEPEST = 100


@dataclass(frozen=True)
class Whole:
    """The value stays as it is."""


@dataclass(frozen=True)
class Same:
    """Texts show only which of them are the same: each becomes the number of its first occurrence in the record."""


@dataclass(frozen=True)
class Length:
    """Text that a speech model reads keeps its length, with every letter replaced by x. Other text is removed."""


@dataclass(frozen=True)
class Only:
    """An object, or each object in a list, keeps only some keys.

    Attributes:
        keys: the keys that are kept, and how much of each value. Keys are compared as `plain` writes them.
        otherwise: the value that replaces a text or list in the place of the object. With None it is removed.
        needs_hash: whether an object without an id gets the hash of its content, because the models
            distinguish such objects by their content.
    """

    keys: Mapping[str, Kept] = field(default_factory=dict)
    otherwise: str | None = None
    needs_hash: bool = False


@dataclass(frozen=True)
class Attributes:
    """The attributes of a span keep numbers, and texts under these names. Other texts may hold a prompt.

    Attributes:
        names: names under which a text is kept.
        prefixes: starts of names under which every value is kept, because only counts have such names.
        parts: names under which a part of the value is kept.
    """

    names: frozenset[str]
    prefixes: tuple[str, ...] = ()
    parts: Mapping[str, Kept] = field(default_factory=dict)


Kept = Whole | Same | Length | Only | Attributes


@dataclass(frozen=True)
class ContentFields:
    """The content fields of a source. Keys are compared as `plain` writes them, at any depth outside usage objects.

    Attributes:
        dropped: keys that are removed, unless they hold a number.
        dropped_texts: keys that are removed if they hold a text. An object or a list under such a key is searched.
        kept: keys whose values are kept in part.
    """

    dropped: frozenset[str]
    dropped_texts: frozenset[str]
    kept: Mapping[str, Kept]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Objects of counts. Nothing in them is dropped, because the models look for counts of any name.
USAGE_OBJECTS = _words("usage usagemetadata usagedetails usageobject costdetails costbreakdown billedunits usageevent")

_DROPPED = _words(
    # Requests.
    "messages prompt prompts instructions system systeminstruction systemprompt query queries document documents"
    " functions functioncall toolcall toolcalls toolconfig toolresults arguments responseformat jsonschema suffix"
    " stopsequence stopsequences requestbody requestmessages modelinput"
    # Answers.
    " content contents contentblock parts text texts choices completion completions generation generations"
    " generatedtext outputtext outputs refusal"
    " reasoningcontent reasoningdetails thinking thinkingblocks signature summary"
    " transcript transcription words segments logprobs logprobsresult responsebody responsemessages"
    # Media, search results and embeddings.
    " audio image images imageurl video inlinedata filedata b64json revisedprompt embedding embeddings results"
    " searchresults citations citationmetadata annotations relatedquestions groundingmetadata urlcontextmetadata"
    " searchentrypoint snippet title pages documentannotation"
    # Errors and other texts about the call.
    " errormessage errorstr errorinformation statusmessage stacktrace traceback trace additionalmodelresponsefields"
    " additionalmodelrequestfields"
)
_DROPPED_TEXTS = _words(
    "payload response result message error body delta item part answer reasoning request properties modeloutput"
)

_WHOLE = Whole()


def _only(names: str, **nested: Kept) -> Only:
    return Only({**dict.fromkeys(_words(names), _WHOLE), **nested})


#: What grounded an answer: the models count different queries, and tell maps from web pages.
_GROUNDING = _only(
    "",
    websearchqueries=Same(),
    imagesearchqueries=Same(),
    groundingchunks=_only("", maps=Only(), web=Only()),
    googlemapswidgetcontexttoken=Same(),
)

#: The steps in the trace of an agent of Bedrock, whose model calls state their usage.
_AGENT_STEPS = _only(
    "",
    **dict.fromkeys(
        _words("orchestrationtrace preprocessingtrace postprocessingtrace routingclassifiertrace"),
        _only("", modelinvocationoutput=_only("traceid", metadata=_only("usage"))),
    ),
)

#: Fields of a provider's body that hold content, and the part of each that the models count.
_BODY: Mapping[str, Kept] = {
    "input": Length(),
    "output": Only(
        {
            **dict.fromkeys(_words("type id containerid status"), _WHOLE),
            "action": _only("type"),
            "environment": _only("type containerid"),
        },
        None,
        True,
    ),
    "tools": _only("type model", container=_only("memorylimit"), environment=_only("memorylimit")),
    "candidates": _only("", groundingmetadata=_GROUNDING),
    "groundingmetadata": _GROUNDING,
    "data": Only(),
    "video": _only("duration"),
    # The models read only whether a key is there, as in a batch of Gemini. Elsewhere the key may hold any text.
    "metadata": _only("", key=Same(), servicetier=_only("type"), performanceconfig=_only("latency")),
    "results": _only("tokencount"),
    "trace": _only("", trace=_AGENT_STEPS, **_AGENT_STEPS.keys),
}

#: The tags that are stored, `tag_keys` in dbt_project.yml.
_TAGS = "application cost_center customer department environment feature project team"
_TAG_WORDS = _TAGS.replace("_", "")

#: Below these names every attribute of a span is a count.
_SPAN_COUNTS = (
    "gen_ai.usage.", "ai.usage.", "llm.usage.", "llm.token_count.",
    "ai.response.providerMetadata.anthropic.usage.", "ai.response.providerMetadata.anthropic.cache",
    "ai.response.providerMetadata.bedrock.usage.", "ai.response.providerMetadata.openai.cachedPromptTokens",
    "ai.response.providerMetadata.openai.reasoningTokens", "ai.response.providerMetadata.azure.cachedPromptTokens",
)  # fmt: skip

#: What grounded an answer of Gemini, as the AI SDK writes it.
_SPAN_GROUNDING = {
    f"ai.response.providerMetadata.{provider}.groundingMetadata.{name}": _GROUNDING.keys[name.lower()]
    for provider in ("google", "vertex")
    for name in ("webSearchQueries", "imageSearchQueries", "groundingChunks", "googleMapsWidgetContextToken")
}

_SPAN_ATTRIBUTES = _words(
    "operation.cost gen_ai.response.id billing_account_id enduser.id user.id"
    " langfuse.user.id traceloop.association.properties.user_id account_id api_key_id gen_ai.conversation.id session.id"
    " langfuse.session.id traceloop.association.properties.session_id gen_ai.request.model gen_ai.response.model"
    " openai.response.service_tier gen_ai.openai.response.service_tier openai.request.service_tier"
    " gen_ai.openai.request.service_tier ai.response.providerMetadata.openai.serviceTier"
    " ai.response.providerMetadata.azure.serviceTier ai.response.providerMetadata.google.usageMetadata.trafficType"
    " ai.response.providerMetadata.vertex.usageMetadata.trafficType"
    " error.type gen_ai.provider.name gen_ai.system llm.vendor gen_ai.operation.name"
    " server.address service.name service.version deployment.environment cloud.resource_id"
    " ai.response.id ai.response.model ai.model.id ai.model.provider ai.operationId operation.name"
    " ai.telemetry.metadata.userId llm.provider llm.system llm.model_name embedding.model_name llm.cost.total"
    " openinference.span.kind gen_ai.output.type gen_ai.request.stream gen_ai.request.is_stream llm.is_streaming"
    " attempt_number is_own_key request_id model speed cost_usd input_tokens output_tokens cache_read_tokens"
    " cache_creation_tokens event.sequence event.timestamp"
    " gen_ai.response.finish_reasons ai.response.finishReason llm.finish_reason"
) | {f"{parent}{tag}" for parent in ("", "tags.") for tag in _TAGS.split()}

#: The content fields of every source whose records have content. Bills and usage reports do not.
CONTENT: Mapping[str, ContentFields] = {
    "usage": ContentFields(_DROPPED, _DROPPED_TEXTS, _BODY),
    "litellm": ContentFields(
        _DROPPED
        | _words(
            "input output proxyserverrequest promptmanagementmetadata requestermetadata vectorstorerequestmetadata"
            " mcptoolcallmetadata guardrailinformation additionalheaders modelparameters"
        ),
        _DROPPED_TEXTS,
        {
            "metadata": Only(
                {
                    **dict.fromkeys(
                        _words(
                            "billingaccountid userapikeyenduserid userapikeyuserid userapikeyteamid userapikeyorgid"
                            " userapikeyhash litellmcallid usageobject additionalusagevalues costbreakdown"
                            " attemptnumber isownkey stream"
                        ),
                        _WHOLE,
                    ),
                    **dict.fromkeys(_words("spendlogsmetadata requestermetadata tags"), _only(_TAG_WORDS)),
                    "hiddenparams": _only("apibase"),
                    "modelmapinformation": _only("modelmapkey"),
                },
                # The models refuse a call whose metadata is not an object.
                otherwise="content dropped",
            ),
            "modelmapinformation": _only("modelmapkey"),
            "hiddenparams": _only("apibase"),
            "response": _only(
                "usage servicetier model id object stopreason toolusage",
                choices=_only("finishreason"),
                output=_BODY["output"],
                tools=_BODY["tools"],
            ),
        },
    ),
    "langfuse": ContentFields(
        _DROPPED | _words("input output tooldefinitions"),
        _DROPPED_TEXTS,
        {
            "metadata": _only(
                "responseid billingaccountid langfuseuserid userid accountid apikeyid langfusesessionid sessionid"
                " deploymentscope region servicetier customllmprovider provider lsprovider resourceid apibase"
                f" attemptnumber isownkey {_TAG_WORDS}",
                tags=_only(_TAG_WORDS),
                attributes=Attributes(
                    _words(
                        "gen_ai.response.id user.id gen_ai.provider.name gen_ai.system ai.model.provider llm.provider"
                        " llm.system server.address"
                    )
                ),
            ),
            "modelparameters": _only("servicetier"),
        },
    ),
    "otel": ContentFields(
        _DROPPED | _words("events links body"),
        _DROPPED_TEXTS,
        {"attributes": Attributes(_SPAN_ATTRIBUTES, _SPAN_COUNTS, _SPAN_GROUNDING)},
    ),
    "apim": ContentFields(_DROPPED, _DROPPED_TEXTS, {}),
    "bedrock_logs": ContentFields(
        _DROPPED | {"inputbodyjson"},
        _DROPPED_TEXTS,
        {
            "outputbodyjson": _only(
                "usage stopreason amazonbedrockinvocationmetrics",
                servicetier=_only("type"),
                performanceconfig=_only("latency"),
                message=_only("usage"),
                delta=_only("stopreason"),
                metadata=_only("usage"),
            ),
            "requestmetadata": _only(f"userid user accountid projectid sessionid attemptnumber {_TAG_WORDS}"),
        },
    ),
}


def without_content(table: pa.Table, source: str, reject: Callable[[Rejection], None]) -> pa.Table:
    """The records of a source without their content. A record that lost a part gets `record_hash`.

    A record without a content field keeps every byte. Numbers keep every digit, and a repeated key stays repeated.

    Args:
        table: records with their content.
        source: name of the source.
        reject: called with each record that is nested too deeply to be searched.
    """
    fields = CONTENT.get(source)
    if fields is None:
        return table
    positions = pc.indices_nonzero(pc.match_substring_regex(table["record"], _pattern(source))).to_pylist()
    if not positions:
        return table
    texts = table["record"].to_pylist()
    hashes: list[str | None] = [None] * len(texts)
    refused: set[int] = set()
    for position in positions:
        text = texts[position]
        try:
            reduced = reduce(text, fields)
        except RecursionError:
            number = table["record_number"][position].as_py()
            reject(Rejection.of(number, *TOO_DEEP, None))
            refused.add(position)
            continue
        texts[position] = reduced
        hashes[position] = hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    table = table.set_column(table.schema.get_field_index("record"), "record", pa.array(texts, pa.string()))
    table = table.append_column("record_hash", pa.array(hashes, pa.string()))
    if not refused:
        return table
    return table.take(pa.array([position for position in range(len(texts)) if position not in refused], pa.int64()))


def reduce(text: str, fields: ContentFields) -> str:
    """A record without its content.

    Raises:
        RecursionError: the record is nested too deeply.
    """
    record = simplejson.loads(text, object_pairs_hook=_Object, parse_int=_Number, parse_float=_Number)
    return _written(_Reduction(fields, '"tts' in text.lower()).of(record))


@lru_cache(maxsize=10_000)
def plain(key: str) -> str:
    """A key as the lists write it: `webSearchQueries` and `web_search_queries` become `websearchqueries`."""
    return key.lower().replace("_", "").replace("-", "")


class _Object(list[tuple[str, Any]]):
    """The keys and values of an object in their order, with repetitions."""


class _Number(str):
    """A number as it is written."""

    __slots__ = ()


_GONE = object()
_NO_TEXT = re.compile(r'[^"\\\x00-\x1f]')


class _Reduction:
    """Leaves out the content of one record."""

    def __init__(self, fields: ContentFields, is_spoken: bool) -> None:
        """Set up the reduction.

        Args:
            fields: the content fields of the source.
            is_spoken: whether the record may come from a text-to-speech model.
        """
        self._fields = fields
        self._is_spoken = is_spoken
        self._numbers: dict[str, str] = {}

    def of(self, value: Any, depth: int = 0) -> Any:
        """The value without content."""
        if type(value) is list:
            return [self.of(item, depth + 1) for item in value] if depth < _DEEPEST else []
        if type(value) is not _Object:
            return value
        if depth >= _DEEPEST:
            return _Object()
        return _filled((key, self._field(plain(key), item, depth)) for key, item in value)

    def _field(self, name: str, value: Any, depth: int) -> Any:
        if value is None or type(value) in (_Number, bool) or name in USAGE_OBJECTS:
            return value
        if name in self._fields.kept:
            return self._part(value, self._fields.kept[name])
        if name in self._fields.dropped or (type(value) is str and name in self._fields.dropped_texts):
            return _GONE
        return self.of(value, depth + 1)

    def _part(self, value: Any, kept: Kept) -> Any:
        match kept:
            case Whole():
                return value
            case Same():
                return self._same(value)
            case Length():
                return _masked(value) if self._is_spoken else _GONE
            case Attributes():
                return self._attributes(value, kept) if type(value) is _Object else _GONE
            case Only():
                return self._only(value, kept)

    def _same(self, value: Any) -> Any:
        if type(value) is list:
            return [self._same(item) for item in value if type(item) in (str, _Number)]
        if type(value) not in (str, _Number):
            return _GONE
        text = str(value)
        return self._numbers.setdefault(text, str(len(self._numbers) + 1)) if text.strip(" ") else ""

    def _only(self, value: Any, kept: Only) -> Any:
        if type(value) is _Object:
            part = _filled(
                (key, item if plain(key) in USAGE_OBJECTS else self._part(item, kept.keys[plain(key)]))
                for key, item in value
                if plain(key) in kept.keys or plain(key) in USAGE_OBJECTS
            )
            if kept.needs_hash and not any(plain(key) in ("id", "containerid") and item for key, item in part):
                part.append(("content_hash", _hash(value)))
            return part
        if kept.otherwise is not None:
            return kept.otherwise if value else value
        if type(value) is list:
            return [self._only(item, kept) if type(item) in (_Object, list) else _emptied(item) for item in value]
        return value if type(value) in (_Number, bool) else _GONE

    def _attributes(self, value: _Object, kept: Attributes, prefix: str = "") -> _Object:
        found = _Object()
        for key, item in value:
            name = f"{prefix}{key}"
            if item is None or type(item) in (_Number, bool) or name in kept.names or name.startswith(kept.prefixes):
                found.append((key, item))
            elif name in kept.parts:
                found.append((key, self._part(item, kept.parts[name])))
            elif type(item) is _Object and (part := self._attributes(item, kept, f"{name}.")):
                found.append((key, part))
        return _filled(found)


def _filled(pairs: Any) -> _Object:
    return _Object((key, value) for key, value in pairs if value is not _GONE)


def _emptied(value: Any) -> Any:
    return "" if type(value) in (str, _Number) else value


def _masked(value: Any) -> Any:
    if type(value) is str:
        return _NO_TEXT.sub("x", value)
    if type(value) is list:
        return [_masked(item) for item in value]
    if type(value) is _Object:
        return _Object((key, _masked(item)) for key, item in value)
    return value


def _hash(value: _Object) -> str:
    text = _written(_Object(sorted(value, key=lambda pair: pair[0])))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _written(value: Any) -> str:
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is _Number:
        return str(value)
    if kind is _Object:
        return "{" + ",".join([f"{encode_basestring(key)}:{_written(item)}" for key, item in value]) + "}"
    if kind is list:
        return "[" + ",".join([_written(item) for item in value]) + "]"
    return "null" if value is None else "true" if value else "false"


@cache
def _pattern(source: str) -> str:
    """A regular expression that matches records that may have a content field. An escaped letter may hide one."""
    fields = CONTENT[source]
    anything = "|".join("[_-]*".join(name) for name in sorted(fields.dropped | fields.kept.keys()))
    texts = "|".join("[_-]*".join(name) for name in sorted(fields.dropped_texts))
    return rf'(?i)"[_-]*(?:(?:{anything})[_-]*"\s*:\s*["{{\[]|(?:{texts})[_-]*"\s*:\s*")|\\u'
