"""Movement profiles: whether people and equipment that go apart can, and join on the way."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reassure.checks.graph import Network
from reassure.checks.place import Place, fault, listed, warning
from reassure.checks.reach import Journeys
from reassure.model.choices import Mode, Movement
from reassure.model.finding import Finding
from reassure.model.force import Offer
from reassure.model.network import MovementProfile
from reassure.model.plan import Plan

_PARTS = (("people_by", "people"), ("equipment_by", "equipment"))
"""Fields of a profile that name modes, and what goes by them."""


def check_profiles(plan: Plan, journeys: Journeys) -> Iterator[Finding]:
    """Check the table ``movement_profiles`` row by row.

    Parameters
    ----------
    plan
        Plan; its references may dangle.
    journeys
        Which of its offers can get where they are asked for.

    Yields
    ------
    Finding
        CHK-NET-016 to CHK-NET-018, CHK-REACH-008 to CHK-REACH-010.
    """
    yield from _check_units(plan)
    if journeys.network.links:
        users = _Users(journeys)
        for row in plan.movement_profiles:
            yield from _check_modes(row, journeys)
            yield from _check_ways(row, users)


def _check_units(plan: Plan) -> Iterator[Finding]:
    """Name profiles that hold for units of another one, or for none."""
    first: dict[tuple[str | None, str | None], str] = {}
    for row in plan.movement_profiles:
        units = (row.offer, None if row.offer else row.capability)
        if units in first:
            yield warning(
                "CHK-NET-016",
                Place("movement_profiles", row.id, "offer" if row.offer else "capability"),
                found=f"the same units as in {first[units]}",
                expected="one profile for an offer, and one for the others of a capability",
                cure=f"delete one of the two; until then {first[units]} holds",
            )
        first.setdefault(units, row.id)
        other = row.capability
        if row.offer is not None and row.offer in plan.offers:
            other = plan.offers[row.offer].capability
        if other != row.capability:
            yield fault(
                "CHK-NET-017",
                Place("movement_profiles", row.id, "offer"),
                found=f"{row.offer}, whose units are of {other}",
                expected=f"an offer of {row.capability}",
                cure=f"write {other} as capability, or name another offer",
            )
        why = _why_whole(plan, row)
        if why is not None:
            yield warning(
                "CHK-NET-017",
                Place("movement_profiles", row.id, "capability"),
                found=f"{row.capability}, which {why}",
                expected="a kind of unit that is carried, with people and equipment",
                cure="delete the row; until then the unit goes as one",
            )


def _why_whole(plan: Plan, row: MovementProfile) -> str | None:
    """Return why units of a profile's kind never go apart; None: they may, or are not known."""
    if row.capability not in plan.capabilities:
        return None
    unit = plan.capabilities[row.capability]
    if unit.moves is Movement.SELF:
        return "moves itself"
    if not unit.persons:
        return "has no people"
    return None if unit.tonnes or unit.vehicles else "has no equipment"


def _check_modes(row: MovementProfile, journeys: Journeys) -> Iterator[Finding]:
    """Name modes of a profile by which nothing of its units can go anywhere."""
    plan = journeys.plan
    known = {link.mode for link in journeys.network.usable}
    for column, part in _PARTS:
        named: Sequence[Mode] = getattr(row, column)
        idle = [mode.value for mode in named if mode not in known]
        if idle:
            yield warning(
                "CHK-NET-018",
                Place("movement_profiles", row.id, column),
                found=f"{listed(idle)}, by which no link of the plan is open",
                expected="modes that links of the plan have",
                cure=f"take {listed(idle)} out, or add or open such links",
            )
        grounded = column == "equipment_by" and Mode.AIR in named and Mode.AIR in known
        if grounded and row.capability in plan.capabilities:
            unit = plan.capabilities[row.capability]
            if not unit.by_air:
                yield warning(
                    "CHK-NET-018",
                    Place("movement_profiles", row.id, column),
                    found=f"air, for {part} of {unit.id}, whose by_air is false",
                    expected=f"modes by which the {part} can be carried",
                    cure=f"take air out, or set by_air of {unit.id} to true",
                )


