"""What the movement model takes as given: planning factors, and what its costs count."""

LEAD_BUFFER_DAYS = 14
"""A unit loads so that, undisturbed, it is in place this long before its wanted day."""

TRAIN_WAGONS = 30.0
"""Wagons of one train: the parcel by rail, and what one train path carries."""

PACKET_VEHICLES = 60.0
"""Vehicles of one packet of a road convoy: the parcel by road."""

SHIP_PARCEL_LANE_M = 500.0
"""Lane metres that are stowed and worked as one: the parcel by sea."""

SHIP_LANE_M = 2000.0
"""Lane metres of a ship where the plan lists none or leaves its size open."""

BARGE_PAYLOAD_T = 1000.0
"""Payload of one barge where the plan leaves it open."""

GROUND_TIME_H, GROUND_TIME_MAX_H = 2.25, 4.0
"""Range of the time of one aircraft on the ground where an airfield states none.

The shorter is that of the worked example of the airlift planning factors (in the form of AFPAM
10-1403); the longer is assumed, since RAND MR-700 found planned ground times too optimistic. The
schedule counts the longer."""

MOG_EFFICIENCY = 0.85
"""Share of the slots on an apron that queues and shifts leave usable."""

PORT_DAYS_PER_VOYAGE = 2
"""Days that a voyage takes of a ship's time beside the way out and back: load and unload."""

HEAVY_MLC = 60.0
"""Load class from which on a movement counts as heavy cargo for clearances."""

MAX_LOADS_PER_UNIT = 100
"""A unit is not cut finer than this, however small a limit on its way."""

TAIL_DAYS = 365
"""Days beyond the horizon in which movements are still followed, to name what holds them up."""

LOADING_GAUGES = ("g1", "ga", "gb", "gb1", "g2", "gc")
"""Rail loading gauges from the smallest to the largest."""

CUT_FACTOR = 4
"""How much finer than its parcels a unit is cut to fit a quicker way, where another way exists."""

EARLINESS = 0.01
"""What a day between release and arrival counts, in days of lateness: sooner is a little better."""

UNITS_IN_CLOSURES = 0.01
"""What the lateness of units counts where objectives are to be complete soon: of units that are
not their objective's last, sooner is a little better."""

LATE_DAY_IN_LIFT_DAYS = 1000.0
"""Days of carriers that are given for a day by which a unit of weight 1 or less is sooner, where
lift is to be saved: more than a unit could save by being late, so that lateness comes first."""

NEVER_DAYS = 30
"""Days beyond the horizon at which what never arrives is counted as arriving."""

LEAST_WEIGHT = 1e-3
"""Weight of a unit whose line or objective weighs nothing: it moves, after all others."""

RETURN_WEIGHT = 0.1
"""Weight of a way home, as a share of that of the way out: who goes home yields to who comes."""

CLEARING_DAYS = 180
"""Days for which a withdrawal is followed, or to the end of the plan where that is later."""

FREIGHT_T_PER_WAGON = 40.0
"""Tonnes of general freight on one rail wagon: a planning factor."""

FREIGHT_T_PER_VEHICLE = 15.0
"""Tonnes of general freight on one lorry: a planning factor."""

FREIGHT_T_PER_LANE_M = 1.0
"""Tonnes of general freight on one lane metre of a ship, on lorries of that load 15 m long: a
planning factor."""

FREIGHT_PIECE_BY_AIR_T = 20.0
"""Weight of one piece up to which a pledge may be flown."""

BAGGAGE_T_PER_PERSON = 0.1
"""Tonnes of baggage and personal equipment that go with each of a unit's people where these go
apart: a planning factor."""

PERSONS_PER_CARRIAGE = 60.0
"""People on one railway carriage, which counts as a wagon: a planning factor."""

PERSONS_PER_COACH = 50.0
"""People on one coach by road: a planning factor."""

COACH_LANE_M = 15.0
"""Lane metres of one coach on a ship: a planning factor."""

STORAGE_DAYS = 2
"""Days for which a load that changes its carrier lies in the storage of a place, from the day on
which it is unloaded on: a planning factor."""

WATER_KG_PER_PERSON_DAY = 24.602
"""Water of one person where the plan states no consumption of it: 6.5 US gallons a day, the
sustaining factor of QM 4923 for a division in a temperate climate."""

FUEL_DAYS_OF_SUPPLY = 3.0
"""Days of use for which fuel is kept where units stay and no policy says more: assumed."""
