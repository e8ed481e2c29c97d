"""Asks in words and as intervals; what changed; how good the plan is."""

import dataclasses
from typing import Any

import pytest

from reassure import generate_forces
from reassure.brief import BriefInputs
from reassure.brief.asks import (
    ahead_sentence,
    ask_words,
    filled_words,
    gain_words,
    offered_words,
    worth_words,
)
from reassure.brief.changes import (
    by_importance,
    changes_sentence,
    effect_sentences,
    reason_words,
)
from reassure.brief.context import Section
from reassure.brief.names import objective_names
from reassure.brief.page import page_of
from reassure.brief.palette import objective_colours
from reassure.brief.sections import Drawing
from reassure.brief.sections.asks import ask_section
from reassure.brief.sections.changes import change_section
from reassure.brief.sections.quality import quality_section
from reassure.model.choices import AskKind, ChangeReason
from reassure.model.outputs import Ask, ChanceFill, Change, Stage
from reassure.model.plan import Plan
from reassure.model.results import Asks, ForcePlan
from reassure.model.table import Table
from tests.brief_inputs import brief_inputs, provenance
from tests.brief_plan import brief_plan
from tests.unit.engines.generate.plans import force_plan, offer

CONDITIONS: list[dict[str, Any]] = [
    {"id": "lead", "kind": "lead_nation", "nation": "GBR"},
    {"id": "partner", "kind": "partner_present", "nation": "DEU", "minimum_units": 2},
    {"id": "one", "kind": "partner_present", "nation": "DEU"},
    {"id": "truce", "kind": "agreement_state", "agreement": "truce", "state": "in_force"},
    {"id": "vote", "kind": "decision", "decision": "vote"},
    {"id": "open", "kind": "decision"},
    {"id": "money", "kind": "funding"},
]
AHEAD = "That plan is better than the force plan shown here by 40 weighted unit-periods (0.3_%)."
IN_WORDS = {
    "lead": "United Kingdom as lead of the sector",
    "partner": "2 units of Germany",
    "one": "1 unit of Germany",
    "truce": "Truce: in force",
    "vote": "France's vote of the mandate",
    "open": "A decision that is not named",
    "money": "Funding",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return force_plan(
        nations=[
            {"id": "DEU", "name": "Germany"}, {"id": "FRA", "name": "France"},
            {"id": "GBR", "name": "United Kingdom"},
        ],
        offers=[offer()],
        tasks=[{"id": "patrol", "title": "Patrol areas", "objective": "land"}],
        caveats=[
            {"id": "all", "nation": "FRA", "kind": "limitation", "tasks": ("patrol",)},
            {"id": "east", "nation": "FRA", "kind": "prohibition", "sectors": ("east",),
             "offer": offer()["id"]},
        ],
        agreements=[{"id": "truce", "name": "Truce", "kind": "truce"}],
        decisions=[{"id": "vote", "nation": "FRA", "title": "Vote of the mandate",
                    "kind": "parliament"}],
        conditions=[{"offer": offer()["id"], **row} for row in CONDITIONS],
    )  # fmt: skip


def ask(**fields: Any) -> Ask:
    return Ask(**({"rank": 1, "kind": AskKind.UNITS, "at_most": 90.0} | fields))


def of(kind: AskKind, binding: str) -> Ask:
    return ask(kind=kind, binding=binding)


def test_units_are_asked_for_in_one_phrase(plan: Plan) -> None:
    name = next(iter(plan.capabilities)).name
    told = ask(
        capability=plan.capabilities.ids[0], quantity=2, sector="east", from_day=60, nation="DEU"
    )
    assert ask_words(plan, told) == f"2 × {name}, East, from C+60 (Germany)"
    bare = ask(capability=plan.capabilities.ids[0], quantity=1, from_day=0, until_day=90)
    assert ask_words(plan, bare) == f"1 × {name}, from C+0 to C+90 (whoever can)"


def test_caveats_say_whose_and_where(plan: Plan) -> None:
    kind = AskKind.CAVEAT
    assert ask_words(plan, of(kind, "caveats:all.tasks")) == (
        "France lifts its limit on patrol areas"
    )
    told = ask_words(plan, of(kind, "caveats:east.sectors"))
    assert told.startswith("France lifts its ban on service in East for its ")


@pytest.mark.parametrize("condition", IN_WORDS)
def test_conditions_say_what_is_waited_for(plan: Plan, condition: str) -> None:
    told = ask_words(plan, of(AskKind.CONDITION, f"conditions:{condition}.kind"))
    assert told.startswith(f"{IN_WORDS[condition]}, which ")
    assert told.endswith(" waits for")


def test_what_is_asked_of_another_record_is_named(plan: Plan) -> None:
    told = ask(kind=AskKind.CONDITION, binding="decisions:vote.state", nation="FRA")
    assert ask_words(plan, told) == "France: vote of the mandate"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "gains at most 90 weighted unit-periods"),
        ({"gain": 55.0}, "found 55 weighted unit-periods"),
        (
            {"gain": 55.0, "gain_low": 41.0, "gain_high": 63.0, "is_distinguishable": True},
            "gains 41 to 63 weighted unit-periods (found 55)",
        ),
        (
            {"gain": 4.0, "gain_low": 4.0, "gain_high": 4.0, "is_distinguishable": True},
            "gains 4 weighted unit-periods",
        ),
        (
            {"gain": 2.25, "gain_low": -3.0, "gain_high": 8.0, "is_distinguishable": False},
            "not distinguishable from no gain: −3 to 8 weighted unit-periods (found 2.2)",
        ),
    ],
)
def test_gains_are_told_with_their_interval(fields: dict[str, Any], words: str) -> None:
    assert gain_words(ask(**fields)) == words


