"""Codes of the rules across tables."""

from reassure.model.code import Code
from reassure.model.move_codes import MOVE_CODES
from reassure.model.plan_codes import PLAN_CODES
from reassure.model.roe_codes import ROE_CODES

CHECK_CODES: dict[str, Code] = {
    "CHK-REF-001": Code(
        "Dangling reference",
        "A cell names an id that no row of its table has, so nothing stands behind it.",
    ),
    "CHK-REF-002": Code(
        "Dangling record",
        "A cell written table:id names a table or a row that the plan does not have.",
    ),
    "CHK-REF-003": Code(
        "Not exactly one",
        "Of several fields exactly one must be filled: none leaves the row without an object, "
        "two leave open which is meant.",
    ),
    "CHK-REF-004": Code(
        "Condition without its object",
        "A condition lacks the field that its kind speaks of, so it can never be decided.",
    ),
    "CHK-REF-005": Code(
        "Unknown agreement state",
        "A state is none of those that an agreement can be in, so it would never be reached.",
    ),
    "CHK-REF-006": Code(
        "Unknown quantity",
        "A field is named that the table does not have, or that holds no quantity.",
    ),
    "CHK-REF-007": Code("Unknown table", "A table is named that the plan does not have."),
    "CHK-LAW-001": Code(
        "No law",
        "The parameters of an uncertain value make no law of chance with finite values of 0 or "
        "more, so no future could be drawn from it.",
    ),
    "CHK-LABEL-001": Code(
        "Unknown classification",
        "A label's classification is on no ladder of the plan's policies, so nobody could be "
        "allowed to see the row.",
    ),
    "CHK-LABEL-002": Code(
        "Release to an unknown nation",
        "A label releases a row to a nation that the plan does not have; a slip of the pen "
        "withholds the row from the nation that was meant.",
    ),
    "CHK-DAY-001": Code(
        "Reversed span",
        "A span ends before or when it begins: spans are half-open, and the last day named is "
        "the first day out.",
    ),
    "CHK-DAY-002": Code("Least above most", "The least of something is above the most of it."),
    "CHK-DAY-003": Code(
        "Requirement outside of the plan",
        "No day of a requirement lies within the horizon, so it asks for nothing.",
    ),
    "CHK-DAY-004": Code(
        "Requirement partly outside of the plan", "Only the days within the horizon are counted."
    ),
    "CHK-DAY-005": Code(
        "Offer past its date", "The date until which an offer stands lies before today."
    ),
    "CHK-DAY-006": Code(
        "Dates not checked",
        "Neither c_day nor as_of says what today is, so rules on dates were not checked.",
    ),
    "CHK-DAY-007": Code(
        "Many periods",
        "Tours are planned period by period: the shorter the periods, the longer the search takes.",
    ),
    "CHK-PERIOD-001": Code(
        "Offer without a period",
        "Offers round inward into whole periods; this one is left without a single tour and "
        "cannot be used at the plan's period_days.",
    ),
    "CHK-PERIOD-002": Code(
        "Offer outside of the plan",
        "No day of an offer lies within the horizon, so it cannot be used.",
    ),
    "CHK-CYCLE-001": Code(
        "Circle of records",
        "Records of one table hang on each other in a circle that has no first.",
    ),
    "CHK-CYCLE-002": Code(
        "Circle of supply",
        "Places draw a class of supply from each other, so that none is first to send.",
    ),
    "CHK-NET-001": Code("Link to itself", "A link ends where it starts."),
    "CHK-NET-002": Code(
        "Link without speed",
        "A link states neither speed nor time; an average speed of its mode is taken.",
    ),
    "CHK-NET-003": Code("Link with speed and time", "A link states both; the time holds."),
    "CHK-NET-004": Code(
        "Capacity without a unit",
        "What a capacity counts is not said; what suits the mode is taken.",
    ),
    "CHK-NET-005": Code(
        "Unit without a capacity",
        "A link says what its capacity counts and not how much it is; no limit is taken.",
    ),
    "CHK-NET-006": Code(
        "Unit of another mode", "A link's capacity counts something that does not move by its mode."
    ),
    "CHK-NET-007": Code(
        "Less than one load a day",
        "A daily capacity is smaller than one train, vehicle or sortie, so a whole load may "
        "never fit.",
    ),
    "CHK-NET-008": Code(
        "Link twice", "Two links agree in ends, mode, length and capacity; their capacities add up."
    ),
    "CHK-NET-009": Code(
        "Capacity of zero",
        "A limit is 0, so nothing passes; a limit that is not known is left empty.",
    ),
    "CHK-NET-010": Code(
        "Gauges that meet without a change",
        "Rail links of different track gauge meet where no gauge break is listed; no train "
        "goes through.",
    ),
    "CHK-NET-011": Code(
        "Position 0, 0",
        "A place lies at latitude 0 and longitude 0, which mostly means that its position was "
        "not filled in.",
    ),
    "CHK-NET-012": Code(
        "Closed place in use", "A row uses a place that is closed; nothing moves through it."
    ),
    "CHK-NET-013": Code(
        "Barred state in use", "A state grants no passage, and places in it are in use."
    ),
    "CHK-NET-014": Code(
        "Lift away from its ways", "A lift is based where no link of its mode begins or ends."
    ),
    "CHK-NET-015": Code(
        "Waypoint off the globe", "A waypoint's latitude or longitude is beyond what there is."
    ),
    "CHK-NET-016": Code(
        "Two profiles of movement",
        "Two movement profiles hold for the same units; the first by id is taken.",
    ),
    "CHK-NET-017": Code(
        "Profile of movement in vain",
        "A movement profile holds for no unit: its offer is of another capability, its kind of "
        "unit moves itself, or has no people or no equipment.",
    ),
    "CHK-NET-018": Code(
        "Mode by which nothing goes",
        "A movement profile names a mode by which no link is open, or flies equipment that cannot "
        "be flown.",
    ),
    "CHK-NET-019": Code(
        "Outage that never happens",
        "An outage has neither days nor both mean times, so it closes nothing, ever.",
    ),
    "CHK-NET-020": Code(
        "Outage that flickers",
        "An outage comes and goes many times an hour on the mean: that is a loss of capacity.",
    ),
    "CHK-REACH-001": Code(
        "No links", "The plan has places and no links between them, so nothing can move."
    ),
    "CHK-REACH-002": Code(
        "Network in pieces",
        "Some places are joined to each other and not to the rest of the network.",
    ),
    "CHK-REACH-003": Code(
        "Places without a link", "Places that no link touches; nothing gets there or leaves."
    ),
    "CHK-REACH-004": Code(
        "Sector out of reach", "No open link leads to the place where a sector's forces report."
    ),
    "CHK-REACH-005": Code(
        "Requirement out of reach",
        "No offer that fits a line starts where there is a way to its place.",
    ),
    "CHK-REACH-006": Code(
        "Offer without a way",
        "From an offer's origin no way leads to any place where it is asked for.",
    ),
    "CHK-REACH-007": Code(
        "Bridges too weak",
        "Every road to a line's place has a weaker bridge than the lightest offer that fits needs.",
    ),
    "CHK-REACH-008": Code(
        "Part of a unit without a way",
        "By the modes of a movement profile, people or equipment get from where their units start "
        "neither to the marry-up place nor, without one, to any place where they are asked for.",
    ),
    "CHK-REACH-009": Code(
        "Marry-up at an end of the way",
        "People and equipment are to join where all of their units start, or where all are asked "
        "for.",
    ),
    "CHK-REACH-010": Code(
        "Marry-up place that leads nowhere",
        "From where people and equipment join, no way leads on to any place where they are asked "
        "for.",
    ),
    "CHK-FORCE-001": Code("No requirements", "The plan asks for nothing."),
    "CHK-FORCE-002": Code("No offers", "No nation offers anything, so every line stays unfilled."),
    "CHK-FORCE-003": Code(
        "Offer that nothing asks for",
        "No line asks for an offer's capability, nor takes it as a substitute.",
    ),
    "CHK-FORCE-004": Code(
        "Requirement that nobody can fill",
        "No offer fits a line; what keeps the nearest one from it is named.",
    ),
    "CHK-FORCE-005": Code("Substitute for itself", "A capability stands in for itself."),
    "CHK-FORCE-006": Code(
        "Substitution twice",
        "Two rows give an efficiency for the same pair of capabilities, and which holds is open.",
    ),
    "CHK-FORCE-007": Code(
        "Quantity of zero", "A requirement or an offer of nothing changes nothing."
    ),
    "CHK-FORCE-008": Code("Weight of zero", "Nothing is gained by filling what weighs nothing."),
    "CHK-FORCE-009": Code(
        "Formation of another sector",
        "A line and the formation that it is part of name different sectors.",
    ),
    "CHK-FORCE-010": Code("Burden without a limit", "A row of burdens limits nothing."),
    "CHK-FORCE-011": Code("Nation twice in burdens", "Two rows limit the same nation; both hold."),
    "CHK-FORCE-012": Code("Offer by the host", "A nation that hosts the force offers units to it."),
    "CHK-FORCE-013": Code(
        "Certain offer with a chance",
        "An offer is confirmed or deployed and yet has a probability below 1; it is taken as "
        "it stands.",
    ),
    "CHK-FORCE-014": Code(
        "Caveat against everything",
        "A caveat names no sector, task, measure, day or approver, so it bars what it covers from "
        "everything.",
    ),
    "CHK-FORCE-015": Code(
        "Condition that cannot hold",
        "As the plan stands a condition never comes true, so what waits for it is never used.",
    ),
    "CHK-FORCE-016": Code(
        "Partner of oneself", "A condition asks for the presence of the nation that offers."
    ),
    "CHK-SUP-001": Code("Stock above capacity", "More is on hand than can be held; it is kept."),
    "CHK-SUP-002": Code("Supply from itself", "A place is supplied from itself."),
    "CHK-SUP-003": Code(
        "Reorder level above the target",
        "A policy orders below a level that is above the level up to which it orders.",
    ),
    "CHK-SUP-004": Code(
        "Policy without its terms",
        "A policy lacks a field of its kind. One level stands in for the other; without any, "
        "nothing is ordered.",
    ),
    "CHK-SUP-005": Code(
        "Place and class twice",
        "Two rows of stocks, or of policies from one source, speak of the same class and place.",
    ),
    "CHK-SUP-006": Code(
        "Site without supply",
        "Something is used at a sector's place that is neither stocked nor delivered there.",
    ),
    "CHK-SUP-007": Code(
        "Unknown posture",
        "Consumption is given for a posture that the plan does not have; it never counts.",
    ),
    "CHK-SUP-008": Code(
        "Posture without consumption",
        "No consumption is given for a posture; normal consumption times its factor is taken.",
    ),
    "CHK-SUP-009": Code(
        "Source without limit",
        "A place supplies others and states neither stock nor supply; it gives without limit.",
    ),
    "CHK-RATE-001": Code(
        "Another currency", "A price is in another currency than the plan, and is not converted."
    ),
    "CHK-RATE-002": Code(
        "Another price year",
        "A price is of another year than the plan's, and is taken as it stands.",
    ),
    "CHK-RATE-003": Code("Price twice", "Two rows price the same thing."),
    "CHK-LIMIT-001": Code(
        "No limit stated", "Cells that could hold a limit are empty: taken as unlimited."
    ),
    "CHK-LIMIT-002": Code("C-day is open", "No date is known for C-day, so days stay days."),
    "CHK-PART-001": Code(
        "Not checked yet",
        "Rows with faults are set aside, so what nobody can fill or reach was not checked.",
    ),
    **PLAN_CODES,
    **ROE_CODES,
    **MOVE_CODES,
}
