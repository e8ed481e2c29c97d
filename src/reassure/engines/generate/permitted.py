"""Usable against headline strength of lines that state tasks, and what it takes as given."""

from collections.abc import Iterator, Sequence

import numpy as np

from reassure.engines.generate.draft import Draft
from reassure.engines.generate.instance import Bools, Floats, Line, Match, Supply
from reassure.engines.generate.prospect import mask_of
from reassure.model.fit import Fault, binds, speaks_of
from reassure.model.force import Caveat
from reassure.model.permits import NO_EVENTS, SILENCE, Permits
from reassure.model.plan import Plan
from reassure.model.roe_outputs import UsableFill
from reassure.model.table import Table

HEADLINE = (
    "Headline strength counts: positions, measures in force and caveats that name measures are "
    "not looked at"
)
WITHOUT_MEASURES = (
    "Lines whose tasks need no measure, or that state none, take any unit: positions and caveats "
    "that name measures bear on tasks alone"
)


def usable_fills(plan: Plan, draft: Draft) -> Table[UsableFill]:
    """Return headline and usable strength of each line whose tasks need measures.

    Parameters
    ----------
    plan, draft
        The records, and who serves; usable or headline strength may have been planned for.
    """
    permits = draft.instance.permits or Permits(plan)
    caveats = _caveats_by_nation(plan)
    rows: list[UsableFill] = []
    for place, line in enumerate(draft.instance.lines):
        if permits.measures_of(line.requirement):
            rows.append(_usable_fill(draft, place, permits, caveats))
    return Table.of(UsableFill, rows)


def permission_assumptions(
    plan: Plan,
    lines: Sequence[Line],
    supplies: Sequence[Supply],
    pairs: Sequence[Match],
    permits: Permits | None,
) -> Iterator[str]:
    """Yield what is taken as given of who may do the tasks of lines.

    Parameters
    ----------
    plan, lines, supplies
        The records.
    pairs
        Offers that may serve lines.
    permits
        What keeps units from tasks; None: headline strength counts.
    """
    known = permits or Permits(plan)
    asking = {i for i, line in enumerate(lines) if known.measures_of(line.requirement)}
    limiting = [caveat for caveat in plan.caveats if caveat.measures]
    if (limiting or len(plan.positions)) and len(asking) < len(lines):
        yield WITHOUT_MEASURES
    if not asking:
        return
    if permits is None:
        yield HEADLINE
        return
    yield SILENCE
    followed = {event.measure for event in plan.measure_events}
    if any(m not in followed for i in asking for m in known.measures_of(lines[i].requirement)):
        yield NO_EVENTS
    for match in pairs:
        if match.line not in asking:
            continue
        line, offer = lines[match.line].requirement, supplies[match.offer].offer
        for row in permits.on_approval(offer.nation, line):
            yield f"Units of {row.nation} are let use {row.measure} when asked ({row.id})"
        for caveat in limiting:
            using = permits.tasks_using(caveat.measures, line)
            if (
                not binds(caveat)
                and caveat.nation == offer.nation
                and caveat.offer in (None, offer.id)
                and using
                and speaks_of(caveat, line.sector, using)
            ):
                yield f"Limitation {caveat.id} is lifted by {caveat.approver} when asked"


def _usable_fill(
    draft: Draft, place: int, permits: Permits, caveats: dict[str, list[Caveat]]
) -> UsableFill:
    data, line = draft.instance, draft.instance.lines[place]
    days = data.line_days[place]
    usable = np.zeros(data.periods.count)
    barred: list[str] = []
    barred_days = 0.0
    for match in data.line_matches[place]:
        offer = data.supplies[match.offer].offer
        own = [row for row in caveats.get(offer.nation, ()) if row.offer in (None, offer.id)]
        faults = permits.faults(offer, line.requirement, own)
        may = ~mask_of(faults, data.periods.count)
        usable += np.where(may, _served(draft, place, match), 0.0)
        lost = _reached(data.supplies[match.offer], line, set(match.faults) - set(faults))
        lost &= ~_reached(data.supplies[match.offer], line, {*match.faults, *faults})
        if offer.quantity > 0 and (lost & (days > 0)).any():
            barred.append(offer.id)
            barred_days += offer.quantity * match.efficiency * float(days[lost].sum())
    # The whole is summed like the fill of the line, so that equal strengths are equal numbers.
    kept = np.minimum(usable, data.line_quantity[place]) * days
    return UsableFill(
        requirement=line.requirement.id,
        headline_unit_days=float(draft.provided[place].sum()),
        usable_unit_days=float(kept.sum()),
        barred_offers=tuple(sorted(barred)),
        barred_unit_days=barred_days,
    )


def _served(draft: Draft, place: int, match: Match) -> Floats:
    """Return the effective units of an offer on a line, by period."""
    tours = draft.tours
    served = np.zeros(draft.instance.periods.count)
    for at in np.flatnonzero((tours.line == place) & (tours.offer == match.offer)).tolist():
        served[int(tours.start[at]) : int(tours.stop[at])] += draft.units[at] * match.efficiency
    return served


def _reached(supply: Supply, line: Line, faults: set[Fault]) -> Bools:
    """Return the periods of a line in which some tour of an offer could serve."""
    n_periods = len(line.days)
    allowed = ~mask_of(faults, n_periods)
    allowed[: line.start] = allowed[line.stop :] = False
    reached = np.zeros(n_periods, dtype=bool)
    if supply.rule.shortest > supply.rule.longest:
        return reached
    edges = np.flatnonzero(np.diff(np.concatenate([[False], allowed, [False]]).astype(np.int8)))
    for first, stop in edges.reshape(-1, 2).tolist():
        if stop - first >= supply.rule.shortest:
            reached[first:stop] = True
    return reached


def _caveats_by_nation(plan: Plan) -> dict[str, list[Caveat]]:
    found: dict[str, list[Caveat]] = {}
    for caveat in plan.caveats:
        found.setdefault(caveat.nation, []).append(caveat)
    return found
