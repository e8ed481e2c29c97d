"""Units that nobody has offered yet: what the plan is short of, as typical offers."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median_low

import numpy as np

from reassure.engines.generate.candidates import Candidate, asked_units
from reassure.engines.generate.draft import Draft
from reassure.engines.generate.instance import Floats
from reassure.engines.generate.shortfalls import LEAST_SHORT
from reassure.model.choices import CaveatKind, OfferState, RestRule
from reassure.model.fit import GONE
from reassure.model.force import Caveat, Offer, Requirement
from reassure.model.plan import Plan
from reassure.model.stations import station_cycle

MOST_ASKED = 32
"""Most units that are asked for at once."""

USUAL_TOUR_DAYS, USUAL_REST_RATIO = (120.0, 180.0), 2.0
"""Tours of a plan without offers: four to six months, and twice as long at home."""


@dataclass(frozen=True, eq=False)
class Lack:
    """What a plan lacks of one capability in one sector.

    Attributes
    ----------
    capability, sector
        What is short, and where.
    requirements
        The lines that are short.
    periods
        Periods in which some of them are, in order.
    missing
        Units of the capability that are missing on all of them, by period.
    """

    capability: str
    sector: str
    requirements: tuple[Requirement, ...]
    periods: tuple[int, ...]
    missing: Floats

    @property
    def quantity(self) -> int:
        """Greatest number of units that is missing, rounded up, at most `MOST_ASKED`."""
        return min(MOST_ASKED, max(1, math.ceil(float(self.missing.max()) - LEAST_SHORT)))


def lacks_of(plan: Plan, draft: Draft) -> list[Lack]:
    """Return what a plan lacks, by capability and sector, in the order of their ids.

    Parameters
    ----------
    plan
        The plan.
    draft
        Its best force plan so far. Lines without weight lack nothing.
    """
    data = draft.instance
    short: list[tuple[Requirement, Floats]] = []
    for i, line in enumerate(data.lines):
        missing = np.where(line.days > 0, line.requirement.quantity - draft.effective[i], 0.0)
        missing[missing <= LEAST_SHORT] = 0.0
        missing[: line.start] = missing[line.stop :] = 0.0
        if line.weight > 0 and missing.any():
            short.append((line.requirement, missing))
    short.sort(key=lambda one: (one[0].capability, one[0].sector, one[0].id))
    return [
        _lack(plan, capability, sector, list(lines))
        for (capability, sector), lines in groupby(
            short, key=lambda one: (one[0].capability, one[0].sector)
        )
    ]


def _lack(
    plan: Plan, capability: str, sector: str, lines: Sequence[tuple[Requirement, Floats]]
) -> Lack:
    kept = [missing / _share(plan, line) for line, missing in lines]
    total = np.sum(kept, axis=0)
    return Lack(
        capability=capability,
        sector=sector,
        requirements=tuple(line for line, _ in lines),
        periods=tuple(int(period) for period in np.flatnonzero(total > 0)),
        missing=total,
    )


def _share(plan: Plan, line: Requirement) -> float:
    """Return what one unit of a line's own capability counts on it; 1 where it reaches nothing."""
    cycle = station_cycle(plan, typical_offer(plan, line.capability), line)
    return 1.0 if cycle is None or cycle.share <= 0 else cycle.share


def asks_for_units(plan: Plan, lacks: Sequence[Lack], nation: str | None) -> Iterator[Candidate]:
    """Yield an ask for one unit of everything that a plan lacks.

    Parameters
    ----------
    plan
        The plan.
    lacks
        What it lacks.
    nation
        Who is asked; None: a nation of its own, without limits on its burden.

    Notes
    -----
    The units serve in their sector alone: a caveat of the offer covers all others.
    """
    giver = nation or _stranger(plan)
    name = _free_id("asked", [*plan.offers.ids, *plan.caveats.ids])
    for place, lack in enumerate(lacks):
        offer = _for_lack(plan, lack, f"{name}.{place}", giver)
        others = sorted({row.sector for row in plan.requirements} - {lack.sector})
        confined = [
            Caveat(
                id=offer.id,
                nation=giver,
                offer=offer.id,
                kind=CaveatKind.PROHIBITION,
                sectors=tuple(others),
            )
        ]
        yield asked_units(plan, offer, lack.sector, nation, confined if others else [])


