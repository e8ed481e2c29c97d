"""What offers depend on: decisions, conditions and caveats, drawn per nation.

Nothing here is any nation's stated position. About a fifth of the offers bear a condition; about a
third of the nations set caveats, the more distant a sector, the likelier.
"""

from itertools import chain

from data.recipe.agreements import CEASEFIRE
from data.recipe.draw import Draw
from data.recipe.geo import measure_km
from data.recipe.locations import find_position
from data.recipe.places import read_places
from data.recipe.rules import draw_approver
from data.recipe.sizes import Size, find_contributors, find_origins
from data.recipe.tables import Row, notional, read_own_table, words_of

_CONDITION_SHARE = 0.21
_CAVEAT_SHARE = 0.36
_OFFER_CAVEAT_SHARE = 0.2
_MEASURE_CAVEAT_SHARE, _OFFER_MEASURE_CAVEAT_SHARE = 0.5, 0.05
_KINDS = (
    "agreement_state",
    "decision",
    "mandate",
    "host_consent",
    "funding",
    "lead_nation",
    "partner_present",
)
_KIND_WEIGHTS = (5, 6, 3, 2, 3, 2.5, 2.5)
_LAND_SECTORS = ("west", "north", "centre", "south")


def build_decisions(conditions: list[Row]) -> list[Row]:
    """Rows of the table ``decisions``: one for each nation whose conditions name it."""
    named = sorted({row["decision"] for row in conditions if row["decision"]})
    return [_draw_decision(decision) for decision in named]


def _draw_decision(decision: str) -> Row:
    nation = decision[:3].upper()
    draw = Draw(nation, "decision")
    is_taken = draw.happens(0.2)
    kind = draw.choose(("parliament", "government"), (4, 1))
    return {
        "id": decision,
        "nation": nation,
        "title": f"Mandate vote ({kind})",
        "kind": kind,
        "due_day": draw.whole(-60, -5) if is_taken else draw.choose((20, 25, 30, 45, 55, 60, 80)),
        "probability": 1.0 if is_taken else round(draw.between(0.65, 0.96), 2),
        "state": "taken" if is_taken else "pending",
        "note": notional("the vote is made up"),
    }


def build_conditions(offers: list[Row]) -> list[Row]:
    """Rows of the table ``conditions``: at most one per offer, drawn by the offer's own stream."""
    sector_leads = {row["id"]: words_of(row["lead_nations"]) for row in read_own_table("sectors")}
    leads = sorted(set(chain.from_iterable(sector_leads.values())))
    live = [offer for offer in offers if offer["state"] in ("indicated", "offered", "confirmed")]
    return [
        row
        for offer in live
        if (row := _draw_condition(offer, leads, Draw(offer["nation"], offer["id"] + "?")))
    ]


def _draw_condition(offer: Row, leads: list[str], draw: Draw) -> Row | None:
    if not draw.happens(_CONDITION_SHARE):
        return None
    nation = offer["nation"]
    kind = draw.choose(_KINDS, _KIND_WEIGHTS)
    if kind == "lead_nation" and not _is_brigade_kind(offer["capability"]):
        kind = "agreement_state"
    row: Row = {
        "id": f"{offer['id']}-{kind.replace('_', '-')}",
        "offer": offer["id"],
        "kind": kind,
        "nation": None,
        "decision": None,
        "note": notional(),
    }
    match kind:
        case "agreement_state":
            row |= {"agreement": CEASEFIRE, "state": "in_force"}
        case "decision":
            row["decision"] = f"{nation.lower()}-mandate-vote"
        case "lead_nation":
            row["nation"] = draw.choose([lead for lead in leads if lead != nation])
        case "partner_present":
            row |= {"nation": _nearest(nation)[draw.whole(0, 2)], "minimum_units": draw.whole(1, 2)}
        case _:
            row |= {
                "due_day": draw.choose((15, 20, 30, 45)),
                "probability": round(draw.between(0.7, 0.97), 2),
            }
    return row


def _is_brigade_kind(capability: str) -> bool:
    sectors = {row["sector"] for row in read_own_table("lines") if row["capability"] == capability}
    return bool(sectors & set(_LAND_SECTORS))


def _home(nation: str) -> tuple[float, float]:
    return find_position(find_origins(nation, ("garrison",))[0])


def _nearest(nation: str) -> list[str]:
    """Return the other contributors, the nearest first."""
    others = [size.id for size in find_contributors() if size.id != nation]
    return sorted(others, key=lambda other: (measure_km(_home(nation), _home(other)), other))


