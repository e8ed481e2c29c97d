"""What a force plan's fill by chance may say, beside the fill if every offer comes."""

from collections import defaultdict
from collections.abc import Iterator

from reassure.checks.place import Place, fault, plain
from reassure.checks.tour_rules import AGAIN, SLACK
from reassure.model.finding import Finding
from reassure.model.outputs import ChanceFill, LineFill
from reassure.model.plan import Plan
from reassure.model.results import ForcePlan

_Key = tuple[str | None, str | None]
_WHOLE: _Key = (None, None)


def check_chances(plan: Plan, force_plan: ForcePlan) -> Iterator[Finding]:
    """Hold fill by chance against the fill of the lines; the scenarios are not drawn anew.

    Parameters
    ----------
    plan
        Where chances stand.
    force_plan
        With fills of its lines that are right.
    """
    lines: dict[_Key, list[LineFill]] = defaultdict(list)
    for row in force_plan.line_fills:
        for key in (_WHOLE, (row.objective, None), (row.objective, row.requirement)):
            lines[key].append(row)
    asked = {key for key, rows in lines.items() if _required(rows) > 0}
    told = {(row.objective, row.requirement): row for row in force_plan.chance_fills}
    for key in sorted(asked ^ told.keys(), key=_name):
        found = "a row" if key in told else "no row"
        expected = "a row for the plan, each objective and each line that ask for anything"
        place = Place("chance_fills", _name(key))
        yield fault("CHK-PLAN-020", place, found=found, expected=expected, cure=AGAIN)
    is_certain = not _has_doubts(plan)
    for key in sorted(asked & told.keys(), key=_name):
        provided = sum(row.provided_unit_days for row in lines[key])
        yield from _check_row(told[key], provided / _required(lines[key]), is_certain=is_certain)


def _check_row(row: ChanceFill, promised: float, *, is_certain: bool) -> Iterator[Finding]:
    place = _name((row.objective, row.requirement))
    if abs(row.promised_fill - promised) > SLACK:
        found, expected = plain(row.promised_fill), f"{plain(promised)}, as line_fills says"
        yield fault(
            "CHK-PLAN-020",
            Place("chance_fills", place, "promised_fill"),
            found=found,
            expected=expected,
            cure=AGAIN,
        )
    for column, share in (("expected_fill", row.expected_fill), ("fill_at_90", row.fill_at_90)):
        least = promised if is_certain else 0.0
        if not least - SLACK <= share <= promised + SLACK:
            yield fault(
                "CHK-PLAN-020",
                Place("chance_fills", place, column),
                found=plain(share),
                expected=f"{plain(least)} to {plain(promised)}, as if every offer comes",
                cure=AGAIN,
            )


def _has_doubts(plan: Plan) -> bool:
    """Whether any record has a chance that could keep an offer away."""
    chances = [
        *(offer.probability for offer in plan.offers),
        *(row.probability for row in plan.decisions),
        *(row.probability for row in plan.conditions if row.probability is not None),
    ]
    return any(chance < 1 for chance in chances)


def _required(rows: list[LineFill]) -> float:
    return sum(row.required_unit_days for row in rows)


def _name(key: _Key) -> str:
    return "|".join(part or "" for part in key)
