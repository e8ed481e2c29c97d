"""Pools of lift of the shipped example: they hold what their members give, no more and no less."""

import re
from collections import Counter
from fractions import Fraction

import pytest

from data.recipe import lifts, sizes
from data.recipe.lifts import build_lifts

AIR_COMMAND = {"BEL", "DEU", "ESP", "FRA", "ITA", "NLD"}


@pytest.fixture(scope="module")
def rows():
    return build_lifts()


def _kind_of(row):
    return row["id"].rsplit("-", 1)[1]


def _givers(row):
    """Nations and their numbers as the note tells them; the pool's own nation where it is alone."""
    told = re.findall(r"\b([A-Z]{3}) (\d+)", row["note"])
    return {nation: int(count) for nation, count in told} or {row["nation"]: row["quantity"]}


def _alone(monkeypatch):
    """Rows as they are where every nation runs its own."""
    monkeypatch.setattr(lifts, "_ARRANGEMENTS", ())
    return build_lifts()


def test_a_dozen_pools_instead_of_one_for_each_nation_and_kind(rows, monkeypatch):
    assert 10 <= len(rows) <= 16
    assert len(_alone(monkeypatch)) > 2 * len(rows)


def test_a_pool_has_what_its_members_give(rows, monkeypatch):
    for row in rows:
        assert sum(_givers(row).values()) == row["quantity"], row["id"]
    given = Counter(
        {(_kind_of(row), nation): n for row in rows for nation, n in _givers(row).items()}
    )
    drawn = {(_kind_of(row), row["nation"]): row["quantity"] for row in _alone(monkeypatch)}
    assert given == drawn


def test_a_pool_serves_from_the_mean_day_and_carries_the_mean(rows, monkeypatch):
    drawn = {(_kind_of(row), row["nation"]): row for row in _alone(monkeypatch)}
    for row in rows:
        givers = _givers(row)
        shares = [(n, drawn[_kind_of(row), nation]) for nation, n in givers.items()]
        day = sum(Fraction(n) * Fraction(share["from_day"]) for n, share in shares)
        assert 0 <= row["from_day"] - day / row["quantity"] < 1, row["id"]
        if row["mode"] == "sea":
            lane = sum(n * share["lane_m"] for n, share in shares) / row["quantity"]
            assert row["lane_m"] == pytest.approx(lane, abs=50)
            deepest = max(share["draught_m"] for _, share in shares)
            assert row["draught_m"] <= deepest


def test_the_air_command_is_tasked_from_one_place(rows):
    command = [row for row in rows if row["id"].startswith("air-command-")]
    assert {_kind_of(row) for row in command} == {"airlifter", "airliner", "tactical"}
    assert {(row["nation"], row["home"]) for row in command} == {("NLD", "air-eheh")}
    assert set().union(*(_givers(row) for row in command)) == AIR_COMMAND
    others = [row for row in rows if row not in command and row["mode"] == "air"]
    assert not AIR_COMMAND & set().union(*(_givers(row) for row in others))


def test_what_has_the_shape_of_a_real_arrangement_cites_it(rows):
    for row in rows:
        assert bool(row["source"]) == ("(as " in row["name"]), row["id"]
        assert row["note"].startswith("notional")


def test_nations_beyond_the_box_add_none(rows):
    far = {size.id for size in sizes.find_contributors() if size.is_far}
    assert far
    assert not far & set().union(*(_givers(row) for row in rows))
