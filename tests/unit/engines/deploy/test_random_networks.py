"""Random networks: every schedule is sound, and no bound lies above any schedule."""

from itertools import permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.engines.deploy import schedule_deployment
from reassure.engines.deploy.moving.moves import Moves
from reassure.engines.deploy.moving.tours import tours_of
from reassure.engines.deploy.scheduling.bound import closure_bound
from reassure.engines.deploy.scheduling.solve import schedule_moves
from reassure.engines.deploy.telling.outcome import settle
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.progress import Watchdog
from tests.unit.engines.deploy.checker import faults_of
from tests.unit.engines.deploy.moves import (
    force_of,
    line,
    link,
    offer,
    place,
    plan_of,
    tour,
    unit,
)

KINDS = ["camp", "port", "port", "rail_terminal", "border", "airfield"]
UNITS = {"rail": "trains", "road": "vehicles", "sea": "lane_m", "air": "sorties"}
SCALE = {"rail": 1, "road": 60, "sea": 500, "air": 20}
SEEDS = st.integers(0, 1_000_000)


def places(pick: Random, n: int):
    def maybe(*values):
        return pick.choice([None, *values])

    for i in range(n):
        ready = i in (0, n - 1)
        yield place(
            f"n{i}",
            pick.choice(["XAA", "XBB"]),
            pick.choice(KINDS),
            handling_t_per_day=maybe(150, 400, 1000),
            handling_lane_m_per_day=maybe(300, 900),
            berths=maybe(1, 2),
            trains_per_day=maybe(1, 2),
            wagons_per_day=maybe(20, 45),
            staging_t_per_day=maybe(300, 800),
            mog=maybe(1, 3),
            state="ready" if ready else pick.choice(["ready", "ready", "limited", "closed"]),
        )


def links_between(pick: Random, n: int):
    for i in range(pick.randint(n, 3 * n)):
        start = pick.randrange(n)
        end = (start + pick.randint(1, n - 1)) % n
        mode = pick.choice(["rail", "road", "sea", "air"])
        capacity = pick.choice([None, 1, 2, 5])
        yield link(
            f"l{i}",
            f"n{start}",
            f"n{end}",
            mode,
            pick.choice([0.2, 0.6, 1, 1.5, 4]),
            capacity_per_day=None if capacity is None else capacity * SCALE[mode],
            capacity_unit=pick.choice([None, UNITS[mode]]),
            every_days=pick.choice([1, 1, 1, 3]),
            first_day=pick.choice([0, 0, 2]),
            both_ways=pick.choice([True, False]),
            gauge_mm=pick.choice([None, 1435, 1520]) if mode == "rail" else None,
            mlc=pick.choice([None, 40, 80]) if mode == "road" else None,
        )


def capabilities(pick: Random):
    for i in range(3):
        yield unit(
            f"c{i}",
            wagons=pick.choice([0, 20, 60, 75]),
            vehicles=pick.choice([0, 30, 130]),
            lane_m=pick.choice([0, 250, 1300]),
            tonnes=pick.choice([0, 100, 900]),
            heaviest_mlc=pick.choice([10, 70]),
            by_air=pick.choice([True, False]),
        )


