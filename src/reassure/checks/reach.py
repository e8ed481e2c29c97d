"""Reach: whether forces can get from where they start to where they are wanted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from reassure.checks.fit import Fit
from reassure.checks.graph import Network
from reassure.checks.place import Place, counted, listed, plain, warning
from reassure.model.choices import Domain, Mode, Movement
from reassure.model.finding import Finding
from reassure.model.force import Offer, Requirement
from reassure.model.plan import Plan

_CURE = "add or open the links between them, or a break of gauge on the way"
_OWN_MODE: Mapping[Domain, Mode] = {
    Domain.SEA: Mode.SEA,
    Domain.AIR: Mode.AIR,
    Domain.LAND: Mode.ROAD,
    Domain.JOINT: Mode.ROAD,
}
"""How units that move themselves move."""


@dataclass(frozen=True)
class Journeys:
    """Which offers can get to which places, by the ways that their units take.

    Parameters
    ----------
    plan, fit, network
        Of one plan.
    """

    plan: Plan
    fit: Fit
    network: Network

    @cached_property
    def lines(self) -> list[Requirement]:
        """Requirement lines whose sector reports to a place that exists."""
        sectors, places = self.plan.sectors, self.plan.locations
        return [
            line
            for line in self.plan.requirements
            if line.sector in sectors and sectors[line.sector].location in places
        ]

    def place(self, line: Requirement) -> str:
        """Return the place where a line's sector reports."""
        return self.plan.sectors[line.sector].location

    def arrives(self, offer: Offer, place: str) -> bool:
        """Whether units of an offer can get from their origin to a place."""
        modes = self._modes(offer.capability)
        return modes == (Mode.AIR,) or offer.origin in self._reaching(place, modes)

    @cached_property
    def cut_off(self) -> frozenset[str]:
        """Places that no open way leads to, although not only aircraft are to get there."""
        grounded = {
            self.place(line)
            for line in self.lines
            if any(self._modes(o.capability) != (Mode.AIR,) for o in self.fit.candidates(line))
        }
        return frozenset(p for p in grounded if len(self._reaching(p, tuple(Mode))) == 1)

    def _modes(self, capability: str) -> tuple[Mode, ...]:
        known = self.plan.capabilities
        if capability not in known or known[capability].moves is Movement.CARRIED:
            return tuple(Mode)
        return (_OWN_MODE[known[capability].domain],)

    def _reaching(self, place: str, modes: tuple[Mode, ...]) -> frozenset[str]:
        if (place, modes) not in self._found:
            self._found[place, modes] = self.network.reaching(place, modes)
        return self._found[place, modes]

    @cached_property
    def _found(self) -> dict[tuple[str, tuple[Mode, ...]], frozenset[str]]:
        return {}


def check_reach(plan: Plan, fit: Fit, network: Network) -> Iterator[Finding]:
    """Name pieces of the network, and places, lines and offers that no way joins.

    Parameters
    ----------
    plan
        Plan.
    fit
        Which offers could serve which lines.
    network
        The plan's network.

    Yields
    ------
    Finding
        CHK-REACH-001 to CHK-REACH-007.

    Notes
    -----
    What is carried may take any mode; ships that move themselves take sea links, columns roads;
    aircraft need no link.
    """
    if len(plan.locations) > 1 and not network.links:
        yield warning(
            "CHK-REACH-001",
            Place("links"),
            found=f"no link between {counted(len(plan.locations), 'place')}",
            expected="links by which forces and supplies can move",
            cure="add links; without any, nothing moves but aircraft",
        )
        return
    yield from _check_pieces(network)
    journeys = Journeys(plan, fit, network)
    yield from _check_sectors(journeys)
    yield from _check_lines(journeys)
    yield from _check_origins(journeys)
    yield from _check_bridges(journeys)


