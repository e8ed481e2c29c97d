"""What nations offer: drawn from size and geography alone.

How many offers a nation makes, of which kinds and how large, follows from its population; whether
it has ships, from its coasts; its notice to move, from its distance. ``offer_rules.csv`` holds the
weight of each kind: infantry is plentiful, enablers are rare, as public accounts of force
generation say (README). All else is chance, from one seeded stream per nation.
"""

import datetime as dt
import math
from dataclasses import dataclass

from data.recipe.capabilities import build_capabilities
from data.recipe.draw import Draw
from data.recipe.heading import C_DAY, HORIZON_DAYS, PERIOD_DAYS
from data.recipe.sizes import Size, find_contributors, find_origins
from data.recipe.tables import Row, notional, read_own_table

_OFFERS_BASE, _OFFERS_PER_ROOT_MILLION = 2.4, 1.8
_REPEAT = 0.08
"""Weight of a kind once a nation offers it: nations spread over kinds."""

_FAR_REACH = 0.45
"""Offers of a nation beyond the box, as a share of one of its size in Europe."""

_NEAR_FACTOR = 5
"""Kinds that Black Sea states are so much likelier to offer come from inside of the box alone."""

_STATES = ("indicated", "offered", "confirmed", "withdrawn", "expired")
_STATE_WEIGHTS = (0.22, 0.42, 0.29, 0.04, 0.03)
_GRADES = {
    "indicated": (0, 0, 1),
    "offered": (1, 1, 2, 2),
    "confirmed": (2, 3, 3, 4),
    "withdrawn": (0, 1),
    "expired": (0, 1),
}
_CHANCES = {"indicated": (0.45, 0.7), "offered": (0.7, 0.9), "confirmed": (1.0, 1.0)}
_FIRST_PERIODS = (0, 1, 2, 3, 4, 6, 8, 10, 12)
_FIRST_WEIGHTS = (4, 3, 3, 2, 2, 2, 2, 1.5, 1)
_LENGTHS = (8, 9, 10, 12, 15, 18)
_LENGTH_WEIGHTS = (4, 3, 3, 4, 3, 3)
_TOURS = ((120, 120), (150, 150), (120, 150), (150, 180), (180, 180))
_TOUR_WEIGHTS = (2, 2, 1.5, 1.5, 5)
_NOTICES = (5, 10, 15, 20, 30, 45)
_NOTICE_WEIGHTS = (2, 3, 3, 3, 3, 2)
_KM_PER_NOTICE_DAY = 400
"""The further a nation lies, the more notice its units take."""
_EARLY_KINDS = ("force-hq", "movement-control", "fighters", "signals")
_DEPLOYED_KINDS = ("movement-control", "monitoring-team")


@dataclass(frozen=True, slots=True)
class _Rule:
    capability: str
    weight: float
    least_population_m: float
    coast: str
    black_sea_factor: float
    origins: tuple[str, ...]
    lot: float
    most: int

    def allows(self, size: Size) -> bool:
        has_coast = size.is_coastal or self.coast == "any"
        # Small ships do not cross oceans to the Black Sea.
        is_near = not (size.is_far and self.black_sea_factor > _NEAR_FACTOR)
        return has_coast and is_near and size.population_m >= self.least_population_m

    def weigh(self, size: Size) -> float:
        return self.weight * (self.black_sea_factor if size.is_black_sea else 1.0)


def _read_rules() -> list[_Rule]:
    return [
        _Rule(
            capability=row["capability"],
            weight=float(row["weight"]),
            least_population_m=float(row["least_population_m"]),
            coast=row["coast"],
            black_sea_factor=float(row["black_sea_factor"]),
            origins=tuple(row["origins"].split("|")),
            lot=float(row["lot"]),
            most=int(row["most"]),
        )
        for row in read_own_table("offer_rules")
    ]


def build_offers() -> list[Row]:
    """Rows of the table ``offers``."""
    kinds = {row["id"]: row for row in build_capabilities()}
    rules = _read_rules()
    return [offer for size in find_contributors() for offer in _draw_nation(size, rules, kinds)]


def _draw_nation(size: Size, rules: list[_Rule], kinds: dict[str, Row]) -> list[Row]:
    draw = Draw(size.id, "offers")
    reach = _FAR_REACH if size.is_far and size.population_m > 1 else 1.0
    wanted = _OFFERS_BASE + _OFFERS_PER_ROOT_MILLION * math.sqrt(size.population_m) * reach
    weights = {rule.capability: rule.weigh(size) for rule in rules if rule.allows(size)}
    by_capability = {rule.capability: rule for rule in rules}
    counts: dict[str, int] = {}
    offers: list[Row] = []
    for _ in range(round(wanted)):
        kind = draw.choose(list(weights), list(weights.values()))
        weights[kind] *= _REPEAT
        counts[kind] = counts.get(kind, 0) + 1
        offer_id = f"{size.id.lower()}-{kind}-{counts[kind]}"
        # One stream per offer, so that a change of one offer's rule leaves the others alone.
        chance = Draw(size.id, offer_id)
        offers.append(_draw_offer(offer_id, size, by_capability[kind], chance, kinds[kind]))
    return offers


