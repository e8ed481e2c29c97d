"""Codes of what a force plan may break: findings of its verification."""

from reassure.model.code import Code

PLAN_CODES: dict[str, Code] = {
    "CHK-PLAN-001": Code(
        "Tour of nothing",
        "An assignment names an offer, a line or a unit that the plan does not have, or its id "
        "stands twice; make the force plan anew.",
    ),
    "CHK-PLAN-002": Code(
        "Tour outside of its days",
        "A tour lies outside of the days of its offer or line, or not on whole periods; make the "
        "force plan anew.",
    ),
    "CHK-PLAN-003": Code(
        "Tour of a wrong length",
        "A tour is shorter or longer than its offer allows; make the force plan anew.",
    ),
    "CHK-PLAN-004": Code(
        "Unit without its rest",
        "A unit serves twice at a time, or again before it has rested; make the force plan anew.",
    ),
    "CHK-PLAN-005": Code(
        "Offer that does not fit",
        "An offer that is gone, or of the wrong capability, notice, grade, attributes or reach, "
        "serves a line; make the force plan anew.",
    ),
    "CHK-PLAN-006": Code(
        "Caveat broken",
        "A unit serves where a caveat of its nation keeps it away; make the force plan anew.",
    ),
    "CHK-PLAN-007": Code(
        "Condition broken",
        "A unit serves before a condition of its offer holds; make the force plan anew.",
    ),
    "CHK-PLAN-008": Code(
        "Sector without the lead that tours wait for",
        "Units serve on condition of a lead that is no candidate, brings too little or is not the "
        "only one asked for; make the force plan anew.",
    ),
    "CHK-PLAN-009": Code(
        "Partner absent",
        "A unit serves without the partner that its offer asks for; make the force plan anew.",
    ),
    "CHK-PLAN-010": Code(
        "Formation broken",
        "A formation has too many nations, or is without its framework nation; make the force "
        "plan anew.",
    ),
    "CHK-PLAN-011": Code(
        "Burden exceeded",
        "A nation serves more unit-months, or a larger share of them, than its limit; make the "
        "force plan anew.",
    ),
    "CHK-PLAN-012": Code(
        "Wrong count of a unit",
        "A tour counts for another quantity than the records say; make the force plan anew.",
    ),
    "CHK-PLAN-013": Code(
        "Wrong fill",
        "A line's fill is not what its tours and its requirement come to; make the force plan "
        "anew.",
    ),
    "CHK-PLAN-014": Code(
        "Wrong shortfall",
        "What is told short in a period is not what is asked for less what is provided; make the "
        "force plan anew.",
    ),
    "CHK-PLAN-015": Code(
        "Limit that is none",
        "A shortfall's binding names no field of the plan; make the force plan anew.",
    ),
    "CHK-PLAN-016": Code(
        "Wrong station",
        "How an offer keeps stations is missing, or not what distance, speed, range and times "
        "come to; make the force plan anew.",
    ),
    "CHK-PLAN-017": Code(
        "Wrong remedy",
        "A remedy names no shortfall, record or offer that stands, or fills more than is short; "
        "make the force plan anew.",
    ),
    "CHK-PLAN-018": Code(
        "Wrong list of unused offers",
        "The offers told to be unused are not those of which no unit serves, or their binding "
        "names no field of the plan; make the force plan anew.",
    ),
    "CHK-PLAN-019": Code(
        "Wrong stage",
        "Fill, cost or nations in formations are not those of the tours, or a bound lies on the "
        "wrong side of them; make the force plan anew.",
    ),
    "CHK-PLAN-020": Code(
        "Wrong fill by chance",
        "Rows of the fill by chance are missing, not those of the plan's lines, or above the fill "
        "if every offer comes; make the force plan anew.",
    ),
    "CHK-PLAN-021": Code(
        "Unit that may not do its tasks",
        "A unit serves a line at a time when a position, a caveat that names measures, or a "
        "measure not in force keeps it from one of the line's tasks; make the force plan anew.",
    ),
    "CHK-PLAN-022": Code(
        "Wrong usable strength",
        "Headline or usable strength of a line is missing, or not that of the tours; make the "
        "force plan anew.",
    ),
}
