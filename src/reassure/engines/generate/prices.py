"""Where each price of the relaxation stands, and on which tours it bears."""

from typing import NamedTuple

import numpy as np

from reassure.engines.generate.instance import Floats, Ints
from reassure.engines.generate.problem import Problem, Records, members, records, spans
from reassure.engines.generate.serve import Hints

NONE = -1


class Prices(NamedTuple):
    """Layout of all prices in one array; a price by period is a run of ``n_periods``.

    Prices of lines stand first of all, line by line: the worth of one effective unit.

    Attributes
    ----------
    n_prices
        Length of the array.
    nation_fills
        Records of the lines of formations by nation: line, gate, and ``first``, where the worth
        of one effective unit of that nation stands.
    gates
        Records of nation and formation: who may serve where.
    gate_rows
        Records of offer and formation: offer, gate, units, and ``first``, where the price of
        service and rest there stands.
    leads
        Records of nation and sector: who may lead, and where the price of its least service
        stands.
    lead_rows
        Records of offers that wait for a lead: offer, sector, lead (-1: never met), units,
        ``first``.
    acts
        Records of sector and partner: least units, the offer whose own units do not count (-1:
        none), and ``first``, where the price of each unit's presence stands.
    act_rows
        Records of offers that wait for a partner: offer, act, units, ``first``.
    pair_rows
        Records of pairs: first and last of ``served`` and of ``held``, and the lead that its
        service counts for.
    served
        Prices by period that service earns: where they stand, and how much of them.
    held
        Where prices by period stand that service and rest cost.
    formation_gates, sector_leads
        Spans of the gates of each formation and the leads of each sector, as records.
    carried_first, share_first
        Where the prices of unit-periods stand, by nation: of the most, and of the most share.
    most_carried
        Most unit-periods of each nation, finite.
    """

    n_prices: int
    nation_fills: Records
    gates: Records
    gate_rows: Records
    leads: Records
    lead_rows: Records
    acts: Records
    act_rows: Records
    pair_rows: Records
    served: Records
    held: Ints
    formation_gates: Records
    sector_leads: Records
    carried_first: int
    share_first: int
    most_carried: Floats


def lay_out(problem: Problem) -> Prices:
    """Give every price its place."""
    n_periods = problem.n_periods
    offer, line = problem.pairs["offer"], problem.pairs["line"]
    nation, sector = problem.offers["nation"][offer], problem.lines["sector"][line]
    formation = problem.lines["formation"][line]
    n_nations, n_lines = len(problem.nations), len(problem.lines)
    formed = np.flatnonzero(formation >= 0)
    at = _Places(n_lines * n_periods)

    gate_keys, _ = _distinct(formation[formed], nation[formed])
    fill_keys, fill_of = _distinct(line[formed], nation[formed])
    row_keys, row_of = _distinct(offer[formed], formation[formed])
    fill_first, row_first = (at.take(len(keys), n_periods) for keys in (fill_keys, row_keys))
    lead_pairs, lead_nations = _expand(problem, "lead", offer)
    lead_rule = problem.lead_nations[lead_nations]
    is_able = lead_rule >= 0
    is_able[is_able] = problem.may_lead[sector[lead_pairs[is_able]], lead_rule[is_able]]
    lead_keys, lead_of = _distinct(sector[lead_pairs][is_able], lead_rule[is_able])
    lead_at = np.full(len(lead_pairs), NONE)
    lead_at[is_able] = lead_of
    lead_row_keys, lead_row_of = _distinct(offer[lead_pairs], sector[lead_pairs], lead_at)
    act_pairs, act_rules = _expand(problem, "partner", offer)
    rule = problem.partners[act_rules]
    own = np.where(rule["is_own"], offer[act_pairs], NONE)
    least = np.round(rule["least"] * 1e6).astype(np.int64)
    act_keys, act_of = _distinct(sector[act_pairs], rule["nation"], least, own)
    act_row_keys, act_row_of = _distinct(offer[act_pairs], sector[act_pairs], act_of)
    lead_row_first, act_first, act_row_first = (
        at.take(len(keys), n_periods) for keys in (lead_row_keys, act_keys, act_row_keys)
    )
    lead_first = at.take(len(lead_keys), 1)
    carried_first, share_first = int(at.take(1, n_nations)[0]), int(at.take(1, n_nations)[0])

    cover = line * n_periods
    cover[formed] = fill_first[fill_of]
    present_pairs, present_acts = _matching(act_keys, sector, nation, offer)
    served_pair = np.concatenate([np.arange(len(offer)), act_pairs, present_pairs])
    served_first = np.concatenate([cover, act_row_first[act_row_of], act_first[present_acts]])
    served_share = np.concatenate(
        [problem.pairs["efficiency"], -np.ones(len(act_pairs)), np.ones(len(present_pairs))]
    )
    held_pair = np.concatenate([formed, lead_pairs])
    held_first = np.concatenate([row_first[row_of], lead_row_first[lead_row_of]])
    served_order = np.argsort(served_pair, kind="stable")
    held_order = np.argsort(held_pair, kind="stable")
    first_served, last_served = spans(np.bincount(served_pair, minlength=len(offer)))
    first_held, last_held = spans(np.bincount(held_pair, minlength=len(offer)))
    gates_of = {(int(g), int(n)): i for i, (g, n) in enumerate(gate_keys)}
    owner = problem.offers["nation"]
    units = problem.offers["quantity"].astype(np.float64)
    first_gate, last_gate, _ = members(gate_keys[:, 0], gate_keys[:, 1], len(problem.formations))
    first_lead, last_lead, _ = members(lead_keys[:, 0], lead_keys[:, 1], len(problem.sectors))
    whole = np.bincount(owner, weights=units, minlength=n_nations) * n_periods
    return Prices(
        n_prices=at.count,
        nation_fills=records(
            len(fill_keys),
            line=fill_keys[:, 0],
            gate=_found(gates_of, problem.lines["formation"][fill_keys[:, 0]], fill_keys[:, 1]),
            first=fill_first,
        ),
        gates=records(len(gate_keys), formation=gate_keys[:, 0], nation=gate_keys[:, 1]),
        gate_rows=records(
            len(row_keys),
            offer=row_keys[:, 0],
            gate=_found(gates_of, row_keys[:, 1], owner[row_keys[:, 0]]),
            units=units[row_keys[:, 0]],
            first=row_first,
        ),
        leads=records(
            len(lead_keys), sector=lead_keys[:, 0], nation=lead_keys[:, 1], first=lead_first
        ),
        lead_rows=records(
            len(lead_row_keys),
            offer=lead_row_keys[:, 0],
            sector=lead_row_keys[:, 1],
            lead=lead_row_keys[:, 2],
            units=units[lead_row_keys[:, 0]],
            first=lead_row_first,
        ),
        acts=records(
            len(act_keys),
            sector=act_keys[:, 0],
            nation=act_keys[:, 1],
            least=act_keys[:, 2] / 1e6,
            own=act_keys[:, 3],
            first=act_first,
        ),
        act_rows=records(
            len(act_row_keys),
            offer=act_row_keys[:, 0],
            act=act_row_keys[:, 2],
            units=units[act_row_keys[:, 0]],
            first=act_row_first,
        ),
        pair_rows=records(
            len(offer),
            first_served=first_served,
            last_served=last_served,
            first_held=first_held,
            last_held=last_held,
            lead=_found(
                {(int(s), int(n)): i for i, (s, n) in enumerate(lead_keys)}, sector, nation
            ),
        ),
        served=records(
            len(served_pair), first=served_first[served_order], share=served_share[served_order]
        ),
        held=held_first[held_order],
        formation_gates=records(len(first_gate), first=first_gate, last=last_gate),
        sector_leads=records(len(first_lead), first=first_lead, last=last_lead),
        carried_first=carried_first,
        share_first=share_first,
        most_carried=np.minimum(problem.nations["most_months"] / problem.month, whole),
    )


