"""A made-up plan of the size that the brief is laid out for, on real places."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from reassure.model.plan import Plan, PlanMeta

ROOT = Path(__file__).resolve().parents[1]
SEED = 7
HORIZON_DAYS = 540

NATIONS = {
    "GBR": ("United Kingdom", 68), "FRA": ("France", 68), "DEU": ("Germany", 84),
    "POL": ("Poland", 37), "ITA": ("Italy", 59), "ESP": ("Spain", 48), "ROU": ("Romania", 19),
    "NLD": ("Netherlands", 18), "BEL": ("Belgium", 12), "SWE": ("Sweden", 10),
    "DNK": ("Denmark", 6), "NOR": ("Norway", 5), "FIN": ("Finland", 6), "EST": ("Estonia", 1.4),
    "LVA": ("Latvia", 1.9), "LTU": ("Lithuania", 2.9), "CZE": ("Czechia", 11),
    "SVK": ("Slovakia", 5), "BGR": ("Bulgaria", 6.4), "GRC": ("Greece", 10),
    "PRT": ("Portugal", 10), "HRV": ("Croatia", 3.9), "SVN": ("Slovenia", 2.1),
    "LUX": ("Luxembourg", 0.7),
    "IRL": ("Ireland", 5), "ISL": ("Iceland", 0.4), "TUR": ("Türkiye", 85), "CAN": ("Canada", 40),
    "AUS": ("Australia", 27), "NZL": ("New Zealand", 5),
}  # fmt: skip

OBJECTIVES = {
    "safe-skies": ("Safe skies", 1.0),
    "safe-seas": ("Safe seas", 1.0),
    "peace-on-land": ("Peace on land", 2.0),
    "host-forces": ("Stronger host forces", 1.0),
}

# id: name, domain, persons, tonnes, objective, lines, offers
CAPABILITIES: dict[str, tuple[str, str, int, float, str, int, int]] = {
    "inf-bn": ("Mechanised battalion", "land", 800, 4200, "peace-on-land", 10, 30),
    "lgt-bn": ("Light battalion", "land", 650, 1500, "peace-on-land", 6, 26),
    "eng-coy": ("Engineer company", "land", 150, 1600, "peace-on-land", 8, 12),
    "med-r2": ("Role 2 hospital", "land", 90, 400, "peace-on-land", 6, 7),
    "sig-coy": ("Signals company", "land", 120, 500, "peace-on-land", 6, 9),
    "log-bn": ("Logistics battalion", "land", 500, 3100, "peace-on-land", 6, 9),
    "mp-coy": ("Military police company", "land", 110, 350, "peace-on-land", 6, 14),
    "isr-coy": ("Intelligence company", "land", 100, 300, "peace-on-land", 5, 6),
    "hel-sqn": ("Transport helicopter squadron", "air", 140, 700, "peace-on-land", 4, 8),
    "uav-tp": ("Unmanned aircraft troop", "air", 45, 80, "peace-on-land", 5, 10),
    "air-pol": ("Fighter detachment", "air", 120, 300, "safe-skies", 5, 22),
    "awacs": ("Early warning aircraft", "air", 60, 90, "safe-skies", 2, 4),
    "tanker": ("Tanker aircraft", "air", 50, 90, "safe-skies", 2, 6),
    "ad-bty": ("Air defence battery", "land", 160, 1400, "safe-skies", 5, 14),
    "radar": ("Radar section", "land", 40, 220, "safe-skies", 3, 9),
    "frigate": ("Frigate", "sea", 170, 0, "safe-seas", 3, 18),
    "mcm": ("Mine hunter", "sea", 45, 0, "safe-seas", 4, 20),
    "opv": ("Patrol ship", "sea", 60, 0, "safe-seas", 2, 12),
    "mpa": ("Maritime patrol aircraft", "air", 40, 60, "safe-seas", 2, 8),
    "trg-inf": ("Infantry training team", "land", 60, 120, "host-forces", 4, 14),
    "trg-eng": ("Engineer training team", "land", 40, 120, "host-forces", 2, 4),
    "trg-med": ("Medical training team", "land", 30, 60, "host-forces", 2, 4),
    "trg-air": ("Air training team", "air", 40, 60, "host-forces", 2, 4),
}

SECTORS = {
    "north": ("Sector North", "ukr-kyiv"), "west": ("Sector West", "ukr-lviv"),
    "centre": ("Sector Centre", "ukr-vinnytsia"), "south": ("Sector South", "ukr-odesa"),
    "black-sea": ("Black Sea", "rou-constanta"), "air": ("Air component", "rou-constanta"),
}  # fmt: skip
SECTORS_OF = {
    "peace-on-land": ("north", "west", "centre", "south"),
    "safe-skies": ("air",),
    "safe-seas": ("black-sea",),
    "host-forces": ("west", "centre"),
}


def locations() -> list[dict[str, Any]]:
    """The places of the shipped example, and the few that links and sectors name here."""
    with (ROOT / "data" / "recipe" / "places.csv").open(encoding="utf-8") as file:
        rows = [
            {"id": row["id"], "kind": row["kind"], "nation": row["nation"], "name": row["name"],
             "lat": float(row["lat"]), "lon": float(row["lon"])}
            for row in csv.DictReader(file)
            if row["lat"] and row["lon"]
        ]  # fmt: skip
    named = [
        ("rou-constanta", "port", "ROU", "Constanța", 44.16, 28.65),
        ("pol-gdansk", "port", "POL", "Gdańsk", 54.38, 18.66),
        ("fra-toulon", "port", "FRA", "Toulon", 43.1, 5.9),
        ("gbr-marchwood", "port", "GBR", "Marchwood", 50.9, -1.4),
        ("deu-bremerhaven", "port", "DEU", "Bremerhaven", 53.5, 8.6),
        ("pol-rzeszow", "staging", "POL", "Rzeszów", 50.1, 22.0),
        ("pol-medyka", "border", "POL", "Medyka", 49.8, 22.9),
        ("rou-suceava", "staging", "ROU", "Suceava", 47.7, 26.3),
        ("ukr-lviv", "base", "UKR", "Lviv", 49.8, 24.0),
        ("ukr-kyiv", "base", "UKR", "Kyiv", 50.45, 30.5),
        ("ukr-vinnytsia", "base", "UKR", "Vinnytsia", 49.2, 28.5),
        ("ukr-odesa", "base", "UKR", "Odesa", 46.5, 30.7),
    ]
    keys = ("id", "kind", "nation", "name", "lat", "lon")
    return [*rows, *(dict(zip(keys, row, strict=True)) for row in named)]


LINKS: list[tuple[str, str, str, float, str]] = [
    ("gbr-marchwood", "pol-gdansk", "sea", 2000,
     "50.7:-1.2|51.2:1.8|54.5:5|57.9:10|55.9:12.8|54.6:18.9"),
    ("gbr-marchwood", "rou-constanta", "sea", 5900,
     "49.8:-4|43.5:-9.8|36:-6|36.1:-4|37.3:10.5|35.8:18|36:23|39:25.2|40.8:28|41.3:29.3"),
    ("fra-toulon", "rou-constanta", "sea", 2900, "40:9|38:15.6|36:22.5|39:25.2|40.8:28|41.3:29.3"),
    ("deu-bremerhaven", "pol-gdansk", "sea", 1200, "54.5:7.5|57.9:10|55.9:12.8|54.6:18.9"),
    ("pol-gdansk", "pol-rzeszow", "rail", 640, "52.2:21"),
    ("deu-bremerhaven", "pol-rzeszow", "rail", 1300, "52.5:13.4|51.1:17"),
    ("pol-rzeszow", "pol-medyka", "rail", 90, ""),
    ("pol-medyka", "ukr-lviv", "rail", 80, ""),
    ("ukr-lviv", "ukr-kyiv", "rail", 570, "50.6:26.2|50.2:28.7"),
    ("ukr-lviv", "ukr-vinnytsia", "rail", 370, "49.5:26"),
    ("rou-constanta", "rou-suceava", "rail", 500, "45.3:27.9|46.6:26.9"),
    ("rou-suceava", "ukr-vinnytsia", "road", 330, "48.3:25.9"),
    ("ukr-vinnytsia", "ukr-odesa", "rail", 420, ""),
    ("pol-rzeszow", "ukr-lviv", "road", 180, ""),
]  # fmt: skip
HUBS = ("pol-rzeszow", "rou-constanta", "pol-gdansk", "deu-bremerhaven", "rou-suceava")


def links(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The trunk lines, and from every place a road to the nearest hub and three to neighbours."""
    rows = [
        {"id": f"{a}--{b}-{mode}", "from_location": a, "to_location": b, "mode": mode,
         "distance_km": km, "capacity_per_day": 6.0, "capacity_unit": "trains",
         "waypoints": tuple(points.split("|")) if points else ()}
        for a, b, mode, km, points in LINKS
    ]  # fmt: skip
    at = {row["id"]: np.array([row["lat"], row["lon"] * 0.64]) for row in places}
    ids = sorted(at)
    seen = {row["id"] for row in rows}
    for place in ids:
        near = sorted(ids, key=lambda other: float(np.hypot(*(at[place] - at[other]))))[1:4]
        hub = min(HUBS, key=lambda other: float(np.hypot(*(at[place] - at[other]))))
        for other in dict.fromkeys([hub, *near]):
            link = f"{place}--{other}-road"
            if other == place or link in seen or f"{other}--{place}-road" in seen:
                continue
            seen.add(link)
            km = float(np.hypot(*(at[place] - at[other])) * 111)
            rows.append({"id": link, "from_location": place, "to_location": other, "mode": "road",
                         "distance_km": round(km, 1)})  # fmt: skip
    return rows