def movement(seed: int):
    """Make a random plan of movement and its force plan."""
    pick = Random(seed)
    n, n_offers = pick.randint(2, 5), pick.randint(1, 3)
    ship = {"id": "ship", "nation": "XAA", "mode": "sea", "name": "Ship", "home": "n0"}
    ship |= {"quantity": pick.randint(1, 2), "lane_m": pick.choice([400, 1500])}
    ship |= {"speed_km_per_h": 25, "from_day": pick.choice([0, 4])}
    ship |= {"until_day": pick.choice([25, 999])}
    works = {"id": "g", "location": f"n{pick.randrange(n)}", "method": "bogie_change"}
    works |= {"from_gauge_mm": 1435, "to_gauge_mm": 1520, "wagons_per_day": pick.choice([15, 40])}
    clearance = {"id": "c", "through": "XBB", "cargo": "any", "lead_days": 3.5}
    passage = {"id": "p", "through": "XBB", "allowed": False, "mode": "road"}
    outage = {"id": "out", "link": "l0", "kind": "planned", "from_day": 1, "until_day": 4}
    outage |= {"open_share": pick.choice([0, 0.5])}
    plan = plan_of(
        60,
        capabilities=list(capabilities(pick)),
        locations=list(places(pick, n)),
        links=list(links_between(pick, n)),
        lifts=pick.choice([[], [ship]]),
        gauge_breaks=pick.choice([[], [works]]),
        clearances=pick.choice([[], [clearance]]),
        passages=pick.choice([[], [], [passage]]),
        outages=pick.choice([[], [outage]]),
        sectors=[{"id": "s", "name": "S", "location": f"n{n - 1}"}],
        requirements=[line("r"), line("q", weight=3, from_day=5)],
        offers=[
            offer(
                f"o{i}",
                capability=f"c{pick.randrange(3)}",
                origin=pick.choice(["n0", "n0", "n1"]),
                from_day=pick.randint(0, 6),
            )
            for i in range(n_offers)
        ],
    )
    tours = [
        tour(f"t{i}", offer=f"o{pick.randrange(n_offers)}", requirement=pick.choice(["r", "q"]))
        for i in range(pick.randint(1, 4))
    ]
    return plan, force_of(plan, *tours)


def listed_days(moves):
    """Return the days of arrival as the list places the tours, None where some load has none."""
    if moves.carried:
        found = schedule_moves(
            moves,
            objective=MoveObjective.LATENESS,
            method=MoveMethod.LIST,
            seed=0,
            gap=0.0,
            watch=Watchdog("deploy"),
        )
        settle(moves, found)
    return [move.arrival_day for move in moves.moves]


@settings(max_examples=150)
@given(SEEDS)
def test_every_schedule_keeps_every_limit(seed):
    plan, force = movement(seed)
    result = schedule_deployment(plan, force)
    assert faults_of(plan, force, result) == []
    for arrival in result.arrivals:
        late = arrival.planned_day is None or arrival.planned_day > arrival.wanted_day
        assert (arrival.binding is not None) == late
        if arrival.binding is not None:
            table, rest = arrival.binding.split(":")
            record, field = rest.rsplit(".", 1)
            assert hasattr(plan.table(table)[record], field)


@settings(max_examples=60)
@given(SEEDS)
def test_no_order_of_units_closes_before_the_bound(seed):
    plan, force = movement(seed)
    tours = tours_of(plan, force)
    bounds, closures = set(), []
    for order in permutations(tours):
        moves = Moves(plan, list(order))
        moves.prepare(Watchdog("deploy"))
        bounds.add(closure_bound(moves))
        arrivals = listed_days(moves)
        if all(day is not None for day in arrivals):
            closures.append(max(arrivals))
    assert len(bounds) == 1
    bound = bounds.pop()
    assert all(bound is not None and bound <= closure for closure in closures)


@settings(max_examples=25)
@given(SEEDS)
def test_the_same_inputs_give_the_same_tables(seed):
    plan, force = movement(seed)
    one, other = schedule_deployment(plan, force), schedule_deployment(plan, force)
    assert one.to_tables() == other.to_tables()
    assert one.provenance == other.provenance


@settings(max_examples=50)
@given(SEEDS)
def test_without_limits_every_unit_arrives_as_if_alone(seed):
    plan, force = movement(seed)
    free = {"capacity_per_day": None, "every_days": 1, "first_day": 0}
    plan = plan.with_tables(
        links=plan.links.replace(*(row.model_copy(update=free) for row in plan.links)),
        lifts=plan.lifts.without(*plan.lifts.ids),
        outages=plan.outages.without(*plan.outages.ids),
        gauge_breaks=plan.gauge_breaks.without(*plan.gauge_breaks.ids),
        locations=plan.locations.replace(
            *(
                row.model_copy(
                    update=dict.fromkeys(
                        (
                            "handling_t_per_day",
                            "handling_lane_m_per_day",
                            "berths",
                            "trains_per_day",
                            "wagons_per_day",
                            "staging_t_per_day",
                            "mog",
                        )
                    )
                )
                for row in plan.locations
            )
        ),
    )
    result = schedule_deployment(plan, force_of(plan, *(dict(row) for row in force.assignments)))
    assert len(result.use_days) == 0
    if result.unfinished == 0:
        assert result.provenance.gap < 1e-12
