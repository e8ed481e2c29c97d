"""What matters and what helps on the page: pictures and lists equal what the result says."""

import re
from dataclasses import replace

import pytest

from reassure.brief.certainty import factor_name, is_dealt_anew
from reassure.brief.figures import tornado
from reassure.brief.matters import (
    DEALT_ANEW,
    HELPS_NOT_TRIED,
    IN_PLACE,
    MATTERS_NOT_TRIED,
    days_late,
    worked_out,
)
from reassure.brief.sections.certainty import certainty_section
from reassure.brief.sections.sensitivity import sensitivity_section
from reassure.brief.words import money
from reassure.model.network import Outage
from reassure.model.simulation_outputs import Sensitivity
from reassure.model.table import Table
from tests.brief_case import PLAN, RUN
from tests.brief_simulation import BEST, simulation
from tests.unit.brief.test_brief_certainty import MADE, drawing, plain


def test_what_is_drawn_anew_is_said_to_be_left_out() -> None:
    storm = {"id": "storm", "link": PLAN.links.ids[0], "kind": "weather", "open_share": 0,
             "mean_up_days": 20, "mean_down_days": 2}  # fmt: skip
    stormy = replace(PLAN, outages=Table.of(Outage, [storm]))
    assert is_dealt_anew(stormy)
    shown = replace(drawing(), plan=stormy)
    section = sensitivity_section(shown)
    assert section is not None
    assert DEALT_ANEW in section.lead
    made = simulation(PLAN, replications=[run.model_dump() for run in MADE.replications][:2])
    told = certainty_section(replace(shown, run=replace(RUN, simulation=made))).lead
    assert told.startswith("2 runs of the whole plan, each with luck of its own.")


def test_one_run_tells_nothing_of_what_matters_and_helps() -> None:
    untried = {"rank": 1, "factor": f"offers:{PLAN.offers.ids[0]}.notice_days", "kind": "value",
               "correlation": 0, "closure_correlation": 0, "in_place_correlation": 0}  # fmt: skip
    first = [run.model_dump() for run in MADE.replications][:1]
    made = simulation(PLAN, replications=first, sensitivities=[untried])
    section = sensitivity_section(drawing(made))
    assert section is not None
    assert section.lead == f"{MATTERS_NOT_TRIED} {HELPS_NOT_TRIED}"
    assert made.figures()["matters_most"] is None
    assert MADE.figures()["matters_most"] == next(iter(MADE.sensitivities)).factor


def test_bars_of_what_matters_are_the_mean_over_all_units() -> None:
    n = len(MADE.simulated_arrivals)
    rows = worked_out(list(MADE.sensitivities), days_late(n), most=10)
    assert [row.rank for row in rows] == [1, 2]
    section = sensitivity_section(drawing())
    assert section is not None
    figure = section.figures[1]
    svg = plain(str(figure.svg))
    assert f"low −{0.1 * n:.0f} ± 2" in svg
    assert f"high +{0.2 * n:.0f} ± 2" in svg
    boxes = [
        (float(left), float(width))
        for left, width in re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    ]
    low, high = boxes[:2]
    assert low[0] + low[1] == pytest.approx(high[0], abs=0.2)
    assert high[1] == pytest.approx(2 * low[1], abs=0.3)
    said = "20 days less late over all units if it is low; 40 days later if it is high"
    assert said in figure.sentence
    assert figure.narrow is not None


def test_what_matters_for_what_is_in_place_is_drawn_in_points() -> None:
    rows = worked_out(list(MADE.sensitivities), IN_PLACE, most=10)
    # The second lies wider apart; both lists keep the order of the ranks.
    assert [row.rank for row in rows] == [1, 2]
    assert [row.rank for row in worked_out(list(MADE.sensitivities), IN_PLACE, most=1)] == [2]
    section = sensitivity_section(drawing())
    assert section is not None
    figure = section.figures[0]
    svg = plain(str(figure.svg))
    assert svg.index("low −1 ± 0.2") < svg.index("low −2 ± 0.2")
    assert "high" not in svg
    assert "% of what is required" in svg
    name = factor_name(PLAN, list(MADE.sensitivities)[1])
    assert plain(figure.sentence) == (
        f"Widest apart: {name}. Against the mean: 2 % less of what is required in place if it is "
        "low."
    )


