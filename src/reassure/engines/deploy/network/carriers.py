"""How much of its carriers a load takes: shares of a ship, parts of a pool."""

from typing import NamedTuple

from reassure.engines.deploy.network.limits import SLACK
from reassure.engines.deploy.network.loads import LoadKind, Measure
from reassure.engines.deploy.parameters import (
    BARGE_PAYLOAD_T,
    GROUND_TIME_H,
    GROUND_TIME_MAX_H,
    PACKET_VEHICLES,
    SHIP_LANE_M,
    TRAIN_WAGONS,
)
from reassure.model.choices import Mode
from reassure.model.network import Lift, Location


class GroundTimes(NamedTuple):
    """Times of one aircraft on the ground, from the shorter to the longer [h]."""

    shorter: float
    longer: float


def ground_times_h(place: Location) -> GroundTimes:
    """Return the range of the time of one aircraft on the ground of a place [h].

    The schedule counts the longer one. Where a place states one time alone, that is both; where
    it states none, the default range holds.
    """
    stated, worst = place.ground_time_h, place.ground_time_max_h
    if stated is not None:
        return GroundTimes(stated, max(stated, worst or stated))
    longer = GROUND_TIME_MAX_H if worst is None else worst
    return GroundTimes(min(GROUND_TIME_H, longer), longer)


def ship_share(kind: LoadKind, lift: Lift | None) -> float:
    """Return the share of one ship that a load takes, by lane or by weight."""
    shares: list[float] = []
    if lift is not None and lift.payload_t is not None:
        shares.append(kind.size(Measure.TONNES) / lift.payload_t)
    if lift is not None and lift.lane_m is not None:
        shares.append(kind.size(Measure.LANE_M) / lift.lane_m)
    return max(shares, default=kind.size(Measure.LANE_M) / SHIP_LANE_M)


def carrier_size(lift: Lift) -> float:
    """Return the wagons, vehicles or tonnes of one train, convoy or barge."""
    if lift.mode is Mode.RAIL:
        return lift.wagons or TRAIN_WAGONS
    if lift.mode is Mode.ROAD:
        return float(lift.vehicles or PACKET_VEHICLES)
    return lift.payload_t or BARGE_PAYLOAD_T


def too_large(lift: Lift, kind: LoadKind) -> list[str]:
    """Return the sizes of a ship that a load exceeds, as table:id.field."""
    reasons: list[str] = []
    if lift.lane_m is not None and kind.size(Measure.LANE_M) > lift.lane_m + SLACK:
        reasons.append(f"lifts:{lift.id}.lane_m")
    if lift.payload_t is not None and kind.size(Measure.TONNES) > lift.payload_t + SLACK:
        reasons.append(f"lifts:{lift.id}.payload_t")
    return reasons
