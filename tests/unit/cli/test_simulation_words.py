"""What `reassure simulate` says of units at risk, of what matters and of what helps, in words."""

import pytest

from reassure.brief.at_risk import AtRisk
from reassure.brief.matters import IN_PLACE, days_late, matter_words
from reassure.cli.simulation_lists import print_list
from reassure.cli.simulation_words import risk_words, worth_words
from reassure.model.simulation_choices import FactorKind
from reassure.model.simulation_outputs import ChangeWorth, Sensitivity
from tests.unit.engines.deploy.moves import line, link, offer, plan_of


def test_lists_end_after_five_and_more_are_called_by_their_plural(capsys):
    print_list("They are:", "None.", list("abcdefg"), "t", what="place and class", many="places")
    told = capsys.readouterr().out
    assert "  5. e.\n     and 2 more places; tables/t.csv of --out lists them all." in told
    assert "  6. " not in told
    print_list("They are:", "None.", list("abcdef"), "t", what="place and class", many="places")
    assert "and 1 more place and class; " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("least", "late", "chances", "end"),
    [
        (0.5, 3.0, "50 % of the runs", "in 90 of 100 that come at most 3 days late"),
        (0.25, 0.0, "50 % of the runs (one of them in 25 %)", "not late in 90 of 100 that come"),
        (0.5, None, "50 % of the runs", "planned C+20 to C+22"),
    ],
)
def test_units_of_one_offer_are_told_together(least, late, chances, end):
    plan = plan_of(offers=[offer("weak")], requirements=[line("r")])
    group = AtRisk("weak", "r", 2, 0.5, least, 0.75, (30, 30), (20, 22), late)
    told = risk_words(plan, group).replace("\N{NO-BREAK SPACE}", " ")
    assert f": 2 units of weak: in time in {chances}, there at all in 75 %; wanted C+30" in told
    assert told.endswith(end)


def matter(**more):
    stated = {"rank": 1, "factor": "links:az.transit_days", "kind": FactorKind.VALUE}
    row = stated | {"correlation": -0.5, "closure_correlation": 0.0, "in_place_correlation": 0.25}
    return Sensitivity.model_validate(row | more)


def matter_told(plan, **more):
    """Return a thing that is not known in words, of ten units."""
    told = matter_words(plan, matter(**more), (IN_PLACE, days_late(10)))
    return told.replace("\N{NO-BREAK SPACE}", " ")


ENDS = {
    "low_late_days": -0.1, "high_late_days": 0.2, "half_width_days": 0.04,
    "low_in_place": -0.045, "high_in_place": 0.01, "half_width_in_place": 0.004,
}  # fmt: skip


def test_both_ends_are_told_by_what_is_in_place_and_by_days_late_of_all_units():
    told = matter_told(plan_of(links=[link("az", "a", "z")]), **ENDS)
    assert told.partition(": ")[2] == (
        "if low, 4.5 % less of what is required in place (± 0.4) and 1 day less late over all "
        "units (± 0.4); if high, 1 % more (± 0.4) and 2 days later (± 0.4)"
    )


def test_a_broken_promise_is_never_sooner_and_nil_ends_are_left_out():
    plan = plan_of(offers=[offer("weak", probability=0.5)])
    kept = ENDS | {"high_late_days": 0.0, "high_in_place": 0.0}
    told = matter_told(plan, factor="offers:weak.probability", kind=FactorKind.PROMISE, **kept)
    assert told.partition(": ")[2] == (
        "if broken, 4.5 % less of what is required in place (± 0.4) and 1 day less late over all "
        "units, as fewer units come (± 0.4)"
    )


def worth(**more):
    row = {"rank": 1, "change": "lifts:l", "late_days_gained": 0.0, "half_width_days": 0.0}
    return ChangeWorth.model_validate(row | {"is_distinguishable": False} | more)


@pytest.mark.parametrize(
    ("gained", "half", "closure", "told"),
    [
        (1.8, 0.5, 0.04, "saves 1.8 of 113 days late, give or take 0.5"),
        (3.0, 4.0, None, "not to be told from no gain: saves 3 of 113 days late, give or take 4"),
        (-6.0, 1.0, -2.0, "costs 6 days late, give or take 1; closure 2 days later"),
        (1.0, 0.5, 1.0, "saves 1 of 113 days late, give or take 0.5; closure 1 day sooner"),
        (200.0, 9.0, None, "saves 200 days late, give or take 9"),
    ],
)  # fmt: skip
def test_a_change_is_told_with_its_sign_and_of_how_many_days(gained, half, closure, told):
    row = worth(
        late_days_gained=gained, half_width_days=half, is_distinguishable=abs(gained) > half,
        closure_days_gained=closure,
    )  # fmt: skip
    assert worth_words(plan_of(), row, 113.0) == f"One carrier more of l: {told}"


@pytest.mark.parametrize(("n_more", "who"), [(1, "One carrier more"), (4, "4 carriers more")])
def test_a_change_that_saves_no_day_late_may_close_sooner(n_more, who):
    row = worth(n_more=n_more, closure_days_gained=0.5)
    saved = f"{who} of l: saves no day late in any run"
    assert worth_words(plan_of(), row, 9.0) == f"{saved}; closure 0.5 days sooner"
    assert worth_words(plan_of(), row.model_copy(update={"closure_days_gained": 0.04}), 9) == saved