def test_a_promise_is_broken_or_kept_and_ends_may_lie_on_one_side() -> None:
    row = Sensitivity.model_validate(
        {"rank": 1, "factor": f"offers:{PLAN.offers.ids[0]}.probability", "kind": "promise",
         "correlation": 0.5, "closure_correlation": 0.0, "low_late_days": 0.0,
         "high_late_days": 0.3, "half_width_days": 0.1, "in_place_correlation": 0.0}
    )  # fmt: skip
    svg = str(
        tornado.tornado_picture(
            PLAN,
            [row],
            days_late(10),
            look=tornado.NARROW,
            name="n",
            title="t",
            sentence="s",
        )
    )
    assert "broken" not in svg
    assert "kept +3 ± 1" in svg
    gone = row.model_copy(update={"low_late_days": -2.0})
    told = tornado.tornado_sentence(PLAN, [gone], days_late(10))
    assert "20 days less late over all units if it is broken, as fewer units come;" in told


def test_what_was_not_tried_stands_below_by_how_it_goes_with_lateness() -> None:
    section = sensitivity_section(drawing())
    assert section is not None
    (table,) = section.further
    # Of 400 runs luck alone brings a correlation of 0.165 once in a thousand.
    assert [row.cells[2] for row in table.rows] == ["0.17"]
    assert "Of 1 more thing that is not known no effect" in section.lead


def test_changes_are_ranked_with_gain_interval_and_cost() -> None:
    section = sensitivity_section(drawing())
    assert section is not None
    (listed,) = section.intervals
    best, second = listed.rows
    assert (best.reference, best.sign, second.sign) == (BEST, "sure", "unsure")
    late = sum(run.late_days for run in MADE.replications) / len(MADE.replications)
    assert best.words == f"Saves 8 of {late:.0f} days late, give or take 1"
    assert best.note == f"{money(2e6, PLAN.meta.currency)}. Closure 1.5 days sooner"
    assert second.words == (
        f"Not to be told from no gain: saves 0.5 of {late:.0f} days late, give or take 0.75"
    )
    assert second.note == "No cost is stated"
    # The axis goes from -0.25 to 9.
    assert (best.low, best.found, best.high) == (78.4, 89.2, 100.0)
    assert listed.zero == 2.7
    assert (listed.first, listed.last) == ("", "9")
    assert listed.more == "1 change makes no difference in any run."


def test_what_makes_it_worse_stands_apart() -> None:
    rows = [row.model_dump() for row in MADE.changes_worth]
    rows[1] |= {"late_days_gained": -3.0, "closure_days_gained": 0.04, "is_distinguishable": True}
    rows[0] |= {"closure_days_gained": 1.0}
    section = sensitivity_section(drawing(simulation(PLAN, changes_worth=rows)))
    assert section is not None
    helps, harms = section.intervals
    assert ([row.mark for row in helps.rows], harms.title) == (["1."], "What makes it worse")
    assert helps.rows[0].note.endswith(". Closure 1 day sooner")
    (worse,) = harms.rows
    assert worse.words == "Costs 3 days late, give or take 0.75"
    assert worse.note == "No cost is stated"


def test_readiness_before_and_after_is_of_the_best_change() -> None:
    section = sensitivity_section(drawing())
    assert section is not None
    figure = section.figures[-1]
    assert "without and with:" in figure.title
    rows = list(MADE.changed_readiness)
    told = plain(figure.sentence)
    for who, before, after in (
        ("half of the runs have", "before_p50", "after_p50"),
        ("95 of 100 runs have", "before_p5", "after_p5"),
    ):
        gap = max(getattr(row, after) - getattr(row, before) for row in rows)
        assert re.search(rf"on C\+\d+ {who} [^;]* {100 * gap:.1f} points more", told)


def test_where_nothing_differs_there_is_no_picture_of_it() -> None:
    rows = [row.model_dump() for row in MADE.changed_readiness]
    for row in rows:
        row |= {"after_p5": row["before_p5"], "after_p50": row["before_p50"]}
    section = sensitivity_section(drawing(simulation(PLAN, changed_readiness=rows)))
    assert section is not None
    assert section.figures == ()
    rows[5] |= {"before_p5": 0.0, "after_p5": 0.05}
    section = sensitivity_section(drawing(simulation(PLAN, changed_readiness=rows)))
    assert section is not None
    assert "half of the runs" not in section.figures[0].sentence
    assert f"on C+{rows[5]['day']} 95 of 100 runs have" in section.figures[0].sentence
