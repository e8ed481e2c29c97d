"""Infrastructure readiness: what upgrades save, the best set for a budget, what binds."""

from collections.abc import Callable, Sequence
from math import fsum

from reassure.brief.context import FileLink, PlainTable, Row, Section
from reassure.brief.figures.upgrades import gain_chart
from reassure.brief.intervals import Interval, Intervals
from reassure.brief.sections.drawing import Drawing
from reassure.brief.upgrades import (
    METHODS,
    NO_UPGRADE,
    OUTCOMES,
    UNIT,
    amount,
    bottleneck_binding,
    change_words,
    comparison_sentence,
    cost_words,
    effect_words,
    held_limits,
    set_words,
    unit_sentence,
    upgrade_name,
    worth_words,
)
from reassure.brief.words import and_more, capital, count, days_in, money, number, spans, verb
from reassure.model.plan import Plan
from reassure.model.upgrade_choices import UpgradeOutcome
from reassure.model.upgrade_outputs import UpgradeValue
from reassure.model.upgrade_results import Upgrades

MOST_BOTTLENECKS = 12

NOT_RUN = (
    "Upgrades were not worked out. With PLAN the folder of the plan and RESULTS that of its "
    "results: reassure upgrade PLAN --from RESULTS --out RESULTS, and then "
    "reassure brief PLAN --from RESULTS --out RESULTS."
)


def upgrade_section(drawing: Drawing) -> Section:
    """Return what each upgrade saves with its interval, the best set, and what binds."""
    plan, title, found = drawing.plan, "Infrastructure readiness", drawing.run.upgrades
    if found is None:
        return Section("upgrades", title, absent=NOT_RUN)
    rows = sorted(found.upgrade_values, key=lambda row: row.rank)
    worked = [row for row in rows if row.gain is not None]
    others = [row for row in rows if row.gain is None and row.outcome not in OUTCOMES]
    idle = [row for row in rows if row.gain is None and row.outcome in OUTCOMES]
    figures = ()
    # Of one upgrade the list below says as much.
    if len(worked) > 1:
        chart = gain_chart(plan, found, unit=UNIT[found.lowered])
        heading = "What upgrades save against what they cost"
        figures = (drawing.draw(chart, "upgrades", heading, _sentence(plan, found, worked)),)
    tables = (_idle_table(plan, idle), _set_table(plan, found), _bottleneck_table(plan, found))
    return Section(
        "upgrades",
        title,
        lead=_lead(found, worked),
        figures=figures,
        intervals=(_intervals(plan, found, worked),) if worked else (),
        table=_other_table(plan, found, others) if others else None,
        further=tuple(table for table in tables if table is not None),
        links=(
            FileLink(
                f"{drawing.run.tables}/upgrade_values.csv",
                "Every upgrade with its change, cost and worth (CSV)",
            ),
        )
        if drawing.run.tables
        else (),
    )


def _lead(found: Upgrades, worked: Sequence[UpgradeValue]) -> str:
    if not len(found.upgrade_values):
        return NO_UPGRADE
    n, sure = len(found.upgrade_values), sum(1 for row in worked if row.is_distinguishable)
    text = (
        f"{count(n, 'upgrade')} {verb(n, 'was', 'were')} looked at, {number(len(worked))} worked "
        f"out; {number(sure)} {verb(sure, 'saves', 'save')} something for certain. "
    )
    return text + (
        "A bar holds what the best schedule saves with an upgrade; its mark is what the schedule "
        "found saves. A hollow bar reaches zero: the gain found may be luck of the search. "
        f"{unit_sentence(found.lowered)}"
    )


def _sentence(plan: Plan, found: Upgrades, worked: Sequence[UpgradeValue]) -> str:
    """Say which upgrade saves most for its cost."""
    sure = [row for row in worked if row.is_distinguishable and row.gain_per_million is not None]
    if not sure:
        return "No upgrade is proven to save anything by itself."
    best = max(sure, key=lambda row: (row.gain_per_million or 0.0, row.upgrade))
    return (
        f"{upgrade_name(plan, best.upgrade)} saves most for its cost: "
        f"{amount(best.gain_per_million or 0.0)} {UNIT[found.lowered]} for each million "
        f"{plan.meta.currency}."
    )


