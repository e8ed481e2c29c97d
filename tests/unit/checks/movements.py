"""Random movements with every kind of limit, carrier and unit in them."""

from collections.abc import Iterator
from random import Random
from typing import Any

from reassure.model.plan import Plan
from reassure.model.results import ForcePlan
from tests.unit.engines.deploy.moves import Row, force_of, line, offer, plan_of, tour, unit
from tests.unit.engines.deploy.test_random_networks import capabilities, links_between, places

_SPAN = {"nation": "XAA", "home": "n0"}


def full_movement(seed: int) -> tuple[Plan, ForcePlan]:
    """Make a random plan of movement, richer than those of the engine's own tests."""
    pick, later = Random(seed), Random(seed + 1000)

    def maybe(*values: Any) -> Any:
        return pick.choice([None, *values])

    n, n_offers = pick.randint(3, 6), pick.randint(2, 5)
    where = [f"n{i}" for i in range(n)]
    locations = [
        row
        | {
            "draught_m": maybe(7, 11),
            "roro": maybe(True, True, False),
            "runway_m": maybe(1500, 2500),
            "parking": maybe(1, 3),
            "ground_time_h": maybe(1.5, 4),
            "ground_time_max_h": later.choice([None, 4, 5]),
            "storage_t": later.choice([None, None, 60, 400]),
            "operating_h_per_day": pick.choice([24, 12]),
            "kind": pick.choice([row["kind"]] * 5 + ["gateway"]),
            "lat": i,
            "lon": 3 * i,
        }
        for i, row in enumerate(places(pick, n))
    ]
    links: list[Row] = []
    for row in links_between(pick, n):
        more: Row = {}
        if row["mode"] == "road" and pick.random() < 0.2:
            more |= {"mode": "waterway", "mlc": None, "capacity_unit": maybe("tonnes")}
        if row["mode"] == "rail":
            more |= {"axle_load_t": maybe(16, 25), "loading_gauge": maybe("ga", "gc", "own")}
        if pick.random() < 0.3:
            more |= {"transit_days": None, "distance_km": pick.choice([90, 700, 2500])}
            more |= {"speed_km_per_h": maybe(15, 40)}
        if pick.random() < 0.15:
            more |= {"capacity_unit": "tonnes", "capacity_per_day": 500}
        links.append(row | more)
    units = [
        row
        | {
            "axle_load_t": maybe(15, 22),
            "loading_gauge": maybe("g1", "gb"),
            "outsize": pick.choice([True, False]),
        }
        for row in capabilities(pick)
    ]
    units += [
        unit(f"{domain}-self", domain=domain, moves="self", vehicles=pick.randint(0, 2),
             speed_km_per_h=maybe(30, 400))
        for domain in ("sea", "air", "land")
    ]  # fmt: skip
    kinds = [row["id"] for row in units]
    plan = plan_of(
        pick.choice([30, 60.5]),
        capabilities=units,
        locations=locations,
        links=links,
        lifts=[row for row in _lifts(pick) if pick.random() < 0.6],
        gauge_breaks=[
            {"id": f"g{i}", "location": pick.choice(where), "method": "bogie_change"}
            | {"from_gauge_mm": 1435, "to_gauge_mm": 1520, "wagons_per_day": pick.choice([15, 80])}
            for i in range(pick.randint(0, 3))
        ],
        clearances=[
            {
                "id": f"c{i}",
                "through": pick.choice(["XAA", "XBB"]),
                "cargo": pick.choice(["any", "heavy", "outsize"]),
                "lead_days": pick.choice([2, 5.5]),
            }
            for i in range(pick.randint(0, 2))
        ],
        passages=[
            {"id": "p", "through": "XBB", "allowed": False, "mode": pick.choice(["road", "air"])}
        ][: pick.choice([0, 0, 1])],
        outages=[
            {"id": f"out{i}", "kind": "planned", "open_share": pick.choice([0, 0.5])}
            | {"from_day": maybe(1, 3.5), "until_day": maybe(6, 9.2)}
            | pick.choice([{"link": links[0]["id"]}, {"location": pick.choice(where)}])
            for i in range(pick.randint(0, 2))
        ],
        sectors=[
            {"id": "s", "name": "S", "location": where[-1]},
            {"id": "u", "name": "U", "location": where[-2]},
        ],
        requirements=[
            line("r"),
            line("q", weight=3, from_day=5),
            line("v", sector="u", weight=0, required_day=40),
        ],
        offers=[
            offer(
                f"o{i}",
                capability=pick.choice(kinds),
                origin=pick.choice(["n0", "n0", "n1"]),
                nation=pick.choice(["XAA", "XBB"]),
                from_day=pick.randint(0, 6),
                notice_days=pick.choice([0, 3.5]),
                state=pick.choice(["offered", "offered", "deployed"]),
            )
            for i in range(n_offers)
        ],
    )  # fmt: skip
    return plan, force_of(plan, *_tours(pick, n_offers))


def _lifts(pick: Random) -> Iterator[Row]:
    for name in ("ship", "tender"):
        yield {
            "id": name, "mode": "sea", "name": name, "quantity": pick.randint(100, 200),
            "lane_m": pick.choice([None, 400, 1500]), "payload_t": pick.choice([None, 300, 2000]),
            "speed_km_per_h": pick.choice([15, 30]), "draught_m": pick.choice([None, 6, 10]),
            "from_day": pick.choice([0, 4]), "until_day": pick.choice([25, 999]), **_SPAN,
        }  # fmt: skip
    yield {
        "id": "plane", "mode": "air", "name": "Plane", "quantity": pick.randint(400, 800),
        "payload_t": pick.choice([None, 45]), "passengers": pick.choice([None, 80]),
        "min_runway_m": pick.choice([None, 2000]), "speed_km_per_h": 600,
        "from_day": 0, "until_day": pick.choice([20, 999]), **_SPAN,
    }  # fmt: skip
    for name in ("rail-a", "rail-b", "road-a", "waterway-a"):
        yield {
            "id": name, "mode": name.partition("-")[0], "name": name,
            "quantity": pick.randint(100, 400), "speed_km_per_h": 30, "from_day": 0,
            "until_day": pick.choice([12, 999]), **_SPAN,
        }  # fmt: skip


def _tours(pick: Random, n_offers: int) -> Iterator[Row]:
    for i in range(pick.randint(1, 6)):
        name, until = f"o{pick.randrange(n_offers)}", pick.choice([20, 25, 90])
        own = {"offer": name, "unit": f"{name}.{i + 1}", "until_day": until}
        yield tour(f"t{i}", requirement=pick.choice("rqv"), **own)
        if pick.random() < 0.4:
            start = until + pick.choice([0, 0, 4])
            again = own | {"from_day": start, "until_day": start + 20}
            yield tour(f"t{i}-next", requirement=pick.choice("rqv"), **again)
