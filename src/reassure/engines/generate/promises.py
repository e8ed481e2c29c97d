"""How well a force plan is filled when offers come only as likely as they say.

Nothing is planned anew: an offer that does not come loses its tours, and whoever waits for them,
for their nation to lead, for a partner or for the framework nation of a formation, falls too, until
all that is left holds. Shares of burden are not looked at: nobody is sent home because others
did not come.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from reassure.engines.generate.draft import NO_LEAD, TOLERANCE, Draft
from reassure.engines.generate.instance import Bools, Floats, Ints
from reassure.engines.generate.scenarios import Purpose, draw_presence
from reassure.model.outputs import ChanceFill, LineFill
from reassure.model.periods import MONTH_DAYS
from reassure.model.plan import Plan
from reassure.model.table import Table

JUDGED_SCENARIOS = 500
"""Scenarios in which every plan is judged, apart from those that it was made for."""

SURE_SHARE = 0.1
"""Share of the scenarios in which less than `ChanceFill.fill_at_90` may be filled."""


class Wait(NamedTuple):
    """Tours that hold only while others are there.

    Attributes
    ----------
    tours
        The tours that wait, and `others` for which they wait: positions in `Draft.tours`.
    least
        Least units of the others in every period of a tour; or, where ``is_total``, least
        unit-months of theirs at all.
    """

    tours: Ints
    others: Ints
    least: float
    is_total: bool


def judge_promises(
    plan: Plan, draft: Draft, fills: Table[LineFill], *, seed: int
) -> Table[ChanceFill]:
    """Return the fill by chance of the whole plan, of each objective and of each line.

    Parameters
    ----------
    plan
        Where chances stand.
    draft
        The plan that is judged.
    fills
        Its fill where every offer comes.
    seed
        Root seed of the scenarios.

    Returns
    -------
    Table
        Rows in the order of their keys; what asks for nothing has none.
    """
    come = draw_presence(plan, seed=seed, count=JUDGED_SCENARIOS, purpose=Purpose.JUDGING)
    provided = provided_unit_days(draft, surviving(draft, come))
    place = {line.requirement.id: i for i, line in enumerate(draft.instance.lines)}
    by_objective: dict[str, list[LineFill]] = defaultdict(list)
    for row in fills:
        by_objective[row.objective].append(row)

    def told(rows: list[LineFill], objective: str | None, line: str | None) -> Iterator[ChanceFill]:
        required = sum(row.required_unit_days for row in rows)
        if required <= 0:
            return
        promised = sum(row.provided_unit_days for row in rows)
        lost = np.zeros(come.shape[1])
        for row in rows:
            lost += np.maximum(row.provided_unit_days - provided[place[row.requirement]], 0.0)
        yield _chance_fill(promised / required, lost / required, objective, line)

    rows = list(told(list(fills), None, None))
    for objective in sorted(by_objective):
        rows += told(by_objective[objective], objective, None)
        for row in by_objective[objective]:
            rows += told([row], objective, row.requirement)
    return Table.of(ChanceFill, rows)


def _chance_fill(
    promised: float, lost: Floats, objective: str | None, line: str | None
) -> ChanceFill:
    """Summarise the share that is lost in each scenario, shape (n_scenarios,)."""
    most = np.sort(lost)[::-1][int(SURE_SHARE * (len(lost) - 1))]
    return ChanceFill(
        objective=objective,
        requirement=line,
        promised_fill=promised,
        expected_fill=max(0.0, promised - float(lost.mean())),
        standard_error=float(lost.std(ddof=1)) / float(np.sqrt(len(lost))),
        fill_at_90=max(0.0, promised - float(most)),
    )


def provided_unit_days(draft: Draft, serves: Bools) -> Floats:
    """Return effective unit-days on each line, never more than asked for.

    Parameters
    ----------
    draft
        The plan.
    serves
        Which tours are served in which scenario, shape (n_tours, n_scenarios).

    Returns
    -------
    Floats
        Shape (n_lines, n_scenarios).
    """
    data, tours = draft.instance, draft.tours
    provided = np.zeros((len(data.lines), serves.shape[1]))
    amount = draft.units * tours.efficiency
    for i, line in enumerate(data.lines):
        effective = np.zeros((data.periods.count, serves.shape[1]))
        for tour in np.flatnonzero(tours.line == i).tolist():
            effective[tours.start[tour] : tours.stop[tour]] += amount[tour] * serves[tour]
        useful = np.minimum(effective, line.requirement.quantity)
        for period in range(line.start, line.stop):
            provided[i] += useful[period] * line.days[period]
    return provided


def surviving(draft: Draft, come: Bools) -> Bools:
    """Return which tours are served in which scenario, shape (n_tours, n_scenarios).

    Parameters
    ----------
    draft
        The plan.
    come
        Which offers come, shape (n_offers, n_scenarios).

    Notes
    -----
    Tours only ever fall, and what a tour waits for never grows by another's fall, so the order
    in which they fall changes nothing: what is left is the largest part of the plan that holds.
    """
    serves = come[draft.tours.offer]
    waits = list(_waits(draft))
    is_stable = False
    while not is_stable:
        is_stable = True
        for wait in waits:
            held = _held(draft, wait, serves)
            if (serves[wait.tours] & ~held).any():
                serves[wait.tours] &= held
                is_stable = False
    return serves


def _held(draft: Draft, wait: Wait, serves: Bools) -> Bools:
    """Return for which tours the others are there, shape (n_tours that wait, n_scenarios)."""
    tours, n_scenarios = draft.tours, serves.shape[1]
    if wait.is_total:
        months = draft.units * tours.length
        total = np.zeros(n_scenarios, dtype=np.int64)
        for other in wait.others.tolist():
            total += months[other] * serves[other]
        month = draft.instance.periods.period_days / MONTH_DAYS
        return np.broadcast_to(
            total * month >= wait.least - TOLERANCE, (len(wait.tours), n_scenarios)
        )
    there = np.zeros((draft.instance.periods.count, n_scenarios), dtype=np.int64)
    for other in wait.others.tolist():
        there[tours.start[other] : tours.stop[other]] += draft.units[other] * serves[other]
    is_there = there >= wait.least
    rows = [is_there[tours.start[tour] : tours.stop[tour]].all(axis=0) for tour in wait.tours]
    return np.array(rows)


def _waits(draft: Draft) -> Iterator[Wait]:
    yield from _condition_waits(draft)
    data, tours = draft.instance, draft.tours
    for place, record in enumerate(data.formation_records):
        if record.framework_nation is None:
            continue
        inside = tours.formation == place
        is_frame = tours.nation == _place_of(draft, record.framework_nation)
        waiting, frame = np.flatnonzero(inside & ~is_frame), np.flatnonzero(inside & is_frame)
        if len(waiting):
            # Any tour of the framework nation, however short, is more than half a unit's period.
            half = 0.5 * data.periods.period_days / MONTH_DAYS
            yield Wait(waiting, frame, half, is_total=True)


def _condition_waits(draft: Draft) -> Iterator[Wait]:
    data, tours = draft.instance, draft.tours
    for offer in np.unique(tours.offer).tolist():
        standing = data.supplies[offer].standing
        if not standing.leads and not standing.partners:
            continue
        mine = tours.offer == offer
        for sector in np.unique(tours.sector[mine]).tolist():
            here = tours.sector == sector
            waiting = np.flatnonzero(mine & here)
            for rule in standing.leads:
                nation = _place_of(draft, rule.nation)
                others = np.flatnonzero(here & (tours.nation == nation))
                leads = nation != NO_LEAD and draft.leads[sector] == nation
                least = float(data.lead_minimum[sector]) if leads else np.inf
                yield Wait(waiting, others, least, is_total=True)
            for rule in standing.partners:
                is_partner = tours.nation == _place_of(draft, rule.nation)
                others = np.flatnonzero(here & is_partner & ~mine)
                yield Wait(waiting, others, rule.minimum_units, is_total=False)


def _place_of(draft: Draft, nation: str) -> int:
    """Return the position of a nation, -1 of one that offers nothing."""
    nations = draft.instance.nations
    return nations.index(nation) if nation in nations else NO_LEAD
