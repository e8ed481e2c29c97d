"""What movement costs: tonne-kilometres, sorties, and handling where the mode changes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reassure.engines.common.sorties import n_sorties
from reassure.engines.cost.ledger import CostLedger, Payer
from reassure.engines.cost.rates import RateBook
from reassure.model.choices import Mode, Movement, RateKind
from reassure.model.network import Lift, Link
from reassure.model.plan import Plan
from reassure.model.results import Deployment


@dataclass(frozen=True, slots=True)
class Step:
    """One leg of a load, to be priced.

    Attributes
    ----------
    depart_day
        Day on which it leaves.
    link
        Link that it takes.
    lift
        Pool that its carrier is from; None where none is known.
    """

    depart_day: int
    link: Link
    lift: Lift | None


@dataclass(frozen=True, slots=True)
class Size:
    """Of one load.

    Attributes
    ----------
    tonnes, persons
        Its weight [t], and those of the unit that travel with it.
    """

    tonnes: float
    persons: float


def book_movement(
    plan: Plan,
    deployment: Deployment,
    *,
    payers: dict[str, Payer],
    ledger: CostLedger,
    rates: RateBook,
) -> None:
    """Book every load carried to a tour or home after it (eqs. 4-6); pledges cost nothing here."""
    journeys = _journeys(plan, deployment)
    rows = deployment.loads.frame.select("id", "owner", "purpose", "size").rows()
    n_loads = Counter((owner, purpose) for _, owner, purpose, _ in rows)
    for load, owner, purpose, tonnes in rows:
        payer = payers.get(owner)
        if payer is None or plan.capabilities[payer.capability].moves is Movement.SELF:
            continue
        # Every load of a unit carries an equal share of everything, its persons too.
        size = Size(tonnes, plan.capabilities[payer.capability].persons / n_loads[owner, purpose])
        for kind, day, quantity, modes in _quantities(journeys.get(load, []), size, payer, rates):
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
    lifts = {row.id: row for row in plan.lifts}
    columns = deployment.legs.frame.select("load", "leg", "link", "lift", "depart_day")
    found: dict[str, list[Step]] = {}
    for load, _, link, lift, depart_day in columns.sort("load", "leg").iter_rows():
        carrier = None if lift is None else lifts.get(lift)
        found.setdefault(load, []).append(Step(depart_day, links[link], carrier))
    return found


def _quantities(
    steps: list[Step], size: Size, payer: Payer, rates: RateBook
) -> Iterator[tuple[RateKind, int, float, tuple[Mode, ...]]]:
    """Yield what is paid for: kind, day, how much, and the modes that it concerns."""
    before: Mode | None = None
    for step in steps:
        mode = step.link.mode
        if before is not None and mode is not before:
            yield RateKind.HANDLING_T, step.depart_day, size.tonnes, (before, mode)
        by_sortie = mode is Mode.AIR and _has_sorties(payer, rates)
        if by_sortie:
            sorties = n_sorties(size.tonnes, size.persons, step.lift)
            yield RateKind.SORTIE, step.depart_day, sorties, (mode,)
        else:
            tonne_km = step.link.distance_km * size.tonnes
            yield RateKind.TONNE_KM, step.depart_day, tonne_km, (mode,)
        before = mode


def _has_sorties(payer: Payer, rates: RateBook) -> bool:
    price = rates.amount(
        RateKind.SORTIE, capability=payer.capability, nation=payer.nation, modes=(Mode.AIR,)
    )
    return price is not None
