"""The force of the shipped example: sizes, offers, shortages, and that all of it is marked."""

from collections import defaultdict
from itertools import product

import pytest

from data.recipe import conditions, offers, sizes, strengths
from data.recipe.capabilities import build_capabilities, measure_fuel_kg_per_day
from data.recipe.plan import build_plan, build_tables
from data.recipe.supply import KG_PER_LB, SUPPLIED_FROM, measure_person_kg_per_day
from reassure.checks import check_tables
from reassure.model.finding import Severity
from reassure.model.periods import Periods

_CODES = """
GBR FRA DEU POL ROU BGR TUR GRC ITA ESP PRT NLD BEL LUX DNK
NOR SWE FIN EST LVA LTU CZE SVN HRV IRL ISL CAN AUS NZL JPN
"""
CONTRIBUTORS = set(_CODES.split())
LANDLOCKED = {"CZE", "LUX"}
INFANTRY = {"light-infantry", "motor-infantry", "mech-infantry"}
ENABLERS = {
    "airlift-detachment",
    "demining",
    "fuel-water",
    "maintenance",
    "medevac-helicopters",
    "role-2-hospital",
    "signals",
    "supply",
    "transport-helicopters",
}
NETWORK = {"locations", "links", "gauge_breaks", "passages"}
TOLD_IN_THE_NOTE = {"nations", "reports"}
UNDATED_SOURCE = "person-water"
"""Rests on a publication without a date: its note names it instead of a report."""


@pytest.fixture(scope="module")
def tables():
    return build_tables()


@pytest.fixture(scope="module")
def plan():
    return build_plan()


def test_a_coalition_of_thirty_with_a_host(tables):
    assert {row["nation"] for row in tables["offers"]} == CONTRIBUTORS
    assert [row["id"] for row in tables["nations"] if row["host"]] == ["UKR"]
    named = {row["nation"] for row in tables["locations"]}
    named |= {row["through"] for row in tables["passages"]}
    assert {row["id"] for row in tables["nations"]} == CONTRIBUTORS | named


def test_counts_of_lines_offers_and_kinds(tables):
    assert 90 <= len(tables["requirements"]) <= 120
    assert 255 <= len(tables["offers"]) <= 285
    assert len(tables["capabilities"]) >= 25
    assert {row["objective"] for row in tables["requirements"]} == {"skies", "seas", "land", "host"}
    asked = {row["capability"] for row in tables["requirements"]}
    assert asked == {row["id"] for row in tables["capabilities"]}


def test_size_follows_the_public_estimates():
    """Field study: about 25,000 (IISS); 10,000 to 25,000 (CSIS); under 30,000 (officials)."""
    assert 25_000 <= strengths.measure_persons(strengths.find_full_day()) < 30_000
    assert strengths.measure_persons(0) < 1_500


def test_equipment_lies_in_the_band_of_two_operations():
    """IFOR 6.4 t and Desert Shield 4.9 t per person give a band of 5 to 6.5 t."""
    day = strengths.find_full_day()
    assert 5 <= strengths.measure_tonnes(day) / strengths.measure_persons(day) <= 6.5


def test_fuel_of_the_land_force_is_near_that_of_one_campaign(plan):
    """130,000 gallons a day for 24,000 persons: 20.5 l each, aviation of the force included."""
    day = strengths.find_full_day()
    persons = litres = 0.0
    for line in plan.requirements:
        kind = plan.capabilities[line.capability]
        is_land = kind.moves == "carried" or "helicopters" in kind.id
        if is_land and line.from_day <= day < line.until_day:
            persons += line.quantity * kind.persons
            litres += line.quantity * measure_fuel_kg_per_day(kind.id) / 0.84
    packaged = measure_person_kg_per_day()["iii"] / 0.84
    assert litres / persons + packaged == pytest.approx(20.5, rel=0.1)


