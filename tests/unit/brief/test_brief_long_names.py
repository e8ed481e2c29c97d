"""Names of any length: a page takes them, and a picture cuts them before it measures them."""

import time

import altair as alt
import pytest

from reassure.brief.draw import MOST_DRAWN, figure
from reassure.brief.figures.common import values


def _drawn(names: list[str], domain: list[str] | None = None) -> str:
    scale = alt.Scale(domain=domain) if domain else alt.Undefined
    rows = [{"name": name, "n": n} for n, name in enumerate(names)]
    chart = alt.Chart(values(rows)).mark_bar().encode(x="n:Q", y=alt.Y("name:N", scale=scale))
    return str(figure(chart, "f", title="t", sentence="s", colours={}).svg)


@pytest.mark.parametrize("long", [MOST_DRAWN + 1, 100_000])
def test_a_long_name_is_cut_before_it_is_drawn(long: int) -> None:
    begun = time.process_time()
    svg = _drawn(["y" * long, "short"])
    assert time.process_time() - begun < 10
    assert "y" * 20 in svg
    assert "y" * MOST_DRAWN not in svg


def test_names_that_begin_alike_stay_apart_and_domains_follow() -> None:
    names = ["y" * 300 + end for end in "abc"]
    svg = _drawn(names, domain=names[::-1])
    plain = _drawn(["p", "q", "r"], domain=["r", "q", "p"])
    assert svg.count("<path") == plain.count("<path")
    assert svg.count("<text") == plain.count("<text")


def test_expressions_are_never_cut() -> None:
    expression = " + ".join(["datum.n * 0"] * 40)
    assert len(expression) > MOST_DRAWN
    rows = [{"n": 5, "name": "z" * 300}]
    chart = (
        alt.Chart(values(rows))
        .transform_calculate(text=f"'is ' + ({expression} + datum.n)")
        .mark_text()
        .encode(text="text:N")
    )
    assert "is 5" in str(figure(chart, "f", title="t", sentence="s", colours={}).svg)
