"""What places lack for those who stay there, and remedies for who cannot arrive."""

from collections.abc import Mapping

from reassure.brief.context import PlainTable, Row
from reassure.brief.late import tour_words
from reassure.brief.names import binding_words, place_name, record_name
from reassure.brief.words import capital, count, day, days_in, listed, money, number, spans, verb
from reassure.model.choices import MovePurpose
from reassure.model.network import Location
from reassure.model.outputs import Assignment
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from reassure.model.site_outputs import SiteShortfall, WayOut

MOST_ROWS = 15
_ORDER = {purpose: at for at, purpose in enumerate(MovePurpose)}
_SHORT = {
    "beds": "too few beds",
    "water_t_per_day": "too little water",
    "fuel_storage_t": "too little room for fuel",
    "storage_t": "too little room for stores",
}
"""What a place has too little of, by its field."""


def site_sentence(moved: Deployment) -> str:
    """Say how many places have too little, and how many arrivals find no bed."""
    rows = list(moved.site_shortfalls)
    if not rows:
        return "No place has less than those who stay there need, as far as the records say."
    n = len({row.location for row in rows})
    text = f"{capital(count(n, 'place'))} {verb(n, 'has', 'have')} too little for those who stay"
    none = moved.without_beds
    text += f"; {count(none, 'arrival')} {verb(none, 'finds', 'find')} no bed."
    places: dict[str, set[str]] = {}
    for row in rows:
        places.setdefault(row.field, set()).add(row.location)
    parts = [
        f"{_SHORT[field]} at {number(len(found))}"
        for field, found in sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
        if field in _SHORT
    ]
    return f"{text} {capital(listed(parts))}." if n > 1 and parts else text


def site_table(plan: Plan, moved: Deployment) -> PlainTable | None:
    """Return what places lack and what would cure it, the largest shares missing first.

    Times in which one place lacks the same are one row: need, supply and cure are those of the
    worst of them.
    """
    times: dict[tuple[str, str], list[SiteShortfall]] = {}
    for row in sorted(moved.site_shortfalls, key=lambda row: row.from_day):
        times.setdefault((row.location, row.field), []).append(row)
    rows = sorted(
        (min(found, key=lambda row: row.capacity / row.needed) for found in times.values()),
        key=lambda row: (row.capacity / row.needed, row.location, row.field),
    )
    if not rows:
        return None
    made: list[Row] = []
    for row in rows[:MOST_ROWS]:
        own = times[row.location, row.field]
        tours = {name for time in own for name in time.assignments}
        reference = f"locations:{row.location}.{row.field}"
        made.append(
            Row(
                (
                    place_name(plan, row.location),
                    what_words(row.field),
                    spans([days_in(time.from_day, time.until_day) for time in own]),
                    number(row.needed, 1),
                    number(row.capacity, 1),
                    number(len(tours)),
                    _cure(plan, row),
                ),
                reference=reference,
            )
        )
    left = len(rows) - len(made)
    return PlainTable(
        "What places lack, the largest shares first",
        ("Place", "What", "When", "Needed at most", "There is", "Arrivals", "What cures it"),
        tuple(made),
        numeric=(3, 4, 5),
        reference_at=1,
        more=f"and {number(left)} more" if left > 0 else "",
    )


def what_words(field: str) -> str:
    """Return what a place has too little of, with its unit, by its field."""
    spec = Location.specs()[field]
    what = capital(spec.description.partition(";")[0])
    return f"{what}, {spec.unit}" if spec.unit else what


def _cure(plan: Plan, row: SiteShortfall) -> str:
    if row.upgrade is None:
        return "no upgrade is listed"
    text = record_name(plan, "upgrades", row.upgrade)
    if row.upgrade_cost is not None:
        text += f", {money(row.upgrade_cost, plan.meta.currency)}"
    if row.upgrade_ready_day is not None:
        text += f", ready {day(row.upgrade_ready_day)} if begun on C-day"
    return text if row.is_enough else f"{text}; not enough alone"


def way_out_table(plan: Plan, forces: ForcePlan | None, moved: Deployment) -> PlainTable | None:
    """Return what must change before what cannot arrive can, in order."""
    rows = sorted(moved.ways_out, key=lambda row: (_ORDER[row.purpose], row.owner, row.order))
    if not rows:
        return None
    tours = {} if forces is None else {tour.id: tour for tour in forces.assignments}
    made: list[Row] = []
    for row in rows[:MOST_ROWS]:
        cure = "–" if row.upgrade is None else record_name(plan, "upgrades", row.upgrade)
        if row.cost is not None:
            cure += f", {money(row.cost, plan.meta.currency)}"
        made.append(
            Row(
                (
                    _who(plan, tours, row),
                    number(row.order),
                    binding_words(plan, row.binding).text,
                    row.found or "–",
                    row.needed or "–",
                    cure,
                ),
                reference=row.binding,
            )
        )
    left = len(rows) - len(made)
    return PlainTable(
        "Remedies for what cannot arrive: all steps of one movement are needed",
        ("Movement", "Step", "What must change", "It is", "It must be", "Cheapest upgrade"),
        tuple(made),
        numeric=(1,),
        reference_at=2,
        more=f"and {number(left)} more" if left > 0 else "",
    )


def _who(plan: Plan, tours: Mapping[str, Assignment], row: WayOut) -> str:
    if row.purpose is MovePurpose.DELIVERY:
        return f"Pledge {row.owner}"
    unit = tour_words(plan, tours, row.owner)[0]
    return f"{unit}, on its way home" if row.purpose is MovePurpose.RETURN else unit