def test_use_per_person_is_the_published_one():
    use = measure_person_kg_per_day()
    assert use["i"] == pytest.approx(9.39 * 0.45359237, abs=1e-3)
    assert use["ii"] == pytest.approx(1.6 * KG_PER_LB, abs=1e-3)
    assert use["iv"] == pytest.approx(3.962 * KG_PER_LB, abs=1e-3)
    assert use["water"] == pytest.approx(6.5 * 3.785, abs=1e-3)


def test_the_published_rate_stands_as_it_is(plan):
    rate = plan.rates["person-month"]
    assert (rate.amount, rate.currency, rate.price_year) == (1428.0, "USD", 2018)
    assert rate.source in plan.reports
    assert plan.meta.price_year == 2018


def test_offers_fit_a_handful_of_lines(plan):
    pairs = _pairs(plan)
    assert len(pairs) <= 1_600
    lines_per_offer = defaultdict(int)
    for offer, _ in pairs:
        lines_per_offer[offer] += 1
    mean = sum(lines_per_offer.values()) / len(lines_per_offer)
    assert 1 <= mean <= 6


def test_shortages_fall_on_enablers(plan):
    """What nations could give over what is asked for, in unit-months of the pairs that fit."""
    could, asked = defaultdict(float), defaultdict(float)
    for line in plan.requirements:
        asked[line.capability] += line.quantity * (line.until_day - line.from_day) / 30
    able = {offer for offer, _ in _pairs(plan)}
    for offer in plan.offers:
        if offer.id in able:
            days = offer.until_day - max(offer.from_day, offer.notice_days)
            cycle = offer.tour_max_days * (1 + offer.rest_ratio)
            tours = 1 + max(0, days - offer.tour_max_days) // cycle
            could[offer.capability] += offer.quantity * tours * offer.tour_max_days / 30
    cover = {name: could[name] / asked[name] for name in asked}
    assert all(cover[name] > 1 for name in INFANTRY)
    assert all(cover[name] < 0.85 for name in ENABLERS)
    assert max(cover[name] for name in ENABLERS) < min(cover[name] for name in INFANTRY)


def test_one_nation_more_or_less_moves_no_other(monkeypatch):
    everyone = offers.build_offers()
    without = tuple(size for size in sizes.find_contributors() if size.id != "FRA")
    monkeypatch.setattr(offers, "find_contributors", lambda: without)
    assert offers.build_offers() == [row for row in everyone if row["nation"] != "FRA"]


def test_draws_depend_on_the_seed_alone():
    assert offers.build_offers() == offers.build_offers()
    rows = offers.build_offers()
    assert conditions.build_caveats(rows) == conditions.build_caveats(rows)


def test_units_start_at_home_and_ships_at_the_sea(plan):
    for offer in plan.offers:
        place, kind = plan.locations[offer.origin], plan.capabilities[offer.capability]
        assert place.nation == offer.nation
        if kind.moves == "self":
            kinds = ("naval_base", "port") if kind.domain == "sea" else ("airfield",)
            assert place.kind in kinds, offer.id
        if offer.nation in LANDLOCKED:
            assert kind.domain != "sea", offer.id


def test_about_a_fifth_of_the_offers_bears_a_condition(plan):
    share = len({row.offer for row in plan.conditions}) / len(plan.offers)
    assert 0.15 <= share <= 0.25
    assert {row.kind.value for row in plan.conditions} == {
        "agreement_state",
        "decision",
        "mandate",
        "host_consent",
        "funding",
        "lead_nation",
        "partner_present",
    }


def test_about_a_third_of_the_nations_sets_caveats(plan):
    nations = {row.nation for row in plan.caveats if row.offer is None}
    assert 8 <= len(nations) <= 12


def test_every_offer_state_occurs_and_most_are_open(plan):
    counts = defaultdict(int)
    for offer in plan.offers:
        counts[offer.state.value] += 1
    assert set(counts) == {
        "indicated",
        "offered",
        "confirmed",
        "deployed",
        "withdrawn",
        "expired",
    }
    open_ones = counts["indicated"] + counts["offered"] + counts["confirmed"]
    assert open_ones / len(plan.offers) > 0.9


