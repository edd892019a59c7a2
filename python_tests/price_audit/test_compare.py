"""Book and packages are compared by the rules of the book, and no price is lost or invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from genai_prices.types import ConditionalPrice, PriceVariant, Tier, TieredPrices, TimeOfDateConstraint

from python_tests.price_audit.worlds import (
    against_genai_prices,
    against_litellm,
    found,
    from_day,
    model,
    per_million,
    price,
    read,
    write_seeds,
)

_INPUT = ("gpt-x", "text_input", 0)


def test_agree_differ_and_missing_on_either_side(tmp_path: Path) -> None:
    """One of each, with different units: the package prices one token, the book a million."""
    book = read(
        write_seeds(
            tmp_path,
            [price(), price(meter="text_output", unit_price=8), price(meter="text_cached_input", unit_price="0.2")],
        )
    )
    comparisons = against_litellm(
        book,
        gpt_x={"input_cost_per_token": "2e-6", "output_cost_per_token": "9e-6", "input_cost_per_audio_token": "4e-5"},
    )
    assert [status for status, *_ in [(one.status, one) for one in comparisons]].count("agree") == 1
    assert [(o[0], o[1], Decimal(o[3]), Decimal(o[4])) for o in found(comparisons, "differ")] == [
        ("gpt-x", "text_output", 8, 9)
    ]
    assert [o[:2] for o in found(comparisons, "missing here")] == [("gpt-x", "audio_input")]
    assert [o[:2] for o in found(comparisons, "missing there")] == [("gpt-x", "text_cached_input")]


def test_slips_are_found_by_their_factor(tmp_path: Path) -> None:
    """Ten, a hundred and a thousand times, in either direction. 2.5 times is a difference but not a slip."""
    prices = [
        price(),
        price(meter="text_output", unit_price=10),
        price(meter="text_cached_input", unit_price="0.2"),
        price(meter="audio_input", unit_price=40),
    ]
    comparisons = against_litellm(
        read(write_seeds(tmp_path, prices)),
        gpt_x={
            "input_cost_per_token": "2e-3",
            "output_cost_per_token": "1e-6",
            "cache_read_input_token_cost": "5e-7",
            "input_cost_per_audio_token": "4e-3",
        },
    )
    slips = {one.key.meter: one.slip for one in comparisons}
    assert slips == {"text_input": 1000, "text_output": 10, "text_cached_input": 0, "audio_input": 100}


def test_rounding_of_a_price_per_second_is_not_a_difference(tmp_path: Path) -> None:
    """0.017 per minute has no finite price per second. A cent more in ten dollars is a difference."""
    prices = [price(meter="transcription_seconds", unit_quantity=60, unit_price="0.017")]
    book = read(write_seeds(tmp_path, prices))
    assert found(against_litellm(book, gpt_x={"input_cost_per_second": "0.00028333"}), "agree")
    assert found(against_litellm(book, gpt_x={"input_cost_per_second": "0.000284"}), "differ")


def test_names_are_resolved_by_aliases_and_dates(tmp_path: Path) -> None:
    """An alias and a dated snapshot are compared with their model. The model's own name takes precedence."""
    book = read(write_seeds(tmp_path, [price()], aliases={"gpt-x-latest": "gpt-x"}))
    for name in ("gpt_x_latest", "gpt_x_2026_01_01"):
        assert found(against_litellm(book, **{name: {"input_cost_per_token": "2e-6"}}), "agree")
    both = against_litellm(book, gpt_x={"input_cost_per_token": "2e-6"}, gpt_x_latest={"input_cost_per_token": "3e-6"})
    assert [one.status for one in both] == ["agree"]


def test_only_the_tiers_that_the_package_prices_are_compared(tmp_path: Path) -> None:
    """A batch price that the package does not state is not compared."""
    book = read(write_seeds(tmp_path, [price(), price(service_tier="batch", unit_price=1)]))
    batch = PriceVariant({"processing": "batch"}, per_million(input_mtok="1"))
    assert len(found(against_genai_prices(book, model("gpt-x", per_million(input_mtok="2"), batch)), "agree")) == 2
    without = against_genai_prices(book, model("gpt-x", per_million(input_mtok="2")))
    assert [one.key.service_tier for one in without if one.status == "missing there"] == ["batch"]


def test_long_contexts_are_compared_at_their_threshold(tmp_path: Path) -> None:
    """`above_200k` and a start of 200000 both mean from 200001 on. A difference of one token is ignored."""
    long = price(context_from_tokens=200001, unit_price=4)
    book = read(write_seeds(tmp_path, [price(), long]))
    fields = {"input_cost_per_token": "2e-6", "input_cost_per_token_above_200k_tokens": "4e-6"}
    assert [o[2] for o in found(against_litellm(book, gpt_x=fields), "agree")] == [0, 200001]
    for start in (200000, 199999):
        tiered = TieredPrices(Decimal(2), [Tier(start, Decimal(4))])
        comparisons = against_genai_prices(book, model("gpt-x", replace_price(tiered)))
        assert [o[2] for o in found(comparisons, "agree")] == [0, 200001]
    flat = against_litellm(book, gpt_x={"input_cost_per_token": "2e-6"})
    assert [o[2:] for o in found(flat, "differ")] == [(200001, "4", "2.000000")]


