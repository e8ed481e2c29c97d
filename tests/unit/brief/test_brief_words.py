"""Words: every reason and ending has some, limits read as the plan names them."""

import pytest

from reassure.brief.names import binding_words, objective_order, record_name, value_words
from reassure.brief.palette import css_variables, objective_colours, variable_of
from reassure.brief.words import (
    REASONS,
    STATUSES,
    STOPS,
    day,
    day_and_date,
    days_in,
    money,
    number,
    percent,
    span,
)
from reassure.model.choices import ShortfallReason, Status, StoppedBy
from reassure.model.plan import Plan, PlanMeta
from tests.brief_plan import brief_plan
from tests.plans import heading

FOUR = ["safe-skies", "safe-seas", "peace-on-land", "host-forces"]


def test_every_choice_has_its_own_words() -> None:
    for words, choices in ((REASONS, ShortfallReason), (STATUSES, Status), (STOPS, StoppedBy)):
        assert set(words) == set(choices)
        assert len(set(words.values())) == len(words)


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        (
            "locations:rou-constanta.handling_t_per_day",
            "Constanța – cargo handled",
        ),
        (
            "links:ukr-lviv--ukr-kyiv-rail.capacity_per_day",
            "Lviv to Kyiv by rail – what passes a day: 6 trains per day",
        ),
        (
            "requirements:inf-bn-1.required_day",
            "Mechanised battalion, Sector North – day by which it must have arrived: C+",
        ),
        ("caveats:ita-south.reason", "Italy's caveat – why it was set: parliament's mandate"),
        ("nations:POL.population", "Poland – inhabitants: 37,000,000"),
        ("locations:nowhere.berths", "nowhere – ships worked at once"),
        ("something else", "something else"),
        ("tables:unknown.field", "tables:unknown.field"),
    ],
)
def test_limits_read_in_the_words_of_the_plan(reference: str, text: str) -> None:
    found = binding_words(brief_plan(), reference)
    assert found.text.startswith(text)
    assert found.reference == reference


def test_offer_is_named_by_nation_and_kind() -> None:
    offer = next(iter(brief_plan().offers))
    found = binding_words(brief_plan(), f"offers:{offer.id}.notice_days")
    assert brief_plan().nations[offer.nation].name in found.text
    assert found.text.endswith(f"{number(offer.notice_days)} days")


def test_every_record_of_the_plan_has_a_name() -> None:
    for table, rows in brief_plan().tables():
        for record_id in rows.ids[:3]:
            assert binding_words(brief_plan(), f"{table}:{record_id}.note").place


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (day(0), "C+0"),
        (day(-5), "C−5"),
        (day(12.5), "C+12.5"),
        (day(None, never="open"), "open"),
        (number(-1234.5, 1), "−1,234.5"),
        (number(-0.2), "0"),
        (percent(None), "–"),
        (percent(0.0), "0\u00a0%"),
        (percent(1.2), "120\u00a0%"),
        (money(950, "USD"), "USD\u00a0950"),
        (money(2_447_920_000, "EUR"), "EUR\u00a02.4\u00a0bn"),
        (money(146_900_000, "EUR"), "EUR\u00a0147\u00a0m"),
        (value_words(True, None), "yes"),
        (value_words(0.25, "share, 0 to 1"), "25\u00a0%"),
        (value_words(None, "tonnes"), ""),
    ],
)
def test_numbers_are_written_as_a_reader_expects(written: str, expected: str) -> None:
    assert written == expected


def test_days_carry_their_date_where_c_day_is_set() -> None:
    meta = PlanMeta.model_validate(
        {"format": 1, "title": "x", "c_day": "2026-01-30", "horizon_days": 90, "currency": "USD",
         "price_year": 2025, "label": "L", "notional": True}
    )  # fmt: skip
    assert day_and_date(meta, 2) == "C+2 (1 February 2026)"
    assert day_and_date(meta, None) == "never"


def test_objectives_keep_their_colours_and_order() -> None:
    plan = brief_plan()
    assert objective_order(plan) == FOUR
    colours = objective_colours(
        {"rebuild": "R", "safe-seas": "S", "train": "T", "x": "X", "y": "Keep peace on land"}
    )
    assert list(colours)[:2] == ["safe-seas", "y"]
    assert colours["y"] == "#009E73"
    assert colours["safe-seas"] == "#0072B2"
    assert len({colours[key] for key in ("rebuild", "safe-seas", "train")}) == 3


def test_unknown_objectives_come_last() -> None:
    rows = [{"id": key, "name": key, "weight": 1} for key in ("aid", "peace-on-land")]
    plan = Plan.of(brief_plan().meta, {"objectives": rows})
    assert objective_order(plan) == ["peace-on-land", "aid"]


def test_every_tone_has_a_light_value_of_its_own() -> None:
    colours = objective_colours(dict.fromkeys([*FOUR, "x", "y"], "name"))
    variables = variable_of(colours)
    declared = css_variables(colours, dark=False)
    assert len(variables) == declared.count("--")
    assert css_variables(colours, dark=True).count("--") == declared.count("--")


def _contrast(a: str, b: str) -> float:
    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["card", "paper", "o1-tint", "o2-tint", "o3-tint", "o4-tint"])
def test_ink_is_readable_on_every_ground_that_carries_text(ground: str, dark: bool) -> None:
    declared = css_variables(objective_colours(dict.fromkeys(FOUR, "name")), dark=dark)
    tones = dict(part.strip(" -").split(": ") for part in declared.split(";") if part.strip())
    assert _contrast(tones["ink"], tones[ground]) >= 4.5
    if ground in ("card", "paper"):
        assert _contrast(tones["muted"], tones[ground]) >= 4.5


def test_a_pledge_is_named_by_its_nation_and_item() -> None:
    item = {"id": "box", "name": "Box of tools", "kind": "stores", "unit": "pieces"}
    given = {"id": "ita-1", "nation": "ITA", "announced_date": "2026-01-01"}
    tables = {
        "nations": [{"id": "ITA", "name": "Italy"}],
        "items": [item | {"kg_per_unit": 5}],
        "pledges": [given | {"item": "box"}, given | {"id": "ita-2"}],
    }
    plan = Plan.of(heading(), tables)
    assert record_name(plan, "pledges", "ita-1") == "Italy's pledge of box of tools"
    assert record_name(plan, "pledges", "ita-2") == "Italy's pledge of money"


def test_the_last_day_of_a_time_is_in_it() -> None:
    assert span(*days_in(15, 21)) == "C+15\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}C+20"
    assert span(*days_in(5, 6)) == "C+5"
    assert days_in(45.0, 47.5) == (45.0, 47)