def build_caveats(offers: list[Row]) -> list[Row]:
    """Rows of the table ``caveats``: of whole nations, of single offers, then those by measure.

    What units may do is drawn apart from where they may go: one more moves none of the other.
    """
    national = list(chain.from_iterable(_draw_national(size) for size in find_contributors()))
    single = (row for offer in offers if (row := _draw_single(offer)))
    strict = sorted({row["nation"] for row in national})
    of_nations = (row for nation in strict if (row := _draw_by_measure(nation)))
    of_offers = (row for offer in offers if (row := _draw_offer_by_measure(offer)))
    return [*national, *single, *of_nations, *of_offers]


def _draw_national(size: Size) -> list[Row]:
    draw = Draw(size.id, "caveats")
    if not draw.happens(_CAVEAT_SHARE):
        return []
    rows: list[Row] = []
    if draw.happens(0.6):
        far = _farthest_sectors(size.id)[: draw.whole(1, 2)]
        rows.append(_write_caveat(size.id, "sectors", "prohibition", {"sectors": sorted(far)}))
    if draw.happens(0.55):
        task = draw.choose(("escort-convoys", "patrol-areas", "secure-sites", "observe-ceasefire"))
        rows.append(_write_caveat(size.id, task, "prohibition", {"tasks": [task]}))
    if draw.happens(0.5) or not rows:
        limits: Row = {
            "tasks": [
                draw.choose(("patrol-areas", "clear-mines", "patrol-sea", "guard-air-space"))
            ],
            "approver": draw.choose(("Ministry of Defence", "National contingent commander")),
            "answer_hours": draw.choose((6.0, 12.0, 24.0, 48.0, 72.0, 96.0)),
        }
        rows.append(_write_caveat(size.id, "approval", "limitation", limits))
    return rows


def _draw_single(offer: Row) -> Row | None:
    draw = Draw(offer["nation"], offer["id"] + "!")
    if not _is_brigade_kind(offer["capability"]) or not draw.happens(_OFFER_CAVEAT_SHARE):
        return None
    far = _farthest_sectors(offer["nation"])[: draw.whole(1, 3)]
    row = _write_caveat(offer["nation"], offer["id"][4:], "prohibition", {"sectors": sorted(far)})
    return row | {"offer": offer["id"]}


def _draw_by_measure(nation: str) -> Row | None:
    draw = Draw(nation, "caveats by measure")
    if not draw.happens(_MEASURE_CAVEAT_SHARE):
        return None
    measure = draw.choose(("hold-persons", "follow-at-distance", "search-with-police"))
    return _write_caveat(nation, measure, "prohibition", {"measures": [measure]})


def _draw_offer_by_measure(offer: Row) -> Row | None:
    draw = Draw(offer["nation"], offer["id"] + " by measure")
    measures = _measures_asked(offer["capability"])
    if not measures or not draw.happens(_OFFER_MEASURE_CAVEAT_SHARE):
        return None
    measure = draw.choose(measures)
    limits: Row = {"measures": [measure], **draw_approver(draw)}
    row = _write_caveat(offer["nation"], f"{offer['id'][4:]}-{measure}", "limitation", limits)
    return row | {"offer": offer["id"]}


def _measures_asked(capability: str) -> list[str]:
    """Return what tasks of a kind of unit permit or limit, sorted; bans need no approval."""
    lines = [row for row in read_own_table("lines") if row["capability"] == capability]
    asked = set(chain.from_iterable(words_of(row["tasks"]) for row in lines))
    needed = (words_of(row["measures"]) for row in read_own_table("tasks") if row["id"] in asked)
    banned = {row["id"] for row in read_own_table("measures") if row["kind"] == "prohibition"}
    return sorted(set(chain.from_iterable(needed)) - banned)


def _farthest_sectors(nation: str) -> list[str]:
    """Return the brigades' sectors, the farthest from a nation's home first."""
    places = {place.id: place for place in read_places()}
    spots = {
        row["id"]: find_position(places[row["location"]])
        for row in read_own_table("sectors")
        if row["id"] in _LAND_SECTORS
    }
    return sorted(spots, key=lambda name: (-measure_km(spots[name], _home(nation)), name))


def _write_caveat(nation: str, what: str, kind: str, limits: Row) -> Row:
    reason = "Distance from home" if "sectors" in limits else "National rules of deployment"
    return {
        "id": f"{nation.lower()}-caveat-{what}",
        "nation": nation,
        "kind": kind,
        "reason": reason,
        "note": notional(),
        **limits,
    }
