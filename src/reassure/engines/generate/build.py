"""Makes the arrays of force generation from a plan."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from reassure.engines.generate.instance import Bools, Instance, Ints, Line, Match, Supply
from reassure.engines.generate.tours import Tours, tours_of
from reassure.model.choices import Counting
from reassure.model.conditions import standing_of
from reassure.model.fit import Fault, binds, covers, lead_faults, line_faults, offer_faults
from reassure.model.force import Capability, Caveat, Condition, Offer, Requirement
from reassure.model.plan import Plan


def build_instance(plan: Plan) -> Instance:
    """Turn a plan into lines, supplies, matches and possible tours.

    Parameters
    ----------
    plan
        The plan; rows are taken in id order, so that the order in its files changes nothing.

    Returns
    -------
    Instance
        Lines with branches are left out: they belong to variants of the plan.
    """
    lines = tuple(_line(plan, row) for row in plan.requirements if not row.branches)
    supplies = _supplies(plan)
    matches, tours = _matches(plan, lines, supplies)
    pairs = [match for match in matches if match.pair is not None]
    sectors = tuple(sorted({line.requirement.sector for line in lines}))
    named = {line.requirement.formation for line in lines} - {None}
    formations = tuple(row for row in plan.formations if row.id in named)
    nations = sorted({supply.offer.nation for supply in supplies})
    return Instance(
        periods=plan.meta.periods,
        lines=lines,
        supplies=supplies,
        matches=tuple(matches),
        nations=tuple(nations),
        sectors=sectors,
        formations=tuple(row.id for row in formations),
        formation_records=formations,
        lead_candidates={
            sector: plan.sectors[sector].lead_nations if sector in plan.sectors else ()
            for sector in sectors
        },
        lead_minimum=np.array(
            [
                plan.sectors[sector].lead_min_unit_months if sector in plan.sectors else 0.0
                for sector in sectors
            ]
        ),
        burdens=tuple(row for row in plan.burdens if row.nation in nations),
        pair_offer=np.array([match.offer for match in pairs], dtype=np.int64),
        pair_line=np.array([match.line for match in pairs], dtype=np.int64),
        pair_efficiency=np.array([match.efficiency for match in pairs], dtype=np.float64),
        tour_pair=tours[0],
        tour_start=tours[1],
        tour_length=tours[2],
        tour_rest=tours[3],
        assumptions=_assumptions(plan, lines, supplies, pairs),
    )


def _line(plan: Plan, row: Requirement) -> Line:
    periods = plan.meta.periods
    start, stop = periods.required(row.from_day, row.until_day)
    first, last = max(row.from_day, 0.0), min(row.until_day, periods.horizon_days)
    days = np.array(
        [periods.days_within(period, first, last) for period in range(periods.count)],
        dtype=np.float64,
    )
    objective = plan.objectives[row.objective].weight if row.objective in plan.objectives else 1.0
    return Line(row, start, max(start, stop), days, row.weight * objective)


def _supplies(plan: Plan) -> tuple[Supply, ...]:
    conditions: dict[str, list[Condition]] = defaultdict(list)
    for condition in plan.conditions:
        if condition.offer is not None:
            conditions[condition.offer].append(condition)
    return tuple(
        Supply(offer, tours_of(offer, plan.meta.periods), standing_of(plan, conditions[offer.id]))
        for offer in plan.offers
    )


def _matches(
    plan: Plan, lines: tuple[Line, ...], supplies: tuple[Supply, ...]
) -> tuple[list[Match], tuple[Ints, Ints, Ints, Ints]]:
    efficiencies = _efficiencies(plan)
    caveats = _caveats_by_offer(plan)
    general = [offer_faults(plan, supply.offer, supply.standing) for supply in supplies]
    matches: list[Match] = []
    found: list[Ints] = []
    n_pairs = 0
    for i, line in enumerate(lines):
        row = line.requirement
        for k, supply in enumerate(supplies):
            efficiency = efficiencies.get((row.capability, supply.offer.capability), 0.0)
            if efficiency <= 0.0:
                continue
            efficiency *= _station_share(plan, row, supply.offer)
            faults = [
                *general[k],
                *line_faults(plan, supply.offer, row, caveats[supply.offer.id]),
                *lead_faults(plan, row, supply.standing),
            ]
            allowed = _allowed(line, faults, plan.meta.periods.count)
            tours = _tours_within(allowed, supply.tours)
            pair = n_pairs if len(tours) and line.weight > 0 and row.quantity > 0 else None
            if pair is not None:
                found.append(np.insert(tours, 0, n_pairs, axis=1))
                n_pairs += 1
            matches.append(Match(k, i, efficiency, tuple(faults), pair))
    table = np.concatenate(found) if found else np.empty((0, 4), dtype=np.int64)
    return matches, (table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def _efficiencies(plan: Plan) -> dict[tuple[str, str], float]:
    """Return what one unit of a capability counts for another; several rows: the best."""
    table: dict[tuple[str, str], float] = {}
    for row in plan.substitutions:
        key = (row.capability, row.by)
        table[key] = max(row.efficiency, table.get(key, 0.0))
    asked_for = {row.capability for row in plan.requirements}
    return table | {(capability, capability): 1.0 for capability in sorted(asked_for)}


def _caveats_by_offer(plan: Plan) -> dict[str, list[Caveat]]:
    of_nation: dict[str, list[Caveat]] = defaultdict(list)
    for caveat in plan.caveats:
        of_nation[caveat.nation].append(caveat)
    return {
        offer.id: [caveat for caveat in of_nation[offer.nation] if caveat.offer in (None, offer.id)]
        for offer in plan.offers
    }


def station_share(capability: Capability) -> float | None:
    """Return the stations that one unit keeps, from time on station and turn-round.

    None where the capability does not state both times.
    """
    on_h, turn_h = capability.on_station_h, capability.turnaround_h
    return None if on_h is None or turn_h is None else on_h / (on_h + turn_h)


def _station_share(plan: Plan, line: Requirement, offer: Offer) -> float:
    if line.counted is not Counting.STATIONS:
        return 1.0
    return _known_share(plan, offer) or 1.0


def _known_share(plan: Plan, offer: Offer) -> float | None:
    known = offer.capability in plan.capabilities
    return station_share(plan.capabilities[offer.capability]) if known else None


def _allowed(line: Line, faults: Iterable[Fault], n_periods: int) -> Bools:
    allowed = np.zeros(n_periods, dtype=bool)
    allowed[line.start : line.stop] = True
    for fault in faults:
        allowed[fault.start : fault.stop] = False
    return allowed


def _tours_within(allowed: Bools, tours: Tours) -> Ints:
    """Return start, length and rest of every tour that lies in allowed periods, in that order."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], allowed.view(np.int8), [0]])))
    rows = [
        (start, length, int(tours.rest[length]))
        for first, last in edges.reshape(-1, 2)
        for start in range(int(first), int(last))
        for length in range(tours.shortest, min(tours.longest, int(last) - start) + 1)
    ]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)