def test_every_row_says_that_it_is_made_up_or_where_it_is_from(tables):
    for name in tables.keys() - NETWORK:
        for row in tables[name]:
            is_told = (row["note"] or "").startswith("notional") or row.get("source")
            is_told = is_told or name in TOLD_IN_THE_NOTE or row["id"] == UNDATED_SOURCE
            assert is_told, (name, row["id"])


def test_symbols_have_thirty_digits():
    for row in build_capabilities():
        assert len(row["sidc"]) == 30
        assert row["sidc"].isdigit()


def test_sizes_follow_from_what_a_unit_is_made_of():
    """Motorised infantry company by hand: 8 light, 8 trucks, 15 armoured, 5 containers."""
    row = next(row for row in build_capabilities() if row["id"] == "motor-infantry")
    assert row["vehicles"] == 31
    assert row["tonnes"] == round(8 * 3.5 + 8 * 16 + 15 * 24 + 5 * 12 + 150 * 0.15)
    assert row["lane_m"] == round((8 * 5 + 8 * 9 + 15 * 8 + 5 * 6.1) * 1.15)
    assert row["wagons"] == 16
    assert (row["heaviest_mlc"], row["axle_load_t"]) == (30, 18.0)


def test_every_place_of_the_force_is_supplied(plan):
    for sector in plan.sectors:
        assert sector.location in SUPPLIED_FROM
    stocked = {(row.location, row.supply_class) for row in plan.stocks}
    places = {sector.location for sector in plan.sectors}
    assert set(product(places, plan.supply_classes.ids)) <= stocked


def test_upgrades_raise_what_they_name(plan):
    assert len(plan.upgrades) >= 20
    for row in plan.upgrades:
        record = (
            plan.locations[row.location]
            if row.location
            else plan.links[row.link]
            if row.link
            else plan.gauge_breaks[row.gauge_break]
        )
        assert row.to_value > getattr(record, row.field), row.id


def test_the_plan_has_no_faults(plan):
    faults = [item for item in check_tables(plan) if item.severity is Severity.FAULT]
    assert faults == []


def _pairs(plan):
    """Count by hand what fits: kind, grade, notice, attributes, caveats and a common tour."""
    periods = Periods(plan.meta.horizon_days, plan.meta.period_days)
    stands_in = {(row.capability, row.by) for row in plan.substitutions}
    caveats = defaultdict(list)
    for row in plan.caveats:
        if row.kind.value == "prohibition" and not row.measures:
            caveats[row.nation].append(row)
    return [
        (offer.id, line.id)
        for offer, line in product(plan.offers, plan.requirements)
        if (offer.capability == line.capability or (line.capability, offer.capability) in stands_in)
        and offer.state.value not in ("withdrawn", "expired")
        and offer.grade >= line.min_grade
        and offer.notice_days <= (line.max_notice_days or 1e9)
        and _needed(plan, line) <= set(offer.attributes)
        and not any(_bans(row, offer, line) for row in caveats[offer.nation])
        and _common_periods(periods, offer, line) >= periods.at_least(offer.tour_min_days)
    ]


def _needed(plan, line):
    return set(line.attributes).union(*(plan.tasks[task].attributes for task in line.tasks))


def _bans(caveat, offer, line):
    if caveat.offer not in (None, offer.id):
        return False
    in_sector = not caveat.sectors or line.sector in caveat.sectors
    return in_sector and (not caveat.tasks or bool(set(caveat.tasks) & set(line.tasks)))


def _common_periods(periods, offer, line):
    first, last = periods.required(line.from_day, line.until_day)
    start, stop = periods.offered(max(offer.from_day, offer.notice_days), offer.until_day)
    return min(last, stop) - max(first, start)
