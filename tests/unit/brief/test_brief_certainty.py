"""The simulation on the page: what pictures and tables show equals what the result says."""

import re
from dataclasses import replace

import pytest

from reassure.brief.at_risk import units_at_risk
from reassure.brief.certainty import NOT_RUN, NOTHING_UNCERTAIN, is_dealt_anew
from reassure.brief.figures import fan
from reassure.brief.matters import (
    NOTHING_HELPS,
    NOTHING_MATTERS,
)
from reassure.brief.palette import objective_colours
from reassure.brief.sections import Drawing
from reassure.brief.sections.certainty import certainty_section
from reassure.brief.sections.risk import NOTHING_DRY, NOTHING_WAITS, risk_section
from reassure.brief.sections.sensitivity import sensitivity_section
from reassure.brief.tiles import key_figures
from reassure.brief.words import percent
from reassure.model.choices import Status, StoppedBy
from reassure.model.simulation_outputs import ReadinessDay
from tests.brief_case import PLAN, RUN, TONES
from tests.brief_simulation import simulation

MADE = RUN.simulation
assert MADE is not None
COLOURS = objective_colours({row.id: row.name for row in PLAN.objectives})


def drawing(made=MADE) -> Drawing:
    return Drawing(PLAN, replace(RUN, simulation=made), None, COLOURS, TONES)


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


# -- how sure


def test_without_a_simulation_the_page_says_how_to_get_it() -> None:
    assert certainty_section(drawing(None)).absent == NOT_RUN
    assert "reassure simulate PLAN --from RESULTS --out RESULTS" in NOT_RUN
    assert sensitivity_section(drawing(None)) is None
    assert risk_section(drawing(None)) is None


def test_the_whole_force_comes_before_each_objective() -> None:
    section = certainty_section(drawing())
    assert section.is_panels
    names = [row.name for row in PLAN.objectives]
    assert section.figures[0].title == "The whole force"
    # Shares of the made-up closures rise in the order of the plan's objectives.
    assert [figure.title for figure in section.figures[1:]] == names
    assert section.lead.startswith("400 runs of the whole plan")


def test_days_stand_with_their_confidence_in_words_and_in_a_table() -> None:
    section = certainty_section(drawing())
    assert plain(section.figures[0].sentence) == (
        "First in place with 50 and with 90 % confidence: of what is required that day, half by "
        "C+44 and C+56; three quarters by C+114 and never; nine tenths never with either."
    )
    in_place, closures, _ = section.further
    assert plain(" | ".join(in_place.rows[0].cells)) == (
        "The whole force | C+44 | C+56 ± 1.5 | C+114 | – | – | –"
    )
    assert closures.rows[0].cells[1:-1] == (
        "C+104", "C+104", "C+108", "C+113\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}0.8", "C+115"
    )  # fmt: skip
    assert plain(closures.rows[0].cells[-1]) == "97 %"


def test_the_section_begins_with_the_objective_at_risk() -> None:
    section = certainty_section(drawing())
    assert section.first is not None
    worst = PLAN.objectives.ids[0]
    name = PLAN.objectives[worst].name
    assert section.lead.endswith(
        f"Most at risk: {name}. Of all that it requires, all days together, half of the runs have "
        f"{percent(0.5)} or more in place, and 95 of 100 runs have {percent(0.4)} or more."
    )
    rows = section.first.rows
    assert [row.cells[0] for row in rows] == ["The whole force", *(o.name for o in PLAN.objectives)]
    assert plain(" | ".join(rows[1].cells[1:])) == "50 % | 40 % | – | –"
    assert rows[1].tone == TONES[worst]
    turned = [
        row.model_copy(update={"p50_share": 1 - row.p50_share}).model_dump()
        for row in MADE.simulated_closures
    ]
    other = certainty_section(drawing(simulation(PLAN, simulated_closures=turned)))
    assert other.first is not None
    last = PLAN.objectives.ids[-1]
    assert other.first.rows[1].cells[0] == PLAN.objectives[last].name
    assert other.first.heads == ("Objective", "Half of the runs", "95 of 100 runs")


def test_units_at_risk_stand_by_offer() -> None:
    *_, table = certainty_section(drawing()).further
    assert RUN.force_plan is not None
    at_risk = units_at_risk(RUN.force_plan, MADE)
    tours = [RUN.force_plan.assignments[row.assignment] for row in MADE.simulated_arrivals]
    assert len(at_risk) == len({(tour.offer, tour.requirement) for tour in tours})
    first = at_risk[0]
    own = {t.unit for t in tours if (t.offer, t.requirement) == (first.offer, first.requirement)}
    assert table.rows[0].reference == f"offers:{first.offer}"
    assert plain(" | ".join(table.rows[0].cells[2:])) == (
        f"{len(own)} | 60 % of the runs | 90 % | C+30 | C+28 | 5 days"
    )


