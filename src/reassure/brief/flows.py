"""Flows: what moves on which way of the network, and where that way runs."""

from dataclasses import dataclass
from typing import Any

from reassure.brief.bottlenecks import Bottleneck
from reassure.brief.names import link_name
from reassure.brief.words import count, listed, tonnes
from reassure.model.choices import Mode
from reassure.model.plan import Plan
from reassure.model.results import Deployment


@dataclass(frozen=True, slots=True)
class Flow:
    """What moved on one way, in both directions.

    Attributes
    ----------
    link
        A link of the way.
    mode
        How one moves on it.
    tonnes, loads
        What moved.
    """

    link: str
    mode: Mode
    tonnes: float
    loads: int


def flows(plan: Plan, deployment: Deployment) -> list[Flow]:
    """Return tonnes and loads by way, most first; a link and its way back are one."""
    sizes = dict(deployment.loads.frame.select("id", "size").iter_rows())
    legs = deployment.legs.frame.select("load", "link")
    # Summed in the order of the rows: a sum of parts in any order differs in its last digits.
    ways: dict[tuple[str, ...], list[Any]] = {}
    for load, link in legs.iter_rows():
        if link not in plan.links:
            continue
        row = plan.links[link]
        key = (*sorted((row.from_location, row.to_location)), row.mode.value)
        way = ways.setdefault(key, [link, row.mode, 0.0, 0])
        way[0] = min(way[0], link)
        way[2] += sizes.get(load, 0.0)
        way[3] += 1
    made = [Flow(*way) for way in ways.values()]
    return sorted(made, key=lambda flow: (-flow.tonnes, flow.link))


def flow_sentence(plan: Plan, moved: list[Flow], held: list[Bottleneck]) -> str:
    """Say where most moves and what holds loads up."""
    if not moved:
        return "Nothing moves on the network."
    first = moved[0]
    text = (
        f"The busiest way is {link_name(plan, first.link)}: {tonnes(first.tonnes)} in "
        f"{count(first.loads, 'load')}."
    )
    if held:
        names = listed(list(dict.fromkeys(row.binding.place for row in held[:3])))
        text += f" First among the limits that hold loads up: {names}."
    return text


def near_sentence(plan: Plan, moved: list[Flow]) -> str:
    """Say which ways into the host nations carry most."""
    hosts = {row.id for row in plan.nations if row.host}
    nations = {row.id: row.nation for row in plan.locations}
    crossing = [
        flow
        for flow in moved
        if (nations[plan.links[flow.link].from_location] in hosts)
        != (nations[plan.links[flow.link].to_location] in hosts)
    ]
    if not crossing:
        return "Nothing crosses into the host nations."
    parts = [f"{link_name(plan, flow.link)} {tonnes(flow.tonnes)}" for flow in crossing[:3]]
    return f"Into the host nations most moves on these ways: {listed(parts)}."


def course(plan: Plan, link: str) -> list[tuple[float, float]]:
    """Return a link's course as (lat, lon), from its start over its waypoints to its end."""
    row = plan.links[link]
    points = [tuple(float(part) for part in point.split(":")) for point in row.waypoints]
    ends = [
        (plan.locations[place].lat, plan.locations[place].lon)
        for place in (row.from_location, row.to_location)
    ]
    return [ends[0], *((point[0], point[1]) for point in points), ends[1]]