def _for_lack(plan: Plan, lack: Lack, name: str, giver: str) -> Offer:
    """Return one unit that could serve the lines that are short, for as long as they are."""
    periods = plan.meta.periods
    model = typical_offer(plan, lack.capability)
    least = max(1, periods.at_least(model.tour_min_days))
    first, stop = lack.periods[0], lack.periods[-1] + 1
    end = max(periods.required(row.from_day, row.until_day)[1] for row in lack.requirements)
    # A shortfall shorter than a tour needs room for one beside it.
    stop = max(stop, min(first + least, end))
    first = max(0, min(first, stop - least))
    notices = [row.max_notice_days for row in lack.requirements if row.max_notice_days is not None]
    from_day = periods.day(first)
    words = [
        *(word for row in lack.requirements for word in row.attributes),
        *(
            word
            for row in lack.requirements
            for task in row.tasks
            if task in plan.tasks
            for word in plan.tasks[task].attributes
        ),
    ]
    location = plan.sectors[lack.sector].location if lack.sector in plan.sectors else model.origin
    return model.model_copy(
        update={
            "id": name,
            "nation": giver,
            "grade": max(row.min_grade for row in lack.requirements),
            "attributes": tuple(dict.fromkeys(words)),
            "notice_days": min([from_day, *notices]),
            "from_day": from_day,
            "until_day": periods.day(stop),
            "origin": location,
        }
    )


def typical_offer(plan: Plan, capability: str) -> Offer:
    """Return one unit with the median tours, rest and cost of the offers of its capability.

    Parameters
    ----------
    plan
        The plan. Where nothing is on offer of the capability the offers of all count.
    capability
        Kind of unit.

    Notes
    -----
    Costs are never above those of the dearest offer, and starting a tour costs nothing: the scale
    of costs in the objective, which the dearest offer sets, stays as it is.
    """
    periods = plan.meta.periods
    standing = [offer for offer in plan.offers if offer.state not in GONE]
    alike = [offer for offer in standing if offer.capability == capability] or standing
    rules = Counter(offer.rest_rule for offer in alike)
    dearest = max((_cost(plan, offer) for offer in plan.offers), default=math.inf)
    own = plan.capabilities[capability].cost_per_month if capability in plan.capabilities else 0.0
    of_it = [_cost(plan, offer) for offer in alike if offer.capability == capability]
    shortest = median_low([offer.tour_min_days for offer in alike] or [USUAL_TOUR_DAYS[0]])
    longest = median_low([offer.tour_max_days for offer in alike] or [USUAL_TOUR_DAYS[1]])
    return Offer(
        id="typical",
        nation="XXX",
        capability=capability,
        quantity=1,
        state=OfferState.OFFERED,
        from_day=0.0,
        until_day=plan.meta.horizon_days,
        tour_min_days=shortest,
        # A tour of whole periods must fit, however long they are.
        tour_max_days=max(longest, periods.day(periods.at_least(shortest))),
        rest_ratio=median_low([offer.rest_ratio for offer in alike] or [USUAL_REST_RATIO]),
        rest_rule=max(RestRule, key=lambda rule: (rules[rule], rule is RestRule.FIXED)),
        origin="nowhere",
        cost_per_month=min(dearest, median_low(of_it or [own])),
    )


def with_giver(plan: Plan, nation: str | None) -> Plan:
    """Return a plan of the same worth in which a nation is known as one that offers something.

    A nation without an offer gets one of no units: limits that name it then look at it.
    """
    if nation is None or any(offer.nation == nation for offer in plan.offers):
        return plan
    asked = sorted({row.capability for row in plan.requirements})
    if not asked:
        return plan
    name = _free_id("none", [*plan.offers.ids, *plan.caveats.ids])
    changes = {"id": name, "nation": nation, "quantity": 0}
    empty = typical_offer(plan, asked[0]).model_copy(update=changes)
    return plan.with_tables(offers=plan.offers.replace(empty))


def _cost(plan: Plan, offer: Offer) -> float:
    if offer.cost_per_month is not None:
        return offer.cost_per_month
    known = offer.capability in plan.capabilities
    return plan.capabilities[offer.capability].cost_per_month if known else 0.0


def _stranger(plan: Plan) -> str:
    """Return the code of a state that the plan does not know, from XZZ backwards."""
    letters = "ZYXWVUTSRQPONMLKJIHGFEDCBA"
    known = {*plan.nations.ids, *(offer.nation for offer in plan.offers)}
    known |= {row.nation for row in plan.conditions if row.nation is not None}
    known |= {row.nation for row in plan.burdens} | {row.nation for row in plan.caveats}
    known |= {row.framework_nation for row in plan.formations if row.framework_nation is not None}
    known |= {name for row in plan.sectors for name in row.lead_nations}
    codes = (f"{a}{b}{c}" for a in "X" + letters for b in letters for c in letters)
    return next(code for code in codes if code not in known)


def _free_id(word: str, known: Sequence[str]) -> str:
    """Return an id that begins no known one, after all of them in order."""
    last = "z" * (1 + max((len(name) - len(name.lstrip("z")) for name in known), default=0))
    return f"{last}.{word}"