def test_unit_days_may_be_fewer() -> None:
    assert filled_words(ask()) == ""
    more = ask(filled_unit_days=1020.0, gain=2.0)
    assert filled_words(more) == "the whole plan fills 1,020 unit-days more"
    fewer = ask(filled_unit_days=-135.0, gain=2.0)
    assert filled_words(fewer) == "the whole plan fills 135 unit-days fewer, on heavier lines"
    as_many = ask(filled_unit_days=0.2, gain=2.0)
    assert filled_words(as_many) == "the whole plan fills as many unit-days, on heavier lines"
    worse = ask(filled_unit_days=-135.0, gain=-1.0)
    assert filled_words(worse) == "the whole plan fills 135 unit-days fewer"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "worth at most 9_% of what the plan fills, by weight"),
        (
            {"gain": 19.0, "gain_low": 18.0, "gain_high": 22.0, "is_distinguishable": True},
            "worth 1.9_% of what the plan fills, by weight (1.8 to 2.2_%)",
        ),
        (
            {"gain": 19.0, "gain_low": 19.0, "gain_high": 19.0, "is_distinguishable": True},
            "worth 1.9_% of what the plan fills, by weight",
        ),
        (
            {"gain": 3.0, "gain_low": -2.0, "gain_high": 5.0, "is_distinguishable": False},
            "no certain gain: 0.3_% of what the plan fills, by weight (−0.2 to 0.5_%)",
        ),
    ],
)
def test_gains_are_told_beside_what_the_plan_fills(fields: dict[str, Any], words: str) -> None:
    assert worth_words(ask(**fields), 1000.0) == words.replace("_", "\N{NO-BREAK SPACE}")
    for nothing in (None, 0.0):
        assert worth_words(ask(**fields), nothing) == gain_words(ask(**fields))


def test_who_offers_such_units_is_told_for_whoever_can(plan: Plan) -> None:
    horizon = plan.meta.horizon_days
    own = [
        {"nation": "DEU", "quantity": 2, "state": "offered", "until_day": horizon - 1},
        {"nation": "FRA", "quantity": 3, "state": "confirmed", "until_day": horizon},
        {"nation": "GBR", "quantity": 9, "state": "withdrawn", "until_day": horizon},
    ]
    rows = [offer(**(fields | {"id": f"o{i}"})) for i, fields in enumerate(own)]
    whoever = ask(capability=rows[0]["capability"], quantity=1, from_day=0)
    nations = [dict(row) for row in plan.nations]
    told = offered_words(force_plan(nations=nations, offers=rows), whoever)
    assert (
        told == f"Offered so far by France (confirmed), Germany (offered, until C+{horizon - 1:g})"
    )
    assert offered_words(force_plan(nations=nations, offers=rows[2:]), whoever) == (
        "Nobody offers one any more"
    )
    assert offered_words(force_plan(nations=nations, offers=[]), whoever) == "Nobody offers one"
    assert offered_words(plan, whoever.model_copy(update={"nation": "DEU"})) == ""


