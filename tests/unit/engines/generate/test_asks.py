"""What to ask for next: the list, its gains and intervals, and how it ends early."""

import pytest

from reassure.engines.generate import generate_forces, rank_asks
from reassure.model.choices import AskKind, ForceMethod, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.outputs import Ask
from reassure.model.plan import Plan
from reassure.model.results import Asks, ForcePlan
from tests.strategies import draw_force_plan
from tests.unit.engines.generate.plans import Row, force_plan, line, offer

TIES = 0.02
"""More than costs and ties come to on one line of weight 1 for six periods."""

CAVEAT = {"id": "c", "nation": "FRA", "kind": "prohibition", "sectors": ["east"]}
REFUSED = {
    "decisions": [
        {"id": "vote", "nation": "FRA", "title": "Vote", "kind": "parliament", "state": "refused"}
    ],
    "conditions": [{"id": "c", "offer": "fra-inf", "kind": "decision", "decision": "vote"}],
}


def only(asks: Asks, kind: AskKind) -> Ask:
    """Return the one ask of a kind."""
    (row,) = (row for row in asks.asks if row.kind is kind)
    return row


def test_one_unit_fills_a_line_that_lacks_one() -> None:
    asks = rank_asks(force_plan())
    (row,) = asks.asks
    assert (row.kind, row.capability, row.quantity) == (AskKind.UNITS, "inf", 1)
    assert (row.sector, row.nation, row.binding) == ("east", None, None)
    assert (row.from_day, row.until_day) == (0.0, 180.0)
    assert row.gain == pytest.approx(6.0, abs=TIES)
    assert row.gain_low == pytest.approx(row.gain, abs=1e-5)
    assert row.gain_high == pytest.approx(row.gain, abs=1e-5)
    assert row.is_distinguishable
    assert row.filled_unit_days == pytest.approx(180.0)
    assert row.at_most >= (row.gain or 0.0)
    assert asks.provenance.stopped_by is StoppedBy.PROVEN
    assert asks.provenance.objective == pytest.approx(6.0, abs=TIES)


def test_one_and_as_many_as_are_missing_are_asked_for() -> None:
    rows = list(rank_asks(force_plan(requirements=[line(quantity=4)])).asks)
    assert [(row.quantity, round(row.gain or 0.0)) for row in rows] == [(3, 18), (1, 6)]
    assert [row.rank for row in rows] == [1, 2]


def test_units_are_asked_for_from_the_first_day_that_is_short() -> None:
    plan = force_plan(requirements=[line(quantity=1)], offers=[offer(until_day=90)])
    (row,) = rank_asks(plan).asks
    assert (row.from_day, row.until_day) == (90.0, 180.0)
    assert row.gain == pytest.approx(3.0, abs=TIES)


def test_a_shortfall_shorter_than_a_tour_gets_room_for_one() -> None:
    short = offer(until_day=150, tour_min_days=90, tour_max_days=150)
    plan = force_plan(requirements=[line(quantity=1)], offers=[short])
    (row,) = rank_asks(plan).asks
    assert (row.from_day, row.until_day) == (90.0, 180.0)
    assert row.gain == pytest.approx(1.0, abs=TIES)


def test_units_are_asked_for_whatever_the_length_of_periods() -> None:
    # The usual tour of at most 90 days is less than a period.
    late = offer(tour_max_days=90, until_day=10)
    lines = [line(quantity=1, until_day=360)]
    plan = force_plan({"period_days": 180}, requirements=lines, offers=[late])
    assert only(rank_asks(plan), AskKind.UNITS).gain == pytest.approx(1.0, abs=TIES)


def test_what_the_lines_ask_for_is_asked_for() -> None:
    wanted = line(quantity=1, min_grade=3, attributes=["cold"], max_notice_days=10, from_day=30)
    plan = force_plan(requirements=[wanted])
    assert only(rank_asks(plan), AskKind.UNITS).gain == pytest.approx(5.0, abs=TIES)


