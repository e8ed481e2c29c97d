"""Offers not used: units that a nation offers and that no line has."""

from reassure.brief.context import PlainTable, Row, Section
from reassure.brief.endings import cut_short
from reassure.brief.names import binding_words, capability_name, nation_name
from reassure.brief.sections.drawing import Drawing
from reassure.brief.trust import absent
from reassure.brief.words import UNUSED, count, day, number, verb
from reassure.model.choices import UnusedReason
from reassure.model.fit import GONE
from reassure.model.force import Offer
from reassure.model.outputs import UnusedOffer
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

MOST_OFFERS = 40

_SAID_IN_FULL = frozenset(
    {UnusedReason.GONE, UnusedReason.NO_LINE, UnusedReason.FULL, UnusedReason.NOT_PROVEN}
)
"""Reasons that no limit makes clearer."""


def offer_section(drawing: Drawing) -> Section:
    """Return the offers with units that never serve; withdrawn and expired ones come last."""
    title, plan, forces = "Offers not used", drawing.plan, drawing.run.force_plan
    if forces is None:
        return Section("offers", title, absent=absent("generate"))
    if not len(plan.offers):
        return Section("offers", title, absent="Nothing is offered.")
    used: dict[str, set[str]] = {}
    for tour in forces.assignments:
        used.setdefault(tour.offer, set()).add(tour.unit)
    n_idle = {offer.id: offer.quantity - len(used.get(offer.id, ())) for offer in plan.offers}
    idle = [offer for offer in plan.offers if n_idle[offer.id] > 0]
    if not idle:
        return Section("offers", title, absent="Every unit offered serves at least once.")
    why = {row.offer: row for row in forces.unused_offers}
    idle.sort(key=lambda offer: (offer.state in GONE, -n_idle[offer.id], offer.id))
    table = PlainTable(
        "Offers with units that never serve, most such units first",
        ("Nation", "Kind of unit", "State", "Units offered", "Units never used", "Why"),
        tuple(
            Row(
                (
                    nation_name(plan, offer.nation),
                    capability_name(plan, offer.capability),
                    offer.state.value,
                    number(offer.quantity),
                    number(n_idle[offer.id]),
                    _why(plan, forces, offer, why.get(offer.id)),
                ),
                reference=f"offers:{offer.id}",
            )
            for offer in idle[:MOST_OFFERS]
        ),
        numeric=(3, 4),
        more=_more(len(idle) - MOST_OFFERS),
    )
    n_offered = sum(offer.quantity for offer in plan.offers)
    n_units = sum(n_idle[offer.id] for offer in idle)
    n_whole = sum(1 for offer in idle if offer.id not in used)
    units = f"{number(n_units)} of {count(n_offered, 'unit')} offered"
    offers = f"{number(n_whole)} of {count(len(plan.offers), 'offer')}"
    lead = (
        f"{units} never {verb(n_units, 'serves', 'serve')}; "
        f"{offers} {verb(n_whole, 'is', 'are')} not used at all."
    )
    if n_gone := sum(n_idle[offer.id] for offer in idle if offer.state in GONE):
        lead += (
            f" Of these units {number(n_gone)} {verb(n_gone, 'is', 'are')} withdrawn or expired."
        )
    if stopped := cut_short(forces):
        lead += f" The assignment was {stopped}."
    return Section("offers", title, lead=lead, table=table)


def _why(plan: Plan, forces: ForcePlan, offer: Offer, row: UnusedOffer | None) -> str:
    """Say why nobody took an offer; of one that serves in part, what is known of the rest."""
    if row is None:
        if offer.state in GONE:
            return UNUSED[UnusedReason.GONE]
        if not _is_wanted(plan, forces, offer):
            return "Its other units serve; what is left fills nothing more"
        return "Some of its units serve; no reason was worked out for the rest"
    if row.reason is UnusedReason.WINDOW and row.binding == f"offers:{offer.id}.until_day":
        return f"Stands until {day(offer.until_day)}; the lines need it later"
    if row.reason is UnusedReason.WINDOW and row.binding == f"offers:{offer.id}.from_day":
        return f"Stands from {day(offer.from_day)} on; the lines need it earlier"
    said, limit = UNUSED[row.reason], binding_words(plan, row.binding)
    if row.reason in _SAID_IN_FULL:
        return said
    is_own = row.binding.startswith(f"offers:{row.offer}.")
    return f"{said}: {limit.limit if is_own else limit.text}"


def _is_wanted(plan: Plan, forces: ForcePlan, offer: Offer) -> bool:
    """Whether any line is short of what the offer is of, or of what it may stand in for."""
    fits = {offer.capability}
    fits.update(row.capability for row in plan.substitutions if row.by == offer.capability)
    short = {row.requirement for row in forces.shortfalls}
    return any(row.id in short and row.capability in fits for row in plan.requirements)


def _more(n: int) -> str:
    return f"and {count(n, 'offer')} more" if n > 0 else ""
