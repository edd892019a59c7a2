"""Sums of the rows that are not AI usage: one record for those of a day that differ only in resource and amounts.

A cloud's bill has a row for each resource of the whole company, and a few per cent of them are AI usage. The others are
needed only so that the bill adds up, and so that a later rule finds the money of a service that is AI usage after all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from tokenbooks.loading.readers.row_texts import RowTexts, is_number, quoted
from tokenbooks.loading.readers.table_form import Sums, TableForm, parsed

#: The field of a record that holds the number of its rows.
SUMMED_ROWS = "tokenbooks_summed_rows"

_ANYWHERE = (
    "ai21 anthropic babbage banana bedrock chatgpt claude codestral cognitive cohere copilot deepseek embedding"
    " fine-tun fine_tun flare foundry gemini gemma generative grok imagen inference interpreter invoice jamba kimi"
    " llama magistral marketplace minimax ministral mistral moonshot nemotron openai palmyra perplexity pixtral"
    " qwen rerank saas sagemaker sonnet speech sunburst support token vertex voxtral whisper"
)
_AS_A_WORD = (
    "ai azureml bing codex command dall davinci flux glm gpt grounding haiku llm luma lyria maas ml model models"
    " moonshotai nova opus phi ptu ptus ray realtime sora stability titan tts veo writer xai zai"
)
_TOOLS = "(?:computer.?use|deep.?research|(?:file|web).?search|provisioned.?(?:managed|throughput))"
_DIRECTIONS = (
    "(?:cd|ch|c?cch|c?cchd|cached?|in|inpt?|input|opt|out|outpt?|output|wr|writes?|(?:txt|aud|img|batch)(?:inp|outp))"
)
# Azure's shortest names of models are a version alone, as in `5.4 pp opt Gl`.
_VERSION_AND_DIRECTION = (
    rf"(?<![a-z0-9.])[4-9](?:\.?[0-9])?(?![0-9]).*(?<![a-z]){_DIRECTIONS}(?![a-z])"
    rf"|(?<![a-z]){_DIRECTIONS}(?![a-z]).*(?<![a-z0-9.])[4-9](?:\.?[0-9])?(?![0-9])"
)
#: Words of vendors, models and services of AI, and of what the models treat as part of their bill, such as support.
#: A row with such a word is kept as it is. So a word too many costs space, and a word too few costs the resource.
_WORDS = re.compile(
    f"{'|'.join(_ANYWHERE.split())}|{_TOOLS}|(?<![a-z])(?:{'|'.join(_AS_A_WORD.split())})(?![a-z])"
    f"|(?<![a-z0-9])o[1-9](?![0-9])|{_VERSION_AND_DIRECTION}",
    re.IGNORECASE | re.DOTALL,
)
_GLUED = re.compile("(?<=[a-z])(?=[A-Z])")
# A number in one of these forms is below 10 million, and its conversion to 12 decimals is that of the models.
_UNSIGNED = r"(?:[0-9]{1,7}(?:\.[0-9]*)?|[0-9](?:\.[0-9]*)?[eE]-[0-9]{1,2})"
_YEAR = "(?:19[7-9][0-9]|2[01][0-9]{2})"
_ISO_DATE = re.compile(
    rf"({_YEAR}-[0-9]{{2}}-[0-9]{{2}})([ T](?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,9}})?(?:Z| UTC)?)?"
)
_SLASHED_DATE = re.compile(rf"([0-9]{{1,2}})/([0-9]{{1,2}})/({_YEAR})")
_MONTHS = 12
#: So many numbers below 10 million, and those of one more batch, have a sum that the models can read.
MOST_ROWS = 500_000
#: More sums than these are not kept in memory. Twice as many parts of sums are.
MOST_SUMS = 50_000
_SUMS_A_BATCH = 20_000
_MOST_NAMES = 100_000


def may_be_ai_usage(name: str) -> bool:
    """Whether the name of a service, product, meter or unit may be one of AI usage."""
    return _WORDS.search(f"{name} {_GLUED.sub(' ', name)}") is not None


def day_of(text: str, *, reads_slashes: bool) -> str | None:
    """The day of use as text that a model reads alike, without the time; None if a model might refuse the text.

    Args:
        text: a date, or an instant in UTC.
        reads_slashes: whether the models read dates with slashes, in the order of day and month of the file.
    """
    try:
        if found := _ISO_DATE.fullmatch(text):
            date.fromisoformat(found[1])
            return f"{found[1]}T00:00:00Z" if found[2] else text
        if reads_slashes and (found := _SLASHED_DATE.fullmatch(text)):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            month, day = (second, first) if first > _MONTHS else (first, second)
            date(year, month, day)
            return text
    except ValueError:  # a day that does not exist
        pass
    return None


class RowSums:
    """Adds up rows of one file that are not AI usage. Not shared between threads."""

    def __init__(self, form: TableForm, sums: Sums, header: Collection[str], texts: RowTexts) -> None:
        """Start without rows.

        Args:
            form: what the file must look like.
            sums: the columns that decide, that are kept and that are added up. They fit the header.
            header: the columns of the file.
            texts: reads the values of rows.
        """

        def present(names: Iterable[str]) -> list[str]:
            return [name for name in names if name.partition(".")[0] in header]

        self._services = present(sums.services)
        self._naming = present([*sums.services, *sums.naming])
        self._keys = [*self._naming, *present(sums.kept)]
        self._added = present(name for names in sums.added for name in names)
        self._empty = present(sums.empty)
        self._companies = present(sums.companies)
        self._cloud = sums.cloud
        self._dates = present(sums.dates)
        self._parts: dict[str, list[str]] = {}
        for name in self._keys:
            column, dot, part = name.partition(".")
            if dot:
                self._parts.setdefault(column, []).append(part)
        self._required = [present(names) for names in form.required.values()]
        self._reads_slashes = form.reads_day_first
        sign = "[+]?" if sums.is_sign_read else "[-+]?"
        self._addable = f"^(?:{sign}{_UNSIGNED})?$"
        self._key_columns = [f"key{place}" for place in range(len(self._keys))]
        self._sum_columns = [f"sum{place}" for place in range(len(self._added))]
        self._texts = texts
        self._database = texts.database
        self._may_be_ai: dict[str, bool] = {}
        self._numbers: set[str] = set()
        self._rows = self._parts_of_sums = 0
        self._has_most_sums = False

    def take(self, numbers: pa.Int64Array, table: pa.Table) -> tuple[pa.Int64Array, pa.Table]:
        """Add up the rows that can be summed.

        Args:
            numbers: the record numbers of the rows.
            table: the rows.

        Returns:
            The other rows, with their numbers.

        Raises:
            ValueError: a value cannot be read, such as a year beyond 9999.
        """
        plain = [name for name in (*self._keys, *self._added) if name in table.column_names]
        rows = self._texts.scalars(table.select(plain))
        if rows is None or not self._services or not len(table):
            return numbers, table
        self._numbers = {name for name in plain if is_number(table[name].type)}
        is_summed = np.ones(len(table), np.bool_)
        for name in self._parts:
            rows, is_read = self._with_parts(rows, name, self._texts.documents(table[name]))
            is_summed &= is_read
        for name in self._empty:
            is_summed &= _holds(self._texts.documents(table[name]), lambda text: text in ("", "[]"))
        rows, is_dated = self._with_days(rows)
        is_summed &= is_dated & self._is_other_service(rows) & self._is_addable(rows)
        if not is_summed.any():
            return numbers, table
        is_kept = pa.array(~is_summed)
        try:
            kept = table.filter(is_kept)
        except pa.ArrowNotImplementedError:  # Arrow has types that it does not filter
            return numbers, table
        self._add(rows.append_column("number", numbers).filter(pa.array(is_summed)))
        return numbers.filter(is_kept), kept

    @property
    def is_full(self) -> bool:
        """Whether the sums must be taken before more rows are added: their digits and their number are limited."""
        return self._rows >= MOST_ROWS or self._has_most_sums

    def records(self) -> Iterator[tuple[pa.Int64Array, pa.StringArray]]:
        """Yield the sums as records, numbered by their first rows. Starts again without rows."""
        if not self._rows:
            return
        self._compact()
        query = f"select number, cast({self._record()} as varchar) as record from sums order by number"
        for batch in self._database.sql(query).to_arrow_reader(_SUMS_A_BATCH):
            yield batch["number"], batch["record"].cast(pa.string())
        self._database.execute("drop table sums")
        self._rows = self._parts_of_sums = 0
        self._has_most_sums = False

    def _record(self) -> str:
        """The expression of a sum as a JSON object."""
        fields, parts = [], {name: [] for name in self._parts}
        for name, column in zip(self._keys, self._key_columns, strict=True):
            head, dot, part = name.partition(".")
            value = f"cast({column} as json)" if name in self._numbers else column
            (parts[head] if dot else fields).append(f"{quoted(part if dot else name)}, {value}")
        fields += [f"{quoted(name)}, json_object({', '.join(values)})" for name, values in parts.items()]
        for name, column in zip(self._added, self._sum_columns, strict=True):
            fields.append(f"{quoted(name)}, rtrim(rtrim(cast({column} as varchar), '0'), '.')")
        fields.append(f"'{SUMMED_ROWS}', cast(row_count as varchar)")
        return f"json_object({', '.join(fields)})"

    def _with_parts(
        self, rows: pa.Table, name: str, documents: pa.ChunkedArray
    ) -> tuple[pa.Table, npt.NDArray[np.bool_]]:
        """The rows with a column for each text of an object, and whether a row has only texts there."""
        coded = _coded(documents)
        objects = [parsed(text) for text in coded.dictionary.to_pylist()]
        parts = self._parts[name]
        values = [[found.get(part) if isinstance(found, dict) else None for part in parts] for found in objects]
        is_read = [
            (isinstance(found, dict) or not found) and all(value is None or isinstance(value, str) for value in texts)
            for found, texts in zip(objects, values, strict=True)
        ]
        for place, part in enumerate(parts):
            texts = [value[place] if is_text else None for value, is_text in zip(values, is_read, strict=True)]
            rows = rows.append_column(f"{name}.{part}", pa.array(texts, pa.string()).take(coded.indices))
        return rows, np.array([*is_read, True])[_codes(coded)]

    def _with_days(self, rows: pa.Table) -> tuple[pa.Table, npt.NDArray[np.bool_]]:
        """The rows with days for dates of use, and whether all dates of a row are days."""
        is_dated = np.ones(len(rows), np.bool_)
        for name in self._dates:
            coded = _coded(rows[name])
            days = [day_of(text, reads_slashes=self._reads_slashes) for text in coded.dictionary.to_pylist()]
            column = pa.array(days, pa.string()).take(coded.indices)
            rows = rows.set_column(rows.schema.get_field_index(name), name, column)
            is_dated &= column.is_valid().to_numpy(zero_copy_only=False)
        return rows, is_dated

    def _is_other_service(self, rows: pa.Table) -> npt.NDArray[np.bool_]:
        """Whether a row of a cloud names a service, and has no word that may be one of AI."""
        has_service = np.zeros(len(rows), np.bool_)
        is_other = np.ones(len(rows), np.bool_)
        for name in self._services:
            # The first name that is present counts, even if it is empty.
            is_other &= _holds(rows[name], lambda text: text.strip() != "")
            has_service |= rows[name].is_valid().to_numpy()
        for name in self._naming:
            is_other &= _holds(rows[name], lambda text: not self._names_ai(text))
        for name in self._companies:
            is_other &= _holds(rows[name], lambda text: self._cloud.fullmatch(text) is not None)
        return has_service & is_other

    def _names_ai(self, text: str) -> bool:
        if text not in self._may_be_ai:
            if len(self._may_be_ai) >= _MOST_NAMES:
                self._may_be_ai.clear()
            self._may_be_ai[text] = may_be_ai_usage(text)
        return self._may_be_ai[text]

    def _is_addable(self, rows: pa.Table) -> npt.NDArray[np.bool_]:
        """Whether the numbers of a row can be added, and no required fact is missing."""
        is_addable = np.ones(len(rows), np.bool_)
        for name in self._added:
            found = pc.match_substring_regex(rows[name], self._addable)
            is_addable &= pc.fill_null(found, fill_value=True).to_numpy()
        for names in self._required:
            is_given = np.zeros(len(rows), np.bool_)
            for name in names:
                is_given |= pc.fill_null(pc.not_equal(rows[name], ""), fill_value=False).to_numpy()
            is_addable &= is_given
        return is_addable

    def _add(self, rows: pa.Table) -> None:
        """Add up rows."""
        texts = [f"text{place}" for place in range(len(self._added))]
        values = {
            **{column: column for column in self._key_columns},
            **{
                column: f"sum(cast(nullif({text}, '') as decimal(38, 12)))"
                for column, text in zip(self._sum_columns, texts, strict=True)
            },
            "row_count": "count(*)",
            "number": "min(number)",
        }
        # A sum of numbers and a sum without any number are two sums.
        groups = ", ".join([*self._key_columns, *(f"coalesce({text}, '') = ''" for text in texts)])
        query = f"select {_listed(values)} from rows group by {groups}"
        named = rows.select([*self._keys, *self._added, "number"]).rename_columns(
            [*self._key_columns, *texts, "number"]
        )
        self._database.register("rows", named)
        try:
            made = self._database.execute(f"{'insert into sums' if self._rows else 'create table sums as'} {query}")
            self._parts_of_sums += made.fetchall()[0][0]
        finally:
            self._database.unregister("rows")
        self._rows += len(rows)
        if self._parts_of_sums > 2 * MOST_SUMS:
            self._compact()
            self._has_most_sums = self._parts_of_sums > MOST_SUMS

    def _compact(self) -> None:
        """Add up the parts of each sum."""
        values = {
            **{column: column for column in self._key_columns},
            **{column: f"sum({column})" for column in self._sum_columns},
            "row_count": "cast(sum(row_count) as bigint)",
            "number": "min(number)",
        }
        groups = ", ".join([*self._key_columns, *(f"{column} is null" for column in self._sum_columns)])
        query = f"create table compacted as select {_listed(values)} from sums group by {groups}"
        self._parts_of_sums = self._database.execute(query).fetchall()[0][0]
        self._database.execute("drop table sums; alter table compacted rename to sums")


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{value} as {name}" for name, value in values.items())


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """The distinct texts of a column, and which of them each row has."""
    return column.combine_chunks().dictionary_encode()


def _codes(coded: pa.DictionaryArray) -> npt.NDArray[np.int32]:
    """The place of each row's text among the distinct ones. A missing text has the place behind them."""
    return coded.indices.fill_null(len(coded.dictionary)).to_numpy()


def _holds(column: pa.ChunkedArray, condition: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Whether a condition holds for the text of each row. It holds for a missing text."""
    coded = _coded(column)
    return np.array([*(condition(text) for text in coded.dictionary.to_pylist()), True])[_codes(coded)]
