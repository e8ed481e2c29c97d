"""Upgrades in words: what is built, what it saves, what binds."""

from collections.abc import Iterable
from math import fsum

from reassure.brief.bottlenecks import limit_reference
from reassure.brief.names import Binding, binding_words, record_name, value_words
from reassure.brief.words import (
    capital,
    count,
    day,
    days_in,
    listed,
    money,
    number,
    small,
    span,
)
from reassure.model.choices import MoveObjective
from reassure.model.network import Upgrade
from reassure.model.plan import Plan, table_types
from reassure.model.record import Row
from reassure.model.upgrade_choices import SetMethod, UpgradeOutcome
from reassure.model.upgrade_outputs import Bottleneck, UpgradeSet, UpgradeValue
from reassure.model.upgrade_results import Upgrades

UNIT = {
    MoveObjective.LATENESS: "weighted days late",
    MoveObjective.CLOSURE: "weighted days late of last loads",
}

OUTCOMES = {
    UpgradeOutcome.NO_NEED: "more of it alone saves nothing",
    UpgradeOutcome.NO_LIMIT: "it betters no limit that there is",
    UpgradeOutcome.NO_MOVEMENT: "it serves what stays there, and nothing that moves",
    UpgradeOutcome.TOO_LATE: "it is ready after the plan ends",
}
"""Why an upgrade is worth nothing to movement."""

METHODS = {
    SetMethod.BY_GAIN: "by what each gains alone",
    SetMethod.BY_PRICE: "by prices of what is short",
    SetMethod.STEP_BY_STEP: "step by step, each by what it still gains for its cost",
}


NO_UPGRADE = (
    "The plan lists no upgrade, so none was weighed. To list one, write a row into upgrades.csv: "
    "id, name, one of location, link and gauge_break, field (what it raises, such as "
    "capacity_per_day of a link or mog of a location), to_value, cost and lead_days; then check "
    "the plan and run this again."
)
"""Said where there is nothing to weigh, with how to list it."""


def upgrade_name(plan: Plan, upgrade: str) -> str:
    """Return what an upgrade is called."""
    return record_name(plan, "upgrades", upgrade)


def change_words(plan: Plan, upgrade: str) -> str:
    """Return what an upgrade changes: field, value before and after."""
    row: Upgrade = plan.upgrades[upgrade]
    targets = (
        ("locations", row.location), ("links", row.link), ("gauge_breaks", row.gauge_break)
    )  # fmt: skip
    table, record_id = next((table, held) for table, held in targets if held is not None)
    spec = table_types()[table].specs()[row.field]
    record: Row = plan.table(table)[record_id]
    unit = spec.unit
    if row.field == "capacity_per_day" and getattr(record, "capacity_unit", None):
        unit = f"{record.capacity_unit.value} per day"  # pyright: ignore[reportAttributeAccessIssue]
    name = small(spec.description.partition(";")[0].partition(", in capacity_unit")[0])
    before = getattr(record, row.field)
    was = "no limit" if before is None else number(float(before), 1)
    return f"{name} {was} \N{RIGHTWARDS ARROW} {value_words(row.to_value, unit)}"


def cost_words(plan: Plan, row: UpgradeValue) -> str:
    """Return what an upgrade costs, and when it is ready."""
    return f"{money(row.cost, plan.meta.currency)}, ready on {day(row.ready_day)}"


def worth_words(row: UpgradeValue | UpgradeSet, lowered: MoveObjective) -> str:
    """Return what an upgrade or a set saves, or at most, or why it saves nothing."""
    unit = UNIT[lowered]
    if isinstance(row, UpgradeValue) and row.outcome in OUTCOMES:
        return f"worth nothing to movement: {OUTCOMES[row.outcome]}"
    if row.gain is None or row.gain_low is None or row.gain_high is None:
        if row.at_most is None:
            return "not worked out, and it has no price"
        return f"not worked out; its price promises at most {amount(row.at_most)} {unit}"
    interval = f"{amount(row.gain_low)} to {amount(row.gain_high)} {unit}"
    if row.is_distinguishable:
        return f"saves {interval} (found {amount(row.gain)})"
    return f"not distinguishable from no gain: {interval} (found {amount(row.gain)})"


