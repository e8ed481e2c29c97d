"""Seeded coalitions for force generation: sizes S, M, L and XL, written as plans.

The same size and seed give the same coalition everywhere. About 60 % of what is asked for is
on offer; 8 % of the offers wait for a lead nation and as many for a partner, a third has caveats,
and lines of manoeuvre units form battlegroups of two or three nations.
"""

from typing import Any

import numpy as np

from reassure.model.plan import Plan, PlanMeta

SIZES = {
    "S": (8, 60, 40, 12, 4, 10, 4),
    "M": (20, 250, 150, 24, 8, 18, 5),
    "L": (30, 600, 400, 24, 14, 26, 6),
    "XL": (40, 2000, 1200, 36, 24, 36, 8),
}
"""Nations, offers, lines, periods, sectors, capabilities, tasks."""
PERIOD_DAYS = 30.0
COST_WEIGHT, NATION_WEIGHT = 0.02, 0.25
"""What money and a nation in a battlegroup cost the objective, beside weighted unit-periods."""

LEAD_MONTHS = 6.0
NOTICES = (5, 10, 30, 60, 90, 120, 180)
Rows = list[dict[str, Any]]


def force_plan(size: str, seed: int) -> Plan:
    """Make a coalition's plan.

    Parameters
    ----------
    size
        One of `SIZES`.
    seed
        Seed of all draws.
    """
    n_nations, n_offers, n_lines, n_periods, n_sectors, n_kinds, n_tasks = SIZES[size]
    draw = np.random.default_rng(1000 + seed)
    shares = draw.dirichlet(np.full(n_kinds, 1.2)) * 0.6 + 0.4 / n_kinds
    lines, formations = _lines(draw, shares, n_lines, n_periods, n_sectors, n_kinds, n_tasks)
    tables: dict[str, Rows] = {
        "nations": [{"id": nation(i), "name": nation(i)} for i in range(n_nations)],
        "objectives": [{"id": "all", "name": "All", "weight": 1}],
        "tasks": [{"id": f"task-{k}", "title": "Task", "objective": "all"} for k in range(n_tasks)],
        "locations": [
            {
                "id": "camp",
                "name": "Camp",
                "kind": "base",
                "nation": nation(0),
                "lat": 50,
                "lon": 20,
            }
        ],
        "requirements": lines,
        "formations": formations,
    }
    tables |= _offers(draw, shares, n_nations, n_offers, n_periods, n_sectors, n_kinds, n_tasks)
    meta = PlanMeta(
        format=1,
        title=f"Coalition {size}-{seed}",
        horizon_days=n_periods * PERIOD_DAYS,
        period_days=PERIOD_DAYS,
        currency="EUR",
        price_year=2025,
        label="UNCLASSIFIED",
        notional=True,
    )
    return Plan.of(meta, tables)


def nation(place: int) -> str:
    """Return the notional code of a nation."""
    return f"X{chr(65 + place // 26)}{chr(65 + place % 26)}"


