"""One way to spoil the clean plan for every code."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reassure.model.finding import Severity
from tests.unit.checks.clean import Rows, row

FAULT, WARNING, NOTE = Severity.FAULT, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True)
class Case:
    """A way to spoil the clean plan.

    Attributes
    ----------
    code, severity, place, says
        What must be found, where (table, id, column), and some of its words.
    spoil
        Changes the rows of the clean plan.
    also
        Codes that cannot but come with it.
    meta
        Changes to the plan's heading.
    """

    code: str
    severity: Severity
    place: tuple[str | None, str | None, str | None]
    says: str
    spoil: Callable[[Rows], Any]
    also: tuple[str, ...] = ()
    meta: dict[str, Any] = field(default_factory=dict[str, Any])
    variant: str = ""

    @property
    def name(self) -> str:
        return f"{self.code}{'-' if self.variant else ''}{self.variant}"


def change(table: str, record_id: str, **cells: Any) -> Callable[[Rows], Any]:
    return lambda rows: row(rows, table, record_id).update(cells)


def add(table: str, *new: dict[str, Any]) -> Callable[[Rows], Any]:
    return lambda rows: rows.setdefault(table, []).extend(new)


def copy_of(table: str, record_id: str, **cells: Any) -> Callable[[Rows], Any]:
    return lambda rows: rows[table].append({**row(rows, table, record_id), **cells})


def drop(table: str, *ids: str) -> Callable[[Rows], Any]:
    def spoil(rows: Rows) -> None:
        rows[table] = [item for item in rows[table] if item["id"] not in ids]

    return spoil


def both(*spoils: Callable[[Rows], Any]) -> Callable[[Rows], Any]:
    return lambda rows: [spoil(rows) for spoil in spoils]


def _measure(name: str, needs: list[str]) -> dict[str, Any]:
    words = {"series": "10", "number": "1", "title": name, "text": name, "kind": "permission"}
    return {"id": name, "needs": needs, **words}


def _position(name: str, stance: str, **cells: Any) -> dict[str, Any]:
    return {"id": name, "nation": "FRA", "measure": "a", "stance": stance} | cells


_ISLANDS = add(
    "locations",
    *(
        {"id": name, "name": name, "kind": "garrison", "nation": "FRA", "lat": 42, "lon": lon}
        for name, lon in (("ajaccio", 8.7), ("bastia", 9.4))
    ),
)
_AJACCIO_BASTIA = {
    "id": "corsica",
    "from_location": "ajaccio",
    "to_location": "bastia",
    "mode": "road",
    "distance_km": 150,
    "speed_km_per_h": 40,
    "capacity_per_day": 200,
    "capacity_unit": "vehicles",
    "mlc": 40,
}
_ROAD = {
    **_AJACCIO_BASTIA,
    "id": "road",
    "from_location": "kyiv",
    "to_location": "camp",
}
_BATTERY = {
    "id": "u1",
    "table": "offers",
    "field": "notice_days",
    "law": "uniform",
    "p1": 0.5,
    "p2": 1.5,
}
_FLIGHT: dict[str, Any] = {
    "id": "flight",
    "from_location": "paris-gare",
    "to_location": "lodz",
    "mode": "air",
    "distance_km": 1200,
    "speed_km_per_h": 600,
}
_FLIGHTS = (_FLIGHT, {**_FLIGHT, "id": "flight-2", "from_location": "lodz", "to_location": "kyiv"})


def _profile(**cells: Any) -> Callable[[Rows], Any]:
    return add("movement_profiles", {"id": "p1", "capability": "inf", **cells})


_ONLY_ROAD = both(drop("links", "chelm-camp", "kyiv-camp"), add("links", _ROAD))
_PLEDGE = {"id": "v1", "nation": "FRA", "announced_date": "2025-04-11"}
_CONDITION = {"id": "c1", "offer": "fra-inf"}
_AGREEMENT = {"id": "truce", "name": "Truce", "kind": "truce", "parties": ["a", "b"]}
_DECISION = {"id": "vote", "nation": "FRA", "title": "Vote", "kind": "parliament"}
_CAVEAT = {"id": "n1", "nation": "POL", "kind": "prohibition"}

CASES: tuple[Case, ...] = (
    # References
    Case(
        "CHK-REF-001",
        FAULT,
        ("lifts", "t1", "home"),
        'did you mean "lodz"',
        change("lifts", "t1", home="lods"),
    ),
    Case(
        "CHK-REF-001",
        FAULT,
        ("sectors", "east", "lead_nations"),
        'found "GBR"',
        change("sectors", "east", lead_nations=["FRA", "GBR"]),
        variant="list",
    ),
    Case(
        "CHK-REF-001",
        FAULT,
        ("pledges", "v1", "cofinance"),
        'found "NOR"',
        add("pledges", {**_PLEDGE, "cofinance": ["FRA:0.5", "NOR:0.5"]}),
        variant="pair",
    ),
    Case(
        "CHK-REF-001",
        FAULT,
        ("requirements", "r-inf", "tasks"),
        "tasks.csv has no rows",
        change("requirements", "r-inf", tasks=["patrol"]),
        variant="empty-table",
    ),
    Case(
        "CHK-REF-001",
        FAULT,
        ("information_requests", "q1", "to"),
        "nations or groups",
        add(
            "information_requests",
            {"id": "q1", "from_nation": "FRA", "to": ["POL", "nobody"], "question": "?", "day": 1},
        ),
        variant="two-tables",
    ),
    Case(
        "CHK-REF-001",
        FAULT,
        ("uncertainties", "u1", "record"),
        'did you mean "fra-inf"',
        add("uncertainties", {**_BATTERY, "record": "fra-ing"}),
        variant="record",
    ),
    Case(
        "CHK-REF-002",
        FAULT,
        ("milestones", "m1", "waits_for"),
        'write "offers"',
        add(
            "milestones",
            {
                "id": "m1",
                "title": "T",
                "objective": "land",
                "owner": "FRA",
                "due_day": 9,
                "state": "planned",
                "waits_for": ["offer:fra-inf"],
            },
        ),
    ),
    Case(
        "CHK-REF-002",
        FAULT,
        ("milestones", "m1", "waits_for"),
        "after the colon",
        add(
            "milestones",
            {
                "id": "m1",
                "title": "T",
                "objective": "land",
                "owner": "FRA",
                "due_day": 9,
                "state": "planned",
                "waits_for": ["offers:fra-x"],
            },
        ),
        variant="id",
    ),
    Case(
        "CHK-REF-003",
        FAULT,
        ("conditions", "c1", "offer"),
        "all empty",
        add("conditions", {"id": "c1", "kind": "mandate"}),
    ),
    Case(
        "CHK-REF-003",
        FAULT,
        ("conditions", "c1", "pledge"),
        "offer and pledge filled",
        both(
            add("pledges", _PLEDGE),
            add("conditions", {**_CONDITION, "pledge": "v1", "kind": "mandate"}),
        ),
        variant="both",
    ),
    Case(
        "CHK-REF-004",
        FAULT,
        ("conditions", "c1", "nation"),
        "kind lead_nation",
        add("conditions", {**_CONDITION, "kind": "lead_nation"}),
    ),
    Case(
        "CHK-REF-004",
        FAULT,
        ("conditions", "c1", "minimum_units"),
        "kind partner_present",
        add("conditions", {**_CONDITION, "kind": "partner_present", "nation": "POL"}),
        variant="partner",
    ),
    Case(
        "CHK-REF-005",
        FAULT,
        ("conditions", "c1", "state"),
        'write "in_force"',
        both(
            add("agreements", _AGREEMENT),
            add(
                "conditions",
                {
                    **_CONDITION,
                    "kind": "agreement_state",
                    "agreement": "truce",
                    "state": "in force",
                },
            ),
        ),
    ),
    Case(
        "CHK-REF-005",
        FAULT,
        ("branches", "z1", "when"),
        'found "agred"',
        both(
            add("agreements", _AGREEMENT),
            add("branches", {"id": "z1", "title": "T", "when": ["truce:agred"]}),
        ),
        variant="branch",
    ),
    Case(
        "CHK-REF-006",
        FAULT,
        ("upgrades", "w1", "field"),
        "wagons_per_day",
        add(
            "upgrades",
            {
                "id": "w1",
                "name": "Crane",
                "gauge_break": "g1",
                "field": "wagon_per_day",
                "to_value": 200,
                "cost": 1,
                "lead_days": 30,
            },
        ),
    ),
    Case(
        "CHK-REF-006",
        FAULT,
        ("uncertainties", "u1", "field"),
        "notice_days",
        add("uncertainties", {**_BATTERY, "field": "origin"}),
        variant="no-quantity",
    ),
    Case(
        "CHK-REF-007",
        FAULT,
        ("uncertainties", "u1", "table"),
        'write "offers"',
        add("uncertainties", {**_BATTERY, "table": "offer"}),
    ),
    Case(
        "CHK-LAW-001",
        FAULT,
        ("uncertainties", "u1", "p3"),
        "give a greatest value of 0 or more",
        add("uncertainties", {**_BATTERY, "law": "pert", "p1": 1, "p2": 2, "p3": -1}),
    ),
    Case(
        "CHK-LAW-001",
        FAULT,
        ("uncertainties", "u1", "p2"),
        "give the standard deviation",
        add("uncertainties", {**_BATTERY, "law": "lognormal", "p2": None}),
        variant="missing",
    ),
    Case(
        "CHK-LABEL-001",
        FAULT,
        ("offers", "fra-inf", "label"),
        "UNCLASSIFIED, RESTRICTED",
        change("offers", "fra-inf", label="SECRET REL TO FRA"),
    ),
    Case(
        "CHK-LABEL-001",
        FAULT,
        (None, None, None),
        "plan folder",
        both(),
        meta={"label": "COSMIC"},
        variant="plan",
    ),
    Case(
        "CHK-LABEL-002",
        WARNING,
        ("offers", "fra-inf", "label"),
        "GBR",
        change("offers", "fra-inf", label="RESTRICTED REL TO FRA, GBR"),
    ),
    # Days and periods
    Case(
        "CHK-DAY-001",
        FAULT,
        ("lifts", "t1", "until_day"),
        "exchange",
        change("lifts", "t1", from_day=90, until_day=30),
    ),
    Case(
        "CHK-DAY-001",
        FAULT,
        ("outages", "o1", "until_day"),
        "raise until_day",
        add(
            "outages",
            {"id": "o1", "location": "kyiv", "kind": "planned", "from_day": 5, "until_day": 5},
        ),
        variant="empty",
    ),
    Case(
        "CHK-DAY-001",
        FAULT,
        ("requirements", "r-inf", "until_day"),
        "required_day 330",
        change("requirements", "r-inf", required_day=330),
        variant="required",
    ),
    Case(
        "CHK-DAY-001",
        FAULT,
        ("terms", "y1", "until_date"),
        "2026-01-01",
        both(
            add("agreements", _AGREEMENT),
            add(
                "terms",
                {
                    "id": "y1",
                    "agreement": "truce",
                    "clause": "1",
                    "prohibits": ["shelling"],
                    "from_date": "2026-02-01",
                    "until_date": "2026-01-01",
                },
            ),
        ),
        variant="dates",
    ),
    Case(
        "CHK-DAY-002",
        FAULT,
        ("offers", "fra-inf", "tour_max_days"),
        "tour_min_days 200",
        change("offers", "fra-inf", tour_min_days=200),
    ),
    Case(
        "CHK-DAY-002",
        FAULT,
        ("coverage", "h1", "until_time"),
        "from_time",
        both(
            add("zones", {"id": "z", "name": "Z", "geometry": "z.geojson"}),
            add(
                "coverage",
                {
                    "id": "h1",
                    "zone": "z",
                    "from_time": "2026-01-02T00:00:00Z",
                    "until_time": "2026-01-01T00:00:00Z",
                    "observed_share": 1,
                },
            ),
        ),
        variant="times",
    ),
    Case(
        "CHK-DAY-003",
        WARNING,
        ("requirements", "late", "from_day"),
        "the horizon of 360 days",
        copy_of("requirements", "r-eng", id="late", from_day=400, until_day=500),
        ("CHK-FORCE-004",),
    ),
    Case(
        "CHK-DAY-004",
        NOTE,
        ("requirements", "r-eng", "until_day"),
        "partly outside",
        change("requirements", "r-eng", until_day=400),
    ),
    Case(
        "CHK-DAY-005",
        WARNING,
        ("offers", "fra-inf", "valid_until"),
        "ask FRA to renew",
        change("offers", "fra-inf", valid_until="2025-12-31"),
    ),
    Case(
        "CHK-DAY-006",
        NOTE,
        ("offers", None, "valid_until"),
        "1 offer with a date",
        change("offers", "fra-inf", valid_until="2025-12-31"),
        ("CHK-LIMIT-002",),
        meta={"c_day": None},
    ),
    Case(
        "CHK-DAY-007",
        WARNING,
        (None, None, "period_days"),
        "401 periods of 0.899 days",
        lambda _: None,
        meta={"period_days": 0.899},
    ),
    Case(
        "CHK-PERIOD-001",
        WARNING,
        ("offers", "fra-inf", "until_day"),
        "period_days = 26.66 (in whole days: 26);",
        change("offers", "fra-inf", from_day=40, until_day=80, tour_min_days=10),
    ),
    Case(
        "CHK-PERIOD-001",
        WARNING,
        ("offers", "fra-inf", "tour_max_days"),
        "period_days = 22.5 (in whole days: 22);",
        change("offers", "fra-inf", tour_min_days=40, tour_max_days=45),
        variant="tours",
    ),
    Case(
        "CHK-PERIOD-001",
        WARNING,
        ("offers", "fra-inf", "tour_min_days"),
        "no length of period",
        change("offers", "fra-inf", from_day=60, until_day=120),
        variant="never",
    ),
    Case(
        "CHK-PERIOD-002",
        WARNING,
        ("offers", "fra-inf", "from_day"),
        "outside of the plan",
        change("offers", "fra-inf", from_day=400, until_day=600),
    ),
    # Circles
    Case(
        "CHK-CYCLE-001",
        FAULT,
        ("measures", "a", "needs"),
        "a > b > c > a",
        add(
            "measures",
            _measure("a", ["b"]),
            _measure("b", ["c"]),
            _measure("c", ["a", "d"]),
            _measure("d", []),
        ),
    ),
    Case(
        "CHK-CYCLE-001",
        FAULT,
        ("pledges", "v1", "renews"),
        "v1 > v1",
        add("pledges", {**_PLEDGE, "renews": "v1"}),
        variant="self",
    ),
    Case(
        "CHK-CYCLE-002",
        FAULT,
        ("supply_policies", "p1", "from_location"),
        "camp > kyiv > camp",
        copy_of("supply_policies", "p1", id="p2", location="kyiv", from_location="camp"),
    ),
    # Rules of engagement
    Case(
        "CHK-ROE-001",
        FAULT,
        ("positions", "p2", "stance"),
        "its units may use a",
        both(
            add("measures", _measure("a", [])),
            add("positions", _position("p1", "refused"), _position("p2", "accepted")),
        ),
    ),
    Case(
        "CHK-ROE-001",
        FAULT,
        ("positions", "p2", "stance"),
        "its units may not outside of from day 30",
        both(
            add("measures", _measure("a", [])),
            add(
                "positions",
                _position("p1", "accepted"),
                _position("p2", "restricted", from_day=30),
            ),
        ),
        variant="restricted",
    ),
    Case(
        "CHK-ROE-002",
        FAULT,
        ("positions", "p1", "stance"),
        "no sectors, tasks or days",
        both(
            add("measures", _measure("a", [])),
            add("positions", _position("p1", "restricted")),
        ),
    ),
    Case(
        "CHK-ROE-003",
        WARNING,
        ("measure_events", "e1", "state"),
        "not authorised by then",
        both(
            add("measures", _measure("a", [])),
            add(
                "measure_events",
                {"id": "e1", "measure": "a", "state": "implemented", "day": 5, "by": "HQ"},
                {"id": "e2", "measure": "a", "state": "authorised", "day": 6, "by": "HQ"},
            ),
        ),
    ),
    Case(
        "CHK-ROE-003",
        WARNING,
        ("measure_events", "e3", "state"),
        "not authorised by then",
        both(
            add("measures", _measure("a", [])),
            add(
                "measure_events",
                {"id": "e1", "measure": "a", "state": "authorised", "day": 5, "by": "HQ"},
                {"id": "e2", "measure": "a", "state": "cancelled", "day": 6, "by": "HQ"},
                {"id": "e3", "measure": "a", "state": "implemented", "day": 7, "by": "HQ"},
            ),
        ),
    ),
    # Network
    Case(
        "CHK-NET-001",
        FAULT,
        ("links", "loop", "to_location"),
        "kyiv",
        copy_of("links", "kyiv-camp", id="loop", to_location="kyiv"),
    ),
    Case(
        "CHK-NET-002",
        WARNING,
        ("links", "kyiv-camp", "speed_km_per_h"),
        "average speed for rail",
        change("links", "kyiv-camp", speed_km_per_h=None),
    ),
    Case(
        "CHK-NET-003",
        WARNING,
        ("links", "kyiv-camp", "transit_days"),
        "transit_days holds",
        change("links", "kyiv-camp", transit_days=1),
    ),
    Case(
        "CHK-NET-004",
        WARNING,
        ("links", "kyiv-camp", "capacity_unit"),
        "a capacity of 6",
        change("links", "kyiv-camp", capacity_unit=None),
    ),
    Case(
        "CHK-NET-005",
        WARNING,
        ("links", "kyiv-camp", "capacity_per_day"),
        "trains",
        change("links", "kyiv-camp", capacity_per_day=None),
        ("CHK-LIMIT-001",),
    ),
    Case(
        "CHK-NET-006",
        FAULT,
        ("links", "kyiv-camp", "capacity_unit"),
        "trains, tonnes",
        change("links", "kyiv-camp", capacity_unit="sorties"),
    ),
    Case(
        "CHK-NET-007",
        WARNING,
        ("links", "kyiv-camp", "capacity_per_day"),
        "every_days = 4",
        change("links", "kyiv-camp", capacity_per_day=0.25),
    ),
    Case(
        "CHK-NET-008",
        WARNING,
        ("links", "twin", "to_location"),
        "the same link as kyiv-camp",
        copy_of("links", "kyiv-camp", id="twin", from_location="camp", to_location="kyiv"),
    ),
    Case(
        "CHK-NET-009",
        WARNING,
        ("links", "kyiv-camp", "capacity_per_day"),
        "nothing passes",
        change("links", "kyiv-camp", capacity_per_day=0),
    ),
    Case(
        "CHK-NET-009",
        WARNING,
        ("locations", "kyiv", "trains_per_day"),
        "nothing passes",
        change("locations", "kyiv", trains_per_day=0),
        variant="place",
    ),
    Case(
        "CHK-NET-009",
        WARNING,
        ("lifts", "t1", "quantity"),
        "nothing passes",
        change("lifts", "t1", quantity=0),
        variant="lift",
    ),
    Case(
        "CHK-NET-010",
        WARNING,
        ("locations", "chelm", None),
        "1435, 1520 mm",
        drop("gauge_breaks", "g1"),
        ("CHK-REACH-005", "CHK-REACH-006"),
    ),
    Case(
        "CHK-NET-011",
        WARNING,
        ("locations", "kyiv", "lat"),
        "Gulf of Guinea",
        change("locations", "kyiv", lat=0, lon=0),
    ),
    Case(
        "CHK-NET-012",
        WARNING,
        ("supply_policies", "p1", "from_location"),
        "closed",
        change("locations", "kyiv", state="closed"),
    ),
    Case(
        "CHK-NET-013",
        WARNING,
        ("passages", "j1", "allowed"),
        "paris-gare",
        add("passages", {"id": "j1", "through": "FRA", "allowed": False}),
        ("CHK-REACH-006",),
    ),
    Case(
        "CHK-NET-014", WARNING, ("lifts", "t1", "home"), "by sea", change("lifts", "t1", mode="sea")
    ),
    Case(
        "CHK-NET-015",
        FAULT,
        ("links", "paris-gare-lodz", "waypoints"),
        "latitude comes first",
        change("links", "paris-gare-lodz", waypoints=("120:50",)),
    ),
    Case(
        "CHK-NET-015",
        FAULT,
        ("links", "paris-gare-lodz", "waypoints"),
        "write degrees",
        change("links", "paris-gare-lodz", waypoints=("50:20", "200:300")),
        variant="nowhere",
    ),
    Case(
        "CHK-NET-016",
        WARNING,
        ("movement_profiles", "p2", "capability"),
        "p1",
        add(
            "movement_profiles",
            {"id": "p1", "capability": "inf"},
            {"id": "p2", "capability": "inf", "marry_up": "kyiv"},
        ),
    ),
    Case(
        "CHK-NET-017",
        FAULT,
        ("movement_profiles", "p1", "offer"),
        "recce",
        add("movement_profiles", {"id": "p1", "capability": "inf", "offer": "fra-rec"}),
    ),
    Case(
        "CHK-NET-017",
        WARNING,
        ("movement_profiles", "p1", "capability"),
        "no people",
        both(
            add("movement_profiles", {"id": "p1", "capability": "eng"}),
            change("capabilities", "eng", persons=0),
        ),
        variant="empty",
    ),
    Case(
        "CHK-NET-017",
        WARNING,
        ("movement_profiles", "p1", "capability"),
        "no equipment",
        both(_profile(), change("capabilities", "inf", tonnes=0, vehicles=0)),
        variant="bare",
    ),
    Case(
        "CHK-NET-018",
        WARNING,
        ("movement_profiles", "p1", "people_by"),
        "waterway, air, by which no link of the plan is open",
        _profile(people_by=("rail", "waterway", "air")),
    ),
    Case(
        "CHK-NET-018",
        WARNING,
        ("movement_profiles", "p1", "equipment_by"),
        "by_air is false",
        both(_profile(equipment_by=("air", "rail")), add("links", _FLIGHT)),
        ("CHK-LIMIT-001",),
        variant="grounded",
    ),
    # Reach
    Case(
        "CHK-NET-019",
        FAULT,
        ("outages", "storm", "mean_up_days"),
        "neither days nor mean times",
        add("outages", {"id": "storm", "link": "kyiv-camp", "kind": "weather"}),
    ),
    Case(
        "CHK-NET-019",
        FAULT,
        ("outages", "storm", "mean_down_days"),
        "no mean_down_days",
        add(
            "outages",
            {"id": "storm", "link": "kyiv-camp", "kind": "weather", "mean_up_days": 9},
        ),
        variant="half",
    ),
    Case(
        "CHK-NET-020",
        FAULT,
        ("outages", "storm", "mean_up_days"),
        "open and closed again every 0.002 days",
        add(
            "outages",
            {
                "id": "storm",
                "link": "kyiv-camp",
                "kind": "weather",
                "mean_up_days": 0.001,
                "mean_down_days": 0.001,
            },
        ),
    ),
    Case(
        "CHK-REACH-001",
        WARNING,
        ("links", None, None),
        "5 places",
        lambda rows: rows["links"].clear(),
    ),
    Case(
        "CHK-REACH-002",
        WARNING,
        ("locations", "ajaccio", None),
        "ajaccio, bastia",
        both(_ISLANDS, add("links", _AJACCIO_BASTIA)),
    ),
    Case(
        "CHK-REACH-003",
        WARNING,
        ("locations", "ajaccio", None),
        "2 places without any link",
        _ISLANDS,
    ),
    Case(
        "CHK-REACH-004",
        WARNING,
        ("sectors", "east", "location"),
        "2 lines",
        drop("links", "chelm-camp", "kyiv-camp"),
        ("CHK-REACH-003",),
    ),
    Case(
        "CHK-REACH-005",
        WARNING,
        ("requirements", "r-eng", "sector"),
        "lodz",
        drop("links", "paris-gare-lodz", "lodz-chelm"),
        ("CHK-REACH-003", "CHK-REACH-006"),
    ),
    Case(
        "CHK-REACH-006",
        WARNING,
        ("offers", "fra-inf", "origin"),
        "camp",
        both(
            change(
                "links",
                "paris-gare-lodz",
                both_ways=False,
                from_location="lodz",
                to_location="paris-gare",
            ),
            change(
                "links",
                "paris-gare-chelm",
                both_ways=False,
                from_location="chelm",
                to_location="paris-gare",
            ),
        ),
    ),
    Case(
        "CHK-REACH-007",
        WARNING,
        ("requirements", "r-eng", "sector"),
        "class 40 at most",
        both(_ONLY_ROAD, change("capabilities", "eng", heaviest_mlc=70)),
    ),
    Case(
        "CHK-REACH-008",
        WARNING,
        ("movement_profiles", "p1", "people_by"),
        "air, by which no way for the people leads from lodz, paris-gare to camp",
        both(_profile(people_by=("air",)), add("links", {**_FLIGHT, "to_location": "chelm"})),
        ("CHK-LIMIT-001",),
    ),
    Case(
        "CHK-REACH-008",
        WARNING,
        ("movement_profiles", "p1", "equipment_by"),
        "air, by which no way for the equipment leads",
        both(_profile(equipment_by=("air",)), add("links", *_FLIGHTS)),
        ("CHK-LIMIT-001", "CHK-NET-018"),
        variant="grounded",
    ),
    Case(
        "CHK-REACH-008",
        WARNING,
        ("movement_profiles", "p1", "people_by"),
        "air, by which no way for the people leads from paris-gare to kyiv",
        both(
            _profile(people_by=("air",), offer="fra-inf", marry_up="kyiv"),
            add("links", *_FLIGHTS),
            add("passages", {"id": "j1", "through": "POL", "allowed": False, "mode": "air"}),
        ),
        ("CHK-LIMIT-001", "CHK-NET-018"),
        variant="barred",
    ),
    Case(
        "CHK-REACH-009",
        WARNING,
        ("movement_profiles", "p1", "marry_up"),
        "where all units that go so start",
        _profile(offer="fra-inf", marry_up="paris-gare"),
    ),
    Case(
        "CHK-REACH-009",
        WARNING,
        ("movement_profiles", "p1", "marry_up"),
        "empty the cell",
        _profile(marry_up="camp"),
        variant="end",
    ),
    Case(
        "CHK-REACH-010",
        WARNING,
        ("movement_profiles", "p1", "marry_up"),
        "kyiv, from where no way leads to where the units are asked for: camp",
        both(
            _profile(marry_up="kyiv"),
            change("links", "kyiv-camp", both_ways=False, from_location="camp", to_location="kyiv"),
            change("links", "chelm-kyiv", both_ways=False),
        ),
    ),
    # Force
    Case(
        "CHK-FORCE-001",
        WARNING,
        ("requirements", None, None),
        "no rows",
        lambda rows: rows["requirements"].clear(),
    ),
    Case(
        "CHK-FORCE-002",
        WARNING,
        ("offers", None, None),
        "2 requirements stay unfilled",
        lambda rows: rows["offers"].clear(),
    ),
    Case(
        "CHK-FORCE-003",
        WARNING,
        ("offers", "fra-rec", "capability"),
        "recce",
        drop("substitutions", "s1"),
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "grade (2, asked for 3)",
        change("requirements", "r-eng", min_grade=3),
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "there is no offer of eng",
        drop("offers", "pol-eng"),
        variant="no-offer",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "its state (withdrawn)",
        change("offers", "pol-eng", state="withdrawn"),
        variant="withdrawn",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "attributes (without nbc)",
        change("requirements", "r-eng", attributes=["nbc"]),
        variant="attributes",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "window (days 300",
        change("offers", "pol-eng", from_day=300, tour_min_days=60),
        variant="window",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "a caveat (n1)",
        add("caveats", {**_CAVEAT, "sectors": ["east"], "offer": "pol-eng"}),
        variant="caveat",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "refused (vote)",
        both(
            add("decisions", {**_DECISION, "state": "refused"}),
            add(
                "conditions",
                {"id": "c1", "offer": "pol-eng", "kind": "decision", "decision": "vote"},
            ),
        ),
        ("CHK-FORCE-015",),
        variant="refused",
    ),
    Case(
        "CHK-FORCE-005",
        FAULT,
        ("substitutions", "s1", "by"),
        "itself",
        change("substitutions", "s1", by="inf"),
        ("CHK-FORCE-003",),
    ),
    Case(
        "CHK-FORCE-006",
        FAULT,
        ("substitutions", "s2", "efficiency"),
        "after s1",
        copy_of("substitutions", "s1", id="s2", efficiency=0.7),
    ),
    Case(
        "CHK-FORCE-007",
        WARNING,
        ("offers", "fra-rec", "quantity"),
        "changes nothing",
        change("offers", "fra-rec", quantity=0),
    ),
    Case(
        "CHK-FORCE-008",
        WARNING,
        ("objectives", "land", "weight"),
        "above 0",
        change("objectives", "land", weight=0),
    ),
    Case(
        "CHK-FORCE-009",
        FAULT,
        ("requirements", "r-inf", "formation"),
        "of sector west",
        both(
            add("sectors", {"id": "west", "name": "W", "location": "kyiv"}),
            change("formations", "bg", sector="west"),
        ),
    ),
    Case(
        "CHK-FORCE-010",
        WARNING,
        ("burdens", "b1", "max_unit_months"),
        "limits nothing",
        change("burdens", "b1", max_unit_months=None),
    ),
    Case(
        "CHK-FORCE-011",
        WARNING,
        ("burdens", "b2", "nation"),
        "which row b1",
        copy_of("burdens", "b1", id="b2"),
    ),
    Case(
        "CHK-FORCE-012",
        WARNING,
        ("offers", "fra-inf", "nation"),
        "UKR",
        change("offers", "fra-inf", nation="UKR"),
    ),
    Case(
        "CHK-FORCE-013",
        NOTE,
        ("offers", "fra-inf", "probability"),
        "0.8 on an offer that is confirmed",
        change("offers", "fra-inf", state="confirmed", probability=0.8),
    ),
    Case(
        "CHK-FORCE-014",
        WARNING,
        ("caveats", "n1", "sectors"),
        "bars all offers of UKR",
        add("caveats", {**_CAVEAT, "nation": "UKR"}),
    ),
    Case(
        "CHK-FORCE-015",
        WARNING,
        ("conditions", "c1", "minimum_units"),
        "5 units of POL, which offers 4",
        add(
            "conditions",
            {**_CONDITION, "kind": "partner_present", "nation": "POL", "minimum_units": 5},
        ),
    ),
    Case(
        "CHK-FORCE-015",
        WARNING,
        ("conditions", "c1", "nation"),
        "only FRA may lead",
        add("conditions", {**_CONDITION, "kind": "lead_nation", "nation": "POL"}),
        variant="lead",
    ),
    Case(
        "CHK-FORCE-016",
        WARNING,
        ("conditions", "c1", "nation"),
        "as the partner",
        add(
            "conditions",
            {**_CONDITION, "kind": "partner_present", "nation": "FRA", "minimum_units": 1},
        ),
    ),
    # Supply and prices
    Case(
        "CHK-SUP-001",
        WARNING,
        ("stocks", "k1", "on_hand_t"),
        "200 t can be held",
        change("stocks", "k1", on_hand_t=250),
    ),
    Case(
        "CHK-SUP-002",
        FAULT,
        ("supply_policies", "p1", "from_location"),
        "camp",
        change("supply_policies", "p1", from_location="camp"),
    ),
    Case(
        "CHK-SUP-003",
        FAULT,
        ("supply_policies", "p1", "reorder_days_of_supply"),
        "below 20",
        change("supply_policies", "p1", reorder_days_of_supply=20),
    ),
    Case(
        "CHK-SUP-004",
        WARNING,
        ("supply_policies", "p1", "review_days"),
        "review_days and quantity_t",
        change("supply_policies", "p1", kind="schedule", quantity_t=5),
    ),
    Case(
        "CHK-SUP-005",
        WARNING,
        ("stocks", "k2", "location"),
        "which row k1",
        copy_of("stocks", "k1", id="k2"),
    ),
    Case(
        "CHK-SUP-006",
        WARNING,
        ("sectors", "east", "location"),
        "iii",
        both(
            add("supply_classes", {"id": "iii", "name": "Fuel", "priority": 1, "unmet": "lost"}),
            add(
                "consumption",
                {"id": "c2", "capability": "eng", "supply_class": "iii", "kg_per_day": 5},
            ),
        ),
    ),
    Case(
        "CHK-SUP-007",
        WARNING,
        ("consumption", "c1", "posture"),
        'did you mean "normal"',
        change("consumption", "c1", posture="norml"),
    ),
    Case(
        "CHK-SUP-008",
        NOTE,
        ("postures", None, "id"),
        "surge",
        add("postures", {"id": "surge", "from_day": 0, "until_day": 30, "factor": 2}),
    ),
    Case(
        "CHK-RATE-001",
        WARNING,
        ("rates", "x1", "currency"),
        "not converted",
        change("rates", "x1", currency="USD"),
    ),
    Case(
        "CHK-RATE-002",
        NOTE,
        ("rates", "x1", "price_year"),
        "2018",
        change("rates", "x1", price_year=2018),
    ),
    Case(
        "CHK-RATE-003",
        WARNING,
        ("rates", "x2", "amount"),
        "row x1",
        copy_of("rates", "x1", id="x2", amount=9),
    ),
    Case(
        "CHK-SUP-009",
        NOTE,
        ("supply_policies", "p1", "from_location"),
        "give without limit",
        drop("stocks", "k1"),
    ),
    Case(
        "CHK-SUP-005",
        WARNING,
        ("supply_policies", "p2", "location"),
        "which row p1",
        copy_of("supply_policies", "p1", id="p2"),
        variant="policy",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "truce in_force",
        both(
            add("agreements", _AGREEMENT),
            add(
                "conditions",
                {
                    "id": "c1",
                    "offer": "pol-eng",
                    "kind": "agreement_state",
                    "agreement": "truce",
                    "state": "in_force",
                },
            ),
        ),
        variant="agreement",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "a caveat (n1)",
        add("caveats", {**_CAVEAT, "kind": "limitation", "sectors": ["east"], "offer": "pol-eng"}),
        variant="nobody-may-lift",
    ),
    Case(
        "CHK-FORCE-004",
        WARNING,
        ("requirements", "r-eng", "capability"),
        "without nbc",
        both(
            add("measures", _measure("a", [])),
            add(
                "tasks",
                {
                    "id": "clean",
                    "title": "T",
                    "objective": "land",
                    "measures": ["a"],
                    "attributes": ["nbc"],
                },
            ),
            change("requirements", "r-eng", tasks=["clean"]),
        ),
        variant="task",
    ),
    Case(
        "CHK-PERIOD-001",
        WARNING,
        ("offers", "fra-inf", "until_day"),
        "the days 60 (its notice) to 80",
        change("offers", "fra-inf", notice_days=60, until_day=80, tour_min_days=10),
        variant="notice",
    ),
    Case(
        "CHK-REACH-005",
        WARNING,
        ("requirements", "r-eng", "sector"),
        "lodz",
        change("capabilities", "eng", moves="self"),
        ("CHK-REACH-006",),
        variant="column-without-road",
    ),
    # Assumptions
    Case(
        "CHK-LIMIT-001",
        NOTE,
        ("locations", None, "beds"),
        "1 of 1 row empty: camp",
        change("locations", "camp", beds=None),
    ),
    Case(
        "CHK-LIMIT-002",
        NOTE,
        (None, None, None),
        "no c_day",
        both(),
        meta={"c_day": None},
    ),
)