def _intervals(plan: Plan, found: Upgrades, worked: Sequence[UpgradeValue]) -> Intervals:
    high = max(max(row.gain_high or 0.0, row.gain or 0.0) for row in worked) or 1.0

    def place(value: float | None) -> float:
        return round(100 * max(0.0, value or 0.0) / high, 1)

    return Intervals(
        title="By what they save",
        unit=capital(UNIT[found.lowered]),
        first="0",
        last=amount(high),
        rows=tuple(_interval(plan, found, row, place) for row in worked),
    )


def _interval(
    plan: Plan, found: Upgrades, row: UpgradeValue, place: Callable[[float | None], float]
) -> Interval:
    notes = (change_words(plan, row.upgrade), cost_words(plan, row), effect_words(plan, row))
    return Interval(
        mark=f"{row.rank}.",
        text=upgrade_name(plan, row.upgrade),
        words=capital(worth_words(row, found.lowered)),
        note=". ".join(capital(note) for note in notes if note),
        sign="sure" if row.is_distinguishable else "unsure",
        low=place(row.gain_low),
        high=place(row.gain_high),
        found=place(row.gain),
        reference=f"upgrades:{row.upgrade}",
    )


def _other_table(plan: Plan, found: Upgrades, others: Sequence[UpgradeValue]) -> PlainTable:
    return PlainTable(
        "Upgrades that were not worked out",
        ("Upgrade", "What it changes", "Cost", "Worth to movement"),
        tuple(
            Row(
                (
                    upgrade_name(plan, row.upgrade),
                    change_words(plan, row.upgrade),
                    cost_words(plan, row),
                    worth_words(row, found.lowered),
                ),
                reference=f"upgrades:{row.upgrade}",
            )
            for row in others
        ),
    )


def _idle_table(plan: Plan, idle: Sequence[UpgradeValue]) -> PlainTable | None:
    """Return why upgrades are worth nothing to movement, and which; None where all are."""
    made: dict[UpgradeOutcome, list[str]] = {}
    for row in idle:
        cost = money(row.cost, plan.meta.currency)
        made.setdefault(row.outcome, []).append(f"{upgrade_name(plan, row.upgrade)} ({cost})")
    if not made:
        return None
    return PlainTable(
        "Upgrades that are worth nothing to movement",
        ("Why", "Upgrades"),
        tuple(Row((capital(OUTCOMES[why]), "; ".join(names))) for why, names in made.items()),
    )


def _set_table(plan: Plan, found: Upgrades) -> PlainTable | None:
    rows = sorted(found.upgrade_sets, key=lambda row: row.rank)
    if not rows:
        return None
    return PlainTable(
        f"The best set for {money(rows[0].budget, plan.meta.currency)}, of those tried",
        ("Chosen", "Upgrades", "What it saves", "What the schedule found does better"),
        tuple(
            Row(
                (
                    capital(METHODS[row.method]),
                    set_words(plan, row),
                    worth_words(row, found.lowered),
                    effect_words(plan, row) or "–",
                )
            )
            for row in rows
        ),
        more=comparison_sentence(found),
    )


def _bottleneck_table(plan: Plan, found: Upgrades) -> PlainTable | None:
    rows = held_limits(found.bottlenecks)
    if not rows:
        return None
    left = len(rows) - MOST_BOTTLENECKS
    return PlainTable(
        "What holds movement up, by what twice as much of it is worth by prices, then by waiting",
        ("Where", "Limit", "When", "Twice as much, at most", "Waiting, load-days", "Raised by"),
        tuple(
            Row(
                (
                    binding.place,
                    binding.limit,
                    spans([days_in(row.from_day, row.until_day) for row in times]),
                    amount(fsum(row.worth_doubled for row in times)),
                    number(fsum(row.queue_days for row in times)),
                    ", ".join(upgrade_name(plan, name) for name in times[0].upgrades) or "–",
                ),
                reference=binding.reference,
            )
            for times in rows[:MOST_BOTTLENECKS]
            for binding in (bottleneck_binding(plan, times[0]),)
        ),
        numeric=(3, 4),
        reference_at=1,
        more=and_more(left, "limit"),
    )
