"""What places lack for those who stay there, and what must change for who cannot arrive."""

from reassure.brief.context import PlainTable, Row
from reassure.brief.late import tour_words
from reassure.brief.names import binding_words, location_name, record_name, value_words
from reassure.brief.words import capital, count, day, money, number, span, verb
from reassure.model.network import Location
from reassure.model.plan import Plan
from reassure.model.results import Deployment, ForcePlan
from reassure.model.site_outputs import SiteShortfall

MOST_ROWS = 15


def site_sentence(moved: Deployment) -> str:
    """Say how many places have too little, and how many tours find no bed."""
    rows = list(moved.site_shortfalls)
    if not rows:
        return "No place has less than those who stay there need, as far as the records say."
    n = len({row.location for row in rows})
    text = f"{capital(count(n, 'place'))} {verb(n, 'has', 'have')} too little for those who stay"
    none = moved.without_beds
    return f"{text}; {count(none, 'tour')} {verb(none, 'finds', 'find')} no bed."


def site_table(plan: Plan, moved: Deployment) -> PlainTable | None:
    """Return what places lack and what would cure it, the largest shares missing first."""
    rows = sorted(
        moved.site_shortfalls,
        key=lambda row: (row.capacity / row.needed, row.location, row.field, row.from_day),
    )
    if not rows:
        return None
    specs = Location.specs()
    made: list[Row] = []
    for row in rows[:MOST_ROWS]:
        unit = specs[row.field].unit
        reference = f"locations:{row.location}.{row.field}"
        made.append(
            Row(
                (
                    location_name(plan, row.location),
                    capital(specs[row.field].description.partition(";")[0]),
                    span(row.from_day, row.until_day - 1),
                    value_words(round(row.needed, 1), unit),
                    value_words(round(row.capacity, 1), unit),
                    number(len(row.assignments)),
                    _cure(plan, row),
                ),
                reference=reference,
            )
        )
    left = len(rows) - len(made)
    return PlainTable(
        "What places lack, the largest shares first",
        ("Place", "What", "When", "Needed at most", "There is", "Tours arriving", "What cures it"),
        tuple(made),
        numeric=(5,),
        reference_at=1,
        more=f"and {number(left)} more" if left > 0 else "",
    )


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
    """Return what must change before assignments that cannot arrive at all can, in order."""
    rows = sorted(moved.ways_out, key=lambda row: (row.assignment, row.order))
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
                    tour_words(plan, tours, row.assignment)[0],
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
        "What must change before those who cannot arrive at all can: all of a unit's rows",
        ("Unit", "Step", "What must change", "It is", "It must be", "Cheapest upgrade"),
        tuple(made),
        numeric=(1,),
        reference_at=2,
        more=f"and {number(left)} more" if left > 0 else "",
    )
