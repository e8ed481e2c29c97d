"""What would fill a shortfall: the smallest changes to the records, in the plan as it stands.

A remedy of a shortfall is a set of changes after which an offer's units can serve tours that fill
more of it, while every tour of the plan stays and every limit is kept: lengths and rests of tours,
days of offer and line, caveats, conditions, formation, lead, partners and burdens. What each kind
changes:

- ``lift_caveat``: the caveat is gone; other offers of the nation may gain by it too.
- ``change_position``: the nation accepts the measure, whatever its positions on it say.
- ``put_in_force``: the measure is in force in the line's sector from the start.
- ``meet_condition``: the condition, or the decision that is named, holds from the start; the nation
  leads, the partner is there.
- ``less_notice``: ``offers:ID.notice_days`` is 30 days less, 0 at least.
- ``longer_offer``: the offer stands from the first day of the plan, or to its end.
- ``accept_grade``, ``accept_attributes``: the line takes the offer's grade, or does without the
  attributes that the offer lacks; each task that asks for one is a change of its own.
- ``one_more_tour``: one unit that does not serve at the time serves one tour more, without regard
  to rest before, after and beside it, as ``offers:ID.rest_ratio`` of 0 would allow.
- ``one_more_unit``: ``offers:ID.quantity`` is greater by ``units``, as many as fill most.
- ``more_burden``: that limit of the nation's burden no longer binds.
- ``one_more_nation``: ``formations:ID.max_nations`` is greater by one.
- ``new_offer``: ``units`` of the line's own capability, from a nation that nothing keeps away,
  ready in time, for as long as is short. It fills every shortfall, except of stations that the
  capability cannot reach; with it go the measures that must be in force first.

Every offer of a fitting capability that has not been withdrawn is tried with every single change;
of more than 24 for a line, those with the fewest faults. Where none fills the shortfall whole, the
eight offers with the fewest indispensable changes are tried with pairs, and with all of their
indispensable changes together.

Order: what fills the whole first, then fewest changes (a unit asked for is one), then most
unit-days filled, then the order of `RemedyKind`, then of ids; ``new_offer`` comes after all changes
to what is offered. Of ``one_more_tour``, and of ``one_more_unit``, only the best offer is named.
Three are kept; where none of them fills the whole, the third is ``new_offer``.
Lines without weight have none: nobody is sent there whatever changes.
"""

import math
from collections.abc import Iterator

import numpy as np

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.instance import Bools, Floats
from reassure.engines.generate.obstacles import Prospects
from reassure.engines.generate.prospect import RecordChange, measure_change
from reassure.engines.generate.spare import ROUNDING, spare_of
from reassure.engines.generate.trials import Trials, Way
from reassure.model.choices import RemedyKind, ShortfallReason
from reassure.model.force import Requirement
from reassure.model.outputs import Remedy, Shortfall
from reassure.model.plan import Plan
from reassure.model.stations import cycle_on
from reassure.model.table import Table

MOST_REMEDIES = 3


def find_remedies(plan: Plan, draft: Draft, shortfalls: Table[Shortfall]) -> Table[Remedy]:
    """Return the best remedies of every shortfall of a plan.

    Parameters
    ----------
    plan, draft
        The records, and who serves.
    shortfalls
        What is short.
    """
    places = {line.requirement.id: i for i, line in enumerate(draft.instance.lines)}
    by_line: dict[str, list[Shortfall]] = {}
    for row in shortfalls:
        if row.reason is not ShortfallReason.NO_WEIGHT:
            by_line.setdefault(row.requirement, []).append(row)
    search = _Search(plan, draft)
    found = (search.of_line(places[name], rows) for name, rows in by_line.items())
    return Table.of(Remedy, [row for rows in found for row in rows])


class _Search:
    """Tries changes on the lines of one plan."""

    def __init__(self, plan: Plan, draft: Draft) -> None:
        self._plan, self._draft = plan, draft
        self._prospects, self._spare = Prospects(plan, draft), spare_of(draft)

    def of_line(self, place: int, rows: list[Shortfall]) -> Iterator[Remedy]:
        """Yield the remedies of a line's shortfalls."""
        line = self._draft.instance.lines[place]
        spans = [self._days(line.days, row) for row in rows]
        short = np.sum(spans, axis=0) > 0
        trials = Trials(self._draft, self._spare, self._prospects.of_line(place, short))
        new_units = _units_of_new(self._plan, line.requirement)
        for row, days in zip(rows, spans, strict=True):
            first = self._measures(line.requirement, days > 0)
            yield from _ranked(row, self._ways(trials, row, days, new_units, first))

    def _measures(self, line: Requirement, short: Bools) -> tuple[RecordChange, ...]:
        """Return the measures that must be in force before anybody can fill some periods."""
        permits = self._draft.instance.permits
        lapses = [] if permits is None else permits.lapses(line)
        bars = [lapse for lapse in lapses if short[lapse.start : lapse.stop].any()]
        return tuple(dict.fromkeys(measure_change(self._plan, one, bars) for one in bars))

    def _days(self, days: Floats, row: Shortfall) -> Floats:
        """Return the days of each period on which a row says that something is missing."""
        start, stop = self._draft.instance.periods.required(row.from_day, row.until_day)
        inside = np.zeros_like(days)
        inside[start:stop] = days[start:stop]
        return inside

    def _ways(
        self,
        trials: Trials,
        row: Shortfall,
        days: Floats,
        new_units: float,
        first: tuple[RecordChange, ...],
    ) -> list[Way]:
        kept: list[Way] = []
        for way in trials.ways(row.quantity, days):
            if not any(_is_like(way, other) for other in kept):
                kept.append(way)
            if len(kept) == MOST_REMEDIES:
                break
        if len(kept) == MOST_REMEDIES and kept[0].is_whole:
            return kept
        if new_units > 0:
            change = RecordChange(
                RemedyKind.NEW_OFFER, (f"requirements:{row.requirement}.capability",)
            )
            units = max(1, math.ceil(row.quantity / new_units - ROUNDING))
            whole = row.quantity * float(days.sum())
            kept[MOST_REMEDIES - 1 :] = [Way((*first, change), None, whole, True, units)]
        return kept


def _is_like(way: Way, other: Way) -> bool:
    """Whether two ways change the same, or only ask two offers for the same."""
    kinds = [change.kind for change in way.changes]
    is_of_units = kinds in ([RemedyKind.ONE_MORE_TOUR], [RemedyKind.ONE_MORE_UNIT])
    is_same_kind = is_of_units and kinds == [change.kind for change in other.changes]
    return is_same_kind or way.bindings == other.bindings


def _ranked(row: Shortfall, ways: list[Way]) -> Iterator[Remedy]:
    for rank, way in enumerate(ways, start=1):
        for change in way.changes:
            is_units = change.kind in (RemedyKind.ONE_MORE_UNIT, RemedyKind.NEW_OFFER)
            for binding in change.bindings:
                yield Remedy(
                    requirement=row.requirement,
                    from_day=row.from_day,
                    until_day=row.until_day,
                    rank=rank,
                    change=change.kind,
                    offer=way.offer,
                    binding=binding,
                    units=way.units if is_units else None,
                    filled_unit_days=way.filled,
                    is_whole=way.is_whole,
                )


def _units_of_new(plan: Plan, line: Requirement) -> float:
    """Return what one unit of a line's own capability counts on it; 0 where it has no reach."""
    cycle = cycle_on(plan, line.capability, line)
    return 1.0 if cycle is None else cycle.share
