"""What the records allow tours together: units, burdens, formations, leads and partners."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reassure.checks.place import Place, fault, listed, plain
from reassure.checks.tour_rules import AGAIN, SLACK, Tour, TourRules
from reassure.model.choices import ConditionKind
from reassure.model.finding import Finding
from reassure.model.periods import MONTH_DAYS


def check_together(rules: TourRules, tours: Sequence[Tour]) -> Iterator[Finding]:
    """Check tours against each other.

    Parameters
    ----------
    rules
        The rules of one plan.
    tours
        All tours of the plan; their offers and lines exist.

    Yields
    ------
    Finding
        CHK-PLAN-001 for a unit that is not on offer, CHK-PLAN-004 for one that serves twice at
        a time or without its rest, CHK-PLAN-008 for sectors without the lead that tours wait for,
        CHK-PLAN-009 for absent partners, CHK-PLAN-010 for formations, CHK-PLAN-011 for burdens.
    """
    yield from _check_units(rules, tours)
    yield from _check_leads(rules, tours)
    yield from _check_partners(rules, tours)
    yield from _check_formations(rules, tours)
    yield from _check_burdens(rules, tours)


def _nation(rules: TourRules, tour: Tour) -> str:
    return rules.plan.offers[tour.offer].nation


def _sector(rules: TourRules, tour: Tour) -> str:
    return rules.lines[tour.line].sector


def _months(rules: TourRules, tours: Sequence[Tour]) -> dict[str, float]:
    months: dict[str, float] = defaultdict(float)
    for tour in tours:
        months[_nation(rules, tour)] += tour.length * rules.period_days / MONTH_DAYS
    return months


def _check_units(rules: TourRules, tours: Sequence[Tour]) -> Iterator[Finding]:
    by_unit: dict[tuple[str, int], list[Tour]] = defaultdict(list)
    for tour in tours:
        by_unit[tour.offer, tour.unit].append(tour)
    for (name, unit), own in sorted(by_unit.items()):
        offer = rules.plan.offers[name]
        if not 1 <= unit <= offer.quantity:
            yield fault(
                "CHK-PLAN-001",
                Place("assignments", own[0].id, "unit"),
                found=f"unit {unit} of {name}",
                expected=f"one of its {offer.quantity} units, counted from 1",
                cure=AGAIN,
            )
        own.sort(key=lambda tour: (tour.start, tour.stop))
        for one, two in itertools.pairwise(own):
            free = one.stop + rules.rest(offer, one.length)
            if two.start < free:
                yield fault(
                    "CHK-PLAN-004",
                    Place("assignments", two.id, "from_day"),
                    found=f"unit {name}.{unit} at work again from day "
                    f"{plain(two.start * rules.period_days)} on",
                    expected=f"day {plain(free * rules.period_days)} or later: it serves "
                    f"{one.id} until day {plain(one.stop * rules.period_days)}, and then rests",
                    cure=AGAIN,
                )


def _check_leads(rules: TourRules, tours: Sequence[Tour]) -> Iterator[Finding]:
    """Find sectors without a lead that suits all who serve there on that condition.

    A sector has one lead, and leads of different sectors do not touch each other: an assignment
    of leads exists where every sector's tours wait for the same nation and it can lead there.
    """
    by_sector: dict[str, list[Tour]] = defaultdict(list)
    wanted: dict[str, dict[str, str]] = defaultdict(dict)
    for tour in tours:
        sector = _sector(rules, tour)
        by_sector[sector].append(tour)
        for row in rules.conditions(tour.offer, ConditionKind.LEAD_NATION):
            wanted[sector].setdefault(row.nation or "", row.id)
    for sector, leads in sorted(wanted.items()):
        record, months = rules.plan.sectors[sector], _months(rules, by_sector[sector])
        if len(leads) > 1:
            waits = listed(f"{nation} ({leads[nation]})" for nation in sorted(leads))
            expected = f"one lead of sector {sector}"
            yield _lead_fault(sector, f"tours that wait for different leads: {waits}", expected)
        for nation, condition in sorted(leads.items()):
            waits = f"tours that wait for {nation} as lead of sector {sector} ({condition})"
            if nation not in record.lead_nations:
                can = listed(record.lead_nations) or "no nation"
                yield _lead_fault(sector, waits, f"a candidate to lead it: {can}")
            elif months.get(nation, 0.0) < record.lead_min_unit_months - SLACK:
                least = plain(record.lead_min_unit_months)
                has = plain(months.get(nation, 0.0))
                yield _lead_fault(
                    sector,
                    f"{waits}, with {has} unit-months there",
                    f"{least} unit-months of its lead or more",
                )


def _lead_fault(sector: str, found: str, expected: str) -> Finding:
    place = Place("sectors", sector, "lead_nations")
    return fault("CHK-PLAN-008", place, found=found, expected=expected, cure=AGAIN)


def _check_partners(rules: TourRules, tours: Sequence[Tour]) -> Iterator[Finding]:
    present: dict[tuple[str, str, str], list[int]] = {}
    for tour in tours:
        key = (_sector(rules, tour), _nation(rules, tour), tour.offer)
        counts = present.setdefault(key, [0] * rules.n_periods)
        for period in range(max(0, tour.start), min(tour.stop, rules.n_periods)):
            counts[period] += 1
    for tour in tours:
        sector = _sector(rules, tour)
        for row in rules.conditions(tour.offer, ConditionKind.PARTNER_PRESENT):
            least = 1.0 if row.minimum_units is None else row.minimum_units
            others = [
                counts
                for (where, nation, offer), counts in present.items()
                if where == sector and nation == row.nation and offer != tour.offer
            ]
            for period in range(max(0, tour.start), min(tour.stop, rules.n_periods)):
                there = sum(counts[period] for counts in others)
                if there < least - SLACK:
                    yield fault(
                        "CHK-PLAN-009",
                        Place("assignments", tour.id, "from_day"),
                        found=f"{there} units of {row.nation} beside it in sector {sector} in "
                        f"{rules.span(period, period + 1)}",
                        expected=f"{plain(least)} or more, as condition {row.id} asks",
                        cure=AGAIN,
                    )
                    break


def _check_formations(rules: TourRules, tours: Sequence[Tour]) -> Iterator[Finding]:
    inside: dict[str | None, set[str]] = defaultdict(set)
    for tour in tours:
        inside[rules.lines[tour.line].formation].add(_nation(rules, tour))
    for row in rules.plan.formations:
        nations = sorted(inside.get(row.id, ()))
        if row.max_nations is not None and len(nations) > row.max_nations:
            yield fault(
                "CHK-PLAN-010",
                Place("formations", row.id, "max_nations"),
                found=f"{len(nations)} nations in it: {listed(nations)}",
                expected=f"at most {row.max_nations}",
                cure=AGAIN,
            )
        if row.framework_nation and nations and row.framework_nation not in nations:
            yield fault(
                "CHK-PLAN-010",
                Place("formations", row.id, "framework_nation"),
                found=f"{listed(nations)} without {row.framework_nation}",
                expected="the framework nation in a formation that is not empty",
                cure=AGAIN,
            )


def _check_burdens(rules: TourRules, tours: Sequence[Tour]) -> Iterator[Finding]:
    months = _months(rules, tours)
    total = sum(months.values())
    for row in rules.plan.burdens:
        mine = months.get(row.nation, 0.0)
        limits = {
            "max_unit_months": row.max_unit_months,
            "max_share": None if row.max_share is None else row.max_share * total,
        }
        for column, most in limits.items():
            if most is not None and mine > most + SLACK:
                share = "" if column == "max_unit_months" else f", its share of {plain(total)}"
                yield fault(
                    "CHK-PLAN-011",
                    Place("burdens", row.id, column),
                    found=f"{plain(mine)} unit-months of {row.nation}",
                    expected=f"at most {plain(most)}{share}",
                    cure=AGAIN,
                )
