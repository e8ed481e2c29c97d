"""Supply: stocks, policies and consumption that fit each other."""

from collections.abc import Iterator

from reassure.checks.place import Place, fault, listed, nearest, note, plain, warning
from reassure.model.choices import SupplyPolicyKind
from reassure.model.finding import Finding
from reassure.model.plan import Plan
from reassure.model.supply import SupplyPolicy

_NEEDED: dict[SupplyPolicyKind, tuple[str, ...]] = {
    SupplyPolicyKind.REORDER: ("reorder_days_of_supply", "up_to_days_of_supply"),
    SupplyPolicyKind.REVIEW: ("review_days", "up_to_days_of_supply"),
    SupplyPolicyKind.SCHEDULE: ("review_days", "quantity_t"),
}
_LACKING = "one level stands in for the other, and without any nothing is ordered"
_NORMAL = "normal"


def check_supply(plan: Plan) -> Iterator[Finding]:
    """Check the supply family.

    Yields
    ------
    Finding
        CHK-SUP-001 to CHK-SUP-009.
    """
    for stock in plan.stocks:
        if stock.capacity_t is not None and stock.on_hand_t > stock.capacity_t:
            yield warning(
                "CHK-SUP-001",
                Place("stocks", stock.id, "on_hand_t"),
                found=f"{plain(stock.on_hand_t)} t where {plain(stock.capacity_t)} t can be held",
                expected="no more on hand than capacity_t",
                cure="correct one of the two; until then the surplus is kept",
            )
    for policy in plan.supply_policies:
        yield from _check_policy(policy)
    yield from _check_duplicates(plan)
    yield from _check_sources(plan)
    yield from _check_sites(plan)
    yield from _check_postures(plan)


def _check_policy(policy: SupplyPolicy) -> Iterator[Finding]:
    if policy.location == policy.from_location:
        yield fault(
            "CHK-SUP-002",
            Place("supply_policies", policy.id, "from_location"),
            found=f"{policy.from_location}, the place that is supplied",
            expected="another place to draw from",
            cure="name the place that supplies it, or delete the row",
        )
    reorder, up_to = policy.reorder_days_of_supply, policy.up_to_days_of_supply
    if reorder is not None and up_to is not None and reorder > up_to:
        yield fault(
            "CHK-SUP-003",
            Place("supply_policies", policy.id, "reorder_days_of_supply"),
            found=f"orders below {plain(reorder)} days of supply, up to {plain(up_to)}",
            expected="reorder_days_of_supply not above up_to_days_of_supply",
            cure="exchange the two, if so meant",
        )
    for field in _NEEDED[policy.kind]:
        if getattr(policy, field) is None:
            yield warning(
                "CHK-SUP-004",
                Place("supply_policies", policy.id, field),
                found=f"an empty cell in a policy of kind {policy.kind.value}",
                expected=f"{' and '.join(_NEEDED[policy.kind])} filled",
                cure=f"fill {field}, or change the kind; {_LACKING}",
            )


def _check_duplicates(plan: Plan) -> Iterator[Finding]:
    first: dict[tuple[str, ...], str] = {}
    for stock in plan.stocks:
        key = (stock.location, stock.supply_class)
        if key in first:
            yield warning(
                "CHK-SUP-005",
                Place("stocks", stock.id, "location"),
                found=f"{' and class '.join(key)}, which row {first[key]} has too",
                expected="one row for a place and a class",
                cure="join the two rows; until then they add up",
            )
        first.setdefault(key, stock.id)
    # Several places may supply one; the same one twice is a slip.
    drawn: dict[tuple[str, ...], str] = {}
    for policy in plan.supply_policies:
        key = (policy.location, policy.supply_class, policy.from_location)
        if key in drawn:
            yield warning(
                "CHK-SUP-005",
                Place("supply_policies", policy.id, "location"),
                found=f"{policy.location}, class {policy.supply_class} and {policy.from_location}, "
                f"which row {drawn[key]} has too",
                expected="one row for a place, a class and where it comes from",
                cure="join the two rows; until then the demand is divided between them",
            )
        drawn.setdefault(key, policy.id)


def _check_sources(plan: Plan) -> Iterator[Finding]:
    """Name places that give without limit: they supply others and state no stock of their own."""
    held = {(row.location, row.supply_class) for row in plan.stocks}
    held |= {(row.location, row.supply_class) for row in plan.supply_policies}
    told: set[tuple[str, str]] = set()
    for policy in plan.supply_policies:
        key = (policy.from_location, policy.supply_class)
        if key not in held and key not in told:
            told.add(key)
            yield note(
                "CHK-SUP-009",
                Place("supply_policies", policy.id, "from_location"),
                found=f"{key[0]}, which has neither stock nor supply of class {key[1]}",
                expected="a row of stocks or of supply_policies for it",
                cure="it is taken to give without limit",
            )


def _check_sites(plan: Plan) -> Iterator[Finding]:
    """Name sites where something is used and nothing is stocked or delivered."""
    supplied = {(row.location, row.supply_class) for row in plan.stocks}
    supplied |= {(row.location, row.supply_class) for row in plan.supply_policies}
    asked: dict[str, set[str]] = {}
    for line in plan.requirements:
        asked.setdefault(line.sector, set()).add(line.capability)
    for sector in plan.sectors:
        capabilities = asked.get(sector.id)
        if not capabilities:
            continue
        used = {
            row.supply_class
            for row in plan.consumption
            if row.kg_per_day > 0 and (row.capability is None or row.capability in capabilities)
        }
        bare = sorted(used - {name for place, name in supplied if place == sector.location})
        if bare:
            yield warning(
                "CHK-SUP-006",
                Place("sectors", sector.id, "location"),
                found=f"neither stock nor supply at {sector.location} of what is used there: "
                f"{', '.join(bare)}",
                expected="a row of stocks or of supply_policies for every class that is used",
                cure="add the rows; all of that demand stays unmet until then",
            )


def _check_postures(plan: Plan) -> Iterator[Finding]:
    known = [_NORMAL, *plan.postures.ids]
    for row in plan.consumption:
        if row.posture not in known:
            near = nearest(row.posture, known)
            yield warning(
                "CHK-SUP-007",
                Place("consumption", row.id, "posture"),
                found=f'"{row.posture}"',
                expected=f"{_NORMAL}, or an id of table postures",
                cure=f'did you mean "{near}"?'
                if near
                else "add the posture; this row never counts",
            )
    with_rows = {row.posture for row in plan.consumption}
    bare = [posture.id for posture in plan.postures if posture.id not in with_rows]
    if bare and len(plan.consumption):
        yield note(
            "CHK-SUP-008",
            Place("postures", None, "id"),
            found=f"postures without rows of consumption: {listed(bare)}",
            expected="rows of their own where a posture uses other amounts",
            cure="normal consumption times the posture's factor is taken",
        )
