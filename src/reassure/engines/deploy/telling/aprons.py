"""What is taken as given of aprons and of storage, in sentences."""

from collections.abc import Iterator, Sequence

from reassure.engines.deploy import parameters as p
from reassure.engines.deploy.formulas import apron_capacity_sorties_per_day
from reassure.engines.deploy.network.carriers import ground_times_h
from reassure.model.choices import LocationKind
from reassure.model.network import Location
from reassure.model.plan import Plan

_MOST_NAMED = 5


def transfer_assumptions(plan: Plan) -> Iterator[str]:
    """Yield how long aircraft stand on aprons, and how long loads lie in storage."""
    fields = [
        row for row in plan.locations if row.kind is LocationKind.AIRFIELD or row.mog is not None
    ]
    unstated = [row for row in fields if row.ground_time_h is None and not row.ground_time_max_h]
    if unstated:
        names = ", ".join(row.id for row in unstated[:_MOST_NAMED])
        more = ", …" if len(unstated) > _MOST_NAMED else ""
        yield (
            f"{len(unstated)} airfields state no ground time ({names}{more}): they are planned "
            f"with {p.GROUND_TIME_MAX_H:g} h a sortie, the longer end of a default range from "
            f"{p.GROUND_TIME_H:g} h; at the shorter end they would take "
            f"{_more(unstated)} % more{_example(unstated)}."
        )
    ranged = [row for row in fields if row not in unstated and _more([row])]
    if ranged:
        yield (
            f"{len(ranged)} airfields state a range of ground times and are planned with the "
            f"longer; at the shorter they would take up to {_more(ranged)} % more"
            f"{_example(ranged)}."
        )
    if any(row.mog is not None for row in fields):
        yield f"{p.MOG_EFFICIENCY:.0%} of an apron's slots are usable."
    stores = sum(1 for row in plan.locations if row.storage_t is not None)
    if stores:
        yield (
            f"A load that changes its carrier lies in storage for {p.STORAGE_DAYS} days from the "
            f"day on which it is unloaded, longer waits apart; {stores} places state how much "
            "they store."
        )


def _more(fields: Sequence[Location]) -> int:
    """Return how much more fields take at most at their shorter ground times [%]."""
    times = [ground_times_h(row) for row in fields]
    return max(round(100 * (time.longer / time.shorter - 1)) for time in times)


def _example(fields: Sequence[Location]) -> str:
    row = next((row for row in fields if row.mog), None)
    if row is None or row.mog is None:
        return ""
    planned, best = (
        apron_capacity_sorties_per_day(
            row.mog, operating_h_per_day=row.operating_h_per_day, ground_time_h=hours
        )
        for hours in reversed(ground_times_h(row))
    )
    return f" ({row.id}: {best:.1f} instead of {planned:.1f} sorties a day)"
