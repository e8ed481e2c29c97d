"""Made-up results that fit `brief_plan`: what the engines would hand to the brief."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from reassure.brief import BriefInputs
from reassure.engines.progress import assess_progress
from reassure.model.choices import (
    AskKind,
    ChangeKind,
    ChangeReason,
    ForceStage,
    ShortfallReason,
    Status,
    StoppedBy,
)
from reassure.model.finding import Finding, Severity
from reassure.model.outputs import (
    Arrival,
    Ask,
    Assignment,
    ChanceFill,
    Change,
    Cost,
    Leg,
    LineFill,
    Load,
    Shortfall,
    Stage,
    SupplyDay,
    SupplySite,
    UseDay,
)
from reassure.model.plan import Plan
from reassure.model.result import Provenance
from reassure.model.results import Asks, Costs, Deployment, ForcePlan, Supply
from reassure.model.table import Table
from tests.brief_plan import HORIZON_DAYS, brief_plan
from tests.brief_simulation import whole_simulation

PERIOD = 30
HOLDS = ("locations:pol-medyka.wagons_per_day", "locations:rou-constanta.handling_t_per_day")
VERSIONS = {"reassure": "0.1.0", "highspy": "1.15.1"}

TRUNKS = {
    "atlantic": ["gbr-marchwood--pol-gdansk-sea", "pol-gdansk--pol-rzeszow-rail",
                 "pol-rzeszow--pol-medyka-rail", "pol-medyka--ukr-lviv-rail"],
    "north-sea": ["deu-bremerhaven--pol-rzeszow-rail", "pol-rzeszow--ukr-lviv-road"],
    "kyiv": ["pol-rzeszow--pol-medyka-rail", "pol-medyka--ukr-lviv-rail",
             "ukr-lviv--ukr-kyiv-rail"],
    "south": ["fra-toulon--rou-constanta-sea", "rou-constanta--rou-suceava-rail",
              "rou-suceava--ukr-vinnytsia-road", "ukr-vinnytsia--ukr-odesa-rail"],
    "straits": ["gbr-marchwood--rou-constanta-sea", "rou-constanta--rou-suceava-rail"],
}  # fmt: skip


def provenance(plan: Plan, step: str, **ended: Any) -> Provenance:
    """How a step ended."""
    return Provenance(step, 1, plan.sha256, VERSIONS, **{"status": Status.COMPUTED, **ended})


def force_plan(plan: Plan) -> ForcePlan:
    """Tours dealt out line by line until the offers are used up."""
    rng = np.random.default_rng(11)
    free = {
        f"{offer.id}.{i + 1}": offer.from_day
        for offer in plan.offers
        for i in range(offer.quantity)
    }
    tours: list[dict[str, Any]] = []
    shortfalls: list[dict[str, Any]] = []
    fills: list[dict[str, Any]] = []
    reasons = list(ShortfallReason)
    for line in plan.requirements:
        units = [
            f"{offer.id}.{i + 1}" for offer in plan.offers
            if offer.capability == line.capability for i in range(offer.quantity)
        ]  # fmt: skip
        provided = 0.0
        for slot in range(int(line.quantity)):
            day = line.from_day
            while day < line.until_day:
                unit = min(units, key=lambda name: (max(free[name], day), name), default=None)
                start = (
                    HORIZON_DAYS if unit is None else PERIOD * -(-max(free[unit], day) // PERIOD)
                )
                start = min(start, line.until_day)
                if start > day:
                    reason = reasons[int(rng.integers(len(reasons)))]
                    offer = "" if unit is None else unit.rsplit(".", 1)[0]
                    shortfalls.append(
                        {"requirement": line.id, "from_day": day, "until_day": start,
                         "quantity": 1.0, "reason": reason,
                         "binding": f"offers:{offer}.from_day" if offer and slot % 2
                         else f"requirements:{line.id}.quantity"}
                    )  # fmt: skip
                if unit is None or start >= line.until_day:
                    break
                until = min(start + 180, line.until_day)
                free[unit] = until + 240
                tours.append({"id": f"{line.id}/{unit}/{start:g}", "requirement": line.id,
                              "offer": unit.rsplit(".", 1)[0], "unit": unit, "from_day": start,
                              "until_day": until, "effective_quantity": 1.0})  # fmt: skip
                provided += until - start
                day = until
        fills.append({"requirement": line.id, "objective": line.objective, "sector": line.sector,
                      "required_unit_days": line.quantity * (line.until_day - line.from_day),
                      "provided_unit_days": provided})  # fmt: skip
    merged: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in shortfalls:
        key = (row["requirement"], row["from_day"], row["reason"], row["binding"])
        if key in merged:
            merged[key]["quantity"] += row["quantity"]
        else:
            merged[key] = row
    return ForcePlan(
        provenance(plan, "generate", status=Status.FEASIBLE, stopped_by=StoppedBy.WORK,
                   objective=13361.3, bound=13741.8),
        Table.of(Assignment, tours), Table.of(Shortfall, merged.values()),
        Table.of(LineFill, fills),
        ("A unit whose offer states no cost costs what its capability costs.",
         "Conditions that name no date are taken to hold from the first day."),
        changes=Table.of(Change, changes(tours)), stages=Table.of(Stage, STAGES),
        chance_fills=Table.of(ChanceFill, chance_fills(fills)),
    )  # fmt: skip


STAGES = (
    Stage(stage=ForceStage.FILL, value=13361.3, bound=13741.8),
    Stage(stage=ForceStage.COST, value=2.3e9, bound=2.1e9),
    Stage(stage=ForceStage.FRAGMENTATION, value=31),
)


def changes(tours: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every fortieth tour is new; as many are dropped, one of them of an offer that is gone."""
    rows: list[dict[str, Any]] = []
    for number, tour in enumerate(tours[::40]):
        kept = {name: tour[name] for name in ("requirement", "offer", "from_day", "until_day")}
        rows.append(kept | {"change": ChangeKind.ADDED, "units": 1, "reason": ChangeReason.FILLS})
        reason = (ChangeReason.NOT_POSSIBLE, ChangeReason.BETTER_USE)[number % 2]
        was = kept | {"until_day": tour["until_day"] - 30}
        rows.append(was | {"change": ChangeKind.DROPPED, "units": 2, "reason": reason})
    gone = {"offer": "lux-gone-1", "reason": ChangeReason.NOT_POSSIBLE}
    return [*rows[:-1], rows[-1] | gone]


