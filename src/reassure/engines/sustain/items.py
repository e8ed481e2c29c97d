"""Items (a place and a class of supply) and who supplies whom, in the order of review."""

from dataclasses import dataclass
from functools import cached_property

from reassure.model.choices import SupplyPolicyKind, Unmet
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.supply import SupplyPolicy

WATER = "water"
"""The class that `locations.water_t_per_day` produces."""

Key = tuple[str, str]
"""Location and class of an item."""


@dataclass(frozen=True)
class Item:
    """One class at one place.

    Attributes
    ----------
    stock
        Id of the (first) stock row; None without any.
    start_t, capacity_t
        Sums over its stock rows [t]; inf where one of them states no limit, or without any.
    production_t
        Produced on the spot a day [t]; inf at a source without limit.
    is_backlog
        Whether unmet demand waits.
    policies
        Ids of the policies that supply it.
    """

    location: str
    supply_class: str
    stock: str | None
    start_t: float
    capacity_t: float
    production_t: float
    is_backlog: bool
    policies: tuple[str, ...]

    @property
    def key(self) -> Key:
        """Location and class."""
        return self.location, self.supply_class


@dataclass(frozen=True)
class Web:
    """All items and policies of a plan.

    Attributes
    ----------
    items
        By location, then class.
    policies
        In the order of review: by priority and id of the class, customers before those who
        supply them, then by location and id.
    sources
        Items that supply others and have neither a stock nor a policy: they give without
        limit.
    """

    items: tuple[Item, ...]
    policies: tuple[SupplyPolicy, ...]
    sources: tuple[Key, ...]

    @cached_property
    def number(self) -> dict[Key, int]:
        """Position of each item."""
        return {item.key: i for i, item in enumerate(self.items)}

    def parent(self, policy: SupplyPolicy) -> int | None:
        """Position of the item that a policy draws on; None for an outside source."""
        return self.number.get((policy.from_location, policy.supply_class))

    def child(self, policy: SupplyPolicy) -> int:
        """Position of the item that a policy supplies."""
        return self.number[policy.location, policy.supply_class]


def web_of(plan: Plan, used: set[Key]) -> Web:
    """Return the items that have a stock, a policy or use, and the policies in order.

    Parameters
    ----------
    plan
        Plan with its supply tables.
    used
        Where which class is consumed.

    Raises
    ------
    UsageError
        ENG-SUS-001 if places supply each other in a ring.
    """
    stocks: dict[Key, list[str]] = {}
    for row in plan.stocks:
        stocks.setdefault((row.location, row.supply_class), []).append(row.id)
    supplied: dict[Key, list[str]] = {}
    for policy in plan.supply_policies:
        supplied.setdefault((policy.location, policy.supply_class), []).append(policy.id)
    drawn = {(row.from_location, row.supply_class) for row in plan.supply_policies}
    sources = drawn - stocks.keys() - supplied.keys()
    keys = sorted(stocks.keys() | supplied.keys() | used)
    items = tuple(
        _item(plan, key, stocks.get(key, []), tuple(supplied.get(key, ())), key in sources)
        for key in keys
    )
    tier = _tiers(plan, supplied)
    rank = {row.id: (row.priority, row.id) for row in plan.supply_classes}
    policies = sorted(
        plan.supply_policies,
        key=lambda row: (
            rank[row.supply_class],
            tier[row.location, row.supply_class],
            row.location,
            row.id,
        ),
    )
    return Web(items, tuple(policies), tuple(sorted(sources)))


def _item(
    plan: Plan, key: Key, stocks: list[str], policies: tuple[str, ...], is_source: bool
) -> Item:
    location, supply_class = key
    rows = [plan.stocks[stock] for stock in stocks]
    capacities = [float("inf") if row.capacity_t is None else row.capacity_t for row in rows]
    water = plan.locations[location].water_t_per_day if supply_class == WATER else None
    return Item(
        location=location,
        supply_class=supply_class,
        stock=stocks[0] if stocks else None,
        start_t=sum(row.on_hand_t for row in rows),
        capacity_t=sum(capacities) if capacities else float("inf"),
        production_t=float("inf") if is_source else water or 0.0,
        is_backlog=plan.supply_classes[supply_class].unmet is Unmet.BACKLOG,
        policies=policies,
    )


def _tiers(plan: Plan, supplied: dict[Key, list[str]]) -> dict[Key, int]:
    """Return 0 for items that supply nobody, else one more than their highest customer."""
    waiting: dict[Key, int] = dict.fromkeys(supplied, 0)
    for row in plan.supply_policies:
        parent = (row.from_location, row.supply_class)
        waiting[parent] = waiting.get(parent, 0) + 1
    tier = {key: 0 for key, n_customers in waiting.items() if n_customers == 0}
    ready = sorted(tier)
    while ready:
        key = ready.pop()
        for policy in supplied.get(key, ()):
            parent = (plan.supply_policies[policy].from_location, key[1])
            tier[parent] = max(tier.get(parent, 0), tier[key] + 1)
            waiting[parent] -= 1
            if waiting[parent] == 0:
                ready.append(parent)
    ring = sorted(key for key, n_customers in waiting.items() if n_customers > 0)
    if ring:
        ids = sorted(policy for key in ring for policy in supplied.get(key, ()))
        raise UsageError(
            f"supply_policies {', '.join(ids)} through which places supply each other in a ring",
            "policies that lead from sources to places of use",
            "change from_location of one of them",
            code="ENG-SUS-001",
        )
    return tier


def lacks_level(policy: SupplyPolicy) -> str | None:
    """Return the field without which a policy never orders; None if it has what it needs."""
    if policy.kind is SupplyPolicyKind.SCHEDULE:
        return "quantity_t" if policy.quantity_t is None else None
    if policy.up_to_days_of_supply is None and policy.reorder_days_of_supply is None:
        return "up_to_days_of_supply"
    return None