def hints_of(problem: Problem, layout: Prices, prices: Floats) -> Hints:
    """Return what the search takes from prices."""
    n_sectors, n_nations = problem.may_lead.shape
    presence = np.zeros((n_nations, n_sectors, problem.n_periods))
    needed, leading = (np.zeros((n_nations, n_sectors)) for _ in range(2))
    for act in layout.acts:
        nation, sector, first = int(act["nation"]), int(act["sector"]), int(act["first"])
        if nation >= 0:
            presence[nation, sector] += prices[first : first + problem.n_periods]
            needed[nation, sector] = max(needed[nation, sector], act["least"])
    for lead in layout.leads:
        leading[lead["nation"], lead["sector"]] = prices[lead["first"]]
    month_price = prices[layout.carried_first : layout.carried_first + n_nations].copy()
    return Hints(month_price, presence, needed, leading)


class _Places:
    """Gives out places in the array of prices."""

    def __init__(self, count: int) -> None:
        self.count = count

    def take(self, n_rows: int, width: int) -> Ints:
        """Return the first place of each of some rows."""
        first = self.count + np.arange(n_rows) * width
        self.count += n_rows * width
        return first


def _distinct(*marks: Ints) -> tuple[Ints, Ints]:
    """Return the distinct rows of marks, in order, and the row of each."""
    keys, place = np.unique(np.stack(marks, axis=1), axis=0, return_inverse=True)
    return keys.astype(np.int64), place.reshape(-1)


def _expand(problem: Problem, rule: str, offer: Ints) -> tuple[Ints, Ints]:
    """Return every pair with each of its offer's rules, as two arrays."""
    first, last = problem.offers[f"first_{rule}"][offer], problem.offers[f"last_{rule}"][offer]
    count = last - first
    pair = np.repeat(np.arange(len(offer)), count)
    begun = np.repeat(np.cumsum(count) - count, count)
    return pair, first[pair] + np.arange(len(pair)) - begun


def _matching(acts: Ints, sector: Ints, nation: Ints, offer: Ints) -> tuple[Ints, Ints]:
    """Return every pair with each act that its units are present for."""
    pairs: list[Ints] = [np.empty(0, dtype=np.int64)]
    for act_sector, act_nation, _, own in acts:
        mine = (sector == act_sector) & (nation == act_nation) & (offer != own)
        pairs.append(np.flatnonzero(mine))
    counts = [len(one) for one in pairs[1:]]
    return np.concatenate(pairs), np.repeat(np.arange(len(acts)), counts)


def _found(places: dict[tuple[int, int], int], first: Ints, second: Ints) -> Ints:
    keys = zip(first.tolist(), second.tolist(), strict=True)
    return np.array([places.get(key, NONE) for key in keys], dtype=np.int64)
