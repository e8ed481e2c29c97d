"""Why nobody took an offer: of offers of which no unit serves, what keeps them out.

Order of the diagnosis, for each such offer:

1. It was withdrawn, has expired or lapsed, or is of no unit: ``gone``.
2. No line asks for its capability, nor takes it as a substitute: ``no_line``.
3. Every line that does has no weight: ``no_weight``, named by the line of the first id.
4. It could serve no line with weight at all: the first of the faults on the line with the fewest;
   among equals the order of the reasons in the diagnosis of shortfalls, then of bindings:
   ``too_late``, ``window``, ``tour_does_not_fit``, ``grade``, ``attributes``, ``out_of_reach``,
   ``caveat``, ``permission``, ``not_in_force``, ``condition_unmet``.
5. Each line that it could serve is filled at all times at which it could: ``full``, named by the
   line of the most weight.
6. Of its tours that would fill something, the one with the fewest obstacles in the plan as it
   stands speaks; among equals ``condition_unmet``, ``burden``, ``formation`` in this order.
7. Without obstacles it would add to the plan, and only more search could tell: ``not_proven``. Of a
   plan that is proven to be the best, the fill that it adds is worth less than the tour: ``full``.
"""

from collections.abc import Iterator

import numpy as np

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.instance import Bools, Match
from reassure.engines.generate.shortfalls import LEAST_SHORT, condition_that_blocks
from reassure.engines.generate.tours import TourSet, possible_tours
from reassure.engines.generate.worth import Worth
from reassure.model.choices import ShortfallReason, UnusedReason
from reassure.model.fit import Fault, gone_field
from reassure.model.outputs import UnusedOffer
from reassure.model.plan import Plan
from reassure.model.table import Table

_ORDER = tuple(ShortfallReason)

Diagnosis = tuple[UnusedReason, str]


def name_unused(plan: Plan, worth: Worth, draft: Draft, *, is_proven: bool) -> Table[UnusedOffer]:
    """Return every offer of which no unit serves, with its reason.

    Parameters
    ----------
    plan, worth, draft
        The records, what was planned for, and who serves.
    is_proven
        Whether no plan is better.
    """
    data = draft.instance
    matches: list[list[Match]] = [[] for _ in data.supplies]
    for match in data.matches:
        matches[match.offer].append(match)
    used = set(draft.tours.offer.tolist())
    rows: list[UnusedOffer] = []
    for place, supply in enumerate(data.supplies):
        if place in used:
            continue
        gone = gone_field(supply.offer, plan.meta.today)
        if gone is not None:
            reason, binding = UnusedReason.GONE, f"offers:{supply.offer.id}.{gone}"
        elif not matches[place]:
            reason, binding = UnusedReason.NO_LINE, f"offers:{supply.offer.id}.capability"
        else:
            is_best = is_proven and worth.come is None
            reason, binding = _diagnosis(draft, matches[place], is_proven=is_best)
            if reason is UnusedReason.NOT_PROVEN and worth.share_come[place] < 1:
                reason, binding = UnusedReason.UNLIKELY, f"offers:{supply.offer.id}.probability"
        rows.append(UnusedOffer(offer=supply.offer.id, reason=reason, binding=binding))
    return Table.of(UnusedOffer, rows)


def _diagnosis(draft: Draft, matches: list[Match], *, is_proven: bool) -> Diagnosis:
    lines = draft.instance.lines
    weighty = [match for match in matches if lines[match.line].weight > 0]
    if not weighty:
        row = lines[matches[0].line].requirement
        place = f"requirements:{row.id}" if row.weight <= 0 else f"objectives:{row.objective}"
        return UnusedReason.NO_WEIGHT, f"{place}.weight"
    possible = [match for match in weighty if match.pair is not None]
    if not possible:
        asked = [match for match in weighty if lines[match.line].requirement.quantity > 0]
        if not asked:
            return _full(draft, weighty)
        fault = min((_faults(draft, match) for match in asked), key=_rank)[0]
        return UnusedReason(fault.reason.value), fault.binding
    return _nearest(draft, possible, is_proven=is_proven)


def _full(draft: Draft, matches: list[Match]) -> Diagnosis:
    lines = draft.instance.lines
    heaviest = max(matches, key=lambda match: (lines[match.line].weight, -match.line))
    line = lines[heaviest.line].requirement
    return UnusedReason.FULL, f"requirements:{line.id}.quantity"


def _faults(draft: Draft, match: Match) -> list[Fault]:
    """Return what keeps an offer from a line at some time, the first of the order first."""
    line, offer = draft.instance.lines[match.line], draft.instance.supplies[match.offer].offer
    faults = [one for one in match.faults if one.start < line.stop and one.stop > line.start]
    if not faults:
        binding = f"offers:{offer.id}.tour_min_days"
        return [Fault(ShortfallReason.WINDOW, binding, line.start, line.stop)]
    # What bars the whole line says more than what bars a part of it.
    whole = [one for one in faults if one.start <= line.start and one.stop >= line.stop]
    return sorted(whole or faults, key=lambda fault: (_ORDER.index(fault.reason), fault.binding))


def _rank(faults: list[Fault]) -> tuple[int, int, str]:
    return len(faults), _ORDER.index(faults[0].reason), faults[0].binding


def _nearest(draft: Draft, possible: list[Match], *, is_proven: bool) -> Diagnosis:
    """Return what is in the way of the tour that has the fewest obstacles."""
    found = [one for match in possible for one in _obstacles(draft, match)]
    if not found:
        return _full(draft, possible)
    n_obstacles, _, reason, binding = min(found, key=lambda one: one[:2])
    if n_obstacles == 0 and is_proven:
        return _full(draft, possible)
    return reason, binding


def _obstacles(draft: Draft, match: Match) -> Iterator[tuple[int, int, UnusedReason, str]]:
    """Yield, for the nearest of the tours that fill something, how far it is and what blocks it."""
    tours = possible_tours(draft.instance, np.array([match.pair], dtype=np.int64))
    tours = tours.take(np.flatnonzero(_is_useful(draft, match.line, tours)))
    if not len(tours):
        return
    blocks = draft.blocks(tours, match.line)
    kinds = np.array([blocks.lead | blocks.partner, blocks.burden, blocks.formation])
    n_obstacles = kinds.sum(axis=0)
    first = np.argmax([*kinds, np.ones(len(tours), dtype=bool)], axis=0)
    best = int(np.lexsort([first, n_obstacles])[0])
    offer = draft.instance.supplies[match.offer].offer.id
    reason, binding = UnusedReason.NOT_PROVEN, f"offers:{offer}.quantity"
    if blocks.lead[best] or blocks.partner[best]:
        reason, binding = UnusedReason.CONDITION_UNMET, condition_that_blocks(draft, tours, best)
    elif blocks.burden[best]:
        reason, binding = UnusedReason.BURDEN, draft.burden_of(tours, best)
    elif blocks.formation[best]:
        reason, binding = UnusedReason.FORMATION, draft.formation_limit(tours, best)
    yield int(n_obstacles[best]), int(first[best]), reason, binding


def _is_useful(draft: Draft, line: int, tours: TourSet) -> Bools:
    """Whether each of some tours of a line serves when something is missing there."""
    data = draft.instance
    is_short = data.line_quantity[line] - draft.effective[line] > LEAST_SHORT
    n_short = np.append(0, np.cumsum(is_short & (data.lines[line].days > 0)))
    return n_short[tours.stop] > n_short[tours.start]
