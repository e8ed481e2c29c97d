"""Gates that close what leaves through them: sailing days and outages of links and their ends."""

from collections.abc import Sequence

from reassure.engines.deploy.itineraries import Passage
from reassure.engines.deploy.network.limits import Limit
from reassure.engines.simulate.build_resources import Service
from reassure.engines.simulate.scenario import GATE
from reassure.model.plan import Plan


def gates_of(
    plan: Plan, ways: Sequence[Sequence[Passage]], of: Sequence[int], services: Sequence[Service]
) -> list[tuple[int, ...]]:
    """Return the gates through which all visitors of each resource leave with it.

    Links and pools have such: their own sailing days and outages, and outages of their ends.

    Parameters
    ----------
    plan
        The plan.
    ways
        Passages of each load.
    of
        Resource of each passage, in that order.
    services
        The resources.
    """
    common: dict[int, set[int]] = {}
    at = 0
    for passages in ways:
        begin, end = at, at + len(passages)
        for passage in passages:
            at += 1
            if passage.minutes > 0 or at == end:
                here = of[begin:at]
                gates = {r for r in here if _is_gate_of(plan, services[r], passage.link)}
                for r in here:
                    if _leaves_on(services[r].limit, passage.link):
                        common[r] = common.get(r, gates) & gates
                begin = at
    return [tuple(sorted(common.get(r, ()))) for r in range(len(services))]


def _is_gate_of(plan: Plan, service: Service, link: str | None) -> bool:
    if service.limit is None or service.kind != GATE or link is None:
        return False
    row = plan.links[link]
    ends = (row.from_location, row.to_location)
    return service.limit.link == link or service.limit.location in ends


def _leaves_on(limit: Limit | None, link: str | None) -> bool:
    if limit is None or limit.is_gate:
        return False
    return limit.link == link is not None or limit.binding.startswith("lifts:")