def section(name: str, run: BriefInputs) -> Section | None:
    plan = brief_plan()
    colours = objective_colours(objective_names(plan))
    tones = {key: f"o{i}" for i, key in enumerate(colours, start=1)}
    made = {"asks": ask_section, "changes": change_section, "quality": quality_section}[name]
    return made(Drawing(plan, run, None, colours, tones))


def test_asks_stand_by_kind_and_rank_with_their_intervals() -> None:
    found = section("asks", brief_inputs())
    assert found is not None
    units, caveats, limits = found.intervals
    assert (units.title, caveats.title) == ("Units to ask for", "Caveats to lift")
    assert limits.title == "Upper limits only: may gain nothing"
    assert [row.sign for row in units.rows] == ["sure", "sure", "unsure", "unsure"]
    for row in (*units.rows, *limits.rows):
        assert 0 <= row.low <= row.high <= 100
        assert (row.low <= units.zero <= row.high) == (row.sign != "sure")
    for group in found.intervals:
        assert [row.mark for row in group.rows] == [f"{i + 1}." for i in range(len(group.rows))]
        assert group.is_quiet == (group is limits)
    assert {row.sign for row in limits.rows} == {"at-most"}
    assert limits.more == "and 2 asks more that gain at most 9 each"
    assert "one unit on a line for one period of 30 days" in found.lead
    assert "3 gain for certain" in found.lead


@pytest.mark.parametrize(
    ("without", "fields", "words"),
    [
        (13_361.3, {}, ""),
        (13_300.0, {}, ""),
        (None, {}, ""),
        (13_401.3, {"scenarios": 32}, ""),
        (13_401.3, {}, AHEAD),
    ],
)
def test_how_far_the_plan_without_asks_is_ahead_is_told(
    without: float | None, fields: dict[str, Any], words: str
) -> None:
    made = provenance(brief_plan(), "ask", objective=without)
    asks = Asks(made, Table.of(Ask, [ask(gain=2.0)]))
    stands = dataclasses.replace(forces(), **fields)
    told = words.replace("_", "\N{NO-BREAK SPACE}")
    assert ahead_sentence(asks, stands) == told
    assert ahead_sentence(asks, None) == ""
    found = section("asks", dataclasses.replace(brief_inputs(), asks=asks, force_plan=stands))
    assert found is not None
    assert "gains over the best plan found without any ask. " in found.lead
    assert ("better than the force plan" in found.lead) == bool(told)


def test_asks_that_did_not_run_say_how() -> None:
    found = section("asks", dataclasses.replace(brief_inputs(), asks=None))
    assert found is not None
    assert "reassure plan PLAN --out RESULTS --ask" in found.absent
    assert "reassure ask PLAN --from RESULTS --out RESULTS" in found.absent
    assert "reassure brief PLAN --from RESULTS --out RESULTS" in found.absent


def test_nothing_to_ask_for() -> None:
    none = Asks(provenance(brief_plan(), "ask"), Table.empty(Ask))
    found = section("asks", dataclasses.replace(brief_inputs(), asks=none))
    assert found is not None
    assert found.absent == "Nothing that could be asked for would gain anything."


def forces() -> ForcePlan:
    found = brief_inputs().force_plan
    assert found is not None
    return found


def test_changes_come_by_weighted_unit_days() -> None:
    plan = brief_plan()
    rows = by_importance(plan, forces())
    weights = []
    for row in rows:
        line = plan.requirements[row.requirement]
        days = row.units * (row.until_day - row.from_day)
        weights.append(days * line.weight * plan.objectives[line.objective].weight)
    assert weights == sorted(weights, reverse=True)
    found = section("changes", brief_inputs())
    assert found is not None
    assert found.table is not None
    assert len(found.table.rows) == 15
    by_nation = found.further[0]
    assert by_nation.rows[0].cells[0] == "All"
    dropped = [row for row in rows if row.reason is ChangeReason.NOT_POSSIBLE]
    days = sum(row.units * (row.until_day - row.from_day) for row in dropped)
    assert by_nation.rows[0].cells[1] == f"{days:,.0f}"


