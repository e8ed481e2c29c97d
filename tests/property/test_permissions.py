"""Permissions against plain loops; tightening never helps; covers against every set."""

from dataclasses import replace
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.roe import assess_permissions
from reassure.engines.roe.covering import cover, without_implied
from reassure.engines.roe.holes import least_ways
from reassure.model.choices import CaveatKind
from reassure.model.fit import has_tour, line_faults
from reassure.model.force import Caveat
from reassure.model.plan import Plan
from reassure.model.progress import Watchdog
from reassure.model.results import ForcePlan
from reassure.model.roe_choices import HoleCure
from tests.oracles.permissions import MAY, NOT, cells, score
from tests.permission_case import (
    caveat,
    forces,
    line,
    measure,
    plan_of,
    position,
    task,
    tour,
)

NATIONS, SECTORS = ("DEU", "FRA", "POL"), ("east", "west")
MEASURES, TASKS = ("m0", "m1", "m2"), ("t0", "t1", "t2")
DAYS = st.one_of(st.none(), st.integers(-10, 90))


def some(names: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(names), max_size=2, unique=True)


@st.composite
def scopes(draw: st.DrawFn) -> dict[str, Any]:
    first, last = draw(DAYS), draw(DAYS)
    if first is not None and last is not None and first >= last:
        last = first + 20
    named = {"sectors": draw(some(SECTORS)), "tasks": draw(some(TASKS))}
    return named | {"from_day": first, "until_day": last}


