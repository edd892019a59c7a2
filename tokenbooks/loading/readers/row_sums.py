"""Sums of the rows that are not AI usage: one record for those of a day that differ only in resource and amounts.

A cloud's bill has a row for each resource of the whole company, and a few per cent of them are AI usage. The others are
needed only so that the bill adds up, and so that a later rule finds the money of a service that is AI usage after all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tokenbooks.loading.readers.row_texts import RowTexts
from tokenbooks.loading.readers.table_form import Sums

#: The field of a record that holds the number of its rows.
SUMMED_ROWS = "tokenbooks_summed_rows"

_ANYWHERE = (
    "ai21 anthropic bedrock chatgpt claude codestral cognitive cohere copilot deepseek embedding fine-tun fine_tun"
    " foundry gemini gemma generative grok imagen inference invoice jamba kimi llama magistral marketplace minimax"
    " ministral mistral moonshot nemotron openai palmyra perplexity pixtral qwen rerank saas sagemaker sonnet support"
    " token vertex voxtral whisper"
)
_AS_A_WORD = (
    "ai azureml bing codex command dall davinci flux glm gpt grounding haiku llm luma lyria maas ml model models nova"
    " opus phi ptu ptus ray realtime sora stability titan tts veo writer xai zai"
)
#: Words of vendors, models and services of AI, and of what the models treat as part of their bill, such as support.
#: A row with such a word is kept as it is. So a word too many costs space, and a word too few costs the resource.
_WORDS = re.compile(
    f"{'|'.join(_ANYWHERE.split())}|(?<![a-z])(?:{'|'.join(_AS_A_WORD.split())})(?![a-z])|(?<![a-z0-9])o[1-9](?![0-9])",
    re.IGNORECASE,
)
# A number in one of these forms is below 10 million, and its conversion to 12 decimals is that of the models.
_ADDABLE = r"^([-+]?[0-9]{1,7}(\.[0-9]*)?|[-+]?[0-9](\.[0-9]*)?[eE]-[0-9]{1,2}|)$"
#: So many numbers below 10 million have a sum that the models can read.
MOST_ROWS = 1_000_000
#: So many parts of sums are added up before more are collected.
MOST_PARTS = 100_000
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$"
_DATE = r"^([0-9]{1,4}[-/][0-9]{1,2}[-/][0-9]{1,4}|[0-9]{8}$)"


def may_be_ai_usage(name: str) -> bool:
    """Whether the name of a service, product or meter may be one of AI usage."""
    return _WORDS.search(name) is not None


class RowSums:
    """Adds up rows of one file that are not AI usage. Not shared between threads."""

    def __init__(
        self, form: Sums, required: Iterable[Collection[str]], header: Collection[str], texts: RowTexts
    ) -> None:
        """Start without rows.

        Args:
            form: the columns that decide, that are kept and that are added up.
            required: columns of which a row that is summed has at least one value each.
            header: the columns of the file.
            texts: writes the sums as records.
        """
        self._services = [name for name in form.services if name in header]
        self._naming = [name for name in (*form.services, *form.naming) if name in header]
        self._keys = [*self._naming, *(name for name in form.kept if name in header)]
        self._added = [name for name in form.added if name in header]
        self._empty = [name for name in form.empty if name in header]
        self._dates = [name for name in form.dates if name in header]
        self._days = form.days
        self._required = [[name for name in names if name in self._keys + self._added] for names in required]
        self._key_columns = [f"key{place}" for place in range(len(self._keys))]
        self._sum_columns = [f"sum{place}" for place in range(len(self._added))]
        self._texts = texts
        self._database = texts.database
        self._may_be_ai: dict[str, bool] = {}
        self._rows = self._parts = 0

    def take(self, numbers: pa.Int64Array, table: pa.Table) -> tuple[pa.Int64Array, pa.Table]:
        """Add up the rows that can be summed.

        Args:
            numbers: the record numbers of the rows.
            table: the rows. The columns that name a service or a meter have texts.

        Returns:
            The other rows, with their numbers.
        """
        is_summed = self._is_other_service(table)
        if is_summed.any():
            rows = table.select(self.columns).append_column("number", numbers)
            is_summed[is_summed] = self._add(rows.filter(pa.array(is_summed)))
        is_kept = pa.array(~is_summed)
        return numbers.filter(is_kept), table.filter(is_kept)

    @property
    def columns(self) -> list[str]:
        """The columns that are read."""
        return [*self._keys, *self._added, *self._empty]

    @property
    def is_full(self) -> bool:
        """Whether the sums must be taken before more rows are added, because a sum has a limited number of digits."""
        return self._rows >= MOST_ROWS

    def records(self, nested: Collection[str]) -> tuple[pa.Int64Array, pa.StringArray]:
        """The sums as records, numbered by their first rows. Starts again without rows.

        Args:
            nested: columns whose texts may be JSON themselves.
        """
        if not self._rows:
            return pa.array([], pa.int64()), pa.array([], pa.string())
        self._compact()
        sums_as_texts = [f"rtrim(rtrim(cast({column} as varchar), '0'), '.')" for column in self._sum_columns]
        columns = ", ".join([*self._key_columns, *sums_as_texts, "cast(row_count as varchar)", "number"])
        sums = self._database.sql(f"select {columns} from sums order by number").to_arrow_table()
        self._database.execute("drop table sums")
        self._rows = self._parts = 0
        sums = sums.rename_columns([*self._keys, *self._added, SUMMED_ROWS, "number"])
        return sums["number"].combine_chunks(), self._texts.of(sums.drop_columns(["number"]), nested)

    def _is_other_service(self, table: pa.Table) -> npt.NDArray[np.bool_]:
        """Whether a row names a service, and has no word that may be one of AI."""
        has_service, may_be_ai = np.zeros((2, len(table)), np.bool_)
        for name in self._naming:
            coded = table[name].combine_chunks().cast(pa.string()).dictionary_encode()
            texts = coded.dictionary.to_pylist()
            codes = coded.indices.fill_null(len(texts)).to_numpy()
            for text in texts:
                if text not in self._may_be_ai:
                    self._may_be_ai[text] = may_be_ai_usage(text)
            may_be_ai |= np.array([*(self._may_be_ai[text] for text in texts), False])[codes]
            if name in self._services:
                has_service |= np.array([*(bool(text.strip()) for text in texts), False])[codes]
        return has_service & ~may_be_ai

    def _add(self, rows: pa.Table) -> npt.NDArray[np.bool_]:
        """Add up the rows whose numbers can be added. Returns which ones they are."""
        place = {name: f"c{number}" for number, name in enumerate(rows.column_names)}
        text = {name: f"coalesce(cast({column} as varchar), '')" for name, column in place.items()}
        numbers = [text[name] for name in self._added]
        keys = [_day(place[name], rows[name].type) if name in self._days else place[name] for name in self._keys]
        is_addable = " and ".join(
            [
                *(f"regexp_matches({number}, '{_ADDABLE}')" for number in numbers),
                *(f"regexp_matches({text[name]}, '{_DATE}')" for name in self._dates),
                *(f"concat({', '.join(text[name] for name in names)}) != ''" for names in self._required),
                *(f"{text[name]} in ('', '[]')" for name in self._empty),
            ]
        )
        values = {
            **dict(zip(self._key_columns, keys, strict=True)),
            **{
                column: f"sum(cast(nullif({number}, '') as decimal(38, 12)))"
                for column, number in zip(self._sum_columns, numbers, strict=True)
            },
            "row_count": "count(*)",
            "number": f"min({place['number']})",
        }
        # A sum of numbers and a sum without any number are two sums.
        groups = ", ".join([*keys, *(f"{number} = ''" for number in numbers)])
        query = f"select {_listed(values)} from rows where {is_addable} group by {groups}"
        self._database.register("rows", rows.rename_columns(list(place.values())))
        try:
            found = self._database.sql(f"select {is_addable} as is_addable from rows").fetchnumpy()["is_addable"]
            self._database.execute(f"insert into sums {query}" if self._rows else f"create table sums as {query}")
        finally:
            self._database.unregister("rows")
        self._rows += len(rows)
        self._parts += len(rows)
        if self._parts >= MOST_PARTS:
            self._compact()
        return found

    def _compact(self) -> None:
        """Add up the parts of each sum."""
        values = {
            **{column: column for column in self._key_columns},
            **{column: f"sum({column})" for column in self._sum_columns},
            "row_count": "sum(row_count)",
            "number": "min(number)",
        }
        groups = ", ".join([*self._key_columns, *(f"{column} is null" for column in self._sum_columns)])
        self._database.execute(f"create table compacted as select {_listed(values)} from sums group by {groups}")
        self._database.execute("drop table sums; alter table compacted rename to sums")
        self._parts = 0


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{value} as {name}" for name, value in values.items())


def _day(column: str, kind: pa.DataType) -> str:
    """The beginning of an instant's day. A text in another form stays."""
    if pa.types.is_timestamp(kind):
        return f"date_trunc('day', {column})"
    return f"case when regexp_matches({column}, '{_INSTANT}') then {column}[:10] || 'T00:00:00Z' else {column} end"
