"""Codes of what a deployment may break: findings of its verification."""

from reassure.model.code import Code

MOVE_CODES: dict[str, Code] = {
    "CHK-MOVE-001": Code(
        "Load or leg of nothing",
        "A load, leg or arrival names no assignment, load, link or lift, stands twice or is left "
        "out; make the deployment anew.",
    ),
    "CHK-MOVE-002": Code(
        "Unit that is not whole",
        "The loads of a unit are too few, not alike, or do not add up to the unit; make the "
        "deployment anew.",
    ),
    "CHK-MOVE-003": Code(
        "Way that is broken",
        "The legs of a load do not hang together from its origin to its sector's location, or "
        "take a link against its direction; make the deployment anew.",
    ),
    "CHK-MOVE-004": Code(
        "Departure before release",
        "A unit loads before it is ready, or its day of release is not one; make the deployment "
        "anew.",
    ),
    "CHK-MOVE-005": Code(
        "Days that do not follow",
        "A leg departs before its load is there, or arrives on another day than its time on the "
        "way makes it; make the deployment anew.",
    ),
    "CHK-MOVE-006": Code(
        "Closed way in use",
        "A load passes a closed place, a state that grants no passage, or a capacity of zero; "
        "make the deployment anew.",
    ),
    "CHK-MOVE-007": Code(
        "Day on which nothing goes",
        "A load uses a link off its timetable, a lift out of its service, or what an outage "
        "closes; make the deployment anew.",
    ),
    "CHK-MOVE-008": Code(
        "Movement without permission",
        "A load is in a state before that can have permitted it; make the deployment anew.",
    ),
    "CHK-MOVE-009": Code(
        "Load that does not fit",
        "A bridge, track, ship, port or airfield does not take what is moved over it; make the "
        "deployment anew.",
    ),
    "CHK-MOVE-010": Code(
        "Missing change of gauge",
        "A train goes on to another track gauge where no gauge break changes it; make the "
        "deployment anew.",
    ),
    "CHK-MOVE-011": Code(
        "Wrong carrier or port",
        "A leg names a lift of another mode, a load changes where it cannot be worked, or a "
        "voyage keeps two timetables; make the deployment anew.",
    ),
    "CHK-MOVE-012": Code(
        "Limit overfull",
        "More is used of a limit on a day than it gives; make the deployment anew.",
    ),
    "CHK-MOVE-013": Code(
        "Wrong use of a limit",
        "The use that is told is not what the legs add up to, or its capacity not that of the "
        "records; make the deployment anew.",
    ),
    "CHK-MOVE-014": Code(
        "Wrong day of arrival",
        "A unit is told to be in place on another day than its last load, or before it can be; "
        "make the deployment anew.",
    ),
    "CHK-MOVE-015": Code(
        "Wrong lateness",
        "The day wanted, or the days late, are not those of tour, line and arrival; make the "
        "deployment anew.",
    ),
    "CHK-MOVE-016": Code(
        "Wrong limit that binds",
        "A late unit names no field of the plan that holds it up, or one that is on time names "
        "one; make the deployment anew.",
    ),
    "CHK-MOVE-017": Code(
        "Wrong objective or bound",
        "The objective is not that of the arrivals, or its bound lies on the wrong side of it; "
        "make the deployment anew.",
    ),
    "CHK-MOVE-018": Code(
        "Wrong mode of a load",
        "A load's mode is not that on which it goes farthest; make the deployment anew.",
    ),
    "CHK-MOVE-019": Code(
        "Wrong end of a tour",
        "A tour that ends has no way home, one that does not end has one, or its end or its relief "
        "are not those of the records; make the deployment anew.",
    ),
    "CHK-MOVE-020": Code(
        "Movement of who is not there",
        "A unit goes home, or on, from where it never got to; make the deployment anew.",
    ),
    "CHK-MOVE-021": Code(
        "Wrong delivery",
        "A pledge that is still to be handed over does not move, another one does, or it goes to "
        "another need than its own; make the deployment anew.",
    ),
    "CHK-MOVE-022": Code(
        "Wrong day of clearing",
        "The day on which a unit has left its place, or the gap until its relief is there, is not "
        "that of the legs; make the deployment anew.",
    ),
    "CHK-MOVE-023": Code(
        "Wrong clearing of a place",
        "The units at a place, the days until it is clear or the day on which the last is home are "
        "not those of the ways home; make the withdrawal anew.",
    ),
    "CHK-MOVE-024": Code(
        "Wrong part of a unit",
        "A unit whose profile sends people and equipment apart does not go so, another one does, "
        "or a part goes to another place or is told other days than the unit; make the deployment "
        "anew.",
    ),
    "CHK-MOVE-025": Code(
        "Wrong closure of an objective",
        "The assignments of an objective, the day on which the last of them is in place, or its "
        "bound are not those of the arrivals; make the deployment anew.",
    ),
}