def _check_pieces(network: Network) -> Iterator[Finding]:
    alone = [piece[0] for piece in network.pieces[1:] if len(piece) == 1]
    for piece in network.pieces[1:]:
        if len(piece) > 1:
            yield warning(
                "CHK-REACH-002",
                Place("locations", piece[0]),
                found=f"a piece of the network for itself: {listed(piece)}",
                expected=f"a link to the other {counted(len(network.pieces[0]), 'place')}",
                cure="add the link that is missing; nothing moves between the two pieces",
            )
    if alone:
        yield warning(
            "CHK-REACH-003",
            Place("locations", alone[0]),
            found=f"{counted(len(alone), 'place')} without any link: {listed(alone)}",
            expected="at least one link at every place",
            cure="add links, or delete the places that have no use",
        )


def _check_sectors(journeys: Journeys) -> Iterator[Finding]:
    for sector in journeys.plan.sectors:
        n_lines = sum(line.sector == sector.id for line in journeys.lines)
        if n_lines and sector.location in journeys.cut_off:
            yield warning(
                "CHK-REACH-004",
                Place("sectors", sector.id, "location"),
                found=f"{sector.location}, into which no open link leads",
                expected="a place that can be reached",
                cure=f"add or open a link; {counted(n_lines, 'line')} of requirements hang on it",
            )


def _check_lines(journeys: Journeys) -> Iterator[Finding]:
    known = journeys.plan.locations
    for line in journeys.lines:
        place = journeys.place(line)
        offers = [offer for offer in journeys.fit.able(line) if offer.origin in known]
        if place in journeys.cut_off or not offers:
            continue
        if not any(journeys.arrives(offer, place) for offer in offers):
            yield warning(
                "CHK-REACH-005",
                Place("requirements", line.id, "sector"),
                found=f"{place}, which cannot be reached from where its offers start: "
                f"{listed(sorted({offer.origin for offer in offers}))}",
                expected="a way from the origin of at least one offer that fits",
                cure=_CURE,
            )


def _check_origins(journeys: Journeys) -> Iterator[Finding]:
    wanted_at: dict[str, set[str]] = {}
    for line in journeys.lines:
        for capability in journeys.fit.stand_ins[line.capability]:
            wanted_at.setdefault(capability, set()).add(journeys.place(line))
    for offer in journeys.plan.offers:
        places = sorted(wanted_at.get(offer.capability, set()) - journeys.cut_off)
        is_known = offer.origin in journeys.plan.locations
        if is_known and places and not any(journeys.arrives(offer, place) for place in places):
            yield warning(
                "CHK-REACH-006",
                Place("offers", offer.id, "origin"),
                found=f"{offer.origin}, from where no way leads to where it is asked for: "
                f"{listed(places)}",
                expected="a way to at least one of them",
                cure=_CURE,
            )


def _check_bridges(journeys: Journeys) -> Iterator[Finding]:
    """Name lines whose every offer is heavier than every road into their place."""
    capabilities = journeys.plan.capabilities
    strongest = {
        place: _strongest(journeys.network, place)
        for place in sorted({journeys.place(line) for line in journeys.lines})
    }
    for line in journeys.lines:
        limit = strongest[journeys.place(line)]
        heaviest = [
            capabilities[offer.capability].heaviest_mlc
            for offer in journeys.fit.able(line)
            if offer.capability in capabilities and not capabilities[offer.capability].by_air
        ]
        if limit is not None and heaviest and min(heaviest) > limit:
            yield warning(
                "CHK-REACH-007",
                Place("requirements", line.id, "sector"),
                found=f"roads of class {plain(limit)} at most into {journeys.place(line)}, for "
                f"vehicles of class {plain(min(heaviest))}",
                expected="one road whose bridges carry them, or a railway",
                cure="strengthen a bridge, add another way, or ask for a lighter capability",
            )


def _strongest(network: Network, place: str) -> float | None:
    """Return the class of the best road into a place, None where one has none or is no road."""
    links = [link for link in network.leading_in(place) if link.mode is not Mode.AIR]
    classes = [link.mlc for link in links if link.mode is Mode.ROAD and link.mlc is not None]
    return max(classes) if classes and len(classes) == len(links) else None
