"""Who is in place when, what is late, and what a stopped step says nothing about."""

import dataclasses

import pytest

from reassure.brief.endings import cut_short, n_late
from reassure.brief.figures import arrivals
from reassure.brief.headline import objective_cards, scope, verdict
from reassure.brief.late import MOST_LATE, late_table
from reassure.brief.page import page_of
from reassure.brief.presence import first_tour_days, first_tours, persons_by_day
from reassure.brief.similar import grouped
from reassure.brief.strength import asked_lines, daily_strength
from reassure.brief.tiles import key_figures
from reassure.model.choices import Status, StoppedBy
from reassure.model.outputs import LineFill
from reassure.model.table import Table
from tests.brief_case import FORCES, MOVED, PLAN, RUN, TONES


def _stopped(by: StoppedBy):
    how = dataclasses.replace(MOVED.provenance, status=Status.PARTIAL, stopped_by=by)
    return dataclasses.replace(MOVED, provenance=how)


# -- presence


def test_first_tours_are_one_for_each_unit_and_its_earliest() -> None:
    tours = {tour.id: tour for tour in FORCES.assignments}
    first = [tours[key] for key in first_tours(FORCES)]
    assert len(first) == len({tour.unit for tour in FORCES.assignments}) < len(tours)
    start = {tour.unit: tour.from_day for tour in first}
    assert all(start[tour.unit] <= tour.from_day for tour in FORCES.assignments)
    assert len(first_tour_days(FORCES, MOVED)) == len(first)


def test_persons_in_place_add_up_to_their_days() -> None:
    planned = {row.assignment: row.planned_day for row in MOVED.arrivals}
    n_days = int(PLAN.meta.horizon_days)
    total = 0.0
    for tour in FORCES.assignments:
        start = planned[tour.id]
        if start is not None:
            until = min(n_days, tour.until_day)
            persons = PLAN.capabilities[PLAN.offers[tour.offer].capability].persons
            total += persons * max(0.0, until - max(0, start))
    persons = persons_by_day(PLAN, FORCES, MOVED)
    assert persons.sum() == pytest.approx(total)
    assert persons.min() >= 0
    assert persons_by_day(PLAN, FORCES, None).sum() > persons.sum()


def test_tiles_name_the_last_tour_and_persons() -> None:
    tiles = {tile.name: tile for tile in key_figures(PLAN, RUN)}
    assert "Force closes" not in tiles
    assert "not priced" in tiles["Cost"].note
    persons = persons_by_day(PLAN, FORCES, MOVED)
    tile = tiles["Most persons in place"]
    assert tile.value == f"{persons.max():,.0f}"
    assert tile.note == f"on C+{int(persons.argmax())}; {persons[-1]:,.0f} at the end"


# -- stopped steps


@pytest.mark.parametrize(
    ("by", "said"),
    [(StoppedBy.CLOCK, "stopped by the clock"), (StoppedBy.USER, "stopped by you")],
)
def test_what_a_stopped_step_left_out_is_neither_late_nor_never(by: StoppedBy, said: str) -> None:
    moved = _stopped(by)
    run = dataclasses.replace(RUN, deployment=moved)
    strength = daily_strength(PLAN, FORCES)
    assert moved.unfinished > 0
    assert cut_short(moved) == said
    assert n_late(moved) == MOVED.late_units - MOVED.unfinished
    tiles = [tile for tile in key_figures(PLAN, run) if "tour" in tile.name.lower()]
    texts = [
        verdict(PLAN, run, strength).split(". ", 1)[1],
        arrivals.arrival_sentence(moved),
        arrivals.lateness_sentence(moved),
        *(f"{tile.value} {tile.note}" for tile in tiles),
        *(card.late for card in objective_cards(PLAN, run, strength, TONES)),
    ]
    assert not any("never" in text.lower() for text in texts)
    assert f"not scheduled: {said}" in texts[0]
    classes = {row["class"]: row for row in arrivals.lateness_rows(moved)}
    assert not classes["not scheduled"]["is_late"]
    table = late_table(PLAN, FORCES, moved)
    assert table is not None
    assert "never" not in {row.cells[4] for row in table.rows}


def test_a_step_that_came_to_its_end_still_says_never() -> None:
    assert cut_short(MOVED) == ""
    assert "never in place in full" in verdict(PLAN, RUN, daily_strength(PLAN, FORCES))


def test_bound_is_said_of_the_loading_days_of_the_plan() -> None:
    done = [row for row in MOVED.arrivals if row.planned_day is not None]
    moved = dataclasses.replace(MOVED, arrivals=Table.of(type(done[0]), done))
    for bound, text in (
        (moved.closure_day, "no unit loading before its release, no schedule closes earlier."),
        (1, "no unit loading before its release, no schedule closes before C+1."),
    ):
        found = dataclasses.replace(moved, closure_bound=bound)
        assert arrivals.arrival_sentence(found).endswith(text)


# -- late tours


def test_late_table_has_the_worst_and_counts_the_rest() -> None:
    table = late_table(PLAN, FORCES, MOVED)
    assert table is not None
    assert len(table.rows) == MOST_LATE
    assert table.more == f"and {MOVED.late_units - MOST_LATE} more"
    days = [row.cells[4] for row in table.rows]
    worst = sorted((row.late_days for row in MOVED.arrivals if row.late_days), reverse=True)
    n_never = days.count("never")
    assert n_never == min(MOVED.unfinished, MOST_LATE)
    assert [float(text) for text in days[n_never:]] == worst[: MOST_LATE - n_never]


# -- lines of branches


def test_lines_that_generation_leaves_out_are_not_asked_for() -> None:
    left_out = next(iter(FORCES.line_fills)).requirement
    kept = [row for row in FORCES.line_fills if row.requirement != left_out]
    forces = dataclasses.replace(FORCES, line_fills=Table.of(LineFill, kept))
    assert left_out not in asked_lines(PLAN, forces)
    assert left_out not in daily_strength(PLAN, forces).lines
    n = len(PLAN.requirements)
    assert f"{n - 1} requirement lines (1 more in branches)" in scope(PLAN, forces)
    page = page_of(PLAN, dataclasses.replace(RUN, force_plan=forces))
    assert page.appendix is not None
    assert len(page.appendix.rows) == n - 1


# -- assumptions


def test_sentences_that_differ_in_ids_alone_are_said_once() -> None:
    names = frozenset({"port-a", "port-b", "i", "ii"})
    many = [f"{port} gives class {key} freely." for port in ("port-a", "port-b")
            for key in ("i", "ii")]  # fmt: skip
    assert grouped(["First.", *many, "Last."], names) == (
        "First.",
        "… gives class … freely – port-a, port-b: i, ii.",
        "Last.",
    )
    assert grouped(many[:2], names) == tuple(many[:2])