def chance_fills(fills: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Promises of which four in five come."""

    def row(parts: list[dict[str, Any]], **key: Any) -> dict[str, Any]:
        asked = sum(part["required_unit_days"] for part in parts)
        share = sum(part["provided_unit_days"] for part in parts) / asked
        return key | {"promised_fill": share, "expected_fill": 0.8 * share,
                      "standard_error": 0.004, "fill_at_90": 0.6 * share}  # fmt: skip

    objectives = sorted({fill["objective"] for fill in fills})
    return [
        row(fills),
        *(row([f for f in fills if f["objective"] == key], objective=key) for key in objectives),
        *(row([f], objective=f["objective"], requirement=f["requirement"]) for f in fills),
    ]


def asks(plan: Plan) -> Asks:
    """Units, some whose gain is not proven, a caveat, and what was not worked out."""
    lines = list(plan.requirements)[:4]
    rows: list[dict[str, Any]] = [
        {"rank": i, "kind": AskKind.UNITS, "capability": line.capability, "quantity": i,
         "from_day": line.from_day, "until_day": line.until_day, "sector": line.sector,
         "at_most": 90.0, "gain": 60.0 - 12 * i, "gain_low": 40.0 - 15 * i,
         "gain_high": 70.0 - 12 * i, "is_distinguishable": i < 3, "filled_unit_days": 540.0}
        for i, line in enumerate(lines, start=1)
    ]  # fmt: skip
    rows.append({"rank": 5, "kind": AskKind.CAVEAT, "nation": "ITA", "at_most": 9.0, "gain": 4.5,
                 "binding": "caveats:ita-south.sectors", "gain_low": 4.0, "gain_high": 5.0,
                 "is_distinguishable": True, "filled_unit_days": 90.0})  # fmt: skip
    rows += [{"rank": i, "kind": AskKind.UNITS, "capability": lines[0].capability, "nation": "FRA",
              "quantity": 1, "at_most": 20.0 - i} for i in range(6, 13)]  # fmt: skip
    return Asks(provenance(plan, "ask"), Table.of(Ask, rows), ("Others keep to their offers.",))


def deployment(plan: Plan, forces: ForcePlan) -> Deployment:
    """Loads along five trunk routes, with queues at three places."""
    rng = np.random.default_rng(12)
    loads, legs, arrivals = [], [], []
    routes = sorted(TRUNKS)
    for tour in forces.assignments:
        late = max(0, round(float(rng.normal(-4, 18))))
        never = rng.random() < 0.01
        arrivals.append({"assignment": tour.id, "wanted_day": tour.from_day,
                         "planned_day": None if never else int(tour.from_day) + late,
                         "late_days": None if never else float(late),
                         "binding": HOLDS[late % 2] if late else None})  # fmt: skip
        tonnes = plan.capabilities[plan.offers[tour.offer].capability].tonnes
        route = TRUNKS[routes[int(rng.integers(len(routes)))]]
        for part in range(3 if tonnes else 0):
            load = f"{tour.id}/{part}"
            loads.append({"id": load, "owner": tour.id, "mode": "rail", "size": tonnes / 3})
            day = int(tour.from_day)
            for number, link in enumerate(route, start=1):
                row = {"load": load, "leg": number, "link": link}
                legs.append(row | {"depart_day": day, "arrive_day": day + 3})
                day += 3
    days = np.arange(HORIZON_DAYS)
    use = []
    for place, limit, capacity, peak in (
        ("rou-constanta", "handling_t_per_day", 4000.0, 60),
        ("pol-medyka", "wagons_per_day", 120.0, 42),
        ("pol-rzeszow", "staging_t_per_day", 5000.0, 17),
        ("pol-gdansk", "handling_lane_m_per_day", 1800.0, 6),
    ):
        wave = np.maximum(0, np.sin(days / 35)) * peak
        use += [{"location": place, "limit": limit, "day": int(day), "capacity": capacity,
                 "used": capacity if queue > 1 else capacity * 0.6, "queue": float(queue // 1)}
                for day, queue in zip(days, wave, strict=True)]  # fmt: skip
    return Deployment(
        provenance(plan, "deploy", objective=563.0, bound=541.0),
        Table.of(Load, loads), Table.of(Leg, legs), Table.of(Arrival, arrivals),
        Table.of(UseDay, use),
        ("Roads take any load class where the plan states none.",),
    )  # fmt: skip


def supply(plan: Plan) -> Supply:
    """Stocks that fall, are filled up, and at two places run dry."""
    rng = np.random.default_rng(13)
    places = ["ukr-lviv", "ukr-kyiv", "ukr-vinnytsia", "ukr-odesa", "rou-constanta", "pol-rzeszow",
              *[row.id for row in plan.locations if row.kind == "base"][:6]]  # fmt: skip
    days = np.arange(HORIZON_DAYS)
    frames, sites = [], []
    for place in dict.fromkeys(places):
        for item in plan.supply_classes:
            level = 18 + 14 * np.sin(days / float(rng.integers(9, 40)) + rng.random() * 6)
            level = np.maximum(level - (14 if rng.random() < 0.1 else 0), 0)
            unmet = np.where(level <= 0, 2.0, 0.0)
            frames.append(pl.DataFrame(
                {"location": place, "supply_class": item.id, "day": days, "on_hand_t": level * 12,
                 "days_of_supply": level, "unmet_t": unmet}))  # fmt: skip
            short, limit = days[unmet > 0], f"locations:{place}.storage_t"
            sites.append({"location": place, "supply_class": item.id, "consumed_t": 6000.0,
                          "unmet_t": float(unmet.sum()), "min_days_of_supply": float(level.min()),
                          "first_short_day": int(short[0]) if short.size else None,
                          "binding": limit if short.size else None})  # fmt: skip
    return Supply(
        provenance(plan, "sustain"), Table(SupplyDay, pl.concat(frames)),
        Table.of(SupplySite, sites), ("Water is produced where it is used.",),
    )  # fmt: skip


def costs(plan: Plan, forces: ForcePlan) -> Costs:
    """Months served, at the capability's cost."""
    rows: dict[tuple[str, str, int, str], float] = {}
    for tour in forces.assignments:
        offer, line = plan.offers[tour.offer], plan.requirements[tour.requirement]
        monthly = plan.capabilities[offer.capability].cost_per_month
        for period in range(int(tour.from_day // PERIOD), int(tour.until_day // PERIOD)):
            key = (offer.nation, line.objective, period, "unit_month")
            rows[key] = rows.get(key, 0.0) + monthly
        moved = (offer.nation, line.objective, int(tour.from_day // PERIOD), "tonne_km")
        rows[moved] = rows.get(moved, 0.0) + 400_000
    names = ("nation", "objective", "period", "kind")
    table = Table.of(
        Cost, [dict(zip(names, key, strict=True), amount=value) for key, value in rows.items()]
    )
    return Costs(provenance(plan, "cost"), table, "USD", 2025, ("Prices stay as they are.",))


FINDINGS = (
    Finding("CHK-USE-001", Severity.WARNING, "offers", 14, "capability", "gbr-opv-3",
            "an offer that no line asks for", "a line that wants it", "add the line or leave it"),
    Finding("CHK-NET-002", Severity.NOTE, "locations", 9, "draught_m", "rou-constanta",
            "no draught", "a depth in metres", "state it; until then every ship is taken"),
)  # fmt: skip


@cache
def brief_inputs() -> BriefInputs:
    """Everything that a whole run of the plan hands over."""
    plan = brief_plan()
    forces = force_plan(plan)
    moved = deployment(plan, forces)
    how = provenance(plan, "status")
    return BriefInputs(
        seed=1, force_plan=forces, deployment=moved, supply=supply(plan),
        costs=costs(plan, forces), asks=asks(plan), simulation=whole_simulation(plan, forces),
        findings=FINDINGS, progress=replace(assess_progress(plan, forces, moved), provenance=how),
    )  # fmt: skip
