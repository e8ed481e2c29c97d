"""Codes of movement under way: findings in actuals, and in national movements to be merged."""

from reassure.model.code import Code

MOVEMENT_CODES: dict[str, Code] = {
    "CHK-ACT-001": Code(
        "Actual of no tour", "An event is reported of an assignment that the force plan lacks."
    ),
    "CHK-ACT-002": Code(
        "Events out of order",
        "An assignment departed before it was loaded, arrived before it departed or was closed "
        "before it arrived, or more of it did so.",
    ),
    "CHK-ACT-003": Code(
        "More than the whole", "Shares of one event at one place add up to more than 1."
    ),
    "CHK-ACT-004": Code(
        "Place off the way",
        "An event is reported at a place that the planned way does not touch; it shows where the "
        "assignment was seen, and counts for no share.",
    ),
    "CHK-ACT-005": Code(
        "Closed elsewhere",
        "A movement is reported complete at a place that is not its destination.",
    ),
    "CHK-ACT-006": Code(
        "Event of the future",
        "An event is dated after today, a fault, or after the day of the comparison, where it "
        "is left out.",
    ),
    "CHK-MERGE-001": Code("Load twice", "Two national movements have a load of the same id."),
    "CHK-MERGE-002": Code("Assignment twice", "Two national movements have the same assignment."),
    "CHK-MERGE-003": Code(
        "Unit in two movements", "Two national movements use the same unit at the same time."
    ),
    "CHK-MERGE-004": Code(
        "Not in the plan",
        "A movement that is tracked or merged names a record that the plan does not have.",
    ),
    "CHK-MERGE-005": Code(
        "Broken way", "The legs of a load do not join, or belong to no load or assignment."
    ),
}
"""Codes of what is reported of movements, and of movements put together."""
