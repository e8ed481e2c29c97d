"""The clean plan with a row in every table."""

from typing import Any

from tests.unit.checks.clean import Rows, clean_rows


def full_rows() -> Rows:
    """Return rows for every table, to which the rules still have nothing to say."""
    rows = clean_rows()
    more: dict[str, dict[str, Any]] = {
        "meetings": {
            "date": "2025-04-10",
            "place": "Brussels",
            "title": "M",
            "hosts": ["FRA"],
            "chairs": ["POL"],
            "group": "groups-1",
        },
        "decisions": {"nation": "FRA", "title": "Vote", "kind": "parliament", "due_day": 20},
        "milestones": {
            "title": "Ready",
            "objective": "land",
            "owner": "FRA",
            "due_day": 60,
            "state": "planned",
            "waits_for": ["upgrades:upgrades-1"],
        },
        "conditions": {"offer": "fra-inf", "kind": "decision", "decision": "decisions-1"},
        "caveats": {
            "nation": "POL",
            "kind": "limitation",
            "tasks": ["tasks-1"],
            "measures": ["measures-1"],
        },
        "movement_profiles": {
            "capability": "inf",
            "people_by": ["rail"],
            "marry_up": "kyiv",
        },
        "passages": {"through": "POL"},
        "clearances": {"through": "POL", "nations": ["FRA"], "cargo": "any", "lead_days": 15},
        "outages": {"link": "kyiv-camp", "kind": "planned", "from_day": 3, "until_day": 9},
        "upgrades": {
            "name": "Line",
            "gauge_break": "g1",
            "field": "wagons_per_day",
            "to_value": 160,
            "cost": 9,
            "lead_days": 60,
        },
        "actuals": {"pledge": "pledges-1", "location": "kyiv", "event": "arrived", "day": 4},
        "zones": {"name": "Z", "geometry": "z.geojson"},
        "postures": {"from_day": 0, "until_day": 30, "sectors": ["east"], "factor": 2},
        "uncertainties": {
            "table": "links",
            "record": "kyiv-camp",
            "field": "speed_km_per_h",
            "law": "uniform",
            "p1": 0.8,
            "p2": 1.1,
        },
        "measures": {
            "series": "10",
            "number": "1",
            "title": "M",
            "text": "T",
            "kind": "permission",
            "objective": "land",
        },
        "measure_events": {"measure": "measures-1", "state": "requested", "day": 1, "by": "HQ"},
        "tasks": {"title": "Patrol", "objective": "land", "measures": ["measures-1"]},
        "positions": {"nation": "FRA", "measure": "measures-1", "stance": "accepted"},
        "agreements": {"name": "Truce", "kind": "truce", "parties": ["a", "b"], "zone": "zones-1"},
        "agreement_events": {
            "agreement": "agreements-1",
            "state": "proposed",
            "date": "2025-03-11",
        },
        "preconditions": {"agreement": "agreements-1", "text": "T"},
        "terms": {"agreement": "agreements-1", "clause": "1", "prohibits": ["shelling"]},
        "branches": {"title": "B", "when": ["agreements-1:in_force"]},
        "items": {
            "name": "Truck",
            "kind": "vehicle",
            "unit": "pieces",
            "kg_per_unit": 9000,
            "complete_with": ["items-1:1"],
        },
        "needs": {
            "item": "items-1",
            "quantity": 9,
            "objective": "land",
            "priority": 1,
            "needed_by_day": 60,
            "location": "kyiv",
        },
        "pledges": {
            "announced_date": "2025-04-11",
            "nation": "POL",
            "item": "items-1",
            "origin": "lodz",
            "quantity": 5,
            "need": "needs-1",
            "cofinance": ["FRA:0.5"],
        },
        "pledge_events": {"pledge": "pledges-1", "state": "announced", "day": 0},
        "courses": {
            "title": "C",
            "nation": "FRA",
            "location": "lodz",
            "places": 20,
            "start_day": 5,
            "days": 30,
            "pass_share": 0.9,
        },
        "groups": {"title": "G", "kind": "working_group", "leads": ["FRA"], "members": ["POL"]},
        "information_requests": {
            "from_nation": "FRA",
            "to": ["POL", "groups-1"],
            "question": "?",
            "day": 1,
        },
        "reports": {
            "publisher": "P",
            "published": "2025-04-10T09:00:00Z",
            "language": "en",
            "title": "T",
        },
        "statements": {
            "report": "reports-1",
            "kind": "fact",
            "text": "T",
            "about": ["agreements:agreements-1"],
        },
        "incidents": {
            "kind": "shelling",
            "from_time": "2026-01-02T00:00:00Z",
            "until_time": "2026-01-02T01:00:00Z",
            "lat": 48,
            "lon": 37,
            "radius_km": 2,
            "reports": ["reports-1"],
            "state": "reported",
            "deaths_min": 0,
            "deaths_max": 2,
        },
        "claims": {
            "party": "a",
            "incident": "incidents-1",
            "kind": "denial",
            "date": "2026-01-03",
            "report": "reports-1",
            "statements": ["statements-1"],
        },
        "assessments": {
            "incident": "incidents-1",
            "term": "terms-1",
            "finding": "undetermined",
            "confidence": "low",
            "by": "M",
            "date": "2026-01-05",
            "reasons": "R",
        },
        "coverage": {
            "zone": "zones-1",
            "from_time": "2026-01-01T00:00:00Z",
            "until_time": "2026-01-02T00:00:00Z",
            "observed_share": 0.4,
        },
    }
    trailing = {"source": "reports-1", "label": "RESTRICTED REL TO FRA, POL"}
    for table, cells in more.items():
        rows[table] = [{"id": f"{table}-1", **trailing, **cells}]
    rows["consumption"].append(
        {"id": "c9", "supply_class": "i", "kg_per_day": 3, "posture": "postures-1"}
    )
    return rows
