"""The network as GeoJSON: places as points, links as lines with what moved on them."""

import json
from typing import Any

from reassure.model.fields import PAIR_SEPARATOR
from reassure.model.network import Link
from reassure.model.plan import Plan
from reassure.model.results import Deployment


def course_of(link: Link, plan: Plan) -> list[tuple[float, float]]:
    """Return a link's course as (lon, lat) in degrees, from its start to its end."""
    ends = plan.locations[link.from_location], plan.locations[link.to_location]
    between = [waypoint.split(PAIR_SEPARATOR) for waypoint in link.waypoints]
    middle = [(float(lon), float(lat)) for lat, lon in between]
    return [(ends[0].lon, ends[0].lat), *middle, (ends[1].lon, ends[1].lat)]


def network_bytes(plan: Plan, deployment: Deployment | None = None) -> bytes:
    """Return the network, and where a deployment is given the loads and tonnes by link.

    Returns
    -------
    bytes
        A GeoJSON feature collection (WGS84, RFC 7946) in UTF-8.
    """
    loads, tonnes = _flows(deployment)
    features = [
        _feature(
            {"type": "Point", "coordinates": [place.lon, place.lat]},
            {
                "id": place.id,
                "name": place.name,
                "kind": place.kind.value,
                "nation": place.nation,
                "state": place.state.value,
            },
        )
        for place in plan.locations
    ]
    features += [
        _feature(
            {"type": "LineString", "coordinates": [list(point) for point in course_of(link, plan)]},
            {
                "id": link.id,
                "mode": link.mode.value,
                "distance_km": link.distance_km,
                "loads": loads.get(link.id, 0),
                "tonnes": round(tonnes.get(link.id, 0.0), 3),
            },
        )
        for link in plan.links
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _flows(deployment: Deployment | None) -> tuple[dict[str, int], dict[str, float]]:
    """Count loads and tonnes by link."""
    loads: dict[str, int] = {}
    tonnes: dict[str, float] = {}
    if deployment is None:
        return loads, tonnes
    size = {load.id: load.size for load in deployment.loads}
    for leg in deployment.legs:
        loads[leg.link] = loads.get(leg.link, 0) + 1
        tonnes[leg.link] = tonnes.get(leg.link, 0.0) + size[leg.load]
    return loads, tonnes
