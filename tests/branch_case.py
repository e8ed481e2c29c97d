"""A small plan with an agreement and three branches that tests share.

Land needs three battalions under a ceasefire, training two whatever comes, the way out one more
where all breaks down. France comes only under the ceasefire; Germany's parliament has to decide.
Per month Germany costs least and France most, so who is sent is certain:

- full (truce in force, C-day 30 days later): Germany 2, Poland 2, France 1;
- support (truce rejected, as today): Germany 2;
- collapse (truce broken): Germany 2, Poland 1.
"""

from typing import Any

from reassure.model.plan import Plan
from tests.permission_case import line
from tests.plans import heading, offer

Rows = list[dict[str, Any]]
_SIZES = dict.fromkeys(("vehicles", "tonnes", "lane_m", "wagons"), 100)


def event(name: str, state: str, date: str, **cells: Any) -> dict[str, Any]:
    row = {"id": name, "agreement": "truce", "state": state, "date": date}
    return row | cells


def branch(name: str, *when: str, **cells: Any) -> dict[str, Any]:
    return {"id": name, "title": name.title(), "when": when} | cells


def rows() -> dict[str, Rows]:
    """Return the rows of the plan by table."""
    nations = ("DEU", "FRA", "POL")
    costs = dict(zip(("deu", "pol", "fra"), (1, 2, 3), strict=True))
    return {
        "nations": [{"id": name, "name": name.title()} for name in nations],
        "objectives": [{"id": "peace", "name": "Peace", "weight": 1}],
        "locations": [
            {"id": "camp", "name": "Camp", "kind": "base", "nation": "POL", "lat": 50, "lon": 22},
            {"id": "home", "name": "Home", "kind": "base", "nation": "POL", "lat": 50, "lon": 21},
        ],
        "links": [
            {
                "id": "road", "from_location": "home", "to_location": "camp", "mode": "road",
                "distance_km": 70, "speed_km_per_h": 50,
            }
        ],
        "sectors": [
            {"id": name, "name": name.title(), "location": "camp"} for name in ("east", "west")
        ],
        "capabilities": [
            {"id": "inf", "name": "Infantry", "domain": "land", "persons": 500, **_SIZES}
        ],
        "offers": [
            offer(
                id=name.lower(), nation=name, origin="home", until_day=90, notice_days=10,
                from_day=0, cost_per_month=costs[name.lower()],
            )
            for name in nations
        ],
        "requirements": [
            line("land", "east", quantity=3, branches=["full"], from_day=30),
            line("train", "west", quantity=2, from_day=30),
            line("way-out", "west", quantity=1, branches=["collapse"], from_day=30),
        ],
        "decisions": [
            {"id": "vote", "nation": "DEU", "title": "Mandate", "kind": "parliament", "due_day": 0}
        ],
        "conditions": [
            {
                "id": "needs-truce", "offer": "fra", "kind": "agreement_state",
                "agreement": "truce", "state": "in_force",
            },
            {"id": "needs-vote", "offer": "deu", "kind": "decision", "decision": "vote"},
        ],
        "agreements": [{"id": "truce", "name": "Truce", "kind": "truce", "parties": ["a", "b"]}],
        "agreement_events": [
            event("t1", "proposed", "2025-03-11", party="a"),
            event("t2", "rejected", "2025-03-18", party="b", reported_date="2025-03-19"),
        ],
        "preconditions": [
            {"id": "lines", "agreement": "truce", "text": "Lines drawn"},
            {
                "id": "watch", "agreement": "truce", "text": "Monitors named", "met": True,
                "met_date": "2025-03-15",
            },
        ],
        "branches": [
            branch("full", "truce:in_force", probability=0.25, c_day_shift=30),
            branch("support", "truce:rejected", probability=0.5),
            branch("collapse", "truce:broken", probability=0.15),
        ],
    }  # fmt: skip


def plan(meta: dict[str, Any] | None = None, **tables: Rows) -> Plan:
    """Make the plan, with other rows in some tables."""
    dated = {"c_day": "2025-05-01", "as_of": "2025-04-10", "horizon_days": 90.0}
    return Plan.of(heading(**{**dated, **(meta or {})}), rows() | tables)