@dataclass(frozen=True)
class _Users:
    """For which offers a profile holds, and where these are asked for."""

    journeys: Journeys

    def of(self, row: MovementProfile) -> list[Offer]:
        """Return the offers for which a profile holds and that can get where they are asked for."""
        plan = self.journeys.plan
        return [
            offer
            for offer in plan.offers
            if offer.capability == row.capability
            and (offer.id == row.offer or (row.offer is None and offer.id not in self._with_own))
            and offer.origin in plan.locations
            and any(self.journeys.arrives(offer, place) for place in self.places(row))
        ]

    def places(self, row: MovementProfile) -> list[str]:
        """Return the places where units of a profile's kind are asked for."""
        return self._wanted_at.get(row.capability, [])

    @cached_property
    def _with_own(self) -> frozenset[str | None]:
        return frozenset(row.offer for row in self.journeys.plan.movement_profiles)

    @cached_property
    def _wanted_at(self) -> Mapping[str, list[str]]:
        found: dict[str, set[str]] = {}
        for line in self.journeys.lines:
            for capability in self.journeys.fit.stand_ins[line.capability]:
                found.setdefault(capability, set()).add(self.journeys.place(line))
        return {name: sorted(places) for name, places in found.items()}


def _check_ways(row: MovementProfile, users: _Users) -> Iterator[Finding]:
    """Name marry-up places that join nothing, and parts that have no way by their modes."""
    plan, network = users.journeys.plan, users.journeys.network
    offers, places = users.of(row), users.places(row)
    is_apart = row.capability in plan.capabilities and _why_whole(plan, row) is None
    if not offers or not is_apart:
        return
    column = Place("movement_profiles", row.id, "marry_up")
    joins = row.marry_up is not None and row.marry_up in plan.locations
    if row.marry_up is not None and not joins:
        return
    if joins and all(offer.origin == row.marry_up for offer in offers):
        yield warning(
            "CHK-REACH-009",
            column,
            found=f"{row.marry_up}, where all units that go so start",
            expected="a place on their way",
            cure="name another place, or delete the row; until then they go as one",
        )
        return
    if joins and places == [row.marry_up]:
        yield warning(
            "CHK-REACH-009",
            column,
            found=f"{row.marry_up}, where all units that go so are asked for",
            expected="a place on their way, or none where both join at its end",
            cure="empty the cell; both parts go straight there either way",
        )
    elif joins and not any(row.marry_up in network.reaching(place) for place in places):
        yield warning(
            "CHK-REACH-010",
            column,
            found=f"{row.marry_up}, from where no way leads to where the units are asked for: "
            f"{listed(places)}",
            expected="a place from where the unit can go on",
            cure="name another place, or add or open links; until then the units stay at home",
        )
        return
    ends = [row.marry_up] if row.marry_up is not None else places
    for name, part in _PARTS:
        yield from _check_part(row, offers, ends, name, part, network=network, plan=plan)


def _check_part(
    row: MovementProfile,
    offers: Sequence[Offer],
    ends: Sequence[str],
    column: str,
    part: str,
    *,
    network: Network,
    plan: Plan,
) -> Iterator[Finding]:
    named: Sequence[Mode] = getattr(row, column)
    modes = [mode for mode in Mode if not named or mode in named]
    if column == "equipment_by" and not plan.capabilities[row.capability].by_air:
        modes = [mode for mode in modes if mode is not Mode.AIR]
    from_where = {place for end in ends for place in network.reaching(end, tuple(modes))}
    stuck = sorted({offer.origin for offer in offers if offer.origin not in from_where})
    if stuck:
        by = listed(mode.value for mode in named) if named else "any mode that carries it"
        yield warning(
            "CHK-REACH-008",
            Place("movement_profiles", row.id, column),
            found=f"{by}, by which no way for the {part} leads from {listed(stuck)} to "
            f"{listed(ends)}",
            expected=f"modes of a whole way for the {part}",
            cure="name the modes that are missing (none named: all), or add or open links; until "
            "then these units stay at home",
        )