def effect_words(plan: Plan, row: UpgradeValue | UpgradeSet) -> str:
    """Return what the schedule found does better, without weights; empty where nothing."""
    parts: list[str] = []
    if row.late_days_gained and abs(row.late_days_gained) >= 0.5:
        parts.append(_more_or_less(row.late_days_gained, "unit-day late", "unit-days late"))
    if row.late_units_gained:
        parts.append(_more_or_less(row.late_units_gained, "unit late", "units late"))
    if row.closure_days_gained:
        days = count(abs(row.closure_days_gained), "day")
        parts.append(f"closure {days} {'sooner' if row.closure_days_gained > 0 else 'later'}")
    if row.gain_per_million is not None and row.gain:
        per_million = amount(row.gain_per_million)
        parts.append(f"{per_million} per million {plan.meta.currency}")
    return "; ".join(parts)


def set_words(plan: Plan, row: UpgradeSet) -> str:
    """Return what is in a set, and what it costs."""
    names = [upgrade_name(plan, name) for name in row.upgrades]
    return f"{listed(names)} ({money(row.cost, plan.meta.currency)})"


def comparison_sentence(upgrades: Upgrades) -> str:
    """Say which of the sets that were tried is best; empty where none was."""
    rows = sorted(upgrades.upgrade_sets, key=lambda row: row.rank)
    if not rows:
        return ""
    best, members = rows[0], {row.upgrades for row in rows}
    if len(members) == 1:
        text = f"All {count(len(rows), 'way')} of choosing it give the same set"
        return f"{text}." if len(rows) > 1 else "One way of choosing it gave a set."
    others = "; ".join(
        f"chosen {METHODS[row.method]} it saves {amount(row.gain)}" for row in rows[1:]
    )
    return f"The best of those tried is chosen {METHODS[best.method]}; {others}."


def bottleneck_binding(plan: Plan, row: Bottleneck) -> Binding:
    """Return the limit of a bottleneck in words."""
    return binding_words(plan, limit_reference(row.location, row.link, row.limit))


def held_limits(rows: Iterable[Bottleneck]) -> list[list[Bottleneck]]:
    """Return the times in which each limit holds movement up, in order of day.

    The limit that is worth most by its prices over all of its times stands first, then the one
    that is waited for longest.
    """
    times: dict[tuple[str | None, str | None, str], list[Bottleneck]] = {}
    for row in sorted(rows, key=lambda row: row.from_day):
        times.setdefault((row.location, row.link, row.limit), []).append(row)
    return sorted(
        times.values(),
        key=lambda own: (
            -fsum(row.worth_doubled for row in own),
            -fsum(row.queue_days for row in own),
            own[0].from_day,
            limit_reference(own[0].location, own[0].link, own[0].limit),
        ),
    )


def bottleneck_words(plan: Plan, row: Bottleneck, lowered: MoveObjective) -> str:
    """Return when a bottleneck binds, what more of it saves at most, and what raises it."""
    parts = [span(*days_in(row.from_day, row.until_day))]
    if row.worth > 0:
        parts.append(
            f"by its price twice as much saves at most {amount(row.worth_doubled)} {UNIT[lowered]}"
        )
    if row.queue_days > 0:
        parts.append(f"{number(row.queue_days)} load-days waited")
    if row.upgrades:
        parts.append(f"raised by {listed([upgrade_name(plan, name) for name in row.upgrades])}")
    return "; ".join(parts)


def unit_sentence(lowered: MoveObjective) -> str:
    """Say what gains are measured in."""
    what = "mean over its loads" if lowered is MoveObjective.LATENESS else "day of its last load"
    return (
        f"{capital(UNIT[lowered])}: the days that a unit is late, the {what}, times the weights of "
        "its line and objective; a hundredth of each day under way counts too."
    )


def amount(value: float) -> str:
    """Return a gain with decimals where it is small.

    >>> amount(41.3), amount(2.25), amount(0.034), amount(0.0)
    ('41', '2.2', '0.03', '0')
    """
    if abs(value) < 0.005:
        return "0"
    return number(value, 0 if abs(value) >= 10 else 1 if abs(value) >= 1 else 2)


def _more_or_less(gained: float, one: str, many: str) -> str:
    size = number(abs(gained))
    return f"{size} {one if size == '1' else many} {'fewer' if gained > 0 else 'more'}"
