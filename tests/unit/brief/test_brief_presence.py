"""Who is in place when, what is late, and what a stopped step says nothing about."""

import dataclasses

import pytest

from reassure.brief.endings import (
    arrival_words,
    cut_short,
    is_late,
    late_words,
    open_words,
    outcome_words,
    partial_basis,
)
from reassure.brief.figures import arrivals
from reassure.brief.headline import objective_cards, scope, verdict
from reassure.brief.late import MOST_LATE, late_table
from reassure.brief.names import objective_names
from reassure.brief.page import page_of
from reassure.brief.palette import objective_colours
from reassure.brief.presence import first_tour_days, first_tours, persons_by_day
from reassure.brief.sections import Drawing
from reassure.brief.sections.sustainment import cost_section, supply_section
from reassure.brief.similar import grouped
from reassure.brief.strength import asked_lines, daily_strength
from reassure.brief.tiles import key_figures
from reassure.model.choices import Status, StoppedBy
from reassure.model.outputs import Arrival, LineFill
from reassure.model.table import Table
from tests.brief_case import FORCES, MOVED, PLAN, RUN, TONES


def _stopped(by: StoppedBy):
    """Return a movement whose open rows a stop left out: they name nothing that binds."""
    how = dataclasses.replace(MOVED.provenance, status=Status.PARTIAL, stopped_by=by)
    rows = [
        row if row.planned_day is not None else row.model_copy(update={"binding": None})
        for row in MOVED.arrivals
    ]
    return dataclasses.replace(MOVED, provenance=how, arrivals=Table.of(Arrival, rows))


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
def test_what_a_stopped_step_left_out_is_not_scheduled_and_nothing_else(
    by: StoppedBy, said: str
) -> None:
    moved = _stopped(by)
    run = dataclasses.replace(RUN, deployment=moved)
    strength = daily_strength(PLAN, FORCES)
    assert moved.unscheduled == moved.unfinished > 0
    assert moved.cannot_arrive == 0
    assert cut_short(moved) == said
    assert moved.late_units == MOVED.late_units - MOVED.unfinished
    tiles = [tile for tile in key_figures(PLAN, run) if tile.name in ("Closure", "Movements late")]
    texts = [
        verdict(PLAN, run, strength).split(". ", 1)[1],
        arrivals.arrival_sentence(moved),
        arrivals.lateness_sentence(moved),
        *(f"{tile.value} {tile.note}" for tile in tiles),
        *(card.late for card in objective_cards(PLAN, run, strength, TONES)),
    ]
    assert not any("never" in text.lower() or "cannot" in text.lower() for text in texts)
    assert f"not scheduled: {said}" in texts[0]
    assert next(tile.value for tile in tiles) == "Open"
    classes = {row["class"]: row for row in arrivals.lateness_rows(moved)}
    assert classes["not scheduled"]["movements"] == moved.unscheduled
    assert not classes["not scheduled"]["is_late"]
    assert "cannot arrive" not in classes
    table = late_table(PLAN, FORCES, moved)
    assert table is not None
    assert not {row.cells[3] for row in table.rows} & {"not scheduled", "cannot arrive"}


def test_what_was_looked_at_before_a_stop_cannot_arrive_and_is_told_apart() -> None:
    moved = _stopped(StoppedBy.CLOCK)
    rows = list(moved.arrivals)
    at = next(i for i, row in enumerate(rows) if row.planned_day is None)
    rows[at] = rows[at].model_copy(update={"binding": "links:deu-a--pol-b-rail.capacity_per_day"})
    moved = dataclasses.replace(moved, arrivals=Table.of(Arrival, rows))
    n = MOVED.unfinished
    assert (moved.cannot_arrive, moved.unscheduled, moved.unfinished) == (1, n - 1, n)
    assert outcome_words(moved, rows[at]) == arrival_words(moved, rows[at]) == "cannot arrive"
    assert is_late(moved, rows[at])
    assert late_words(rows[at]) == "–"
    are = "is" if n == 2 else "are"
    assert open_words(moved) == (
        f"1 movement cannot arrive within the plan and {n - 1} {are} not scheduled: "
        "stopped by the clock"
    )


def test_a_step_that_came_to_its_end_says_that_movements_cannot_arrive() -> None:
    assert cut_short(MOVED) == ""
    assert MOVED.unscheduled == 0
    said = verdict(PLAN, RUN, daily_strength(PLAN, FORCES))
    assert f"{MOVED.cannot_arrive} movements cannot arrive within the plan" in said


def test_what_is_made_from_a_partial_plan_says_so() -> None:
    moved = _stopped(StoppedBy.CLOCK)
    assert partial_basis(FORCES, MOVED) == ""
    n = moved.unscheduled
    assert partial_basis(FORCES, moved) == (
        "From a partial plan: movement was stopped by the clock, and "
        f"{n} movements not scheduled count as absent. Costs, persons and supply are not final."
    )
    stopped = dataclasses.replace(FORCES, provenance=moved.provenance)
    assert "force generation was stopped by the clock" in partial_basis(stopped, None)
    run = dataclasses.replace(RUN, deployment=moved)
    colours = objective_colours(objective_names(PLAN))
    drawing = Drawing(PLAN, run, daily_strength(PLAN, FORCES), colours, TONES)
    for section in (supply_section(drawing), cost_section(drawing)):
        assert section.lead == partial_basis(FORCES, moved)


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
    assert {row.cells[3] for row in table.rows if row.cells[4] == "–"} == {"cannot arrive"}
    days = [row.cells[4] for row in table.rows]
    worst = sorted((row.late_days for row in MOVED.arrivals if row.late_days), reverse=True)
    n_cannot = days.count("–")
    assert n_cannot == min(MOVED.cannot_arrive, MOST_LATE)
    assert [float(text) for text in days[n_cannot:]] == worst[: MOST_LATE - n_cannot]


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
