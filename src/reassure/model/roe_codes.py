"""Codes of the rules of engagement."""

from reassure.model.code import Code

ROE_CODES: dict[str, Code] = {
    "CHK-ROE-001": Code(
        "Contradicting positions",
        "Two positions of one nation on one measure say different things of the same task, sector "
        "and day, and neither is the narrower, so nobody can tell which holds.",
    ),
    "CHK-ROE-002": Code(
        "Restricted to nothing named",
        "A restricted position names no sector, task or day, so it does not say where units may "
        "use the measure; they may nowhere.",
    ),
    "CHK-ROE-003": Code(
        "Implemented before it was authorised",
        "A measure is put in force somewhere without an earlier event that authorises it there, or "
        "after one that cancels it; it is taken as in force.",
    ),
}