def requirements(rng: np.random.Generator) -> list[dict[str, Any]]:
    """A hundred lines, most of them from the first months to the end."""
    rows = []
    for capability, (_, _, _, _, objective, n_lines, _) in CAPABILITIES.items():
        for i in range(n_lines):
            sectors = SECTORS_OF[objective]
            start = int(rng.choice([0, 30, 60, 90, 120]))
            rows.append(
                {"id": f"{capability}-{i + 1}", "objective": objective,
                 "sector": sectors[i % len(sectors)], "capability": capability,
                 "quantity": float(rng.choice([1, 1, 1, 2, 2, 3])),
                 "weight": float(rng.choice([1, 2, 3])), "from_day": start,
                 "until_day": HORIZON_DAYS, "required_day": start + 15}
            )  # fmt: skip
    return rows


def offers(rng: np.random.Generator, places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """About 270 offers, larger nations offering more."""
    nations = sorted(NATIONS)
    size = np.array([NATIONS[nation][1] ** 0.6 for nation in nations])
    home = {nation: next((p["id"] for p in places if p["nation"] == nation), "rou-constanta")
            for nation in nations}  # fmt: skip
    rows = []
    for capability, (_, _, _, _, _, _, n_offers) in CAPABILITIES.items():
        for i in range(n_offers):
            nation = str(rng.choice(nations, p=size / size.sum()))
            start = int(rng.choice([0, 0, 30, 60, 120, 180, 300]))
            rows.append(
                {"id": f"{nation.lower()}-{capability}-{i + 1}", "nation": nation,
                 "capability": capability, "quantity": int(rng.choice([1, 1, 2])),
                 "state": "offered", "from_day": start, "until_day": HORIZON_DAYS,
                 "notice_days": float(rng.choice([15, 30, 60])), "tour_min_days": 90,
                 "tour_max_days": 180, "rest_ratio": 1.0, "origin": home[nation],
                 "note": "Notional."}
            )  # fmt: skip
    return rows


def milestone(name: str, title: str, owner: str, due_day: float, **cells: Any) -> dict[str, Any]:
    """One milestone of the first objective."""
    row = {"id": name, "title": title, "objective": next(iter(OBJECTIVES)), "owner": owner}
    return row | {"due_day": due_day, "state": "planned"} | cells


@cache
def brief_plan() -> Plan:
    """The whole plan."""
    rng = np.random.default_rng(SEED)
    places = locations()
    meta = PlanMeta(format=1, title="Reassurance force", horizon_days=HORIZON_DAYS, currency="USD",
                    price_year=2025, label="UNCLASSIFIED", notional=True)  # fmt: skip
    hosts = {row["nation"] for row in places} - set(NATIONS)
    tables: dict[str, list[dict[str, Any]]] = {
        "nations": [
            *({"id": key, "name": name, "population": int(millions * 1e6),
               "gdp_bn": round(millions**1.1 * 30)}
              for key, (name, millions) in NATIONS.items()),
            {"id": "UKR", "name": "Ukraine", "host": True, "population": 38_000_000},
            *({"id": key, "name": key} for key in sorted(hosts - {"UKR"})),
        ],
        "objectives": [
            {"id": key, "name": name, "weight": weight}
            for key, (name, weight) in OBJECTIVES.items()
        ],
        "capabilities": [
            {"id": key, "name": name, "domain": domain, "persons": persons, "vehicles": 40,
             "tonnes": tonnes, "lane_m": tonnes / 4, "wagons": tonnes / 40,
             "moves": "self" if domain == "sea" else "carried", "cost_per_month": persons * 6000}
            for key, (name, domain, persons, tonnes, _, _, _) in CAPABILITIES.items()
        ],
        "sectors": [
            {"id": key, "name": name, "location": place} for key, (name, place) in SECTORS.items()
        ],
        "locations": places,
        "links": links(places),
        "requirements": requirements(rng),
        "offers": offers(rng, places),
        "caveats": [{"id": "ita-south", "nation": "ITA", "kind": "prohibition",
                     "sectors": ("south",), "reason": "parliament's mandate"}],
        "decisions": [{"id": "mandate", "nation": "FRA", "title": "Mandate", "kind": "parliament",
                       "due_day": 40}],
        "milestones": [
            milestone("hubs", "Hubs open for units of every nation", "GBR", 25),
            milestone("mandate", "Mandate voted", "FRA", 30, waits_for=("decisions:mandate",)),
            milestone("force", "Force complete", "GBR", 90, after=("hubs", "mandate")),
            milestone("relief", "First relief settled", "GBR", 120, state="blocked"),
        ],
        "burdens": [
            {"id": "gbr", "nation": "GBR", "max_unit_months": 100},
            {"id": "nor", "nation": "NOR", "max_share": 0.9},
        ],
        "supply_classes": [
            {"id": "food", "name": "Food", "priority": 2, "unmet": "lost"},
            {"id": "water", "name": "Water", "priority": 1, "unmet": "lost"},
            {"id": "fuel", "name": "Fuel", "priority": 3, "unmet": "backlog"},
            {"id": "spares", "name": "Spare parts", "priority": 4, "unmet": "backlog"},
        ],
        "reports": [{"id": "wpi", "publisher": "NGA", "title": "World Port Index, 2024",
                     "published": "2024-01-01T00:00:00Z", "language": "en"}],
    }  # fmt: skip
    return Plan.of(meta, tables)