HOURS = st.one_of(st.none(), st.sampled_from([0.0, 5.5, 72.0]))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, ForcePlan]:
    """A small plan with all that limits units, and tours on it."""
    nation, number = st.sampled_from(NATIONS), st.integers(0, 6)
    stance = st.sampled_from(["accepted", "on_approval", "restricted", "refused"])
    positions = [
        position(
            f"p{i}", draw(nation), draw(st.sampled_from(MEASURES)), draw(stance),
            approver=draw(st.sampled_from([None, "Minister"])), answer_hours=draw(HOURS),
            **draw(scopes()),
        )
        for i in range(draw(number))
    ]  # fmt: skip
    caveats = [
        caveat(
            f"c{i}", name, draw(st.sampled_from(["prohibition", "limitation"])),
            offer=draw(st.sampled_from([None, name.lower()])),
            measures=draw(some(MEASURES)), answer_hours=draw(HOURS),
            approver=draw(st.sampled_from([None, "Minister"])), **draw(scopes()),
        )
        for i, name in enumerate(draw(st.lists(nation, max_size=3)))
    ]  # fmt: skip
    events = [
        {
            "id": f"e{i}", "measure": draw(st.sampled_from(MEASURES)), "by": "HQ",
            "state": draw(st.sampled_from(["requested", "authorised", "implemented", "cancelled"])),
            "day": draw(st.integers(-10, 80)), "sectors": draw(some(SECTORS)),
        }
        for i in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    plan = plan_of(
        horizon_days=80.0,
        measures=[
            measure("m0"),
            measure("m1", *draw(some(("m0",)))),
            measure("m2", *draw(some(("m0", "m1")))),
        ],
        tasks=[
            task(name, *draw(some(MEASURES)), attributes=draw(some(("winter",)))) for name in TASKS
        ],
        formations=[{"id": "bg", "sector": "east"}],
        requirements=[
            line(f"r-{s}", s, *draw(some(TASKS)), formation="bg" if s == "east" else None)
            for s in SECTORS
        ],
        positions=positions,
        caveats=caveats,
        measure_events=events,
    )
    tours = {
        (name, sector, start): tour(
            name.lower(), f"r-{sector}", start, start + draw(st.sampled_from([30, 45, 60])),
            effective_quantity=draw(st.sampled_from([1.0, 0.5])),
        )
        for name in NATIONS
        for sector in draw(some(SECTORS))
        for start in [draw(st.sampled_from([0, 10, 30]))]
    }  # fmt: skip
    return plan, forces(plan, *tours.values())


@settings(max_examples=60, deadline=None)
@given(cases())
def test_the_matrix_is_that_of_plain_loops(case: tuple[Plan, ForcePlan]) -> None:
    plan, force_plan = case
    found: dict[tuple[str, str, str, int], tuple[Any, ...]] = {}
    for row in assess_permissions(plan, force_plan).permissions:
        first, last = round(row.from_day / 30), -(-round(row.until_day) // 30)
        for period in range(first, last):
            found[row.objective, row.sector, row.task, period] = (
                row.units, row.units_free, row.units_on_approval,
                round(row.headline, 6), round(row.free, 6), round(row.on_approval, 6),
                row.answer_hours,
            )  # fmt: skip
    wanted = {
        key: (
            cell.units, cell.units_free, cell.units_on_approval,
            round(cell.headline, 6), round(cell.free, 6), round(cell.on_approval, 6),
            cell.answer_hours,
        )
        for key, cell in cells(plan, force_plan).items()
    }  # fmt: skip
    assert found == wanted


@settings(max_examples=40, deadline=None)
@given(cases())
def test_differences_within_a_formation_are_those_of_plain_loops(
    case: tuple[Plan, ForcePlan],
) -> None:
    plan, force_plan = case
    found = {
        (row.task, period): (set(row.may), set(row.on_approval), set(row.may_not))
        for row in assess_permissions(plan, force_plan).formation_differences
        for period in range(round(row.from_day / 30), -(-round(row.until_day) // 30))
    }
    wanted: dict[tuple[str, int], tuple[set[str], set[str], set[str]]] = {}
    for row in force_plan.assignments:
        asked = plan.requirements[row.requirement]
        for name in asked.tasks or TASKS if asked.formation else ():
            for period in range(3):
                if max(row.from_day, period * 30) < min(row.until_day, period * 30 + 30, 80):
                    own = plan.offers[row.offer]
                    days = range(period * 30, period * 30 + 30)
                    worst = max(score(plan, own, asked.sector, name, day) for day in days)
                    place = 0 if worst == MAY else 2 if worst == NOT else 1
                    sets = wanted.setdefault((name, period), (set(), set(), set()))
                    sets[place].add(own.nation)
    assert found == {key: sets for key, sets in wanted.items() if sum(map(bool, sets)) > 1}


def accepting(plan: Plan, changes: tuple[str, ...]) -> Plan:
    """The plan in which nations accept measures."""
    pairs = {tuple(change.split(":")) for change in changes}
    kept = [row for row in plan.positions if (row.nation, row.measure) not in pairs]
    return plan.with_tables(positions=type(plan.positions).of(plan.positions.record_type, kept))


def again(plan: Plan, force_plan: ForcePlan) -> ForcePlan:
    """The same tours, as if they had been planned for a changed plan."""
    how = replace(force_plan.provenance, inputs_sha256=plan.sha256)
    return replace(force_plan, provenance=how)


@settings(max_examples=40, deadline=None)
@given(cases(), st.data())
def test_a_tightened_caveat_never_raises_usable_strength(
    case: tuple[Plan, ForcePlan], data: st.DataObject
) -> None:
    plan, force_plan = case
    before = assess_permissions(plan, force_plan)
    name = data.draw(st.sampled_from(NATIONS))
    rows = list(plan.caveats)
    if rows and data.draw(st.booleans()):
        i = data.draw(st.integers(0, len(rows) - 1))
        wider = {"kind": CaveatKind.PROHIBITION, "sectors": (), "from_day": None}
        rows[i] = rows[i].model_copy(update=wider)
    else:
        more = caveat("new", name, measures=data.draw(some(MEASURES)), **data.draw(scopes()))
        rows.append(Caveat.model_validate(more))
    tight = plan.with_tables(caveats=type(plan.caveats).of(Caveat, rows))
    after = assess_permissions(tight, again(tight, force_plan))
    assert after.headline == before.headline
    assert after.usable <= before.usable + 1e-9
    assert after.free <= before.free + 1e-9


@settings(max_examples=40, deadline=None)
@given(cases())
def test_changes_open_what_they_are_told_to(case: tuple[Plan, ForcePlan]) -> None:
    plan, force_plan = case
    made = assess_permissions(plan, force_plan)
    changed = accepting(plan, made.smallest_set)
    after = assess_permissions(changed, again(changed, force_plan))
    assert not [row for row in after.permission_holes if row.cure is HoleCure.POSITIONS]
    for row in made.position_changes:
        alone = accepting(plan, (f"{row.nation}:{row.measure}",))
        gain = assess_permissions(alone, again(alone, force_plan)).usable - made.usable
        assert abs(gain - row.gain) < 1e-6


@settings(max_examples=30, deadline=None)
@given(cases())
def test_caveats_bar_units_where_force_generation_is_barred_by_them(
    case: tuple[Plan, ForcePlan],
) -> None:
    plan, force_plan = case
    plain = plan.with_tables(
        positions=plan.positions.without(*plan.positions.ids),
        measure_events=plan.measure_events.without(*plan.measure_events.ids),
        caveats=plan.caveats.without(*(row.id for row in plan.caveats if row.measures)),
    )
    barred = {
        (row.task, sector)
        for row in assess_permissions(plain, again(plain, force_plan)).permission_limits
        if row.nation is not None and row.verdict == "may_not"
        for sector in row.sectors
    }
    for row in force_plan.assignments:
        own, asked = plan.offers[row.offer], plan.requirements[row.requirement]
        if not asked.tasks:
            continue
        caveats = [
            item
            for item in plain.caveats
            if item.nation == own.nation and item.offer in (None, own.id)
        ]
        faults = line_faults(plain, own, asked, caveats)
        if not faults:
            mine = [
                limit
                for limit in assess_permissions(plain, again(plain, force_plan)).permission_limits
                if limit.nation == own.nation and asked.sector in limit.sectors
                and limit.task in asked.tasks and limit.verdict == "may_not"
            ]  # fmt: skip
            assert mine == []
        elif any(fault.start == 0 and fault.stop == 3 for fault in faults):
            assert not has_tour(own, asked, faults, plain.meta.periods)
            assert any((name, asked.sector) in barred for name in asked.tasks)


WAYS = st.lists(
    st.frozensets(st.tuples(st.sampled_from(NATIONS), st.integers(0, 3)), min_size=1, max_size=3),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WAYS, max_size=6), st.integers(0, 5))
def test_covers_are_as_small_as_any(raw: list[list[frozenset[Any]]], seed: int) -> None:
    stretches = [least_ways(ways) for ways in raw]
    found = cover(without_implied(stretches), seed=seed, watch=Watchdog("roe"))
    chosen = frozenset(found.changes)
    assert all(any(way <= chosen for way in ways) for ways in stretches)
    assert found.is_proven
    pool = sorted({change for ways in stretches for way in ways for change in way})
    smaller = (frozenset(few) for n in range(len(chosen)) for few in combinations(pool, n))
    assert not any(all(any(way <= few for way in ways) for ways in stretches) for few in smaller)
