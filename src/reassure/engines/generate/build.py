"""Makes the arrays of force generation from a plan."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from reassure.engines.generate.instance import Bools, Instance, Ints, Line, Match, Supply
from reassure.engines.generate.permitted import permission_assumptions
from reassure.engines.generate.tours import span_ends, tour_rule
from reassure.model.branching import whole_plan_words
from reassure.model.choices import Counting
from reassure.model.conditions import standing_of
from reassure.model.fit import Fault, binds, covers, lead_faults, line_faults, offer_faults
from reassure.model.force import Caveat, Condition, Offer, Requirement
from reassure.model.permits import Permits
from reassure.model.plan import Plan
from reassure.model.roe_choices import Strength
from reassure.model.stations import station_cycle, zone_middle


def build_instance(plan: Plan, counting: Strength = Strength.USABLE) -> Instance:
    """Turn a plan into lines, supplies, matches and possible tours.

    Parameters
    ----------
    plan
        The plan; rows are taken in id order, so that the order in its files changes nothing.
    counting
        Which strength counts on lines that state tasks.

    Returns
    -------
    Instance
        Every line counts, whatever branches it names: a branch is planned as a plan of its own.
    """
    lines = tuple(_line(plan, row) for row in plan.requirements)
    supplies = _supplies(plan)
    # A plain word counts as well as the choice that it stands for.
    permits = Permits(plan) if Strength(counting) is Strength.USABLE else None
    matches, until = match_offers(plan, lines, supplies, plan.caveats, permits)
    pairs = [match for match in matches if match.pair is not None]
    sectors = tuple(sorted({line.requirement.sector for line in lines}))
    named = {line.requirement.formation for line in lines} - {None}
    formations = tuple(row for row in plan.formations if row.id in named)
    # A nation may lead a sector that asks for no unit of its own lead, and offer nothing.
    leading = {rule.nation for supply in supplies for rule in supply.standing.leads}
    nations = sorted({supply.offer.nation for supply in supplies} | leading)
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
        pair_until=until,
        assumptions=_assumptions(plan, lines, supplies, pairs, permits),
        permits=permits,
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
        Supply(offer, tour_rule(offer, plan.meta.periods), standing_of(plan, conditions[offer.id]))
        for offer in plan.offers
    )


def match_offers(
    plan: Plan,
    lines: tuple[Line, ...],
    supplies: tuple[Supply, ...],
    caveats: Iterable[Caveat],
    permits: Permits | None,
) -> tuple[list[Match], NDArray[np.int16]]:
    """Find every pair of a fitting capability and what keeps it apart.

    Parameters
    ----------
    plan
        The plan; neither its offers nor its caveats are looked at.
    lines, supplies
        Who may be matched.
    caveats
        Caveats that count.
    permits
        What keeps units from the tasks of lines; None: nothing does.

    Returns
    -------
    tuple
        Matches by line, then offer, and for those with a possible tour the end of the unbroken
        span by the period of its start, as in `Instance.pair_until`.
    """
    efficiencies = _efficiencies(plan)
    of_offer = caveats_by_offer(supplies, caveats)
    general = [offer_faults(plan, supply.offer, supply.standing) for supply in supplies]
    matches: list[Match] = []
    found: list[Ints] = []
    for i, line in enumerate(lines):
        row = line.requirement
        asked = permits if permits is not None and permits.measures_of(row) else None
        for k, supply in enumerate(supplies):
            efficiency = efficiencies.get((row.capability, supply.offer.capability), 0.0)
            if efficiency <= 0.0:
                continue
            cycle = station_cycle(plan, supply.offer, row)
            efficiency *= 1.0 if cycle is None else cycle.share
            faults = [
                *general[k],
                *line_faults(plan, supply.offer, row, of_offer[supply.offer.id]),
                *(asked.faults(supply.offer, row, of_offer[supply.offer.id]) if asked else ()),
                *lead_faults(plan, row, supply.standing),
            ]
            allowed = _allowed(line, faults, plan.meta.periods.count)
            until = span_ends(allowed)
            shortest = supply.rule.shortest
            has_tour = bool((until - np.arange(len(until)) >= shortest).any())
            is_pair = has_tour and shortest <= supply.rule.longest
            pair = len(found) if is_pair and line.weight > 0 and row.quantity > 0 else None
            if pair is not None:
                found.append(until)
            matches.append(Match(k, i, efficiency, tuple(faults), pair))
    n_periods = plan.meta.periods.count
    return matches, np.array(found, dtype=np.int16).reshape(len(found), n_periods)


def _efficiencies(plan: Plan) -> dict[tuple[str, str], float]:
    """Return what one unit of a capability counts for another; several rows: the best."""
    table: dict[tuple[str, str], float] = {}
    for row in plan.substitutions:
        key = (row.capability, row.by)
        table[key] = max(row.efficiency, table.get(key, 0.0))
    asked_for = {row.capability for row in plan.requirements}
    return table | {(capability, capability): 1.0 for capability in sorted(asked_for)}


def caveats_by_offer(
    supplies: tuple[Supply, ...], caveats: Iterable[Caveat]
) -> dict[str, list[Caveat]]:
    """Return the caveats that concern each offer: its own, and those of its nation."""
    of_nation: dict[str, list[Caveat]] = defaultdict(list)
    for caveat in caveats:
        of_nation[caveat.nation].append(caveat)
    offers = [supply.offer for supply in supplies]
    return {
        offer.id: [caveat for caveat in of_nation[offer.nation] if caveat.offer in (None, offer.id)]
        for offer in offers
    }


def _allowed(line: Line, faults: Iterable[Fault], n_periods: int) -> Bools:
    allowed = np.zeros(n_periods, dtype=bool)
    allowed[line.start : line.stop] = True
    for fault in faults:
        allowed[fault.start : fault.stop] = False
    return allowed


def _assumptions(
    plan: Plan,
    lines: tuple[Line, ...],
    supplies: tuple[Supply, ...],
    pairs: list[Match],
    permits: Permits | None,
) -> tuple[str, ...]:
    used = sorted({match.offer for match in pairs})
    said = [text for k in used for text in supplies[k].standing.assumed]
    if plan.meta.today is None and any(supplies[k].offer.valid_until for k in used):
        said.append("Offers stand beyond valid_until: the plan has neither as_of nor c_day")
    caveats = caveats_by_offer(supplies, plan.caveats)
    for match in pairs:
        line, offer = lines[match.line].requirement, supplies[match.offer].offer
        said += [
            f"Limitation {caveat.id} is lifted by {caveat.approver} when asked"
            for caveat in caveats[offer.id]
            if not binds(caveat) and covers(caveat, line)
        ]
    said += permission_assumptions(plan, lines, supplies, pairs, permits)
    if len(plan.branches):
        said.append(whole_plan_words(plan))
    said += _counting_assumptions(plan, lines, supplies, pairs)
    return tuple(sorted(set(said)))


def _counting_assumptions(
    plan: Plan, lines: tuple[Line, ...], supplies: tuple[Supply, ...], pairs: list[Match]
) -> list[str]:
    said: list[str] = []
    for match in pairs:
        line, offer = lines[match.line].requirement, supplies[match.offer].offer
        if line.counted is Counting.STATIONS:
            said += _station_assumptions(plan, line, offer)
    lapping = sum(line.requirement.overlap_days > 0 for line in lines)
    if lapping:
        said.append(f"Tours follow one another: {lapping} lines state overlap_days, not counted")
    return said


def _station_assumptions(plan: Plan, line: Requirement, offer: Offer) -> list[str]:
    cycle = station_cycle(plan, offer, line)
    if cycle is None:
        unit = f"One unit of {offer.capability} keeps one station"
        return [f"{unit}: on_station_h or turnaround_h is empty"]
    said: list[str] = []
    zone = plan.sectors[line.sector].zone if line.sector in plan.sectors else None
    if zone is not None and zone_middle(plan, line.sector) is None:
        said.append(f"Stations of {line.sector} are kept at its location: zone {zone} has no area")
    if cycle.distance_km is None:
        said.append(f"The way to stations of {line.sector} takes no time: a place is not known")
    elif plan.capabilities[offer.capability].speed_km_per_h is None:
        said.append(f"The way of {offer.capability} to stations takes no time: it has no speed")
    else:
        said.append("Units go from their sector's location to stations over the great circle")
    return said
