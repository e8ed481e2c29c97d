"""The best force plan by a second exact solver: SCIP on one switch for each unit and tour.

Its own model of the page docs/explain/generate.md, from the second reading of the records; nothing
is shared with the engine. It runs in a process of its own:

    python -m tests.oracles.scip_force_plan PERIODS LINES OFFERS UNITS SEED [SEED ...]

and prints, for the drawn plan of each seed, its best objective.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pyscipopt import Model, quicksum

from reassure.checks.tour_rules import Tour, TourRules
from reassure.model.choices import ConditionKind
from reassure.model.force import Requirement
from reassure.model.plan import Plan
from tests.oracles.force_plan import prices_of, sound_tours
from tests.strategies import draw_force_plan

MONTH = 30.0
Served = tuple[Tour, Any]


def best_by_scip(plan: Plan) -> float:
    """Return the best objective over all plans."""
    rules, model = TourRules(plan), Model()
    model.hideOutput()
    served: list[Served] = []
    for offer in plan.offers:
        tours = list(sound_tours(rules, offer))
        for unit in range(1, offer.quantity + 1):
            own = [
                (Tour(t.id, t.offer, unit, t.line, t.start, t.stop), model.addVar(vtype="B"))
                for t in tours
            ]
            for period in range(rules.n_periods):
                busy = [
                    x for t, x in own if t.start <= period < t.stop + rules.rest(offer, t.length)
                ]
                if len(busy) > 1:
                    model.addCons(quicksum(busy) <= 1)
            served += own
    tour_price, nation_price = prices_of(rules)
    worth = [_add_fill(model, rules, line, served) for line in rules.lines.values()]
    worth += [-tour_price(t) * x for t, x in served]
    worth += [-nation_price * z for z in _add_formations(model, rules, served)]
    _add_leads(model, rules, served)
    _add_partners(model, rules, served)
    _add_burdens(model, rules, served)
    model.setObjective(quicksum(worth), "maximize")
    model.setParam("limits/gap", 0.0)
    model.optimize()
    if model.getStatus() != "optimal":
        raise RuntimeError(f"SCIP ends with {model.getStatus()}")
    return float(model.getObjVal())


def _add_fill(model: Any, rules: TourRules, line: Requirement, served: list[Served]) -> Any:
    here = [(t, x) for t, x in served if t.line == line.id]
    weight = line.weight * rules.plan.objectives[line.objective].weight
    worth = []
    for period in range(rules.n_periods):
        first = max(line.from_day, period * rules.period_days, 0.0)
        end = min((period + 1) * rules.period_days, rules.plan.meta.horizon_days)
        days = max(0.0, min(line.until_day, end) - first)
        units = [
            rules.counts(rules.plan.offers[t.offer], line) * x
            for t, x in here
            if t.start <= period < t.stop
        ]
        if not units or days <= 0 or line.quantity <= 0:
            continue
        fill = model.addVar(lb=0, ub=line.quantity)
        model.addCons(fill <= quicksum(units))
        worth.append(weight * days / rules.period_days * fill)
    return quicksum(worth)


def _add_formations(model: Any, rules: TourRules, served: list[Served]) -> Iterator[Any]:
    for record in rules.plan.formations:
        inside: dict[str, list[Any]] = defaultdict(list)
        for t, x in served:
            if rules.lines[t.line].formation == record.id:
                inside[rules.plan.offers[t.offer].nation].append(x)
        gates = {nation: model.addVar(vtype="B") for nation in sorted(inside)}
        for nation, gate in gates.items():
            for x in inside[nation]:
                model.addCons(x <= gate)
        if record.max_nations is not None:
            model.addCons(quicksum(gates.values()) <= record.max_nations)
        if record.framework_nation is not None:
            of_frame = quicksum(inside[record.framework_nation])
            for gate in gates.values():
                model.addCons(gate <= of_frame)
        yield from gates.values()


def _add_leads(model: Any, rules: TourRules, served: list[Served]) -> None:
    leads: dict[tuple[str, str], Any] = {}
    for t, x in served:
        sector = rules.lines[t.line].sector
        for row in rules.conditions(t.offer, ConditionKind.LEAD_NATION):
            key = (sector, row.nation or "")
            if key not in leads:
                leads[key] = model.addVar(vtype="B")
            model.addCons(x <= leads[key])
    for (sector, nation), lead in leads.items():
        record = rules.plan.sectors[sector]
        if nation not in record.lead_nations:
            model.addCons(lead <= 0)
        months = quicksum(
            t.length * rules.period_days / MONTH * x
            for t, x in served
            if rules.lines[t.line].sector == sector and rules.plan.offers[t.offer].nation == nation
        )
        model.addCons(months >= record.lead_min_unit_months * lead)
    for sector in sorted({sector for sector, _ in leads}):
        own = [lead for (where, _), lead in leads.items() if where == sector]
        model.addCons(quicksum(own) <= 1)


def _add_partners(model: Any, rules: TourRules, served: list[Served]) -> None:
    for t, x in served:
        sector = rules.lines[t.line].sector
        for row in rules.conditions(t.offer, ConditionKind.PARTNER_PRESENT):
            least = 1.0 if row.minimum_units is None else row.minimum_units
            for period in range(t.start, t.stop):
                there = quicksum(
                    other
                    for o, other in served
                    if rules.lines[o.line].sector == sector
                    and rules.plan.offers[o.offer].nation == row.nation
                    and o.offer != t.offer
                    and o.start <= period < o.stop
                )
                model.addCons(there >= least * x)


def _add_burdens(model: Any, rules: TourRules, served: list[Served]) -> None:
    def months(nation: str | None) -> Any:
        return quicksum(
            t.length * rules.period_days / MONTH * x
            for t, x in served
            if nation is None or rules.plan.offers[t.offer].nation == nation
        )

    for row in rules.plan.burdens:
        if row.max_unit_months is not None:
            model.addCons(months(row.nation) <= row.max_unit_months)
        if row.max_share is not None:
            model.addCons(months(row.nation) <= row.max_share * months(None))


if __name__ == "__main__":
    size, seeds = [int(word) for word in sys.argv[1:5]], sys.argv[5:]
    for seed in seeds:
        plan = draw_force_plan(int(seed), *size)
        row = {"seed": int(seed), "objective": best_by_scip(plan)}
        sys.stdout.write(json.dumps(row) + "\n")