def test_both_days_the_same_are_said_once() -> None:
    row = {"objective": None, "share": 0.6, "chance": 1, "p50_day": 5, "p90_day": 5}
    section = certainty_section(drawing(simulation(PLAN, in_place=[row])))
    assert section.figures == ()
    (table,) = section.further
    assert table.rows[0].cells == ("The whole force", "C+5", "C+5")


def readiness(**more) -> ReadinessDay:
    row = {"objective": None, "day": 0, "p5": 0.0, "p50": 0.5, "p95": 1.0, "planned": 0.5}
    return ReadinessDay.model_validate(row | more)


def test_a_fan_is_drawn_where_the_shares_are() -> None:
    rows = [readiness(day=1, p5=0.25, p50=0.5), readiness(day=0)]
    made = fan.fan_of(rows)
    assert (made.days, made.low, made.middle) == ((0, 1), (0.0, 0.25), (0.5, 0.5))
    svg = str(
        fan.fan_picture(
            made, [0.5, 1.0], last_day=2, tones=fan.FORCE_TONES, name="f", title="t", sentence="s"
        )
    )
    band, planned, median = re.findall(r'<path d="([^"]+)"', svg)[1:4]
    # The plot is 376 px wide from 46 and 170 high from 8: half of it is at 93, a quarter at 135.5.
    assert band == "M46 8H422V135.5H234V178H46z"
    assert planned == "M46 93H234V8H422"
    assert median == "M46 93H422"


def test_days_without_a_requirement_are_left_out_of_a_line() -> None:
    rows = [readiness(day=0), readiness(day=2)]
    made = fan.fan_of(rows)
    assert fan.course(made.days, made.middle, float, float) == "M0 0.5H1M2 0.5H3"


def test_a_plan_with_nothing_uncertain_is_said_to_be_one() -> None:
    alike = {"n_come": 1, "n_in_place": 1, "late_days": 0, "unmet_t": 0}
    made = simulation(PLAN, replications=[alike | {"replication": i} for i in range(2)])
    assert not is_dealt_anew(PLAN)
    lead = certainty_section(drawing(made)).lead
    assert lead.startswith(f"2 runs of the whole plan. {NOTHING_UNCERTAIN}")
    matters = sensitivity_section(drawing(made))
    assert matters is not None
    assert matters.lead == f"{NOTHING_MATTERS} {NOTHING_HELPS}"
    assert (matters.figures, matters.intervals, matters.further) == ((), (), ())
    risk = risk_section(drawing(made))
    assert risk is not None
    assert risk.lead.endswith(f"{NOTHING_WAITS} {NOTHING_DRY}")
    assert (risk.figures, risk.further) == ((), ())


@pytest.mark.parametrize(
    ("stop", "said"), [(StoppedBy.CLOCK, "by the clock"), (StoppedBy.USER, "by you")]
)
def test_a_stopped_simulation_is_said_to_be_one(stop: StoppedBy, said: str) -> None:
    cut = replace(MADE.provenance, status=Status.PARTIAL, stopped_by=stop)
    lead = certainty_section(drawing(replace(MADE, provenance=cut))).lead
    assert f"The simulation was stopped {said}: fewer runs than were asked for" in lead


# -- the headline


def tile(made) -> tuple[str, str, bool]:
    found = key_figures(PLAN, replace(RUN, simulation=made))
    (item,) = [item for item in found if plain(item.name) == "In place, 90 % sure"]
    return item.value, item.note, item.is_bad


def test_the_headline_has_the_largest_share_that_is_sure() -> None:
    told = "half of what is required that day; three quarters and nine tenths never so sure"
    assert tile(MADE) == ("C+56", told, False)
    never = {"objective": None, "share": 0.5, "chance": 0.4}
    made = simulation(PLAN, in_place=[never])
    assert tile(made) == ("Never", "of what is required, half never so sure", True)


def dry_tile(days: list[int | None]) -> tuple[str, str, str]:
    runs = [
        {"replication": i, "n_come": 1, "n_in_place": 1, "late_days": 0, "unmet_t": 0,
         "first_short_day": day}
        for i, day in enumerate(days)
    ]  # fmt: skip
    stocks = [row.model_dump() for row in MADE.stockouts]
    made = simulation(PLAN, replications=runs, stockouts=stocks)
    found = key_figures(PLAN, replace(RUN, simulation=made))
    (item,) = [item for item in found if "dry" in item.name or "supply" in item.name]
    return item.name, plain(item.value), plain(item.note)


def test_the_first_stock_that_runs_dry_is_that_of_the_runs() -> None:
    name, value, note = dry_tile([9, 40, 20, 30, None, 50, 60, 70, 80, 90, 95])
    assert (name, value) == ("First stock dry", "C+60")
    assert note == "in half of the runs; in 10 of 100 by C+20; 3 stocks run dry in some run"
    assert dry_tile([7, 7])[1:] == ("C+7", "in every run; 3 stocks run dry in some run")
    name, value, note = dry_tile([60, None, None, None])
    assert (name, value) == ("Something runs dry", "In 25 % of the runs")
    assert note == "first on C+60; 3 stocks run dry in some run"
    assert "by the schedule; dry in no run" in dry_tile([None, None])[2]
