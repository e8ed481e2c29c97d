"""Codes of agreements and branches."""

from reassure.model.code import Code

BRANCH_CODES: dict[str, Code] = {
    "CHK-AGR-001": Code(
        "Event out of order",
        "An event gives an agreement a state that cannot follow the one before it, such as in "
        "force before it was agreed, so where it stands cannot be told.",
    ),
    "CHK-AGR-002": Code(
        "Known before it happened",
        "An event is reported before its own date: what is announced for a later day has not "
        "happened yet.",
    ),
    "CHK-AGR-003": Code(
        "Older text after a newer one",
        "An event speaks of a lower version of an agreement's text than an event before it.",
    ),
    "CHK-AGR-004": Code(
        "In force with open preconditions",
        "An agreement is said to be in force while something that it depends on is not met; it "
        "counts as in force.",
    ),
    "CHK-AGR-005": Code(
        "Precondition without a sound date",
        "A precondition is met without a date, or on one that is still to come, or has a date "
        "without being met.",
    ),
    "CHK-AGR-006": Code(
        "Newer text hides an older one in force",
        "An agreement has one state: while a newer text is only proposed, it counts as proposed, "
        "whatever the older one is.",
    ),
    "CHK-BRANCH-001": Code(
        "One agreement in two states",
        "A branch asks for two states of one agreement at the same time, so it never comes.",
    ),
    "CHK-BRANCH-002": Code(
        "Branch that selects nothing",
        "No requirement line counts in a branch, so there is nothing to plan in it.",
    ),
    "CHK-BRANCH-003": Code(
        "Chances above 1", "The chances of all branches come to more than 1 together."
    ),
    "CHK-BRANCH-004": Code(
        "Chances below 1",
        "The chances of all branches come to less than 1 together: the rest is no branch, and no "
        "plan is made for it.",
    ),
    "CHK-BRANCH-005": Code(
        "Branches that hold together",
        "Two branches ask for the same states, so nobody can tell which of them holds.",
    ),
    "CHK-BRANCH-006": Code(
        "Shift without a C-day", "A branch moves C-day, and the plan has no date for it."
    ),
    "ENG-BRANCH-001": Code("Unknown branch", "The branch to plan is none of the plan's."),
    "ENG-BRANCH-002": Code(
        "C-day off the calendar", "A branch moves C-day beyond the dates that it may take."
    ),
    "ENG-BRANCH-003": Code("No branches", "Branches were to be compared, and the plan has none."),
}
