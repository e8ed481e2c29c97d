"""Where the force waits and runs dry as luck has it, and how far treatment is."""

from reassure.brief.certainty import fine, whole_day
from reassure.brief.context import FileLink, Key, PlainTable, Row, Section
from reassure.brief.draw import Figure, narrow_name
from reassure.brief.dryness import DryStock, dry_stocks, short_words
from reassure.brief.figures import dry_chances
from reassure.brief.names import binding_words, place_name, supply_class_name
from reassure.brief.sections.drawing import Drawing
from reassure.brief.words import count, number, percent, verb
from reassure.model.plan import Plan
from reassure.model.simulation_outputs import TreatmentCover
from reassure.model.simulation_results import Simulation

TITLE = "Where it may wait and run dry"
MOST_QUEUES = 10
MOST_PLACES = 12

NOTHING_DRY = "Nothing runs dry in any run."
NOTHING_WAITS = "Nothing waits anywhere in any run."
_NO_WAY = "no road to any"
_NO_PLACE = "none in the plan"
_STOCK_HEADS = (
    "Place",
    "Class",
    "Ever dry",
    "First dry by: 10 of 100",
    "50 of 100",
    "90 of 100",
    "Short",
    "Days with any chance",
)
_QUEUE_HEADS = (
    "Where",
    "Limit",
    "Loads",
    "Wait of one, days",
    "Longest, days",
    "All, load-days",
    "In use",
)
_SHORT = (
    "First dry by: of all runs so many have run dry by then; –: not so many ever do. Short: demand "
    "not met, mean of the runs, summed over days; what waits counts on each."
)


def risk_section(drawing: Drawing) -> Section | None:
    """Return chances of running dry, queues, and treatment by place; None without a simulation."""
    plan, made = drawing.plan, drawing.run.simulation
    if made is None:
        return None
    stocks = dry_stocks(made)
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


def _dry_figure(plan: Plan, stocks: list[DryStock]) -> Figure:
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


def _dry_table(plan: Plan, stocks: list[DryStock]) -> PlainTable:
    left = len(stocks) - dry_chances.MOST_ROWS
    return PlainTable(
        "Where and when it may run dry, what lacks most first",
        _STOCK_HEADS,
        tuple(
            Row(
                (
                    place_name(plan, row.location),
                    supply_class_name(plan, row.supply_class),
                    percent(row.chance),
                    whole_day(row.p10_day),
                    whole_day(row.p50_day),
                    whole_day(row.p90_day),
                    short_words(row.unmet_t),
                    number(len(stock.chances)),
                )
            )
            for stock in stocks[: dry_chances.MOST_ROWS]
            for row in (stock.stockout,)
        ),
        numeric=(2, 3, 4, 5, 6, 7),
        more=_SHORT
        + (
            f" And {count(left, 'stock')} more that {verb(left, 'lacks', 'lack')} less."
            if left > 0
            else ""
        ),
        is_folded=True,
    )


def _queue_table(plan: Plan, made: Simulation) -> PlainTable | None:
    rows = made.waited
    if not rows:
        return None
    left = len(rows) - MOST_QUEUES
    return PlainTable(
        "Where it waits, the longest in all first, mean of the runs",
        _QUEUE_HEADS,
        tuple(
            Row(
                (
                    binding.place,
                    binding.limit,
                    number(row.loads),
                    fine(row.wait_days),
                    fine(row.longest_days),
                    fine(row.total_days),
                    percent(row.utilisation),
                ),
                reference=binding.reference,
            )
            for row in rows[:MOST_QUEUES]
            for binding in (binding_words(plan, row.binding),)
        ),
        numeric=(2, 3, 4, 5, 6),
        reference_at=1,
        more="In use: share of the plan's days on which its places are in use, mean."
        + (f" And {count(left, 'limit')} more with less waiting." if left > 0 else ""),
    )


def _cover_table(plan: Plan, made: Simulation) -> PlainTable | None:
    """Return the nearest treatment by place and role, the places farthest from it first."""
    held: dict[str, dict[int, TreatmentCover]] = {}
    for row in made.treatment_cover:
        held.setdefault(row.location, {})[row.role] = row
    if not held:
        return None
    roles = sorted({row.role for row in made.treatment_cover})
    highest = max((row.medical_role or 0 for row in plan.locations), default=0)

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
                    *(
                        _cover_words(plan, held[location].get(role), is_listed=role <= highest)
                        for role in roles
                    ),
                )
            )
            for location in order[:MOST_PLACES]
        ),
        numeric=(1,),
        more="The farthest from treatment come first"
        + (f"; {count(left, 'place')} more are nearer." if left > 0 else "."),
    )


def _cover_words(plan: Plan, row: TreatmentCover | None, *, is_listed: bool) -> str:
    if row is None or row.nearest is None:
        return _NO_WAY if is_listed else _NO_PLACE
    if not row.hours:
        return "there"
    return f"{place_name(plan, row.nearest)}, {number(row.hours, 1)}\N{NO-BREAK SPACE}h"


def _links(drawing: Drawing, made: Simulation) -> tuple[FileLink, ...]:
    tables = (
        (made.stockouts, "stockouts", "Where and from when on it runs dry"),
        (made.stockout_days, "stockout_days", "Chances of running dry by place, class and day"),
        (made.queues, "queues", "Use of every limit, and waiting for it"),
        (made.treatment_cover, "treatment_cover", "Treatment by place and role"),
    )
    folder = drawing.run.tables
    return tuple(
        FileLink(f"{folder}/{name}.csv", f"{text} (CSV)")
        for table, name, text in tables
        if folder and len(table)
    )