def _draw_offer(offer_id: str, size: Size, rule: _Rule, draw: Draw, kind: Row) -> Row:
    persons, cost = kind["persons"], kind["cost_per_month"]
    state = draw.choose(_STATES, _STATE_WEIGHTS)
    grade = draw.choose(_GRADES[state])
    low, high = _CHANCES.get(state, (0.0, 0.3))
    probability = round(draw.between(low, high), 2)
    first, last = _draw_window(rule, draw)
    if state == "confirmed" and first == 0 and rule.capability in _DEPLOYED_KINDS:
        state, probability = "deployed", 1.0
    is_there = state == "deployed"
    mean = rule.lot * (0.45 + math.sqrt(size.population_m) / 8)
    quantity = min(rule.most, max(1, round(mean * draw.between(0.6, 1.4))))
    tour_min, tour_max = draw.choose(_TOURS, _TOUR_WEIGHTS)
    notice = draw.choose(_NOTICES, _NOTICE_WEIGHTS) + size.distance_km / _KM_PER_NOTICE_DAY
    until = last * PERIOD_DAYS + draw.whole(0, 14)
    from_day = first * PERIOD_DAYS - draw.whole(2, 15) if first else 0
    keeps_rate = draw.happens(0.6)
    origins = find_origins(size.id, rule.origins)
    return {
        "id": offer_id,
        "nation": size.id,
        "capability": rule.capability,
        "quantity": quantity,
        "state": state,
        "grade": grade,
        "probability": probability,
        "from_day": from_day,
        "until_day": min(until, HORIZON_DAYS),
        "notice_days": 0 if is_there else round(notice),
        "tour_min_days": tour_min,
        "tour_max_days": tour_max,
        "rest_ratio": draw.choose((1.0, 1.5, 2.0, 3.0), (4, 2, 3, 1)),
        "rest_rule": draw.choose(("fixed", "proportional"), (3, 1)),
        "attributes": _draw_attributes(size, rule, draw),
        "origin": draw.choose(origins).id,
        "cost_per_month": None if keeps_rate else round(cost * draw.between(0.8, 1.3), -3),
        "deploy_cost": round(persons * (500 + 0.1 * size.distance_km), -3),
        "valid_until": _draw_validity(state, draw),
        "assessed_date": C_DAY - dt.timedelta(draw.whole(15, 240)) if grade >= 2 else None,
        "note": notional(),
    }


def _draw_window(rule: _Rule, draw: Draw) -> tuple[int, int]:
    """First and last period in which the offer can serve."""
    horizon = int(HORIZON_DAYS // PERIOD_DAYS)
    first = draw.choose(_FIRST_PERIODS, _FIRST_WEIGHTS)
    length = draw.choose(_LENGTHS, _LENGTH_WEIGHTS)
    if rule.capability in _EARLY_KINDS and draw.happens(0.4):
        first = 0
    return first, min(horizon, first + length)


def _draw_attributes(size: Size, rule: _Rule, draw: Draw) -> list[str]:
    """Attributes: cold winters train for winter; small kinds are often certified."""
    latitude = find_origins(size.id, ("garrison",))[0].lat or 0
    found = {
        "english": draw.happens(0.85),
        "mine-action": draw.happens(0.8) and rule.capability in _MINE_KINDS,
        "secure-signals": draw.happens(0.75) and rule.capability in _SIGNAL_KINDS,
        "winter": draw.happens(0.9 if latitude > 54 else 0.5 if latitude > 47 else 0.2),
    }
    return [name for name, is_held in found.items() if is_held]


_MINE_KINDS = ("eod-platoon", "demining", "clearance-divers", "demining-trainers", "minehunter")
_SIGNAL_KINDS = ("signals", "intelligence", "air-surveillance-radar", "force-hq", "brigade-hq")


def _draw_validity(state: str, draw: Draw) -> dt.date | None:
    """Date until which the offer stands; an expired one's lies before C-day."""
    if state == "expired":
        return C_DAY - dt.timedelta(draw.whole(5, 60))
    if state in ("indicated", "offered"):
        return C_DAY + dt.timedelta(draw.whole(60, 400))
    return None
