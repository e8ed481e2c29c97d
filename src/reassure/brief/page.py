"""The page: everything that it shows, and the templates that show it."""

from collections import Counter
from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reassure.brief.chances import reserves_sentence, stages_note
from reassure.brief.context import Page, PlainTable, Row
from reassure.brief.contributions import Contribution, contributions
from reassure.brief.draw import font_base64
from reassure.brief.endings import partial_basis
from reassure.brief.gaps import gaps_sentence, worst_gaps
from reassure.brief.headline import objective_cards, scope, verdict
from reassure.brief.inputs import BriefInputs
from reassure.brief.names import (
    capability_name,
    objective_name,
    objective_names,
    objective_order,
    sector_name,
)
from reassure.brief.origins import origin_table
from reassure.brief.palette import css_variables, objective_colours
from reassure.brief.sections import Drawing, sections
from reassure.brief.strength import asked_lines, daily_strength
from reassure.brief.tiles import key_figures
from reassure.brief.trust import assumptions, findings, marks, reading, sources
from reassure.brief.words import NOTIONAL, number, percent, printable, span
from reassure.model.plan import Plan
from reassure.model.result import require_results_of
from reassure.model.results import ForcePlan

MOST_GAPS = 10


def render_brief(plan: Plan, run: BriefInputs) -> str:
    """Return the brief of a plan and its results as one self-contained HTML page.

    Parameters
    ----------
    plan
        The plan that the results were made from.
    run
        Results of the steps, findings of the check, seed.

    Raises
    ------
    UsageError
        ENG-INPUT-001 if a result was made from another plan.
    """
    template = _environment().get_template("brief.html.j2")
    return printable(template.render(page=page_of(plan, run))) + "\n"


def page_of(plan: Plan, run: BriefInputs) -> Page:
    """Return everything that the page shows."""
    require_results_of(
        plan,
        run.force_plan,
        run.deployment,
        run.supply,
        run.costs,
        run.asks,
        run.permissions,
        run.simulation,
        run.progress,
        run.branches,
    )
    colours = objective_colours(objective_names(plan))
    tones = {key: f"o{i}" for i, key in enumerate(colours, start=1)}
    forces = run.force_plan
    strength = None if forces is None else daily_strength(plan, forces)
    gaps = () if forces is None else worst_gaps(plan, forces, tones=tones, most=MOST_GAPS)
    drawn = sections(Drawing(plan, run, strength, colours, tones))
    findings_lead, first_findings = findings(run)
    notional = NOTIONAL if plan.meta.notional else ""
    has_map = any(part.id == "network" and part.figures for part in drawn)
    return Page(
        title=plan.meta.title,
        label=plan.meta.label,
        verdict=verdict(plan, run, strength),
        reserves="" if forces is None else reserves_sentence(forces),
        partial=partial_basis(forces, run.deployment),
        scope=scope(plan, forces),
        notional=notional,
        style=_style(plan, colours, notional),
        key_figures=key_figures(plan, run),
        cards=() if strength is None else objective_cards(plan, run, strength, tones),
        gaps=gaps,
        gaps_lead="" if forces is None else gaps_sentence(forces, gaps),
        is_comparison=run.is_comparison,
        sections=drawn,
        assumptions=assumptions(plan, run),
        origins=None if run.deployment is None else origin_table(plan),
        sources=sources(plan, has_map=has_map),
        findings_lead=findings_lead,
        findings=first_findings,
        reading=reading(run),
        reading_note="" if forces is None else stages_note(forces),
        marks=marks(plan, run),
        appendix=None if forces is None else _appendix(plan, forces, tones),
    )


def _appendix(plan: Plan, forces: ForcePlan, tones: Mapping[str, str]) -> PlainTable:
    parts = contributions(plan, forces)
    tours = Counter(tour.requirement for tour in forces.assignments)
    fills = {
        row.requirement: row.provided_unit_days / row.required_unit_days
        for row in forces.line_fills
        if row.required_unit_days > 0
    }
    order = {key: i for i, key in enumerate(objective_order(plan))}
    lines = sorted(
        (plan.requirements[line] for line in asked_lines(plan, forces)),
        key=lambda line: (order[line.objective], line.sector, line.id),
    )
    return PlainTable(
        "Every requirement line",
        (
            "Line",
            "Objective",
            "Sector",
            "Asked for",
            "When",
            "Filled",
            "Tours",
            "Nations, share of it",
        ),
        tuple(
            Row(
                (
                    capability_name(plan, line.capability),
                    objective_name(plan, line.objective),
                    sector_name(plan, line.sector),
                    number(line.quantity, 1),
                    span(line.from_day, line.until_day),
                    percent(fills.get(line.id)),
                    number(tours[line.id]),
                    _givers(parts[line.id]),
                ),
                reference=line.id,
                tone=tones[line.objective],
            )
            for line in lines
        ),
        numeric=(3, 5, 6),
    )


def _givers(part: Contribution) -> str:
    """Return the nations that provide a line, those that provide most first, with their shares."""
    order = sorted(part.by_nation, key=lambda nation: (-part.by_nation[nation], nation))
    shares = (
        f"{nation}\N{NO-BREAK SPACE}{percent(part.by_nation[nation] / part.required)}"
        for nation in order
    )
    return ", ".join(shares) if part.required > 0 and order else "–"


def _style(plan: Plan, colours: Mapping[str, str], notional: str) -> Markup:
    """Return the style sheet with tones, font, and what every sheet of paper says at its edges."""
    css = files("reassure.brief").joinpath("assets", "brief.css").read_text(encoding="utf-8")
    light, dark = (css_variables(colours, dark=is_dark) for is_dark in (False, True))
    return Markup(
        f"@font-face {{ font-family: 'Reassure Sans'; font-weight: 400 700; "
        f"src: url(data:font/ttf;base64,{font_base64()}) format('truetype'); }}\n"
        f":root {{ color-scheme: light dark; {light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"@page {{ @top-left {{ content: {_css_text(plan.meta.title)}; }} "
        f"@top-center {{ content: {_css_text(plan.meta.label)}; }} "
        f"@top-right {{ content: {_css_text(notional)}; }} "
        f"@bottom-left {{ content: {_css_text('Inputs ' + plan.sha256[:16])}; }} }}\n{css}"
    )


def _css_text(text: str) -> str:
    """Return a text as a CSS string; whatever is not a letter, digit or space is escaped."""
    escaped = (sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in text)
    return f'"{"".join(escaped)}"'


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reassure.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
