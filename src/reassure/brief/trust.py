"""What the numbers rest on: assumptions, sources, findings, and how each step ended."""

from reassure.brief.context import Note, PlainTable, Row
from reassure.brief.inputs import BriefInputs
from reassure.brief.lowered import VALUE_UNITS
from reassure.brief.map import has_basemap
from reassure.brief.similar import grouped, names_of
from reassure.brief.words import STATUSES, STEPS, STOPS, capital, count, date, listed, number
from reassure.model.deployed import Deployment
from reassure.model.finding import Severity
from reassure.model.plan import Plan
from reassure.model.result import Result

MOST_FINDINGS = 8
MAP_SOURCE = "Land and borders on the map: made with Natural Earth, public domain."


def steps(run: BriefInputs) -> dict[str, Result | None]:
    """Return the result of every step of the flow by its name, and of others that ran."""
    if run.is_comparison:
        return {"branches": run.branches}
    flow: dict[str, Result | None] = {
        "generate": run.force_plan,
        "deploy": run.deployment,
        "sustain": run.supply,
        "cost": run.costs,
    }
    beside = {
        "ask": run.asks,
        "roe": run.permissions,
        "status": run.progress,
        "simulate": run.simulation,
    }
    return flow | {name: result for name, result in beside.items() if result is not None}


def absent(step: str) -> str:
    """Say that a step has no result."""
    return f"{STEPS[step]} was not run, so there is nothing to show here."


def assumptions(plan: Plan, run: BriefInputs) -> tuple[Note, ...]:
    """Return what each step took as given, what is much the same in one sentence."""
    names = names_of(plan)
    told = {step: getattr(result, "assumptions", ()) for step, result in steps(run).items()}
    return tuple(Note(STEPS[step], grouped(lines, names)) for step, lines in told.items() if lines)


def sources(plan: Plan, *, has_map: bool) -> tuple[str, ...]:
    """Return the reports that the plan rests on, and what the map is drawn from."""
    used = sorted(
        {
            source
            for _, table in plan.tables()
            if "source" in table.frame.columns
            for source in table.frame["source"].drop_nulls().unique()
        }
    )
    rows = [row for row in plan.reports if row.id in used] or list(plan.reports)
    texts = [
        f"{row.title}. {row.publisher}, {date(row.published.date())}."
        + (f" {row.address}" if row.address else "")
        for row in rows
    ]
    return (*texts, MAP_SOURCE) if has_map and has_basemap() else tuple(texts)


def findings(run: BriefInputs) -> tuple[str, tuple[str, ...]]:
    """Return what the check found in a sentence, and the first findings, the gravest first."""
    order = list(Severity)
    ranked = sorted(run.findings, key=lambda item: order.index(item.severity))
    if not ranked:
        return "The check of the plan found nothing to remark.", ()
    parts = [
        count(n, severity.value)
        for severity in order
        if (n := sum(1 for item in ranked if item.severity is severity))
    ]
    shown = tuple(
        f"{capital(item.severity.value)} – {item.place}: found {item.found}; expected "
        f"{item.expected}; {item.cure}. [{item.code}]"
        for item in ranked[:MOST_FINDINGS]
    )
    text = f"The check of the plan found {listed(parts)}."
    return (text if len(ranked) <= MOST_FINDINGS else f"{text} The first are these."), shown


def reading(run: BriefInputs) -> PlainTable:
    """Return how each step ended: what was reached, what could be at best, why it stopped."""
    rows: list[Row] = []
    for step, result in steps(run).items():
        if result is None:
            rows.append(Row((STEPS[step], absent(step), "–", "–", "–", "–")))
            continue
        how = result.provenance
        unit = f", {VALUE_UNITS[result.lowered]}" if isinstance(result, Deployment) else ""
        rows.append(
            Row(
                (
                    f"{STEPS[step]}{unit}",
                    capital(STATUSES[how.status]),
                    "–" if how.objective is None else number(how.objective, 2),
                    "–" if how.bound is None else number(how.bound, 2),
                    "–" if how.gap is None else f"{number(how.gap * 100, 2)}\u00a0%",
                    "–" if how.stopped_by is None else capital(STOPS[how.stopped_by]),
                )
            )
        )
    return PlainTable(
        "How each step ended",
        ("Step", "The result", "Value", "Bound", "Gap", "It stopped because"),
        tuple(rows),
        numeric=(2, 3, 4),
    )


def marks(plan: Plan, run: BriefInputs) -> tuple[tuple[str, str], ...]:
    """Return what is needed to make the same brief again."""
    versions: dict[str, str] = {}
    for result in steps(run).values():
        if result is not None:
            versions |= result.provenance.versions
    return (
        ("Inputs (SHA-256)", plan.sha256),
        ("Seed", str(run.seed)),
        ("Plan format", str(plan.meta.format)),
        ("Label", plan.meta.label),
        ("Versions", ", ".join(f"{name} {versions[name]}" for name in sorted(versions))),
    )
