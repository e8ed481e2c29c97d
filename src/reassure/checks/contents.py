"""Cells whose right content depends on another cell: kinds, states, tables and fields named."""

import math
from collections.abc import Iterator

import polars as pl

from reassure.checks.place import Place, fault, listed, nearest, warning
from reassure.checks.references import KnownIds, dangling, missing_table_cure
from reassure.model.choices import AgreementState, ConditionKind
from reassure.model.fields import PAIR_SEPARATOR, FieldKind
from reassure.model.finding import Finding
from reassure.model.force import Condition
from reassure.model.label import Label
from reassure.model.laws import fault_of
from reassure.model.network import Upgrade
from reassure.model.plan import Plan, table_types

_NEEDED: dict[ConditionKind, tuple[str, ...]] = {
    ConditionKind.LEAD_NATION: ("nation",),
    ConditionKind.PARTNER_PRESENT: ("nation", "minimum_units"),
    ConditionKind.AGREEMENT_STATE: ("agreement", "state"),
    ConditionKind.DECISION: ("decision",),
}
_STATES = tuple(state.value for state in AgreementState)
_MOST_LAT, _MOST_LON = 90, 180
_LIMIT_KINDS = (FieldKind.INTEGER, FieldKind.NUMBER, FieldKind.BOOLEAN)


def check_contents(plan: Plan, known: KnownIds) -> Iterator[Finding]:
    """Check cells whose meaning hangs on their neighbours.

    Yields
    ------
    Finding
        CHK-REF-004 to CHK-REF-007, CHK-LABEL-001, CHK-LABEL-002 and CHK-NET-015;
        CHK-REF-001 for ids in fields that more than one table may answer.
    """
    for condition in plan.conditions:
        yield from _check_condition(condition)
    yield from _check_branches(plan)
    yield from _check_upgrades(plan)
    yield from _check_waypoints(plan)
    yield from _check_uncertainties(plan, known)
    asked = plan.information_requests.frame.select("id", value="to").explode("value")
    yield from dangling(
        "information_requests",
        "to",
        asked.drop_nulls("value"),
        ("nations", "groups"),
        known,
        expected="an id of table nations or groups",
    )
    yield from _check_labels(plan, known)


def _check_condition(condition: Condition) -> Iterator[Finding]:
    for name in _NEEDED.get(condition.kind, ()):
        if getattr(condition, name) is None:
            yield fault(
                "CHK-REF-004",
                Place("conditions", condition.id, name),
                found=f"an empty cell in a condition of kind {condition.kind.value}",
                expected=f"{' and '.join(_NEEDED[condition.kind])} filled",
                cure=f"fill {name}, or change the kind",
            )
    if condition.kind is ConditionKind.AGREEMENT_STATE and condition.state is not None:
        yield from _check_state(Place("conditions", condition.id, "state"), condition.state)


def _check_state(place: Place, word: str) -> Iterator[Finding]:
    if word in _STATES:
        return
    near = nearest(word, _STATES)
    yield fault(
        "CHK-REF-005",
        place,
        found=f'"{word}"',
        expected=f"a state of an agreement: {', '.join(_STATES)}",
        cure=f'write "{near}"' if near else "use one of these words",
    )


def _check_branches(plan: Plan) -> Iterator[Finding]:
    for branch in plan.branches:
        for pair in branch.when:
            _, _, state = pair.partition(PAIR_SEPARATOR)
            yield from _check_state(Place("branches", branch.id, "when"), state)


def _check_upgrades(plan: Plan) -> Iterator[Finding]:
    for upgrade in plan.upgrades:
        target = _upgraded_table(upgrade)
        if target is not None:
            place = Place("upgrades", upgrade.id, "field")
            yield from _check_field(place, target, upgrade.field)


def _upgraded_table(upgrade: Upgrade) -> str | None:
    tables = {
        "locations": upgrade.location,
        "links": upgrade.link,
        "gauge_breaks": upgrade.gauge_break,
    }
    filled = [table for table, value in tables.items() if value is not None]
    return filled[0] if len(filled) == 1 else None


