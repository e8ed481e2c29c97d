"""Takes off service that fills nothing: tours are dropped, or served for a shorter time."""

import numpy as np

from reassure.engines.generate.draft import NO_LEAD, Draft
from reassure.engines.generate.greedy import LEAST_FILL, complete, is_broken
from reassure.engines.generate.instance import Floats, Ints
from reassure.engines.generate.worth import Worth
from reassure.model.progress import Watchdog

MOST_ROUNDS = 3
"""Times that freed units are put to use and the plan is thinned again; more seldom gain."""


def tidy(draft: Draft, worth: Worth, watch: Watchdog) -> None:
    """Take off what fills nothing and put the freed units to use, in turns.

    The objective rises or stays, and every limit is kept.
    """
    for _ in range(MOST_ROUNDS):
        if not thin(draft, worth, watch):
            return
        complete(draft, worth, watch)
    thin(draft, worth, watch)


def thin(draft: Draft, worth: Worth, watch: Watchdog) -> bool:
    """Drop or shorten every unit's tour that fills as much in less time; tell whether any was.

    A tour gives way to the cheapest one of the same offer on the same line that lies within it
    and fills as much, or to none where it fills nothing. It stays where the shorter service would
    break what others depend on: a lead's least service, a partner's presence, a framework nation,
    or a nation's share of all.
    """
    served = np.flatnonzero(draft.counts > 0)
    changed = False
    # The dearest first: of two that overfill a line together, the dearer one goes.
    for tour in sorted(served.tolist(), key=lambda tour: (-worth.tour_price[tour], tour)):
        if watch.must_stop():
            break
        for _ in range(int(draft.counts[tour])):
            if not _shorten(draft, worth, tour, _within(draft, tour)):
                break
            changed = True
    return changed


def _within(draft: Draft, tour: int) -> Ints:
    """Return the other tours of the same pair that keep a unit no longer and lie within one."""
    data = draft.instance
    first, last = np.searchsorted(data.tour_pair, [data.tour_pair[tour], data.tour_pair[tour] + 1])
    others = np.arange(first, last)
    inside = (data.tour_start[others] >= data.tour_start[tour]) & (
        data.tour_stop[others] <= data.tour_stop[tour]
    )
    return others[inside & (data.tour_free[others] <= data.tour_free[tour]) & (others != tour)]


def _shorten(draft: Draft, worth: Worth, tour: int, others: Ints) -> bool:
    """Replace one unit's tour by a cheaper one that fills as much; tell whether there was one."""
    data = draft.instance
    draft.add(tour, -1)
    fill = _fills(draft, np.append(others, tour))
    lost = np.append(fill[-1] - fill[:-1], fill[-1])
    saved = worth.tour_price[tour] - np.append(worth.tour_price[others], 0.0)
    wanted = np.flatnonzero((lost <= LEAST_FILL) & (saved > np.maximum(lost, 0.0)))
    for place in wanted[np.argsort(-saved[wanted], kind="stable")]:
        other = int(others[place]) if place < len(others) else None
        if other is not None:
            draft.add(other)
        if _stands(draft, int(data.tour_nation[tour])):
            return True
        if other is not None:
            draft.add(other, -1)
    draft.add(tour)
    return False


def _fills(draft: Draft, tours: Ints) -> Floats:
    """Return the weighted fill that one unit on each of several tours of a pair would bring."""
    data = draft.instance
    line = data.tour_line[tours[0]]
    missing = np.maximum(data.line_quantity[line] - draft.effective[line], 0.0)
    useful = np.minimum(data.tour_efficiency[tours[0]], missing) * data.line_worth[line]
    running = np.concatenate([[0.0], np.cumsum(useful)])
    return running[data.tour_stop[tours]] - running[data.tour_start[tours]]


def _stands(draft: Draft, nation: int) -> bool:
    """Whether the plan keeps every limit after a nation serves less."""
    data = draft.instance
    name = data.nations[nation]
    for sector, lead in enumerate(draft.leads):
        if lead != NO_LEAD and lead == nation and not draft.leads_enough(name, sector):
            return False
    if any(draft.is_over_share(place) for place in range(len(data.nations))):
        return False
    return not any(is_broken(draft, int(tour)) for tour in np.flatnonzero(draft.counts > 0))