def _lines(
    draw: np.random.Generator,
    shares: Any,
    n_lines: int,
    n_periods: int,
    n_sectors: int,
    n_kinds: int,
    n_tasks: int,
) -> tuple[Rows, Rows]:
    kind = draw.choice(n_kinds, n_lines, p=shares)
    sector, task = draw.integers(0, n_sectors, n_lines), draw.integers(0, n_tasks, n_lines)
    quantity = draw.choice([1, 1, 2, 2, 3, 4, 6], n_lines)
    weight = draw.choice([1.0, 2.0, 4.0, 8.0], n_lines, p=[0.35, 0.3, 0.25, 0.1])
    length = np.maximum(6, (n_periods * draw.uniform(0.35, 1.0, n_lines)).astype(int))
    length = np.minimum(length, n_periods)
    start = (draw.random(n_lines) * (n_periods - length + 1)).astype(int)
    notice = draw.choice([10, 30, 60, 90, 180], n_lines, p=[0.05, 0.15, 0.3, 0.3, 0.2])
    grade = draw.choice([0, 1, 2, 3], n_lines, p=[0.3, 0.4, 0.2, 0.1])
    needs = np.where(draw.random(n_lines) < 0.25, 1 << draw.integers(0, 5, n_lines), 0)
    formation = np.full(n_lines, -1)
    formations: Rows = []
    for place in range(n_sectors):
        manoeuvre = [
            line
            for line in range(n_lines)
            if sector[line] == place and kind[line] < max(2, n_kinds // 3)
        ]
        for first in range(0, len(manoeuvre), 5):
            formation[manoeuvre[first : first + 5]] = len(formations)
            formations.append(
                {
                    "id": f"bg-{len(formations)}",
                    "sector": f"sector-{place}",
                    "max_nations": int(draw.integers(2, 4)),
                }
            )
    rows: Rows = [
        {
            "id": f"line-{i:04}",
            "objective": "all",
            "sector": f"sector-{sector[i]}",
            "capability": f"kind-{kind[i]}",
            "quantity": int(quantity[i]),
            "weight": float(weight[i]),
            "from_day": start[i] * PERIOD_DAYS,
            "until_day": (start[i] + length[i]) * PERIOD_DAYS,
            "min_grade": int(grade[i]),
            "attributes": [*_bits(int(needs[i])), f"within-{notice[i]}"],
            "formation": None if formation[i] < 0 else f"bg-{formation[i]}",
            "tasks": [f"task-{task[i]}"],
        }
        for i in range(n_lines)
    ]
    return rows, formations


def _offers(
    draw: np.random.Generator,
    shares: Any,
    n_nations: int,
    n_offers: int,
    n_periods: int,
    n_sectors: int,
    n_kinds: int,
    n_tasks: int,
) -> dict[str, Rows]:
    sizes = draw.dirichlet(np.full(n_nations, 2.0))
    owner = draw.choice(n_nations, n_offers, p=sizes * 0.7 + 0.3 / n_nations)
    own_shares = draw.dirichlet(np.full(n_kinds, 3.0)) * 0.4 + shares * 0.6
    kind = draw.choice(n_kinds, n_offers, p=own_shares)
    quantity = draw.choice([1, 1, 2, 3, 4, 6], n_offers)
    serves: list[dict[int, float]] = []
    for offer in range(n_offers):
        counts = {int(kind[offer]): 1.0}
        for _ in range(int(draw.choice([0, 1, 2], p=[0.4, 0.4, 0.2]))):
            other, efficiency = (
                int(draw.integers(0, n_kinds)),
                draw.choice([0.5, 0.6, 0.7, 0.75, 0.8, 0.9]),
            )
            counts.setdefault(other, float(efficiency))
        serves.append(counts)
    length = np.maximum(6, (n_periods * draw.uniform(0.4, 1.0, n_offers)).astype(int))
    start = (draw.random(n_offers) * (n_periods - length + 1)).astype(int)
    longest = np.minimum(draw.choice([4, 6, 6, 6, 9, 12], n_offers), length)
    shortest = np.minimum(draw.choice([3, 4], n_offers), longest)
    rest = draw.choice([1.0, 2.0, 2.0, 3.0], n_offers)
    notice = draw.choice([5, 10, 30, 60, 90, 120], n_offers, p=[0.1, 0.15, 0.25, 0.25, 0.15, 0.1])
    grade = draw.choice([0, 1, 2, 3], n_offers, p=[0.1, 0.3, 0.35, 0.25])
    has = np.zeros(n_offers, dtype=int)
    for bit in range(5):
        has |= np.where(draw.random(n_offers) < 0.6, 1 << bit, 0)
    caveats = _caveats(draw, owner, n_sectors, n_tasks)
    cost = np.round(draw.uniform(0.3, 2.0, n_offers), 2)
    deploy = np.round(draw.uniform(0.5, 3.0, n_offers), 2)
    candidates = [
        sorted(draw.choice(n_nations, 3, replace=False).tolist()) for _ in range(n_sectors)
    ]
    conditions = _conditions(draw, owner, candidates, n_nations)
    most = np.zeros(n_nations)
    for place in range(n_nations):
        mine = np.flatnonzero(owner == place)
        months = sum(quantity[i] * length[i] / (1 + rest[i]) for i in mine)
        most[place] = np.floor(months * draw.uniform(0.6, 1.3))
    kinds = sorted(
        {_kind_name(counts) for counts in serves} | {f"kind-{k}" for k in range(n_kinds)}
    )
    substitutions = {
        (f"kind-{asked}", _kind_name(counts)): efficiency
        for counts in serves
        for asked, efficiency in counts.items()
        if _kind_name(counts) != f"kind-{asked}"
    }
    return {
        "capabilities": [_capability(name) for name in kinds],
        "substitutions": [
            {"id": f"sub-{i}", "capability": asked, "by": by, "efficiency": efficiency}
            for i, ((asked, by), efficiency) in enumerate(sorted(substitutions.items()))
        ],
        "sectors": [
            {
                "id": f"sector-{j}",
                "name": "Sector",
                "location": "camp",
                "lead_nations": [nation(i) for i in candidates[j]],
                "lead_min_unit_months": LEAD_MONTHS,
            }
            for j in range(n_sectors)
        ],
        "burdens": [
            {"id": f"most-{i}", "nation": nation(i), "max_unit_months": float(most[i])}
            for i in range(n_nations)
        ],
        "caveats": caveats,
        "conditions": conditions,
        "offers": [
            {
                "id": f"offer-{i:04}",
                "nation": nation(owner[i]),
                "capability": _kind_name(serves[i]),
                "quantity": int(quantity[i]),
                "state": "offered",
                "grade": int(grade[i]),
                "from_day": start[i] * PERIOD_DAYS,
                "until_day": (start[i] + length[i]) * PERIOD_DAYS,
                "tour_min_days": shortest[i] * PERIOD_DAYS,
                "tour_max_days": longest[i] * PERIOD_DAYS,
                "rest_ratio": float(rest[i]),
                "rest_rule": "fixed",
                "attributes": [
                    *_bits(int(has[i])),
                    *(f"within-{days}" for days in NOTICES if days >= notice[i]),
                ],
                "origin": "camp",
                "cost_per_month": float(cost[i]),
                "deploy_cost": float(deploy[i]),
            }
            for i in range(n_offers)
        ],
    }


def _caveats(draw: np.random.Generator, owner: Any, n_sectors: int, n_tasks: int) -> Rows:
    most = max(1, n_sectors // 2)
    sectors: list[list[int]] = []
    for _ in owner:
        is_bound = draw.random() < 0.35
        sectors.append(
            draw.choice(n_sectors, int(draw.integers(0, most + 1)), replace=False).tolist()
            if is_bound
            else []
        )
    tasks = [draw.choice(n_tasks, 1).tolist() if draw.random() < 0.2 else [] for _ in owner]
    rows: Rows = []
    for offer, (places, kinds) in enumerate(zip(sectors, tasks, strict=True)):
        known = {
            "nation": nation(owner[offer]),
            "offer": f"offer-{offer:04}",
            "kind": "prohibition",
        }
        if places:
            named = [f"sector-{j}" for j in sorted(places)]
            rows.append({"id": f"where-{offer}", **known, "sectors": named})
        if kinds:
            rows.append({"id": f"what-{offer}", **known, "tasks": [f"task-{k}" for k in kinds]})
    return rows


def _conditions(
    draw: np.random.Generator, owner: Any, candidates: list[list[int]], n_nations: int
) -> Rows:
    rows: Rows = []
    for offer, own in enumerate(owner):
        share = draw.random()
        known = {"id": f"if-{offer}", "offer": f"offer-{offer:04}"}
        if share < 0.08:
            able = [place for listed in candidates for place in listed if place != own]
            lead = nation(int(draw.choice(able)))
            rows.append({**known, "kind": "lead_nation", "nation": lead})
        elif share < 0.16:
            partner = int(draw.integers(0, n_nations))
            if partner != own:
                least = int(draw.integers(1, 4))
                kind = {"kind": "partner_present", "nation": nation(partner)}
                rows.append({**known, **kind, "minimum_units": least})
    return rows


def _bits(mask: int) -> list[str]:
    return [f"skill-{bit}" for bit in range(5) if mask >> bit & 1]


def _kind_name(counts: dict[int, float]) -> str:
    """Return the name of a capability that counts for some kinds with some efficiency."""
    (own, _), *others = counts.items()
    rest = "".join(f"-{kind}at{round(100 * share)}" for kind, share in sorted(others))
    return f"kind-{own}{rest}"


def _capability(name: str) -> dict[str, Any]:
    sizes = {"persons": 100, "vehicles": 20, "tonnes": 300, "lane_m": 180, "wagons": 15}
    return {"id": name, "name": name, "domain": "land", **sizes}
