"""The judge of JSON finds one bad record among many good ones, for the same reason as if it were checked alone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from python_tests.loading.samples import envelope
from tokenbooks.loading.validity import JsonJudge, refuse

_GOOD = [envelope(number, text="resp_68e5f4030592c8, na") for number in range(1_000)]

_REFUSED = [
    '{"a": NaN}',
    '{"a":nan}',
    '{"a":[1,-Infinity]}',
    '{"a":[inf]}',
    '{"a":1,}',
    '{"a":[1, ]}',
    '{"a":1e99999}',
    '{"a":[1E+99999]}',
    '{"a":"\\u0000"}',
    '{"a":"\\ud800"}',
    '{"a":' + "9" * 11_000 + "}",
    '{"a":' + "9" * 4_301 + "}",
    '{"a":-0.' + "1" * 4_300 + "}",
    '{"a":' + "[" * 1_100 + "]" * 1_100 + "}",
    "[1]",
    "{",
]
_ACCEPTED = [
    '{"a":"\\\\u0000"}',
    '{"a":", ]"}',
    '{"a":"x: nan"}',
    '{"a":1e1234}',
    ' {"a":1}',
    "{}",
    '{"a":[]}',
    '{"a":' + "9" * 4_300 + "}",
]


@pytest.mark.parametrize("text", _REFUSED, ids=range(len(_REFUSED)))
def test_a_bad_record_is_found_among_good_ones(text: str) -> None:
    """At any position in every batch, and without any other record."""
    judge = JsonJudge()
    expected = refuse(text)
    assert expected is not None
    for position in (0, 500, len(_GOOD)):
        records = pa.array([*_GOOD[:position], text, *_GOOD[position:]])
        for _ in range(2):
            assert judge.refusals(records) == {position: expected}
            assert judge.refusals(pa.array(_GOOD)) == {}


@pytest.mark.parametrize("text", _ACCEPTED, ids=range(len(_ACCEPTED)))
def test_a_record_that_only_looks_bad_is_accepted(text: str) -> None:
    """Among others and alone."""
    judge = JsonJudge()
    assert refuse(text) is None
    assert judge.refusals(pa.array([*_GOOD, text])) == {}
    assert judge.refusals(pa.array([text])) == {}


def test_a_part_of_an_array_is_judged_alone() -> None:
    """The memory before and after it does not count."""
    records = pa.array(["nonsense", *_GOOD, '{"a":1,}']).slice(1, len(_GOOD))
    assert JsonJudge().refusals(records) == {}
