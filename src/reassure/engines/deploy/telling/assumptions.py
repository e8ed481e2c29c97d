"""What a deployment takes as given, in sentences for the brief."""

from collections.abc import Sequence

from reassure.engines.common.conventions import LIMITED_SHARE, SORTIE_PAYLOAD_T
from reassure.engines.common.graph import MODE_SPEED_KM_PER_H
from reassure.engines.deploy import parameters as p
from reassure.engines.deploy.moving.movements import Movements
from reassure.engines.deploy.moving.tours import Tour
from reassure.engines.deploy.telling.aprons import transfer_assumptions
from reassure.model.choices import Domain, LocationState, Mode, Movement, MovePurpose
from reassure.model.plan import Plan

_LOCATION_LIMITS = (
    "draught_m",
    "berths",
    "handling_t_per_day",
    "handling_lane_m_per_day",
    "trains_per_day",
    "wagons_per_day",
    "runway_m",
    "mog",
    "parking",
    "storage_t",
    "staging_t_per_day",
)


def assumptions_of(plan: Plan, movements: Movements) -> tuple[str, ...]:
    """Return the sentences that hold for a plan, in a fixed order."""
    return tuple(
        sentence
        for sentence in (
            *_always(),
            *_carriers(plan),
            *_unknown(plan),
            *transfer_assumptions(plan),
            *_units(movements.tours),
            *_apart(movements.tours),
            *_ends(movements.tours),
            *_pledges(movements),
        )
        if sentence
    )


def _always() -> list[str]:
    return [
        (
            "Every tour moves from its offer's origin, or without a rest from the place of its "
            "unit's last tour, to its sector's location."
        ),
        (
            f"A unit is ready on its offer's first day and after its notice, and loads no sooner "
            f"than its transit and {p.LEAD_BUFFER_DAYS} days before its wanted day."
        ),
        (
            f"A unit is cut into equal whole loads of at most {p.TRAIN_WAGONS:g} wagons, "
            f"{p.PACKET_VEHICLES:g} vehicles and {p.SHIP_PARCEL_LANE_M:g} lane metres, finer where "
            f"a limit on its quickest way is smaller, and never into more than "
            f"{p.MAX_LOADS_PER_UNIT}; a load takes a share of a train or ship."
        ),
        (
            "Hours add up along links of one mode; a change of mode or gauge, and the arrival, "
            "round up to the next whole day. Waiting takes no room."
        ),
        (
            "Permissions are asked for on C-day; a state without a row in clearances or passages "
            f"lets everybody pass; load class {p.HEAVY_MLC:g} and more is heavy cargo; ammunition "
            "is not told apart."
        ),
    ]


def _carriers(plan: Plan) -> list[str]:
    listed = {row.mode for row in plan.lifts}
    used = sorted({row.mode for row in plan.links}, key=list(Mode).index)
    own = [mode.value for mode in used if mode not in listed]
    sentences = [
        f"No lift is listed for {', '.join(own)}: there the links alone limit." if own else "",
    ]
    if Mode.SEA in listed:
        sentences.append(
            "Ships serve the whole coalition, share by share; a voyage keeps its share for the "
            f"way out, the way back and {p.PORT_DAYS_PER_VOYAGE} days in port."
        )
    if Mode.AIR in listed:
        sentences.append(
            "Aircraft serve the whole coalition; a sortie keeps one for the way out, the way "
            "back and its time on the ground at both ends."
        )
    shared = [mode.value for mode in used if mode in listed and mode not in (Mode.SEA, Mode.AIR)]
    sentences.extend(
        f"All {mode} lifts form one pool, named after its first row." for mode in shared
    )
    unsized = [
        row.id
        for row in plan.lifts
        if row.payload_t is None and (row.mode is Mode.AIR or row.lane_m is None)
        if row.mode in (Mode.SEA, Mode.AIR)
    ]
    if unsized or Mode.SEA not in listed or Mode.AIR not in listed:
        sentences.append(
            f"A ship of unknown size takes {p.SHIP_LANE_M:g} lane metres, an aircraft "
            f"{SORTIE_PAYLOAD_T:g} t."
        )
    if any(row.mode is Mode.WATERWAY and not row.payload_t for row in plan.lifts):
        sentences.append(f"A barge of unknown payload takes {p.BARGE_PAYLOAD_T:g} t.")
    return sentences


