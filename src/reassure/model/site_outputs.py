"""Tables of what places lack for those who stay there, and of ways out for who cannot arrive."""

from reassure.model.choices import MovePurpose
from reassure.model.fields import field as declare
from reassure.model.fields import ref
from reassure.model.record import Row


class SiteShortfall(Row):
    """A time in which a place has less than the units there need, and what would raise it."""

    key = ("location", "field", "from_day")

    location: str = ref("locations", "Place")
    field: str = declare("Field that is too small")
    from_day: int = declare("First day")
    until_day: int = declare("First day after it")
    needed: float = declare("Most that is needed on a day", unit="the field's unit", ge=0)
    capacity: float = declare("What the place has, by its state", unit="the field's unit", ge=0)
    assignments: tuple[str, ...] = declare("Assignments that arrive in this time", default=())
    upgrade: str | None = ref(
        "upgrades",
        "Upgrade that raises the field: the cheapest that is enough, else the one that raises it "
        "most; empty: none is listed",
        default=None,
    )
    is_enough: bool | None = declare(
        "Whether the upgrade is enough; empty: there is none", default=None
    )
    upgrade_cost: float | None = declare(
        "Cost of the upgrade", unit="the plan's currency", ge=0, default=None
    )
    upgrade_ready_day: int | None = declare(
        "Day on which it is ready if it is begun on C-day", default=None
    )


class WayOut(Row):
    """One thing that must change before a movement can get through; all of one are needed."""

    key = ("purpose", "owner", "order")

    owner: str = declare("Assignment or pledge that cannot get through")
    purpose: MovePurpose = declare("What it moves for")
    order: int = declare("Place on the way, from 1 on", unit="number", ge=1)
    binding: str = declare("What must change, as table:id.field")
    found: str | None = declare("Its value now; empty: it has none", default=None)
    needed: str | None = declare("Value that lets it pass; empty: not known", default=None)
    upgrade: str | None = ref(
        "upgrades", "Cheapest upgrade that brings it; empty: none that is listed", default=None
    )
    cost: float | None = declare(
        "Cost of the upgrade", unit="the plan's currency", ge=0, default=None
    )
