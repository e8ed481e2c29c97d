"""What a plan made anew changes of the last one."""

from collections.abc import Sequence

from reassure.brief.changes import (
    KINDS,
    by_importance,
    change_nation,
    changes_sentence,
    effect_sentences,
    reason_words,
    unit_days,
)
from reassure.brief.context import PlainTable, Row, Section
from reassure.brief.names import line_name, offer_name
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import and_more, capital, number, span
from reassure.model.choices import ChangeReason
from reassure.model.outputs import Change
from reassure.model.plan import Plan

MOST_CHANGES = 15
MOST_NATIONS = 12
_HEADS = {
    ChangeReason.NOT_POSSIBLE: "Lost: no longer possible",
    ChangeReason.BETTER_USE: "Lost: better used elsewhere",
    ChangeReason.FILLS: "Gained",
}


def change_section(drawing: Drawing) -> Section | None:
    """Return what was added and dropped, and why; None for a plan from scratch."""
    plan, forces = drawing.plan, drawing.run.force_plan
    if forces is None or not len(forces.changes):
        return None
    rows = by_importance(plan, forces)
    return Section(
        "changes",
        "What changed since the last plan",
        lead=f"{effect_sentences(plan, forces)} {changes_sentence(forces)}",
        table=_most_important(plan, rows),
        further=(_by_nation(plan, rows),),
    )


def _most_important(plan: Plan, rows: Sequence[Change]) -> PlainTable:
    left = len(rows) - MOST_CHANGES
    return PlainTable(
        "Changes, those of most weighted unit-days first",
        ("Line", "Change", "Units", "Offer", "Days", "Why"),
        tuple(
            Row(
                (
                    line_name(plan, row.requirement),
                    capital(KINDS[row.change]),
                    number(row.units),
                    offer_name(plan, row.offer),
                    span(row.from_day, row.until_day),
                    reason_words(plan, row),
                ),
                reference=f"offers:{row.offer}",
            )
            for row in rows[:MOST_CHANGES]
        ),
        numeric=(2,),
        reference_at=3,
        more=and_more(left, "change"),
    )


def _by_nation(plan: Plan, rows: Sequence[Change]) -> PlainTable:
    sums: dict[str, dict[ChangeReason, float]] = {}
    for row in rows:
        own = sums.setdefault(change_nation(plan, row), dict.fromkeys(_HEADS, 0.0))
        own[row.reason] += unit_days(row)
    order = sorted(sums, key=lambda name: (-sum(sums[name].values()), name))
    whole = {reason: sum(own[reason] for own in sums.values()) for reason in _HEADS}
    shown = [reason for reason in _HEADS if whole[reason]]
    left = len(order) - MOST_NATIONS
    return PlainTable(
        "Unit-days changed, by nation and reason",
        ("Nation", *(_HEADS[reason] for reason in shown)),
        tuple(
            Row(
                (
                    capital(name),
                    *(number(own[reason]) if own[reason] else "–" for reason in shown),
                )
            )
            for name, own in [
                ("all", whole),
                *((name, sums[name]) for name in order[:MOST_NATIONS]),
            ]
        ),
        numeric=tuple(range(1, len(shown) + 1)),
        more=and_more(left, "nation"),
    )
