"""Re-planning: from an earlier plan, with few changes."""

from collections import Counter

import numpy as np

from reassure.engines.generate.draft import NO_LEAD, Draft
from reassure.engines.generate.handover import draft_of, keep_limits, roster_of
from reassure.engines.generate.instance import Instance, Ints
from reassure.engines.generate.problem import Problem, problem_of
from reassure.engines.generate.search import leads_by_size
from reassure.engines.generate.tours import TourSet
from reassure.engines.generate.worth import Worth
from reassure.model.choices import ChangeKind, ChangeReason
from reassure.model.outputs import Change
from reassure.model.results import ForcePlan
from reassure.model.table import Table


def draft_from(worth: Worth, before: ForcePlan) -> Draft:
    """Return what of an earlier plan is still possible, limits between units apart.

    Parameters
    ----------
    worth
        The plan as it is now.
    before
        Force plan of an earlier version.
    """
    instance = worth.instance
    offers = {supply.offer.id: k for k, supply in enumerate(instance.supplies)}
    lines = {line.requirement.id: i for i, line in enumerate(instance.lines)}
    pairs = {
        (int(offer), int(line)): pair
        for pair, (offer, line) in enumerate(
            zip(instance.pair_offer, instance.pair_line, strict=True)
        )
    }
    found: list[tuple[int, int, int]] = []
    for row in before.assignments:
        pair = pairs.get((offers.get(row.offer, -1), lines.get(row.requirement, -1)))
        start, stop = instance.periods.required(row.from_day, row.until_day)
        if pair is not None and _is_possible(instance, pair, start, stop):
            found.append((pair, start, stop - start))
    tours, units = np.unique(
        np.array(found, dtype=np.int64).reshape(-1, 3), axis=0, return_counts=True
    )
    served = TourSet(instance, tours[:, 0].copy(), tours[:, 1].copy(), tours[:, 2].copy())
    leads = _leads(instance, problem_of(worth), served)
    return Draft(instance, leads, served, units.astype(np.int64))


def keep_possible(worth: Worth, draft: Draft) -> Draft:
    """Return what of a draft remains when units and limits that it needs are no longer there.

    Parameters
    ----------
    worth
        The plan as it is now.
    draft
        Tours that are possible each by itself.
    """
    problem = problem_of(worth)
    roster = roster_of(problem, draft)
    keep_limits(problem, roster)
    return draft_of(problem, worth.instance, roster)


def _is_possible(instance: Instance, pair: int, start: int, stop: int) -> bool:
    offer = instance.pair_offer[pair]
    is_within = 0 <= start < instance.periods.count and stop <= instance.pair_until[pair, start]
    length = stop - start
    return bool(
        is_within and instance.offer_shortest[offer] <= length <= instance.offer_longest[offer]
    )


def _leads(instance: Instance, problem: Problem, tours: TourSet) -> Ints:
    """Return the leads that the offers which serve wait for, else those of most units."""
    leads = leads_by_size(problem)
    places = {name: place for place, name in enumerate(instance.nations)}
    for offer, sector in zip(tours.offer.tolist(), tours.sector.tolist(), strict=True):
        for rule in instance.supplies[offer].standing.leads:
            leads[sector] = places.get(rule.nation, NO_LEAD)
    return leads


def changes_between(before: ForcePlan, possible: Draft, after: Draft) -> Table[Change]:
    """Return what is added to an earlier plan and dropped from it, and why.

    Parameters
    ----------
    before
        The earlier plan.
    possible
        What of it is still possible, all limits kept.
    after
        The plan now.
    """
    now, still = _counts(after), _counts(possible)
    was = Counter(
        (row.requirement, row.offer, row.from_day, row.until_day) for row in before.assignments
    )
    # Other periods move the ends of tours: such a tour is another one.
    still &= was
    rows: list[Change] = []
    for key in sorted(was.keys() | now.keys()):
        left = was[key] - now[key]
        gone = min(max(left, 0), was[key] - still[key])
        parts = {
            ChangeReason.NOT_POSSIBLE: (ChangeKind.DROPPED, gone),
            ChangeReason.BETTER_USE: (ChangeKind.DROPPED, max(left, 0) - gone),
            ChangeReason.FILLS: (ChangeKind.ADDED, max(-left, 0)),
        }
        rows += [
            Change(
                requirement=key[0],
                offer=key[1],
                from_day=key[2],
                until_day=key[3],
                change=kind,
                units=units,
                reason=reason,
            )
            for reason, (kind, units) in parts.items()
            if units > 0
        ]
    return Table.of(Change, rows)


def _counts(draft: Draft) -> Counter[tuple[str, str, float, float]]:
    data, tours = draft.instance, draft.tours
    counts: Counter[tuple[str, str, float, float]] = Counter()
    for tour, units in enumerate(draft.units.tolist()):
        key = (
            data.lines[tours.line[tour]].requirement.id,
            data.supplies[tours.offer[tour]].offer.id,
            data.periods.day(int(tours.start[tour])),
            data.periods.day(int(tours.stop[tour])),
        )
        counts[key] += units
    return counts