def replace_price(tiered: TieredPrices) -> object:
    """Return prices of genai-prices with a threshold."""
    prices = per_million()
    prices.__dict__["input_mtok"] = tiered
    return prices


def test_a_package_without_history_differs_where_the_book_has_it(tmp_path: Path) -> None:
    """An undated price also applies to the past, so it is compared with every earlier price of the book."""
    book = read(write_seeds(tmp_path, [price(unit_price=5), price(valid_from="2026-06-10 00:00:00")]))
    comparisons = against_genai_prices(book, model("gpt-x", per_million(input_mtok="2")))
    [past] = [one for one in comparisons if one.status == "differ"]
    assert (past.ours, past.from_day, past.until_day) == (5, date(2026, 1, 1), date(2026, 1, 1))
    [today] = [one for one in comparisons if one.status == "agree"]
    assert (today.from_day, today.until_day) == (date(2026, 6, 10), date(2026, 11, 25))


def test_days_of_a_change_are_compared(tmp_path: Path) -> None:
    """The same two prices, with the change on another day, differ between the two days."""
    book = read(write_seeds(tmp_path, [price(unit_price=5), price(valid_from="2026-06-10 00:00:00")]))
    same = model("gpt-x", [from_day(None, input_mtok="5"), from_day("2026-06-10", input_mtok="2")])
    assert [one.status for one in against_genai_prices(book, same)] == ["agree", "agree"]
    late = model("gpt-x", [from_day(None, input_mtok="5"), from_day("2026-07-01", input_mtok="2")])
    [between] = [one for one in against_genai_prices(book, late) if one.status == "differ"]
    assert (between.ours, between.theirs, between.from_day) == (2, 5, date(2026, 6, 10))


def test_an_announced_price_is_compared_before_it_comes(tmp_path: Path) -> None:
    """A future start on one side only is a difference today."""
    book = read(write_seeds(tmp_path, [price()]))
    announced = model("gpt-x", [from_day(None, input_mtok="2"), from_day("2027-01-01", input_mtok="4")])
    [future] = [one for one in against_genai_prices(book, announced) if one.status == "differ"]
    assert (future.ours, future.theirs, future.from_day) == (2, 4, date(2027, 1, 1))


def test_the_most_expensive_hour_of_a_day_counts(tmp_path: Path) -> None:
    """A price for certain hours belongs to the period of the dated price before it, and not to earlier years."""
    hours = TimeOfDateConstraint(time(1), time(4))
    prices = [
        from_day(None, input_mtok="5"),
        from_day("2026-06-10", input_mtok="1"),
        ConditionalPrice(hours, prices=per_million(input_mtok="2")),
    ]
    book = read(write_seeds(tmp_path, [price(unit_price=5), price(valid_from="2026-06-10 00:00:00")]))
    assert [one.status for one in against_genai_prices(book, model("gpt-x", prices))] == ["agree", "agree"]


def test_a_general_price_replaces_that_of_a_meter_that_the_package_lacks(tmp_path: Path) -> None:
    """Audio at the rate of text is a difference, marked as inherited. An equal price is not compared twice."""
    book = read(write_seeds(tmp_path, [price(), price(meter="audio_input", unit_price=40)]))
    [audio] = [
        one for one in against_litellm(book, gpt_x={"input_cost_per_token": "2e-6"}) if one.key.meter == "audio_input"
    ]
    assert (audio.status, audio.is_inherited, audio.slip) == ("differ", True, 0)
    same = read(write_seeds(tmp_path, [price(), price(meter="audio_input")]))
    assert [one.key.meter for one in against_litellm(same, gpt_x={"input_cost_per_token": "2e-6"})] == ["text_input"]


def test_tools_are_priced_for_any_model(tmp_path: Path) -> None:
    """A price of model `*` applies to the tool calls of every model."""
    prices = [price(), price(model="*", meter="web_search_call", unit_quantity=1000, unit_price=10)]
    fields = {"input_cost_per_token": "2e-6", "search_context_cost_per_query": {"low": Decimal("0.01")}}
    comparisons = against_litellm(read(write_seeds(tmp_path, prices)), gpt_x=fields)
    assert [one.status for one in comparisons] == ["agree", "agree"]


def test_zero_means_none_where_the_book_has_no_price(tmp_path: Path) -> None:
    """Packages write zero for meters that a model lacks. Compared with a price, zero is a difference."""
    book = read(write_seeds(tmp_path, [price()]))
    fields = {"input_cost_per_token": "2e-6", "output_cost_per_token": "0"}
    assert [one.status for one in against_litellm(book, gpt_x=fields)] == ["agree"]
    assert found(against_litellm(book, gpt_x={"input_cost_per_token": "0"}), "differ")


def test_prices_that_became_known_later_are_not_in_the_book(tmp_path: Path) -> None:
    """An announced price applies until it is revoked, and the revocation from when it became known."""
    rise = price(unit_price=3, valid_from="2026-09-01 00:00:00")
    revoked = price(unit_price=2, valid_from="2026-09-01 00:00:00", known_at="2026-09-01 00:00:00")
    unknown = price(unit_price=9, valid_from="2026-09-01 00:00:00", known_at="2026-12-01 00:00:00")
    book = read(write_seeds(tmp_path, [price(), rise, revoked, unknown]))
    [key] = book.priced_keys
    row = book.price_at(replace(key), 0, date(2026, 10, 1))
    assert row is not None and row.unit_price == 2
