"""The simulation on the page: what pictures and tables show equals what the result says."""

import re
from dataclasses import replace

import pytest

from reassure.brief.certainty import NOT_RUN, NOTHING_UNCERTAIN
from reassure.brief.figures import dry_chances, fan, tornado
from reassure.brief.palette import objective_colours
from reassure.brief.sections import Drawing
from reassure.brief.sections.certainty import certainty_section
from reassure.brief.sections.risk import NOTHING_DRY, NOTHING_WAITS, risk_section
from reassure.brief.sections.sensitivity import (
    NOTHING_HELPS,
    NOTHING_MATTERS,
    sensitivity_section,
)
from reassure.brief.tiles import key_figures
from reassure.brief.words import money
from reassure.model.choices import Status, StoppedBy
from reassure.model.simulation_outputs import ReadinessDay, Sensitivity
from tests.brief_case import PLAN, RUN, TONES
from tests.brief_simulation import BEST, simulation

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
    assert sorted(figure.title for figure in section.figures[1:]) == sorted(names)
    assert section.lead.startswith("400 runs of the whole plan")


def test_days_stand_with_their_confidence_in_words_and_in_a_table() -> None:
    section = certainty_section(drawing())
    assert plain(section.figures[0].sentence) == (
        "First in place with 50 and with 90 % confidence: of what is required that day, half by "
        "C+44 and C+56; three quarters by C+114 and never; nine tenths never with either."
    )
    in_place, closures = section.further
    assert plain(" | ".join(in_place.rows[0].cells)) == (
        "The whole force | C+44 | C+56 ± 1.5 | C+114 | – | – | –"
    )
    assert closures.rows[0].cells[1:-1] == ("C+104", "C+104", "C+108", "C+113", "C+115")
    assert plain(closures.rows[0].cells[-1]) == "97 %"


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
    made = simulation(PLAN, replications=[{"replication": 0, "n_come": 1, "n_in_place": 1,
                                           "late_days": 0, "unmet_t": 0}])  # fmt: skip
    lead = certainty_section(drawing(made)).lead
    assert lead.startswith(f"1 run of the whole plan. {NOTHING_UNCERTAIN}")
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


# -- what matters, what helps


def test_bars_of_what_matters_are_the_mean_over_all_units() -> None:
    n = len(MADE.simulated_arrivals)
    rows = tornado.worked_out(list(MADE.sensitivities), tornado.days_late(n))
    assert [row.rank for row in rows] == [1, 2]
    section = sensitivity_section(drawing())
    assert section is not None
    figure = section.figures[0]
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
    assert "20 days less late if it is low, 40 days later if it is high" in figure.sentence
    assert figure.narrow is not None


def test_what_matters_for_what_is_in_place_is_drawn_in_points() -> None:
    rows = tornado.worked_out(list(MADE.sensitivities), tornado.IN_PLACE)
    assert [row.rank for row in rows] == [2, 1]
    section = sensitivity_section(drawing())
    assert section is not None
    figure = section.figures[1]
    svg = plain(str(figure.svg))
    assert "low −2 ± 0.2" in svg
    assert "low −1 ± 0.2" in svg
    assert "points of what is required" in svg
    assert "2 points of 100 less in place if it is low" in figure.sentence


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
            tornado.days_late(10),
            look=tornado.NARROW,
            name="n",
            title="t",
            sentence="s",
        )
    )
    assert "broken 0 ± 1" in svg
    assert "kept +3 ± 1" in svg


def test_what_was_not_tried_stands_below_by_how_it_goes_with_lateness() -> None:
    section = sensitivity_section(drawing())
    assert section is not None
    (table,) = section.further
    # Of 400 runs luck alone brings a correlation of 0.165 once in a thousand.
    assert [row.cells[1] for row in table.rows] == ["0.17"]
    assert "Of 1 more thing that is not known no effect" in section.lead


def test_changes_are_ranked_with_gain_interval_and_cost() -> None:
    section = sensitivity_section(drawing())
    assert section is not None
    (listed,) = section.intervals
    best, second = listed.rows
    assert (best.reference, best.sign, second.sign) == (BEST, "sure", "unsure")
    assert best.words == "Saves 8 days late, give or take 1"
    assert best.note == f"{money(2e6, PLAN.meta.currency)}. Closure 1.5 days sooner"
    assert second.words == "Not to be told from no gain: saves 0.5 days late, give or take 0.75"
    assert second.note == "No cost is stated"
    # The axis goes from -0.25 to 9.
    assert (best.low, best.found, best.high) == (78.4, 89.2, 100.0)
    assert listed.zero == 2.7
    assert (listed.first, listed.last) == ("", "9")
    assert listed.more == "1 change makes no difference in any run."


def test_readiness_before_and_after_is_of_the_best_change() -> None:
    section = sensitivity_section(drawing())
    assert section is not None
    figure = section.figures[-1]
    assert "without and with:" in figure.title
    rows = list(MADE.changed_readiness)
    gap = max(row.after_p50 - row.before_p50 for row in rows)
    assert f"{100 * gap:.1f} points more" in plain(figure.sentence)
    same = [row.model_copy(update={"after_p50": row.before_p50}).model_dump() for row in rows[:30]]
    made = simulation(PLAN, changed_readiness=same)
    drawn = sensitivity_section(drawing(made))
    assert drawn is not None
    assert "the lines lie on one another" in drawn.figures[0].sentence


# -- where it waits and runs dry


def test_the_worst_day_of_a_week_colours_it() -> None:
    stock = dry_chances.DryStock("a", "i", {7: 0.04, 8: 0.3, 14: 0.5, 15: 0.26, 21: 0.95, 40: 0.01})
    assert dry_chances.chance_rows([stock], step=7) == [
        {"row": 0, "band": 2, "from": 7, "until": 21},
        {"row": 0, "band": 4, "from": 21, "until": 28},
        {"row": 0, "band": 0, "from": 35, "until": 42},
    ]
    assert stock.worst == (0.95, 21)
    assert [dry_chances.step_days(days) for days in (60, 84, 85)] == [1, 1, 7]


def test_the_likeliest_stocks_come_first_and_the_rest_is_counted(monkeypatch) -> None:
    stocks = dry_chances.dry_stocks(MADE.stockout_days)
    worst = [stock.worst[0] for stock in stocks]
    assert worst == sorted(worst, reverse=True)
    monkeypatch.setattr(dry_chances, "MOST_ROWS", 2)
    section = risk_section(drawing())
    assert section is not None
    (figure,) = section.figures
    assert figure.sentence.startswith(f"{len(stocks)} stocks run dry in some run, ")
    assert figure.sentence.endswith("The 2 likeliest are drawn.")
    table = section.further[0]
    assert table.is_folded
    assert table.more == f"and {len(stocks) - 2} stocks more, less likely"
    assert plain(table.rows[0].cells[2]) == "97 %"
    assert plain(str(figure.svg)).count("97 % C+100") == 1
    assert figure.narrow is not None


def test_queues_and_treatment_are_tables() -> None:
    section = risk_section(drawing())
    assert section is not None
    _, queues, cover = section.further
    assert [row.cells[2:] for row in queues.rows] == [("30", "1.2", "6", "38"),
                                                      ("30", "0.62", "3", "19")]  # fmt: skip
    assert cover.heads == ("Place", "Most persons", "Role 1", "Role 2")
    far, near = cover.rows
    assert far.cells[1:] == ("300", "no way to any", "no way to any")
    assert near.cells[2] == "there"
    assert plain(near.cells[3]).endswith(", 4.2 h")