def test_an_end_of_a_caveat_and_of_a_condition() -> None:
    plan = force_plan(requirements=[line(quantity=1)], caveats=[CAVEAT])
    row = only(rank_asks(plan), AskKind.CAVEAT)
    assert (row.nation, row.binding) == ("FRA", "caveats:c.sectors")
    assert row.gain == pytest.approx(6.0, abs=TIES)
    assert row.is_distinguishable
    plan = force_plan(requirements=[line(quantity=1)], **REFUSED)
    row = only(rank_asks(plan), AskKind.CONDITION)
    assert (row.nation, row.binding) == ("FRA", "conditions:c.decision")
    assert row.gain == pytest.approx(6.0, abs=TIES)


def test_what_something_else_keeps_away_as_well_is_not_listed() -> None:
    plan = force_plan(requirements=[line(quantity=1)], caveats=[CAVEAT], **REFUSED)
    assert {row.kind for row in rank_asks(plan).asks} == {AskKind.UNITS}


def test_an_ask_that_cannot_help_gains_nothing() -> None:
    plan = force_plan(
        requirements=[line(quantity=1)],
        offers=[offer(), offer(id="gbr-inf", nation="GBR")],
        caveats=[CAVEAT | {"nation": "GBR"}],
    )
    (row,) = rank_asks(plan).asks
    assert (row.kind, row.gain, row.gain_low) == (AskKind.CAVEAT, 0.0, 0.0)
    assert row.gain_high == pytest.approx(0.0, abs=1e-5)
    assert row.is_distinguishable is False
    assert row.filled_unit_days == 0.0


def test_a_nation_at_its_limit_gains_nothing_by_more_units() -> None:
    limit = {"id": "b", "nation": "FRA", "max_unit_months": 6}
    plan = force_plan(burdens=[limit])
    (row,) = rank_asks(plan, nation="FRA").asks
    assert (row.nation, row.gain) == ("FRA", 0.0)
    assert row.is_distinguishable is False
    assert only(rank_asks(plan), AskKind.UNITS).gain == pytest.approx(6.0, abs=TIES)


def test_a_partner_that_offers_nothing_yet_brings_those_who_wait_for_it() -> None:
    waits = {"id": "c", "offer": "fra-inf", "kind": "partner_present", "nation": "POL"}
    plan = force_plan(conditions=[waits])
    rows = list(rank_asks(plan, nation="POL").asks)
    assert [row.quantity for row in rows] == [2, 1]
    assert [row.gain for row in rows] == pytest.approx([12.0, 12.0], abs=TIES)
    assert only(rank_asks(plan, nation="FRA"), AskKind.CONDITION).gain == pytest.approx(
        6.0, abs=TIES
    )


def test_a_nation_is_asked_for_its_own_caveats_and_conditions_alone() -> None:
    gbr: Row = {"id": "g", "nation": "GBR", "kind": "prohibition"}
    plan = force_plan(
        requirements=[line(quantity=3)],
        offers=[offer(), offer(id="gbr-inf", nation="GBR")],
        caveats=[CAVEAT, gbr],
    )
    rows = list(rank_asks(plan, nation="GBR").asks)
    assert {row.nation for row in rows} == {"GBR"}
    # Its own caveat keeps any more units of it away, so only the end of that is asked for.
    assert [row.binding for row in rows] == ["caveats:g.kind"]


def test_two_ends_of_the_same_effect_are_listed_once() -> None:
    twice = [
        {"id": name, "offer": "fra-inf", "kind": "lead_nation", "nation": "GBR"}
        for name in ("a", "b")
    ]
    plan = force_plan(requirements=[line(quantity=1)], conditions=[twice[0]])
    assert only(rank_asks(plan), AskKind.CONDITION).binding == "conditions:a.nation"
    caveats = [CAVEAT, CAVEAT | {"id": "d", "sectors": [], "from_day": 0, "until_day": 30}]
    rows = rank_asks(force_plan(requirements=[line(quantity=1)], caveats=caveats)).asks
    assert [row.binding for row in rows if row.kind is AskKind.CAVEAT] == ["caveats:c.sectors"]


