"""Rows of the table ``locations``: what the sources know, and what is assumed.

Sources know positions, depths, Ro-Ro berths, harbour size and runway length. Everything else is
an assumption by class (harbour size, runway length, kind of place), named in this file and in
the note of each row. What is neither known nor assumed stays empty.
"""

from typing import Any

from data.recipe.geo import Point
from data.recipe.places import HOST, Place, Role, read_places
from data.recipe.raw import known_depth_m, known_yes_no, read_airfields, read_ports

DEEPEST_PORT_M = 25.0
"""A deeper figure in the column for the largest ship's draught is a slip of the source."""

KIEL_DRAUGHT_M = 9.5
"""Largest draught in the Kiel Canal, for ships up to about 160 m (assumption)."""

PORT_BY_SIZE: dict[str, dict[str, int]] = {
    "Large": {"berths": 4, "handling_t_per_day": 6000, "handling_lane_m_per_day": 5000},
    "Medium": {"berths": 3, "handling_t_per_day": 4000, "handling_lane_m_per_day": 3500},
    "Small": {"berths": 2, "handling_t_per_day": 2000, "handling_lane_m_per_day": 2000},
    "Very Small": {"berths": 1, "handling_t_per_day": 800, "handling_lane_m_per_day": 800},
}
"""For the force alone, beside other traffic; by harbour size of the World Port Index."""

TRAINS_BY_RAILWAY = {"Large": 8, "Medium": 6, "Small": 3}
"""Trains a day that a port loads or unloads for the force, by its class of railway."""

AIRFIELD_BY_RUNWAY: tuple[tuple[float, dict[str, float]], ...] = (
    (3000, {"mog": 4, "ground_time_h": 2.25, "ground_time_max_h": 4.0, "parking": 24}),
    (2400, {"mog": 2, "ground_time_h": 2.25, "ground_time_max_h": 4.0, "parking": 12}),
    (0, {"mog": 1, "ground_time_h": 2.5, "ground_time_max_h": 5.0, "parking": 6}),
)
"""First class whose runway length [m] is reached."""

AIRFIELD_IN_HOST: dict[str, float] = {
    "mog": 2,
    "ground_time_h": 2.5,
    "ground_time_max_h": 5.0,
    "operating_h_per_day": 16,
    "parking": 8,
}
"""Airfields of the host nation work again, but limited."""

RUNWAY_BEYOND_M = {"BIKF": 3054, "CYTR": 3046, "YAMB": 3047, "NZOH": 2440, "RJNA": 2740}
"""Airfields beyond the data: set by hand from common knowledge."""

BY_KIND: dict[str, dict[str, int]] = {
    "garrison": {"trains_per_day": 2},
    "border": {"trains_per_day": 10},
    "rail_terminal": {"trains_per_day": 12},
    "depot": {
        "trains_per_day": 6,
        "wagons_per_day": 180,
        "storage_t": 30000,
        "staging_t_per_day": 6000,
        "fuel_storage_t": 5000,
    },
    "base": {
        "trains_per_day": 3,
        "wagons_per_day": 90,
        "storage_t": 6000,
        "staging_t_per_day": 2500,
        "fuel_storage_t": 1000,
    },
    "training_area": {"trains_per_day": 2, "wagons_per_day": 60, "staging_t_per_day": 1500},
}

GATEWAY_NOTES = {
    "kiel-canal-east": "assumption: draught limit of the canal",
    "kiel-canal-west": "assumption: draught limit of the canal",
    "straits-bosporus": "Turkish Straits: passage of warships limited by the Montreux Convention "
    "(1936); see the link",
    "straits-dardanelles": "Turkish Straits: passage of warships limited by the Montreux "
    "Convention (1936); see the link",
}


def find_position(place: Place) -> Point:
    """(lon, lat) of a place: of its reference where that has one, else as set by hand."""
    if place.ref_kind == "wpi":
        port = read_ports()[place.ref_key]
        return float(port["Longitude"]), float(port["Latitude"])
    if place.ref_kind == "icao":
        field = read_airfields()[place.ref_key]
        return float(field["lon"]), float(field["lat"])
    if place.lon is None or place.lat is None:
        raise ValueError(f"places.csv, {place.id}: found no position; expected lat and lon")
    return place.lon, place.lat


