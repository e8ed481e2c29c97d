"""What movement costs: tonne-kilometres, sorties, and handling where the mode changes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from reassure.engines.common.conventions import SORTIE_PAYLOAD_T
from reassure.engines.cost.ledger import CostLedger, Payer
from reassure.engines.cost.rates import RateBook
from reassure.model.choices import Mode, Movement, RateKind
from reassure.model.network import Link
from reassure.model.plan import Plan
from reassure.model.results import Deployment

_NOISE = 1e-9
"""Loads are shares of units: one that fills its carrier exactly takes no second sortie."""


@dataclass(frozen=True, slots=True)
class Step:
    """One leg of a load, priced.

    Attributes
    ----------
    depart_day
        Day on which it leaves.
    link
        Link that it takes.
    payload_t
        Payload of the carrier [t].
    """

    depart_day: int
    link: Link
    payload_t: float


def book_movement(
    plan: Plan,
    deployment: Deployment,
    *,
    payers: dict[str, Payer],
    ledger: CostLedger,
    rates: RateBook,
) -> None:
    """Book the movement of every load that belongs to a tour and is carried (eqs. 4-6)."""
    journeys = _journeys(plan, deployment)
    owners = deployment.loads.frame.select("id", "owner", "size")
    for load, owner, size_t in owners.iter_rows():
        payer = payers.get(owner)
        if payer is None or plan.capabilities[payer.capability].moves is Movement.SELF:
            continue
        for kind, day, quantity, modes in _quantities(journeys.get(load, []), size_t, payer, rates):
            price = rates.amount(
                kind, capability=payer.capability, nation=payer.nation, modes=modes
            )
            if price is None:
                ledger.lacks(kind.value, " or ".join(modes))
            else:
                ledger.book(payer, kind.value, day, quantity * price)


def _journeys(plan: Plan, deployment: Deployment) -> dict[str, list[Step]]:
    """Return the legs by load in the order of travel."""
    links = {row.id: row for row in plan.links}
    payloads = {row.id: row.payload_t for row in plan.lifts}
    columns = deployment.legs.frame.select("load", "link", "lift", "depart_day", "arrive_day")
    found: dict[str, list[Step]] = {}
    # Modes never change within a day, so that links of one day may stand in any order.
    for load, link, lift, depart_day, _ in columns.sort(
        "load", "depart_day", "arrive_day", "link"
    ).iter_rows():
        payload = payloads.get(lift) if lift is not None else None
        step = Step(depart_day, links[link], payload or SORTIE_PAYLOAD_T)
        found.setdefault(load, []).append(step)
    return found


def _quantities(
    steps: list[Step], size_t: float, payer: Payer, rates: RateBook
) -> Iterator[tuple[RateKind, int, float, tuple[Mode, ...]]]:
    """Yield what is paid for: kind, day, how much, and the modes that it concerns."""
    before: Mode | None = None
    for step in steps:
        mode = step.link.mode
        if before is not None and mode is not before:
            yield RateKind.HANDLING_T, step.depart_day, size_t, (before, mode)
        by_sortie = mode is Mode.AIR and _has_sorties(payer, rates)
        if by_sortie:
            sorties = max(1, math.ceil(size_t / step.payload_t - _NOISE))
            yield RateKind.SORTIE, step.depart_day, sorties, (mode,)
        else:
            tonne_km = step.link.distance_km * size_t
            yield RateKind.TONNE_KM, step.depart_day, tonne_km, (mode,)
        before = mode


def _has_sorties(payer: Payer, rates: RateBook) -> bool:
    price = rates.amount(
        RateKind.SORTIE, capability=payer.capability, nation=payer.nation, modes=(Mode.AIR,)
    )
    return price is not None
