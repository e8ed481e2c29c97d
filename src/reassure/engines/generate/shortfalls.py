"""Why a quantity stays unfilled: the offer that is nearest to use, and what keeps it away.

Order of the diagnosis, for each line and period that is short:

1. A line without weight is not planned for: ``no_weight``.
2. No offer has a fitting capability, or all that have were withdrawn: ``no_offer``.
3. A measure that the line's tasks need is not in force there by then, so that nobody may do them:
   ``not_in_force``.
4. No fitting offer could serve in the period at all: the reason of the offer with the fewest
   faults; among equals ``too_late``, ``window``, ``tour_does_not_fit``, ``grade``,
   ``attributes``, ``out_of_reach``, ``caveat``, ``permission``, ``condition_unmet`` in this order.
   Offers that give this line all of their units already are passed over: they are not why.
5. Some could: of their tours the one with the fewest obstacles in the plan as it stands; among
   equals ``condition_unmet``, ``burden``, ``formation``, ``tour_used_up`` in this order. In a plan
   over scenarios an offer that comes in none of them has a condition that is not met.
6. Where the search stopped before a proof and the units serve lines of less weight, or are free,
   nothing but more search binds: ``not_proven``.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from reassure.engines.generate.draft import Blocks, Draft
from reassure.engines.generate.instance import Floats, Instance, Match
from reassure.engines.generate.tours import TourSet
from reassure.model.choices import ShortfallReason
from reassure.model.fit import Fault
from reassure.model.outputs import Shortfall
from reassure.model.table import Table

LEAST_SHORT = 1e-9
"""Units below which a line counts as full."""

_ORDER = tuple(ShortfallReason)
_WEIGHT_OF_COUNT = 100
"""More than there are reasons: the number of obstacles is compared before their kind."""


def name_shortfalls(draft: Draft, *, is_proven: bool, never: Mapping[int, str]) -> Table[Shortfall]:
    """Return every unfilled quantity with its reason; equal periods that follow are joined.

    Parameters
    ----------
    draft
        The plan.
    is_proven
        Whether the plan is as good as was asked for.
    never
        Offers that come in no scenario, each with what keeps it away, as ``table:id.field``.
    """
    rows = [
        row
        for i in range(len(draft.instance.lines))
        for row in _joined(list(_line_shortfalls(draft, i, is_proven=is_proven, never=never)))
    ]
    return Table.of(Shortfall, rows)


def _line_shortfalls(
    draft: Draft, i: int, *, is_proven: bool, never: Mapping[int, str]
) -> Iterator[Shortfall]:
    data = draft.instance
    line, row = data.lines[i], data.lines[i].requirement
    missing = row.quantity - draft.effective[i]
    short = [
        period
        for period in range(line.start, line.stop)
        if missing[period] > LEAST_SHORT and line.days[period] > 0
    ]
    if not short:
        return
    diagnosis = _Diagnosis(draft, i, is_proven=is_proven, never=never)
    for period in short:
        reason, binding = diagnosis.reason(period)
        first = max(row.from_day, data.periods.day(period), 0.0)
        yield Shortfall(
            requirement=row.id,
            from_day=first,
            until_day=first + float(line.days[period]),
            quantity=min(float(missing[period]), row.quantity),
            reason=reason,
            binding=binding,
        )


def _joined(rows: list[Shortfall]) -> list[Shortfall]:
    joined: list[Shortfall] = []
    for row in rows:
        last = joined[-1] if joined else None
        if (
            last is not None
            and (last.reason, last.binding) == (row.reason, row.binding)
            and abs(last.quantity - row.quantity) <= LEAST_SHORT
            and last.until_day == row.from_day
        ):
            joined[-1] = last.model_copy(update={"until_day": row.until_day})
        else:
            joined.append(row)
    return joined


class _Diagnosis:
    """Finds the reason for one line, period by period."""

    def __init__(
        self, draft: Draft, line: int, *, is_proven: bool, never: Mapping[int, str]
    ) -> None:
        self._draft, self._index = draft, line
        self._is_proven, self._never = is_proven, never
        self._data: Instance = draft.instance
        self._line = self._data.lines[line]
        matches = self._data.line_matches[line]
        present = [match for match in matches if not _is_gone(match)]
        self._matches = present or list(matches)
        self._tours = self._data.tours_on(line)
        self._blocks = draft.blocks(self._tours, line)
        self._scores = self._score(self._blocks)
        permits = self._data.permits
        self._lapses = [] if permits is None else permits.lapses(self._line.requirement)

    def reason(self, period: int) -> tuple[ShortfallReason, str]:
        """Return why the line is short in a period, and what binds."""
        row = self._line.requirement
        if self._line.weight <= 0:
            is_own = row.weight <= 0
            place = f"requirements:{row.id}" if is_own else f"objectives:{row.objective}"
            return ShortfallReason.NO_WEIGHT, f"{place}.weight"
        if not self._matches:
            return ShortfallReason.NO_OFFER, f"requirements:{row.id}.capability"
        lapse = next((one for one in self._lapses if one.start <= period < one.stop), None)
        if lapse is not None and not _is_gone(self._matches[0]):
            return lapse.reason, lapse.binding
        serves = (self._tours.start <= period) & (period < self._tours.stop)
        spent = self._spent(period)
        others = [match for match in self._matches if match.offer not in spent]
        open_tours = serves & ~np.isin(self._tours.offer, sorted(spent))
        if open_tours.any() or not others:
            candidates = open_tours if open_tours.any() else serves
            best = int(np.argmin(np.where(candidates, self._scores, np.inf)))
            return self._obstacle(best)
        faults = min((self._faults(match, period) for match in others), key=_rank)
        return faults[0].reason, faults[0].binding

    def _spent(self, period: int) -> set[int]:
        """Return the offers of which every unit serves this line in a period already."""
        tours = self._draft.tours
        here = (tours.line == self._index) & (tours.start <= period) & (period < tours.stop)
        given = np.bincount(
            tours.offer[here],
            weights=self._draft.units[here],
            minlength=len(self._data.supplies),
        )
        return set(np.flatnonzero((given > 0) & (given >= self._data.offer_quantity)).tolist())

    def _faults(self, match: Match, period: int) -> list[Fault]:
        """Return what keeps an offer away in a period, the first of the order first."""
        offer = self._data.supplies[match.offer].offer
        faults = [fault for fault in match.faults if fault.start <= period < fault.stop]
        if not faults:
            binding = f"offers:{offer.id}.tour_min_days"
            faults = [Fault(ShortfallReason.WINDOW, binding, period, period + 1)]
        return sorted(faults, key=lambda fault: _ORDER.index(fault.reason))

    def _score(self, blocks: Blocks) -> Floats:
        never = np.isin(self._tours.offer, list(self._never))
        unmet = blocks.lead | blocks.partner | never
        kinds = (unmet, blocks.burden, blocks.formation, blocks.busy)
        n_obstacles = np.sum(kinds, axis=0)
        first = np.argmax([*kinds, np.ones(len(blocks.busy), bool)], axis=0)
        return n_obstacles * _WEIGHT_OF_COUNT + first - np.minimum(self._tours.efficiency, 1.0) / 2

    def _obstacle(self, place: int) -> tuple[ShortfallReason, str]:
        tours, blocks = self._tours, self._blocks
        supply = self._data.supplies[tours.offer[place]]
        if blocks.lead[place] or blocks.partner[place]:
            return ShortfallReason.CONDITION_UNMET, condition_that_blocks(self._draft, tours, place)
        never = self._never.get(int(tours.offer[place]))
        if never is not None:
            return ShortfallReason.CONDITION_UNMET, never
        if blocks.burden[place]:
            return ShortfallReason.BURDEN, self._draft.burden_of(tours, place)
        if blocks.formation[place]:
            return ShortfallReason.FORMATION, self._draft.formation_limit(tours, place)
        if not self._is_proven and (not blocks.busy[place] or self._serves_less(place)):
            return ShortfallReason.NOT_PROVEN, f"offers:{supply.offer.id}.quantity"
        field = "quantity" if blocks.busy[place] else "tour_min_days"
        return ShortfallReason.TOUR_USED_UP, f"offers:{supply.offer.id}.{field}"

    def _serves_less(self, place: int) -> bool:
        """Whether units of a tour's offer serve a line of less weight at that time."""
        tours, served = self._tours, self._draft.tours
        beside = (
            (served.offer == tours.offer[place])
            & (served.start < tours.free[place])
            & (served.free > tours.start[place])
        )
        weights = np.array([line.weight for line in self._data.lines])
        worth = weights[served.line] * served.efficiency
        mine = self._line.weight * tours.efficiency[place]
        return bool((worth[beside] < mine - LEAST_SHORT).any())


def condition_that_blocks(draft: Draft, tours: TourSet, place: int) -> str:
    """Return the condition, as ``table:id.field``, that keeps a tour's offer away: lead first."""
    standing = draft.instance.supplies[tours.offer[place]].standing
    sector = int(tours.sector[place])
    for lead in standing.leads:
        if not draft.is_led(lead.nation, sector):
            return f"conditions:{lead.condition}.nation"
    rule = next(rule for rule in standing.partners if draft.is_absent(rule, tours, place))
    return f"conditions:{rule.condition}.minimum_units"


def _is_gone(match: Match) -> bool:
    return any(fault.reason is ShortfallReason.NO_OFFER for fault in match.faults)


def _rank(faults: list[Fault]) -> tuple[int, int, str]:
    return len(faults), _ORDER.index(faults[0].reason), faults[0].binding