def test_a_plan_without_offers_or_lines() -> None:
    usual = rank_asks(force_plan(offers=[], requirements=[line(quantity=1, until_day=360)]))
    assert only(usual, AskKind.UNITS).gain == pytest.approx(6.0, abs=TIES)
    assert any("No offer of inf" in said for said in usual.assumptions)
    assert len(rank_asks(force_plan(requirements=[])).asks) == 0
    assert len(rank_asks(force_plan(requirements=[]), nation="POL").asks) == 0


@pytest.fixture(scope="module")
def large() -> Plan:
    """Make a plan that is too large for asks to be proven."""
    return draw_force_plan(3, periods=24, lines=60, offers=110, units=2)


@pytest.fixture(scope="module")
def before(large: Plan) -> ForcePlan:
    """Make a force plan of it that leaves something to be found."""
    return generate_forces(large, gap=0.05, method=ForceMethod.SEARCH)


def test_threads_change_nothing(large: Plan, before: ForcePlan) -> None:
    one = rank_asks(large, before, top=2)
    two = rank_asks(large, before, top=2, threads=2)
    assert one.asks.frame.equals(two.asks.frame)
    assert one.summary() == two.summary()
    rows = list(one.asks)
    assert [row.gain is None for row in rows] == [place >= 2 for place in range(len(rows))]
    gains = [row.gain for row in rows[:2] if row.gain is not None]
    assert gains == sorted(gains, reverse=True)
    for row in rows[:2]:
        assert 0.0 <= (row.gain_low or 0.0) <= (row.gain or 0.0) <= (row.gain_high or 0.0)
    assert [row.at_most for row in rows[2:]] == sorted((r.at_most for r in rows[2:]), reverse=True)


@pytest.mark.parametrize("share", [0.0, 0.5, 0.6])
def test_a_stop_leaves_the_rest_without_gain(large: Plan, before: ForcePlan, share: float) -> None:
    asks = rank_asks(large, before, top=4, on_progress=lambda told: told.share >= share)
    assert asks.provenance.stopped_by is StoppedBy.USER
    assert len(asks.asks) > 4
    assert sum(row.gain is not None for row in asks.asks) < 4
    objective, bound = asks.provenance.objective, asks.provenance.bound
    assert objective is not None
    assert bound is not None
    assert objective <= bound


@pytest.mark.parametrize("is_given", [True, False])
def test_a_time_limit_too_short_leaves_asks_without_gain_and_is_said(
    large: Plan, before: ForcePlan, *, is_given: bool
) -> None:
    asks = rank_asks(large, before if is_given else None, time_limit_s=0.01)
    assert asks.provenance.stopped_by is StoppedBy.CLOCK
    rows = list(asks.asks)
    assert len(rows) > 4
    assert all((row.gain, row.gain_low, row.gain_high) == (None, None, None) for row in rows)
    assert [row.at_most for row in rows] == sorted((row.at_most for row in rows), reverse=True)


def test_a_time_limit_that_is_long_enough_changes_nothing() -> None:
    plan = force_plan()
    asks = rank_asks(plan, time_limit_s=600.0)
    assert asks.provenance.stopped_by is StoppedBy.PROVEN
    (row,) = asks.asks
    assert row.gain == pytest.approx(6.0, abs=TIES)
    assert asks.asks.frame.equals(rank_asks(plan).asks.frame)


def test_misuse_is_refused() -> None:
    plan = force_plan()
    with pytest.raises(UsageError, match="top = 0") as refused:
        rank_asks(plan, top=0)
    assert refused.value.code == "ENG-GEN-006"
    with pytest.raises(UsageError, match="FRA") as refused:
        rank_asks(plan, nation="FRB")
    assert refused.value.code == "ENG-GEN-005"
    with pytest.raises(UsageError) as refused:
        rank_asks(plan, generate_forces(force_plan(requirements=[])))
    assert refused.value.code == "ENG-INPUT-001"
    with pytest.raises(UsageError, match="gap"):
        rank_asks(plan, gap=float("nan"))