def _unknown(plan: Plan) -> list[str]:
    empty = sum(
        1 for row in plan.locations for name in _LOCATION_LIMITS if getattr(row, name) is None
    )
    free = sum(1 for row in plan.links if row.capacity_per_day is None)
    unitless = sum(
        1 for row in plan.links if row.capacity_per_day is not None and row.capacity_unit is None
    )
    slow = [row for row in plan.links if row.speed_km_per_h is None and row.transit_days is None]
    speeds = ", ".join(
        f"{mode.value} {MODE_SPEED_KM_PER_H[mode]:g} km/h"
        for mode in Mode
        if any(row.mode is mode for row in slow)
    )
    limited = sum(1 for row in plan.locations if row.state is LocationState.LIMITED)
    chance = sum(1 for row in plan.outages if row.from_day is None and row.until_day is None)
    return [
        f"{empty} empty limits of locations and {free} of links count as no limit."
        if empty or free
        else "",
        f"{unitless} link capacities without a unit count what suits their mode."
        if unitless
        else "",
        f"Links without speed and time: {speeds}, averaged over the day (a carrier's own speed "
        "first)."
        if slow
        else "",
        f"{limited} locations in state limited keep {LIMITED_SHARE:.0%} of every capacity."
        if limited
        else "",
        f"{chance} outages without days are left to simulation." if chance else "",
    ]


def _units(tours: Sequence[Tour]) -> list[str]:
    tours = [tour for tour in tours if tour.purpose is MovePurpose.DEPLOYMENT]
    deployed = sum(1 for tour in tours if tour.in_place)
    staying = sum(1 for tour in tours if tour.follows is not None)
    own = any(tour.capability.moves is Movement.SELF for tour in tours)
    unsized = {
        tour.capability.id
        for tour in tours
        if tour.capability.moves is Movement.SELF
        and tour.capability.domain in (Domain.AIR, Domain.SEA)
        and not tour.capability.vehicles
    }
    return [
        f"{deployed} tours of deployed offers that start in the first period are in place on C-day."
        if deployed
        else "",
        "Beds, water, fuel and storage of a place hold no arrival back.",
        f"{staying} tours begin where and when their unit's last one ends, and move nothing."
        if staying
        else "",
        "Units that move themselves count their vehicles, at least one, as ships or aircraft; "
        "they take berths or parking (else slots of the apron) from arrival to the end of the "
        "tour; their escorts, stops and fuel on the way are not counted."
        if own
        else "",
        f"A unit of {', '.join(sorted(unsized))} states no ships or aircraft (vehicles = 0) and "
        "takes one berth or parking place."
        if unsized
        else "",
    ]


def _apart(tours: Sequence[Tour]) -> list[str]:
    wholes = [tour for tour in tours if tour.parts]
    if not wholes:
        return []
    n_joined = sum(1 for tour in wholes if not tour.is_joined)
    return [
        (
            f"People and equipment of {len(wholes)} tours go apart by their movement profiles, of "
            f"{n_joined} to where they marry up; each of the people takes "
            f"{p.BAGGAGE_T_PER_PERSON:g} t along, a coach by road ({p.COACH_LANE_M:g} lane metres) "
            f"for {p.PERSONS_PER_COACH:g} or a carriage by rail for {p.PERSONS_PER_CARRIAGE:g} of "
            "them (planning factors). Ways home, and from one tour to the next, are of whole units."
        )
    ]


def _ends(tours: Sequence[Tour]) -> list[str]:
    home = [tour for tour in tours if tour.purpose is MovePurpose.RETURN]
    relieved = sum(1 for tour in home if tour.relieved_by is not None)
    if not home:
        return []
    return [
        (
            f"{len(home)} tours end before the plan does: their units go home as soon as they end, "
            f"with {p.RETURN_WEIGHT:g} of the weight of the way out; {relieved} are relieved by "
            "another tour of the line and stay overlap_days of the line longer."
        ),
        (
            f"A unit is home in time within its transit and {p.LEAD_BUFFER_DAYS} days; no berth "
            "or parking is taken there, and who cannot be home before the plan ends stays out of "
            "the schedule."
        ),
    ]


def _pledges(movements: Movements) -> list[str]:
    moved = [tour for tour in movements.tours if tour.purpose is MovePurpose.DELIVERY]
    sentences = [
        (
            f"{len(moved)} pledges move from their origin to where they are needed, with the "
            "weight of the objective over the need's priority; general freight takes a wagon for "
            f"{p.FREIGHT_T_PER_WAGON:g} t, a lorry for {p.FREIGHT_T_PER_VEHICLE:g} t and a lane "
            f"metre for {p.FREIGHT_T_PER_LANE_M:g} t (planning factors); pieces of more than "
            f"{p.FREIGHT_PIECE_BY_AIR_T:g} t are not flown."
        )
        if moved
        else ""
    ]
    sentences += [
        f"Pledges {why} do not move: {', '.join(names)}."
        for why, names in movements.unmoved.items()
    ]
    return sentences
