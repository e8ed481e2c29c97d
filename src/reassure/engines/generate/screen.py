"""How much a change can gain at most, from the prices of the bound, without solving anew.

Let ``B`` be the bound of the plan at some prices, and ``V`` what one unit of an offer earns at
them. A change touches few offers: where and when their units may serve, or that there are any.
The plan with the change has a bound of its own at the same prices, and that is at most

    B + sum over the touched offers of quantity * (V after - V before)
      + what nations that could not enter a formation before pay for being let in
      + price of a nation's burden * what its units could carry more at the very most.

Why: limits that the change adds to the plan get a price of 0 - but the fill of a nation on a line
of a formation that of the whole line, so that its gate pays nothing but the nation's own price.
Limits that it makes needless, those of a lead or a partner that an offer no longer waits for, get a
price of 0 too: the offer's own worth is then counted without them, and what leads and partners
earned by them can only fall, so leaving that as it was keeps the sum a bound. Any prices >= 0 of
limits that the plan has prove a bound, so the sum is one: weak duality, docs/explain/ask.md,
section "Screening".
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reassure.engines.generate.build import match_offers
from reassure.engines.generate.candidates import Candidate
from reassure.engines.generate.chosen import room_to_choose
from reassure.engines.generate.instance import Floats, Supply
from reassure.engines.generate.keys import NOBODY, Key, Run, price_runs, read_run
from reassure.engines.generate.prices import Prices
from reassure.engines.generate.problem import Problem, least_units
from reassure.engines.generate.relax import bound_at
from reassure.engines.generate.service import best_service
from reassure.engines.generate.worth import Worth, worth_of
from reassure.model.plan import Plan


@dataclass(frozen=True, eq=False)
class Service:
    """Where and when the units of one offer may serve.

    Attributes
    ----------
    supply
        The offer.
    period_price, tour_price
        As in `Worth`.
    lines, efficiency
        Lines that it may serve, and what one unit counts there.
    until
        As in `Instance.pair_until`, shape (n_lines, n_periods).
    """

    supply: Supply
    period_price: float
    tour_price: float
    lines: tuple[int, ...]
    efficiency: tuple[float, ...]
    until: NDArray[np.int16]

    @property
    def mark(self) -> tuple[object, ...]:
        """What tells two services of one offer apart."""
        standing, offer = self.supply.standing, self.supply.offer
        if not self.lines:
            return (offer.id,)
        return (offer.id, self.lines, self.until.tobytes(), standing.leads, standing.partners)

    def opened(self, before: "Service") -> set[int]:
        """Return the lines that units may serve, and could not, or not as long, before."""
        was = {
            line: until.tobytes() for line, until in zip(before.lines, before.until, strict=True)
        }
        mine = zip(self.lines, self.until, strict=True)
        return {line for line, until in mine if was.get(line) != until.tobytes()}


@dataclass(frozen=True, eq=False)
class Ground:
    """The plan that changes are measured against."""

    plan: Plan
    worth: Worth
    problem: Problem
    layout: Prices

    @cached_property
    def runs(self) -> dict[Key, Run]:
        """Where every price stands, by what it is a price of."""
        return price_runs(self.worth.instance, self.layout)

    @cached_property
    def acts(self) -> dict[tuple[str, str], list[tuple[str, Run]]]:
        """Prices of presence by sector and nation, each with the offer that does not count."""
        found: dict[tuple[str, str], list[tuple[str, Run]]] = defaultdict(list)
        for key, run in self.runs.items():
            if key[0] == "act":
                found[str(key[1]), str(key[2])].append((str(key[4]), run))
        return found

    def service_now(self, offer: int) -> Service:
        """Return where the units of an offer may serve as it stands."""
        data, one = self.worth.instance, self.problem.offers[offer]
        pairs = self.problem.offer_pairs[one["first_pair"] : one["last_pair"]]
        return Service(
            data.supplies[offer],
            float(self.worth.period_price[offer]),
            float(self.worth.tour_price[offer]),
            tuple(data.pair_line[pairs].tolist()),
            tuple(data.pair_efficiency[pairs].tolist()),
            data.pair_until[pairs],
        )

    def services(self, candidate: Candidate) -> list[Service]:
        """Return where the units of the touched offers may serve once the change is granted."""
        supplies = candidate.touched
        lines = self.worth.instance.lines
        permits = candidate.permits_of(self.worth.instance)
        matches, until = match_offers(self.plan, lines, supplies, candidate.caveats, permits)
        found: dict[int, list[tuple[int, float, int]]] = defaultdict(list)
        for match in matches:
            if match.pair is not None:
                found[match.offer].append((match.line, match.efficiency, match.pair))
        period_price, tour_price = self._prices(supplies)
        return [
            Service(
                supply,
                period_price[k],
                tour_price[k],
                tuple(line for line, _, _ in found[k]),
                tuple(efficiency for _, efficiency, _ in found[k]),
                until[[pair for _, _, pair in found[k]]],
            )
            for k, supply in enumerate(supplies)
        ]

    def _prices(self, supplies: Sequence[Supply]) -> tuple[list[float], list[float]]:
        data = self.worth.instance
        with_all = replace(data, supplies=(*data.supplies, *supplies))
        worth, first = worth_of(self.plan, with_all), len(data.supplies)
        return worth.period_price[first:].tolist(), worth.tour_price[first:].tolist()


class Screen:
    """The plan's bound at some prices, and what changes add to it.

    Parameters
    ----------
    ground
        The plan.
    prices
        Prices of its layout, >= 0, and 0 on the share of a nation without a limit on it, which no
        descent moves: the bound leaves those out, `added` does not. Good ones make good bounds.

    Attributes
    ----------
    bound
        No plan without a change is worth more than this.
    """

    def __init__(self, ground: Ground, prices: Floats) -> None:
        data, problem, layout = ground.worth.instance, ground.problem, ground.layout
        chosen = room_to_choose(problem, layout)
        self.bound = float(bound_at(problem, layout, prices, chosen))
        self._ground, self._prices = ground, prices
        self._n_periods = problem.n_periods
        self._gates: dict[int, dict[int, float]] = defaultdict(dict)
        for gate, worth in zip(layout.gates, chosen.gate_value, strict=True):
            self._gates[int(gate["formation"])][int(gate["nation"])] = float(worth)
        share = problem.nations["most_share"]
        limited = share < 1.0
        paid = prices[layout.share_first : layout.share_first + len(data.nations)]
        self._everyone = float(share[limited] @ paid[limited])
        self._places = {name: place for place, name in enumerate(data.nations)}
        self._worth_now: dict[int, float] = {}
        self._offers = {supply.offer.id: k for k, supply in enumerate(data.supplies)}

    def added(self, services: Sequence[Service], quantity: int | None = None) -> float:
        """Return how much a change raises the bound at most.

        Parameters
        ----------
        services
            Where the touched offers may serve once it is granted.
        quantity
            Units of offers that are new; None: as they say.
        """
        total = sum(self._added_by(service, quantity) for service in services)
        return total + self._let_in(services)

    def _added_by(self, service: Service, quantity: int | None) -> float:
        offer = service.supply.offer
        known = self._offers.get(offer.id)
        if known is None:
            units = offer.quantity if quantity is None else quantity
            return units * self.unit_worth(service) + self._more_carried(offer.nation, units)
        if known not in self._worth_now:
            self._worth_now[known] = self.unit_worth(self._ground.service_now(known))
        return offer.quantity * (self.unit_worth(service) - self._worth_now[known])

    def unit_worth(self, service: Service) -> float:
        """Return what one unit of an offer earns at the prices at most."""
        if not service.lines:
            return 0.0
        n_periods, rule = self._n_periods, service.supply.rule
        shape = (len(service.lines), n_periods + 1)
        serving, holding = np.zeros(shape), np.zeros(shape)
        rest = np.zeros(n_periods + 1, dtype=np.int64)
        rest[: len(rule.rest)] = rule.rest
        for place, (line, efficiency) in enumerate(
            zip(service.lines, service.efficiency, strict=True)
        ):
            earned, held = self._price_line(service, line, efficiency)
            serving[place, 1:], holding[place, 1:] = np.cumsum(earned), np.cumsum(held)
        best = np.zeros(n_periods + 1)
        ways = np.zeros(n_periods + 1, dtype=np.int64), np.zeros(n_periods + 1, dtype=np.int64)
        best_service(
            service.until,
            np.arange(len(service.lines)),
            serving,
            holding,
            rest,
            (rule.shortest, rule.longest),
            service.tour_price,
            (best, *ways),
        )
        return float(best[0])

    def _read(self, *key: str | float, width: int | None = None) -> Floats:
        return read_run(self._prices, self._ground.runs.get(key), width or self._n_periods)

    def _price_line(self, service: Service, line: int, efficiency: float) -> tuple[Floats, Floats]:
        """Return what service on a line earns, and what service and rest cost, by period."""
        data, offer = self._ground.worth.instance, service.supply.offer
        row, standing = data.lines[line].requirement, service.supply.standing
        name, nation, sector = offer.id, offer.nation, row.sector
        alone = self._read("carried", nation, width=1) + self._read("share", nation, width=1)
        each = self._everyone - service.period_price - alone
        each = each + self._read("lead", sector, nation, width=1)
        fill = ("fill", row.id, nation)
        is_split = row.formation in data.formations and fill in self._ground.runs
        earned = each + efficiency * self._read(*(fill if is_split else ("line", row.id)))
        for own, run in self._ground.acts.get((sector, nation), ()):
            if own != name:
                earned += read_run(self._prices, run, self._n_periods)
        waits = [(self._known(rule.nation), least_units(rule)) for rule in standing.partners]
        for partner, units in dict.fromkeys(waits):
            earned -= self._read("present", name, sector, partner, units)
        held = np.zeros(self._n_periods)
        if row.formation in data.formations:
            held += self._read("gate", name, row.formation)
        for leader in dict.fromkeys(self._known(rule.nation) for rule in standing.leads):
            is_able = leader in data.lead_candidates[sector]
            held += self._read("led", name, sector, leader if is_able else NOBODY)
        return earned, held

    def _known(self, nation: str) -> str:
        return nation if nation in self._places else NOBODY

    def _let_in(self, services: Sequence[Service]) -> float:
        """Return what formations gain by nations that could not enter them before."""
        data, new = self._ground.worth.instance, defaultdict[int, set[int]](set)
        for service in services:
            nation = self._places.get(service.supply.offer.nation, len(data.nations))
            for line in service.lines:
                formation = int(data.line_formation[line])
                if formation >= 0 and nation not in self._gates[formation]:
                    new[formation].add(nation)
        gain = 0.0
        for formation, nations in sorted(new.items()):
            before = self._gates[formation]
            after = before | dict.fromkeys(sorted(nations), -self._ground.problem.nation_price)
            gain += self._paid(formation, after) - self._paid(formation, before)
        return gain

    def _paid(self, formation: int, values: dict[int, float]) -> float:
        """Return what the nations that pay most give for being let into a formation."""
        row = self._ground.problem.formations[formation]
        most, frame, first = int(row["most_nations"]), int(row["framework"]), 0.0
        others = [value for nation, value in values.items() if nation != frame]
        if frame != -1:
            if frame not in values:
                return 0.0
            first, most = values[frame], most - 1
        best = sorted((value for value in others if value > 0.0), reverse=True)
        return max(0.0, first + sum(best[: max(0, most)]))

    def _more_carried(self, nation: str, units: int) -> float:
        """Return what more a nation could carry by new units at the very most, at its price."""
        place = self._places.get(nation)
        if place is None:
            return 0.0
        problem, data = self._ground.problem, self._ground.worth.instance
        most = float(problem.nations[place]["most_months"]) / problem.month
        before = float(data.offer_quantity[data.offer_nation == place].sum()) * self._n_periods
        more = min(most, before + units * self._n_periods) - min(most, before)
        return float(self._read("carried", nation, width=1)[0]) * more
