"""One deployment by rail, sea and road that keeps every limit, and ways to spoil it."""

import dataclasses
from collections.abc import Callable, Iterable
from typing import Any

from reassure.checks.deployment import verify_deployment
from reassure.engines.deploy import schedule_deployment
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from reassure.model.table import Table
from tests.unit.engines.deploy.moves import Row, force_of, line, link, offer, place, plan_of, unit
from tests.unit.engines.deploy.moves import tour as assignment

Made = tuple[Plan, ForcePlan, Deployment]

SHIP: Row = {
    "id": "ship", "nation": "XAA", "mode": "sea", "name": "Ship", "quantity": 4, "lane_m": 1000,
    "payload_t": 2000, "speed_km_per_h": 25, "draught_m": 8, "home": "p", "from_day": 0,
    "until_day": 80,
}  # fmt: skip


def made_of(plan: Plan, *tours: Row) -> Made:
    """Return a plan, its force plan and its deployment."""
    forces = force_of(plan, *tours)
    return plan, forces, schedule_deployment(plan, forces)


def tours() -> list[Row]:
    """Two units that are late, and one that is wanted late and arrives in time."""
    return [
        assignment("t1", unit="o.1"),
        assignment("t2", unit="o.2"),
        assignment("t3", unit="o.3", from_day=60),
    ]


def good(**tables: list[Row]) -> Made:
    """By rail to a port, by ship every second day over sea, by road to the camp."""
    rows: dict[str, list[Row]] = {
        "capabilities": [
            unit(wagons=40, vehicles=50, lane_m=400, tonnes=600, heaviest_mlc=30, axle_load_t=16)
        ],
        "locations": [
            place("a"),
            place("p", kind="port", berths=2, handling_t_per_day=2000, draught_m=10, roro=True),
            place("q", "XBB", "port", staging_t_per_day=900, draught_m=10, roro=True),
            place("z", "XBB"),
        ],
        "links": [
            link("ap", "a", "p", "rail", 1.5, gauge_mm=1435, capacity_per_day=1,
                 capacity_unit="trains", axle_load_t=20),
            link("pq", "p", "q", "sea", 3, every_days=2),
            link("qz", "q", "z", "road", 0.5, mlc=40, capacity_per_day=60),
        ],
        "lifts": [SHIP, SHIP | {"id": "tender", "lane_m": 150, "draught_m": 5, "quantity": 0}],
        "requirements": [line(until_day=90)],
        "offers": [offer(quantity=3)],
    }  # fmt: skip
    return made_of(plan_of(**rows | tables), *tours())


def codes(made: Made) -> set[str]:
    """Return the codes of what is found, each without its family."""
    return {finding.code for finding in verify_deployment(*made)}


def told(made: Made, table: str, change: Callable[[list[Any]], Iterable[Any]]) -> Made:
    """Return the same with other rows in one table of the deployment."""
    plan, forces, deployment = made
    rows = getattr(deployment, table)
    changes: dict[str, Any] = {table: Table.of(rows.record_type, change(list(rows)))}
    return plan, forces, dataclasses.replace(deployment, **changes)


def row_of(made: Made, table: str, key: str, **changes: Any) -> Made:
    """Return the same with one row of the deployment changed."""
    position = getattr(made[2], table).index[key]

    def change(rows: list[Any]) -> list[Any]:
        rows[position] = rows[position].model_copy(update=changes)
        return rows

    return told(made, table, change)


def asked(made: Made, table: str, key: str, **changes: Any) -> Made:
    """Return the same deployment, of a plan with one record changed."""
    rows = made[0].table(table)
    return under(made, **{table: rows.replace(rows[key].model_copy(update=changes))})


def more(made: Made, table: str, *added: Row) -> Made:
    """Return the same deployment, of a plan with more records in a table."""
    rows = made[0].table(table)
    return under(made, **{table: rows.replace(*(rows.record_type(**row) for row in added))})


def less(made: Made, table: str, *gone: str) -> Made:
    """Return the same deployment, of a plan without some records."""
    return under(made, **{table: made[0].table(table).without(*gone)})


def under(made: Made, **tables: Any) -> Made:
    """Return the same force plan and deployment, as if made from a plan with other tables."""
    plan, forces, deployment = made
    changed = plan.with_tables(**tables)

    def signed(result: Any) -> Any:
        stamp = dataclasses.replace(result.provenance, inputs_sha256=changed.sha256)
        return dataclasses.replace(result, provenance=stamp)

    return changed, signed(forces), signed(deployment)
