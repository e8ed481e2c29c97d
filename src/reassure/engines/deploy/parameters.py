"""What the movement model takes as given; every number is listed in a result's assumptions."""

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

GROUND_TIME_H = 2.25
"""Time of one aircraft on the ground where an airfield states none."""

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

NEVER_DAYS = 30
"""Days beyond the horizon at which what never arrives is counted as arriving."""

LEAST_WEIGHT = 1e-3
"""Weight of a unit whose line or objective weighs nothing: it moves, after all others."""
