"""Where the force waits and runs dry as luck has it, and how far treatment is."""

from reassure.brief.certainty import fine
from reassure.brief.context import FileLink, Key, PlainTable, Row, Section
from reassure.brief.draw import Figure, narrow_name
from reassure.brief.figures import dry_chances
from reassure.brief.names import binding_words, place_name, supply_class_name
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import count, day, number, percent
from reassure.model.plan import Plan
from reassure.model.simulation_outputs import TreatmentCover
from reassure.model.simulation_results import Simulation

TITLE = "Where it may wait and run dry"
MOST_QUEUES = 10
MOST_PLACES = 12

NOTHING_DRY = "Nothing runs dry in any run."
NOTHING_WAITS = "Nothing waits anywhere in any run."
_NO_WAY = "no way to any"


def risk_section(drawing: Drawing) -> Section | None:
    """Return chances of running dry, queues, and treatment by place; None without a simulation."""
    plan, made = drawing.plan, drawing.run.simulation
    if made is None:
        return None
    stocks = dry_chances.dry_stocks(made.stockout_days)
    queues, cover = _queue_table(plan, made), _cover_table(plan, made)
    lead = "Over all runs, each with luck of its own."
    if queues is None:
        lead = f"{lead} {NOTHING_WAITS}"
    if not stocks:
        lead = f"{lead} {NOTHING_DRY}"
    return Section(
        "risk",
        TITLE,
        lead=lead,
        figures=(_dry_figure(plan, stocks),) if stocks else (),
        key=tuple(Key(f"risk-{i}", text) for i, (_, text) in enumerate(dry_chances.BANDS))
        if stocks
        else (),
        further=tuple(
            table
            for table in (_dry_table(plan, stocks) if stocks else None, queues, cover)
            if table is not None
        ),
        links=_links(drawing, made),
    )


def _dry_figure(plan: Plan, stocks: list[dry_chances.DryStock]) -> Figure:
    name = "dry-chances"
    is_daily = dry_chances.step_days(plan.meta.horizon_days) == 1
    title = "Chance that demand is not met, " + ("by day" if is_daily else "worst day of each week")
    sentence = dry_chances.dry_sentence(plan, stocks)
    shown = stocks[: dry_chances.MOST_ROWS]
    wide, narrow = (
        dry_chances.dry_picture(
            plan,
            shown,
            last_day=plan.meta.horizon_days,
            name=own,
            title=title,
            sentence=sentence,
            is_narrow=is_narrow,
        )
        for own, is_narrow in ((name, False), (narrow_name(name), True))
    )
    return Figure(name, title, sentence, wide, dry_chances.LOOK.width_px, narrow)


def _dry_table(plan: Plan, stocks: list[dry_chances.DryStock]) -> PlainTable:
    left = len(stocks) - dry_chances.MOST_ROWS
    return PlainTable(
        "Where it may run dry, the likeliest first",
        ("Place", "Class", "Greatest chance", "On", "Days with any chance", "First"),
        tuple(
            Row(
                (
                    place_name(plan, stock.location),
                    supply_class_name(plan, stock.supply_class),
                    percent(stock.worst[0]),
                    day(stock.worst[1]),
                    number(len(stock.chances)),
                    day(min(stock.chances)),
                )
            )
            for stock in stocks[: dry_chances.MOST_ROWS]
        ),
        numeric=(2, 3, 4, 5),
        more=f"and {count(left, 'stock')} more, less likely" if left > 0 else "",
        is_folded=True,
    )


def _queue_table(plan: Plan, made: Simulation) -> PlainTable | None:
    rows = sorted(made.queues, key=lambda row: row.rank)
    if not rows:
        return None
    left = len(rows) - MOST_QUEUES
    return PlainTable(
        "Where it waits, the longest in all first, mean of the runs",
        ("Where", "Limit", "Loads", "Wait of one, days", "Longest, days", "All, load-days"),
        tuple(
            Row(
                (
                    binding.place,
                    binding.limit,
                    number(row.loads),
                    fine(row.wait_days),
                    fine(row.longest_days),
                    fine(row.total_days),
                ),
                reference=binding.reference,
            )
            for row in rows[:MOST_QUEUES]
            for binding in (binding_words(plan, row.binding),)
        ),
        numeric=(2, 3, 4, 5),
        reference_at=1,
        more=f"and {count(left, 'limit')} more with less waiting" if left > 0 else "",
    )


def _cover_table(plan: Plan, made: Simulation) -> PlainTable | None:
    """Return the nearest treatment by place and role, the places farthest from it first."""
    held: dict[str, dict[int, TreatmentCover]] = {}
    for row in made.treatment_cover:
        held.setdefault(row.location, {})[row.role] = row
    if not held:
        return None
    roles = sorted({row.role for row in made.treatment_cover})

    def farness(location: str) -> tuple[float, ...]:
        hours = [held[location][role].hours for role in roles if role in held[location]]
        far = [float("inf") if told is None else told for told in hours]
        return (-sum(told == float("inf") for told in far), *(-told for told in sorted(far)[::-1]))

    order = sorted(held, key=lambda location: (farness(location), location))
    left = len(order) - MOST_PLACES
    return PlainTable(
        "Treatment by place and role: the nearest, and the hours there by the quickest way",
        ("Place", "Most persons", *(f"Role {role}" for role in roles)),
        tuple(
            Row(
                (
                    place_name(plan, location),
                    number(max(row.persons for row in held[location].values())),
                    *(_cover_words(plan, held[location].get(role)) for role in roles),
                )
            )
            for location in order[:MOST_PLACES]
        ),
        numeric=(1,),
        more="The farthest from treatment come first"
        + (f"; {count(left, 'place')} more are nearer." if left > 0 else "."),
    )


def _cover_words(plan: Plan, row: TreatmentCover | None) -> str:
    if row is None or row.nearest is None:
        return _NO_WAY
    if not row.hours:
        return "there"
    return f"{place_name(plan, row.nearest)}, {number(row.hours, 1)}\N{NO-BREAK SPACE}h"


def _links(drawing: Drawing, made: Simulation) -> tuple[FileLink, ...]:
    tables = (
        (made.stockout_days, "stockout_days", "Chances of running dry by place, class and day"),
        (made.queues, "queues", "Waiting for every limit"),
        (made.treatment_cover, "treatment_cover", "Treatment by place and role"),
    )
    folder = drawing.run.tables
    return tuple(
        FileLink(f"{folder}/{name}.csv", f"{text} (CSV)")
        for table, name, text in tables
        if folder and len(table)
    )
