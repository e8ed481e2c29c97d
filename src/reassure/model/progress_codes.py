"""Codes of milestones."""

from reassure.model.code import Code

PROGRESS_CODES: dict[str, Code] = {
    "CHK-MILE-001": Code(
        "Due before what comes before it",
        "A milestone is due before one that it comes after, so it is late from the start.",
    ),
    "CHK-MILE-002": Code(
        "Done before what comes before it",
        "A milestone is done although one that it comes after is not: one of the two is wrong.",
    ),
    "CHK-MILE-003": Code(
        "Blocked by nothing named",
        "A milestone is blocked and names nothing that it waits for, so nobody can see what to do.",
    ),
    "CHK-MILE-004": Code(
        "Overdue", "The due day of a milestone has passed, and it is neither done nor cancelled."
    ),
    "CHK-MILE-005": Code(
        "Waits for what is cancelled",
        "A milestone comes after one that is cancelled; nobody waits for that one any more.",
    ),
    "ENG-MILE-001": Code("Milestones in a circle", "Milestones wait for each other."),
}