def test_the_effect_of_changes_comes_first() -> None:
    plan, found = brief_plan(), section("changes", brief_inputs())
    assert found is not None
    share = f"{100 * (forces().fill or 0):.1f}\N{NO-BREAK SPACE}%"
    assert found.lead.startswith(f"The plan now fills {share} of what is asked for. Dropped: ")
    added = [row for row in forces().changes if row.reason is ChangeReason.FILLS]
    n_added = sum(row.units for row in added)
    assert f"Added: {n_added} because it fills what would stay unfilled." in found.lead
    gained = {"FRA": 0.0}
    for row in added:
        nation = plan.offers[row.offer].nation
        days = row.units * (row.until_day - row.from_day)
        gained[nation] = gained.get(nation, 0.0) + days
    most = max(gained, key=lambda nation: (gained[nation], nation == "FRA"))
    assert f"gained: {plan.nations[most].name} {gained[most]:,.0f}" in found.lead


def test_columns_of_changes_that_would_be_empty_are_left_out() -> None:
    dropped = [row for row in forces().changes if row.reason is ChangeReason.NOT_POSSIBLE]
    only = dataclasses.replace(forces(), changes=Table.of(Change, dropped))
    found = section("changes", dataclasses.replace(brief_inputs(), force_plan=only))
    assert found is not None
    assert found.further[0].heads == ("Nation", "Lost: no longer possible")
    assert {len(row.cells) for row in found.further[0].rows} == {2}
    assert "gained" not in found.lead
    assert "Added" not in found.lead


def test_a_plan_from_scratch_has_no_part_on_changes() -> None:
    scratch = dataclasses.replace(forces(), changes=Table.empty(Change))
    assert section("changes", dataclasses.replace(brief_inputs(), force_plan=scratch)) is None
    assert changes_sentence(scratch) == "Nothing changed: the earlier plan stands."
    assert effect_sentences(brief_plan(), scratch).endswith("of what is asked for.")


def test_what_is_not_possible_says_what_went() -> None:
    plan = brief_plan()
    row = next(row for row in forces().changes if row.reason is ChangeReason.NOT_POSSIBLE)
    fields = dict(row)
    offers = [dict(item) for item in plan.offers]
    gone = plan.offers.ids[0]
    for item in offers:
        item["state"] = "withdrawn" if item["id"] == gone else item["state"]
    later = Plan.of(plan.meta, {name: list(table) for name, table in plan.tables()}
                    | {"offers": offers})  # fmt: skip
    told = {
        reason_words(later, Change(**fields | changed))
        for changed in ({"requirement": "none"}, {"offer": "none"}, {"offer": gone},
                        {"offer": plan.offers.ids[1]})
    }  # fmt: skip
    assert told == {
        "The line is no longer in the plan",
        "The offer is no longer in the plan",
        "The offer is withdrawn",
        "Offer, line or days no longer allow it",
    }


def test_stages_and_chances_are_drawn_with_what_they_can_reach() -> None:
    found = section("quality", brief_inputs())
    assert found is not None
    stages, chances, lines = found.intervals
    fill, cost, fragmentation = stages.rows
    assert "13,361.3; at most 13,741.8 in any plan" in fill.words
    assert fill.found == fill.low < fill.high
    assert cost.low < cost.high == cost.found
    assert cost.words.endswith("in any plan that fills as much")
    assert "the cost section adds persons, movement and handling" in cost.note
    assert fragmentation.words == "31 nations in formations; how good that is, is not known"
    assert next(row.text for row in chances.rows) == "The whole plan"
    for row in (*chances.rows, *lines.rows):
        assert row.found is not None
        assert row.low <= row.found <= row.high
    assert len(lines.rows) == 8
    assert lines.more.endswith("more that lose less")


def test_where_neither_is_known_nothing_is_shown() -> None:
    bare = dataclasses.replace(
        forces(), stages=Table.empty(Stage), chance_fills=Table.empty(ChanceFill)
    )
    assert section("quality", dataclasses.replace(brief_inputs(), force_plan=bare)) is None


def test_a_plan_without_results_has_only_how_to_ask(plan: Plan) -> None:
    ids = {part.id for part in page_of(plan, BriefInputs(seed=0)).sections}
    assert {"asks", "nations"} <= ids
    assert not {"changes", "quality"} & ids
    made = page_of(plan, BriefInputs(seed=0, force_plan=generate_forces(plan)))
    assert "Next best asks" not in {row.cells[0] for row in made.reading.rows}
