"""Agreements, branches, meetings and milestones of the shipped example, and their reports."""

import datetime as dt
from collections import Counter

import pytest

from data.recipe.plan import build_plan
from reassure.checks import check_tables
from reassure.model.agreement_life import events_of, may_follow, state_on
from reassure.model.choices import AgreementState, MilestoneState
from reassure.model.finding import Severity

HISTORY = {
    "thirty-day-ceasefire": [
        ("proposed", "United States", "2025-03-11"),
        ("accepted", "Ukraine", "2025-03-11"),
        ("rejected", "Russian Federation", "2025-03-18"),
    ],
    "black-sea-truce": [
        ("proposed", "United States", "2025-03-18"),
        ("agreed", None, "2025-03-25"),
        ("delayed", "Russian Federation", "2025-03-25"),
    ],
    "energy-moratorium": [
        ("proposed", "United States", "2025-03-18"),
        ("accepted", "Russian Federation", "2025-03-18"),
        ("accepted", "Ukraine", "2025-03-19"),
        ("agreed", None, "2025-03-25"),
        ("in_force", None, "2025-03-25"),
        ("expired", None, "2025-04-17"),
    ],
}
"""As reports of March and April 2025 gave it."""


@pytest.fixture(scope="module")
def plan():
    return build_plan()


def test_three_agreements_have_their_public_history_and_one_is_assumed(plan):
    assert set(plan.agreements.ids) == {"ceasefire", *HISTORY}
    for name, events in events_of(plan).items():
        told = [(event.state.value, event.party, event.date.isoformat()) for event in events]
        assert told == HISTORY.get(name, told), name
        assert [event.id for event in events] == sorted(e.id for e in events) or name == "ceasefire"
    assert plan.agreements["ceasefire"].note.startswith("notional")


def test_every_event_rests_on_a_report_or_is_notional(plan):
    public = [row for row in plan.agreement_events if row.agreement in HISTORY]
    assert len(public) == 12
    for row in public:
        report = plan.reports[row.source]
        assert dt.timedelta(0) <= report.published.date() - row.date <= dt.timedelta(days=1), row.id
    for table in (plan.agreement_events, plan.preconditions, plan.terms):
        for row in table:
            is_made_up = row.agreement == "ceasefire"
            assert is_made_up == (row.note or "").startswith("notional"), row.id
            assert is_made_up == (row.source is None), row.id


def test_every_step_is_lawful(plan):
    for events in events_of(plan).values():
        for before, event in zip((None, *events), events, strict=False):
            assert may_follow(before, event), event.id


def test_where_agreements_stand_on_c_day(plan):
    states = {name: state_on(plan, name, plan.meta.as_of).state for name in plan.agreements.ids}
    assert states == {
        "ceasefire": AgreementState.IN_FORCE,
        "thirty-day-ceasefire": AgreementState.REJECTED,
        "black-sea-truce": AgreementState.DELAYED,
        "energy-moratorium": AgreementState.EXPIRED,
    }


def test_the_moratorium_lasts_thirty_days_from_18_march(plan):
    term = plan.terms["energy-moratorium-strikes"]
    assert (term.until_date - term.from_date).days == 30
    assert term.from_date == dt.date(2025, 3, 18)


def test_the_truce_at_sea_waits_for_what_is_not_met(plan):
    unmet = [row for row in plan.preconditions if row.agreement == "black-sea-truce"]
    assert len(unmet) == 4
    assert not any(row.met for row in unmet)
    assert plan.preconditions["ceasefire-monitors-named"].met


def test_offers_depend_on_the_assumed_ceasefire_alone(plan):
    assert {row.agreement for row in plan.conditions} - {None} == {"ceasefire"}


def test_four_branches_share_out_all_chances(plan):
    assert len(plan.branches) == 4
    assert sum(row.probability for row in plan.branches) == pytest.approx(1.0)
    for row in plan.branches:
        assert row.note.startswith("notional")
        for state in row.when:
            agreement, name = state.split(":")
            assert agreement in plan.agreements
            assert AgreementState(name)


def test_each_branch_selects_what_it_is_for(plan):
    selected = {
        branch: {row.id for row in plan.requirements if not row.branches or branch in row.branches}
        for branch in plan.branches.ids
    }
    assert selected["full-ceasefire"] == set(plan.requirements.ids)
    seas = {row.id for row in plan.requirements if row.objective == "seas"}
    assert seas <= selected["maritime-truce"]
    assert selected["support-only"] < selected["maritime-truce"]
    host = {row.id for row in plan.locations if row.nation == "UKR"}
    for name in selected["support-only"]:
        assert plan.sectors[plan.requirements[name].sector].location not in host, name
    kinds = {plan.requirements[name].capability for name in selected["collapse"]}
    assert {"medevac-helicopters", "movement-control", "transport-helicopters"} <= kinds
    assert not kinds & {"infantry-trainers", "motor-infantry", "fighters", "minehunter"}
    common = set.intersection(*selected.values())
    assert common == {row.id for row in plan.requirements if not row.branches}
    assert {plan.requirements[name].sector for name in common} == {"entry", "air-support"}


def test_meetings_of_spring_2025(plan):
    held = {
        row.date.isoformat(): (set(row.hosts), set(row.chairs), row.group) for row in plan.meetings
    }
    assert held == {
        "2025-02-12": (set(), {"GBR"}, "contact-group"),
        "2025-04-10": ({"GBR", "FRA"}, set(), None),
        "2025-04-11": (set(), {"GBR", "DEU"}, "contact-group"),
    }
    for row in plan.meetings:
        assert plan.reports[row.source].published.date() >= row.date
    assert "21 billion euros" in plan.meetings["contact-group-2025-04-11"].announced


def test_reports_say_where_they_can_be_found(plan):
    for row in plan.reports:
        assert row.address
        assert row.publisher
        assert row.text is None, "no text of a report is shipped"
    cited = {row.source for _, table in plan.tables() for row in table}
    assert {row.id for row in plan.reports} - cited <= {"iiss-2025", "csis-2025"}


def test_thirty_milestones_with_owners_in_an_order_that_can_be_kept(plan):
    assert len(plan.milestones) == 30
    states = Counter(row.state for row in plan.milestones)
    assert states[MilestoneState.BLOCKED] == 2
    assert states[MilestoneState.DONE] >= 4
    assert states[MilestoneState.STARTED] >= 4
    for row in plan.milestones:
        assert row.note.startswith("notional"), row.id
        for name in row.after:
            before = plan.milestones[name]
            assert before.due_day <= row.due_day, row.id
            is_begun = row.state in (MilestoneState.DONE, MilestoneState.STARTED)
            assert before.state is MilestoneState.DONE or not is_begun, row.id
        if row.state is MilestoneState.DONE:
            assert row.due_day <= 0, row.id


def test_milestones_wait_for_what_there_is(plan):
    named = [place for row in plan.milestones for place in row.waits_for]
    tables = {place.split(":")[0] for place in named}
    assert tables >= {"agreements", "conditions", "decisions", "measures", "offers", "upgrades"}
    for place in named:
        table, _, name = place.partition(":")
        assert name in getattr(plan, table), place


def test_the_check_finds_nothing_here(plan):
    told = [item for item in check_tables(plan) if item.severity is not Severity.NOTE]
    assert {item.code for item in told} <= {"CHK-FORCE-004"}