def _assumptions(
    plan: Plan, lines: tuple[Line, ...], supplies: tuple[Supply, ...], pairs: list[Match]
) -> tuple[str, ...]:
    used = sorted({match.offer for match in pairs})
    said = [text for k in used for text in supplies[k].standing.assumed]
    if plan.meta.today is None and any(supplies[k].offer.valid_until for k in used):
        said.append("Offers stand beyond valid_until: the plan has neither as_of nor c_day")
    caveats = _caveats_by_offer(plan)
    for match in pairs:
        line, offer = lines[match.line].requirement, supplies[match.offer].offer
        said += [
            f"Limitation {caveat.id} is lifted by {caveat.approver} when asked"
            for caveat in caveats[offer.id]
            if not binds(caveat) and covers(caveat, line)
        ]
    if any(caveat.measures for caveat in plan.caveats):
        said.append("Caveats that name measures are not judged: only sectors and tasks are")
    apart = [row.id for row in plan.requirements if row.branches]
    if apart:
        said.append(f"Lines that count only in branches are left out: {', '.join(sorted(apart))}")
    said += _counting_assumptions(plan, lines, supplies, pairs)
    return tuple(sorted(set(said)))


def _counting_assumptions(
    plan: Plan, lines: tuple[Line, ...], supplies: tuple[Supply, ...], pairs: list[Match]
) -> list[str]:
    said: list[str] = []
    for match in pairs:
        line, offer = lines[match.line].requirement, supplies[match.offer].offer
        if line.counted is Counting.STATIONS:
            said.append("The way from base to station takes no time")
            if _known_share(plan, offer) is None:
                said.append(
                    f"One unit of {offer.capability} keeps one station: on_station_h or "
                    "turnaround_h is empty"
                )
        if line.overlap_days > 0:
            said.append(f"Reliefs on {line.id} take no overlap_days: tours follow one another")
    return said