def _check_waypoints(plan: Plan) -> Iterator[Finding]:
    for link in plan.links:
        for waypoint in link.waypoints:
            lat, lon = _degrees(waypoint)
            if abs(lat) <= _MOST_LAT and abs(lon) <= _MOST_LON:
                continue
            is_turned = abs(lat) <= _MOST_LON and abs(lon) <= _MOST_LAT
            yield fault(
                "CHK-NET-015",
                Place("links", link.id, "waypoints"),
                found=f'"{waypoint}"',
                expected=f"lat:lon, within {_MOST_LAT} and {_MOST_LON} degrees",
                cure="exchange the two: latitude comes first"
                if is_turned
                else "write degrees, latitude first",
            )


def _degrees(waypoint: str) -> tuple[float, float]:
    """Return latitude and longitude of a point; nan where it is no pair of numbers."""
    lat, _, lon = waypoint.partition(PAIR_SEPARATOR)
    try:
        return float(lat), float(lon)
    except ValueError:
        return math.nan, math.nan


def _check_field(place: Place, table: str, name: str) -> Iterator[Finding]:
    """Check that ``name`` is a field of ``table`` that holds a quantity."""
    specs = table_types()[table].specs()
    if name in specs and specs[name].kind in _LIMIT_KINDS:
        return
    quantities = [field for field, spec in specs.items() if spec.kind in _LIMIT_KINDS]
    near = nearest(name, quantities)
    yield fault(
        "CHK-REF-006",
        place,
        found=f'"{name}"',
        expected=f"a field of table {table} that holds a quantity: {', '.join(quantities)}",
        cure=f'did you mean "{near}"?' if near else "name one of these fields",
    )


def _check_uncertainties(plan: Plan, known: KnownIds) -> Iterator[Finding]:
    for row in plan.uncertainties:
        wrong = fault_of(row)
        if wrong is not None:
            place = Place("uncertainties", row.id, wrong.field)
            found, expected = wrong.found, wrong.expected
            yield fault("CHK-LAW-001", place, found=found, expected=expected, cure=wrong.cure)
        if row.table not in table_types():
            yield fault(
                "CHK-REF-007",
                Place("uncertainties", row.id, "table"),
                found=f'"{row.table}"',
                expected="the name of a table of the plan",
                cure=missing_table_cure(row.table),
            )
            continue
        yield from _check_field(Place("uncertainties", row.id, "field"), row.table, row.field)
        if row.record is not None:
            values = pl.DataFrame({"id": [row.id], "value": [row.record]})
            expected = f"an id of table {row.table}, or nothing for all of its rows"
            yield from dangling(
                "uncertainties", "record", values, (row.table,), known, expected=expected
            )


def _check_labels(plan: Plan, known: KnownIds) -> Iterator[Finding]:
    """Check labels against the ladders of the plan's policies, where it has any."""
    ladder = [word for policy in plan.policies for word in policy.classifications]
    nations = known.of("nations")
    yield from _check_label(Place(None), plan.meta.label, ladder, nations)
    for name, table in plan.tables():
        if table.frame["label"].null_count() == len(table):
            continue
        words: list[str] = table.frame["label"].drop_nulls().unique().to_list()
        wrong = [word for word in words if any(_check_label(Place(name), word, ladder, nations))]
        labelled = table.frame.filter(table.frame["label"].is_in(wrong)).select("id", "label")
        for record_id, text in labelled.iter_rows():
            yield from _check_label(Place(name, record_id, "label"), text, ladder, nations)


def _check_label(
    place: Place, text: str, ladder: list[str], nations: list[str]
) -> Iterator[Finding]:
    label = Label.parse(text)
    if label is None:
        return
    if ladder and label.classification not in ladder:
        near = nearest(label.classification, ladder)
        yield fault(
            "CHK-LABEL-001",
            place,
            found=f'the label "{text}"',
            expected=f"a classification of the plan's policies: {', '.join(ladder)}",
            cure=f'write "{near}"' if near else "use one of these words, or add it to policies.csv",
        )
    unknown = [nation for nation in label.nations or () if nations and nation not in nations]
    if unknown:
        yield warning(
            "CHK-LABEL-002",
            place,
            found=f"a release to {listed(unknown)}, which the plan does not know",
            expected="ids of table nations after REL TO",
            cure=f"correct the label, or add {listed(unknown)} to nations.csv",
        )
