"""Rules of engagement: measures in our own words, their life so far, positions of nations.

The measures follow the public structure of the field alone (numbered series that permit, limit or
prohibit); they say who may act to protect whom, and with whose approval. Nations that say nothing
of a measure accept it. Positions are drawn: none was stated by anybody.
"""

from functools import cache

from data.recipe.draw import Draw
from data.recipe.geo import measure_km
from data.recipe.locations import find_position
from data.recipe.places import read_places
from data.recipe.sizes import Size, find_contributors, find_origins
from data.recipe.tables import Row, notional, number_or_none, read_own_table, words_of

_EVERYBODYS = "self-defence"
_COUNCIL = "Council of the coalition"
_REFUSED, _RESTRICTED, _ON_APPROVAL = 0.045, 0.075, 0.14
"""Chance of each stance on a measure of sensitivity 1, by a nation of middling strictness."""

_STRICTNESS = (0.4, 1.6)
_APPROVERS = (
    ("National contingent commander", (2.0, 4.0, 6.0, 12.0)),
    ("Ministry of Defence", (12.0, 24.0, 48.0, 72.0)),
    ("Committee of parliament", (96.0, 120.0, 168.0)),
)
_APPROVER_WEIGHTS = (4, 4, 1)
_SCOPES, _SCOPE_WEIGHTS = ("sectors", "tasks", "days"), (5, 3, 2)
_REASONS = {
    "10": "National law on helping others",
    "20": "National supply reaches no farther",
    "30": "Experience of earlier missions",
    "40": "National law on holding persons",
    "50": "Mandate of the national parliament",
    "60": "Talks with the host have not ended",
    "70": "National law of the sea",
    "80": "National rules of flying",
    "90": "National law on data",
}


def build_measures() -> list[Row]:
    """Rows of the table ``measures``."""
    return [
        {
            "id": row["id"],
            "series": row["series"],
            "number": row["number"],
            "title": row["title"],
            "text": row["text"],
            "kind": row["kind"],
            "objective": row["objective"] or None,
            "needs": words_of(row["needs"]),
            "note": notional(
                f"in our own words; series {row['series']}: {row['series_title'].lower()}"
            ),
        }
        for row in read_own_table("measures")
    ]


def build_measure_events() -> list[Row]:
    """Rows of the table ``measure_events``: what was done with a part of the measures by C-day."""
    return [
        {
            "id": f"{row['measure']}-{state}",
            "measure": row["measure"],
            "state": state,
            "day": day,
            "by": row["commander"] if state in ("requested", "implemented") else _COUNCIL,
            "sectors": words_of(row["sectors"]) if state == "implemented" else (),
            "basis": row["basis"],
            "note": notional("mandate and agreement are made up"),
        }
        for row in read_own_table("measure_lives")
        for state in ("requested", "authorised", "implemented", "cancelled")
        if (day := number_or_none(row[state])) is not None
    ]


def build_positions() -> list[Row]:
    """Rows of the table ``positions``: at most one per nation and measure, of a stream of its own.

    A nation is more or less strict in all, so that a few say much and most say little. Defence of
    oneself is everybody's right: all accept it in so many words.
    """
    return [
        row
        for size in find_contributors()
        for measure in read_own_table("measures")
        if (row := _draw_position(size, measure))
    ]


def _draw_position(size: Size, measure: dict[str, str]) -> Row | None:
    if measure["id"] == _EVERYBODYS:
        return _write_position(size, measure) | {"stance": "accepted"}
    strictness = Draw(size.id, "strictness").between(*_STRICTNESS)
    weight = strictness * float(measure["sensitivity"])
    draw = Draw(size.id, f"position {measure['id']}")
    mark = draw.share() / weight if weight else 1.0
    row = _write_position(size, measure) | {"reason": _REASONS[measure["series"]]}
    if mark < _REFUSED:
        return row | {"stance": "refused"}
    if mark < _REFUSED + _RESTRICTED:
        scope = _draw_scope(size, measure["id"], draw)
        return row | {"stance": "restricted", **scope}
    if mark < _REFUSED + _RESTRICTED + _ON_APPROVAL:
        return row | {"stance": "on_approval", **draw_approver(draw)}
    return None


def _write_position(size: Size, measure: dict[str, str]) -> Row:
    return {
        "id": f"{size.id.lower()}-{measure['id']}",
        "nation": size.id,
        "measure": measure["id"],
        "note": notional(),
    }


def draw_approver(draw: Draw) -> Row:
    """Draw who approves, and how many hours that takes."""
    approver, hours = draw.choose(_APPROVERS, _APPROVER_WEIGHTS)
    return {"approver": approver, "answer_hours": draw.choose(hours)}


def _draw_scope(size: Size, measure: str, draw: Draw) -> Row:
    """Draw where, for what or when units may: not in the farthest sectors, not for every task."""
    scope = draw.choose(_SCOPES, _SCOPE_WEIGHTS)
    near, tasks = _sectors_using(size.id, measure), _tasks_using(measure)
    if scope == "sectors" and len(near) > 1:
        return {"sectors": sorted(near[: max(1, len(near) - draw.whole(1, 2))])}
    if scope == "tasks" and len(tasks) > 1:
        left_out = draw.choose(tasks)
        return {"tasks": [task for task in tasks if task != left_out]}
    if draw.happens(0.5):
        return {"from_day": draw.choose((60.0, 90.0, 120.0, 180.0))}
    return {"until_day": draw.choose((270.0, 360.0, 450.0))}


@cache
def _tasks_using(measure: str) -> tuple[str, ...]:
    """Return the tasks that need a measure, or one that rests on it, in order."""
    rests_on = {row["id"]: words_of(row["needs"]) for row in read_own_table("measures")}

    def needs(name: str) -> bool:
        return name == measure or any(needs(other) for other in rests_on[name])

    tasks = {row["id"]: words_of(row["measures"]) for row in read_own_table("tasks")}
    return tuple(sorted(task for task, names in tasks.items() if any(map(needs, names))))


def _sectors_using(nation: str, measure: str) -> list[str]:
    """Return the sectors with lines that need a measure, the nearest to a nation first."""
    tasks = set(_tasks_using(measure))
    lines = read_own_table("lines")
    named = {row["sector"] for row in lines if tasks & set(words_of(row["tasks"]))}
    home = find_position(find_origins(nation, ("garrison",))[0])
    places = {place.id: place for place in read_places()}
    spots = {
        row["id"]: find_position(places[row["location"]])
        for row in read_own_table("sectors")
        if row["id"] in named
    }
    return sorted(spots, key=lambda name: (measure_km(spots[name], home), name))