def build_locations() -> list[dict[str, Any]]:
    """Rows of ``locations``, in the order of ``places.csv``."""
    rows: list[dict[str, Any]] = []
    for place in read_places():
        lon, lat = find_position(place)
        known: dict[str, Any] = {
            "id": place.id,
            "name": place.name,
            "kind": place.kind,
            "nation": place.nation,
            "lat": round(lat, 4),
            "lon": round(lon, 4),
        }
        if place.kind in ("port", "naval_base"):
            known |= describe_port(place)
        elif place.kind == "airfield":
            known |= describe_airfield(place)
        elif place.kind == "gateway":
            known |= _describe_gateway(place)
        else:
            known |= BY_KIND[place.kind]
            known["note"] = (
                "position by hand; assumption by kind of place: trains, wagons, storage, staging"
            )
        rows.append(known)
    return rows


def describe_port(place: Place) -> dict[str, Any]:
    """Describe a port: what the World Port Index knows, and what its size lets assume.

    The draught is the largest ship's draught where reported, else the depth of the channel, else
    that of the cargo pier. The pier's depth class does not bind where more is known: it is that
    of one pier, and reads 4.9 m for Bremerhaven and 6.4 m for Constanta.
    """
    if place.ref_kind != "wpi":
        return {
            "code": place.ref_key,
            "berths": 3,
            "handling_t_per_day": 4000,
            "handling_lane_m_per_day": 3500,
            "note": "beyond the data: position by hand, depth and Ro-Ro unknown; assumption: "
            "berths, handling as of a medium harbour",
        }
    port = read_ports()[place.ref_key]
    largest = known_depth_m(port["Maximum Vessel Draft (m)"])
    channel = known_depth_m(port["Channel Depth (m)"])
    pier = known_depth_m(port["Cargo Pier Depth (m)"])
    if largest is not None and largest > DEEPEST_PORT_M:
        largest = None
    size = port["Harbor Size"].strip()
    known: dict[str, Any] = {
        "code": _known_locode(port["UN/LOCODE"]),
        "draught_m": next((m for m in (largest, channel, pier) if m is not None), None),
        "roro": known_yes_no(port["Facilities - Ro-Ro"]),
        "trains_per_day": TRAINS_BY_RAILWAY.get(port["Railway"].strip()),
        **PORT_BY_SIZE.get(size, PORT_BY_SIZE["Very Small"]),
    }
    if place.kind == "port":
        known["staging_t_per_day"] = known["handling_t_per_day"]
    if place.nation == HOST:
        known |= {"state": "limited", "operating_h_per_day": 16}
    depths = ", ".join(
        f"{what} {'unknown' if m is None else f'{m:g} m'}"
        for what, m in (("largest draught", largest), ("channel", channel), ("cargo pier", pier))
    )
    known["note"] = (
        f"World Port Index {place.ref_key}: {depths}, harbour size {size or 'unknown'}; "
        "assumption by harbour size: berths, handling, staging; by railway class: trains"
    )
    return known


def _known_locode(cell: str) -> str | None:
    """UN/LOCODE without its space; None where the source holds none or a slip."""
    code = cell.replace(" ", "")
    return code if len(code) == 5 and code.isalnum() else None


def describe_airfield(place: Place) -> dict[str, Any]:
    """Describe an airfield: its known runway, and what the length of that lets assume."""
    if place.ref_kind == "icao":
        runway_m = float(read_airfields()[place.ref_key]["longest_hard_runway_m"])
        source = "OurAirports: longest hard runway"
    else:
        runway_m = float(RUNWAY_BEYOND_M[place.ref_key])
        source = "beyond the data: position and runway by hand"
    assumed = next(values for least_m, values in AIRFIELD_BY_RUNWAY if runway_m >= least_m)
    known: dict[str, Any] = {"code": place.ref_key, "runway_m": round(runway_m), **assumed}
    if place.nation == HOST:
        known |= {"state": "limited", **AIRFIELD_IN_HOST}
    known["note"] = f"{source}; assumption by its length: MOG, ground time, parking"
    if place.nation == HOST:
        known["note"] = f"{source}; assumption: limited opening, MOG, ground time, parking"
    if place.role is Role.POLICING:
        known["note"] += "; notional base of air policing"
    return known


def _describe_gateway(place: Place) -> dict[str, Any]:
    note = GATEWAY_NOTES.get(place.id, "gateway on the sea lanes; no limit")
    if place.id.startswith("kiel-"):
        return {"draught_m": KIEL_DRAUGHT_M, "note": note}
    return {"state": "limited" if place.id.startswith("straits-") else "ready", "note": note}
