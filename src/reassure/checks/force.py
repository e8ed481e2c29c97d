"""Force: requirements and offers that cannot meet, and rows that say nothing."""

from collections.abc import Iterator

from reassure.checks.fit import Fit
from reassure.checks.place import Place, counted, fault, listed, note, plain, warning
from reassure.model.choices import ConditionKind, OfferState
from reassure.model.conditions import PartnerRule, standing_of
from reassure.model.finding import Finding
from reassure.model.fit import binds, gone_field
from reassure.model.force import Caveat, Condition, Requirement
from reassure.model.plan import Plan

_CERTAIN = frozenset({OfferState.CONFIRMED, OfferState.DEPLOYED})


def check_force(plan: Plan) -> Iterator[Finding]:
    """Check the rows of the force family one by one.

    Yields
    ------
    Finding
        CHK-FORCE-005 to CHK-FORCE-016.
    """
    yield from _check_substitutions(plan)
    yield from _check_nothing_said(plan)
    yield from _check_formations(plan)
    yield from _check_burdens(plan)
    yield from _check_offers(plan)
    for caveat in plan.caveats:
        yield from _check_caveat(caveat)
    for condition in plan.conditions:
        yield from _check_condition(condition, plan)


def check_match(plan: Plan, fit: Fit) -> Iterator[Finding]:
    """Name requirements that nobody can fill and offers that nothing asks for.

    Yields
    ------
    Finding
        CHK-FORCE-001 to CHK-FORCE-004.
    """
    n_lines, n_offers = len(plan.requirements), len(plan.offers)
    if not n_lines:
        yield warning(
            "CHK-FORCE-001",
            Place("requirements"),
            found="no rows",
            expected="at least one line of what the mission needs",
            cure="add requirement lines; without any there is no force to generate",
        )
    if not n_offers:
        yield warning(
            "CHK-FORCE-002",
            Place("offers"),
            found="no rows",
            expected="at least one offer of a nation",
            cure=f"add offers; without any, {counted(n_lines, 'requirement')} stay unfilled",
        )
    if not n_lines or not n_offers:
        return
    for offer in plan.offers:
        if offer.capability not in fit.asked:
            yield warning(
                "CHK-FORCE-003",
                Place("offers", offer.id, "capability"),
                found=f"{offer.capability}, which no requirement asks for",
                expected="a capability of some requirement, or a substitute for it",
                cure="add a substitution or a requirement if it has a use; else it stays unused",
            )
    for line in plan.requirements:
        finding = None if line.quantity == 0 else _unfilled(line, fit)
        if finding is not None:
            yield finding


def _unfilled(line: Requirement, fit: Fit) -> Finding | None:
    """Word why nobody can fill a line, by what keeps the nearest offer from it."""
    nearest: tuple[int, str, list[str]] | None = None
    for offer in fit.candidates(line):
        obstacles = fit.obstacles(offer, line)
        if not obstacles:
            return None
        if nearest is None or (len(obstacles), offer.id) < nearest[:2]:
            nearest = (len(obstacles), offer.id, obstacles)
    if nearest is None:
        asked = " or ".join(fit.stand_ins[line.capability])
        found = f"nobody who can fill it: there is no offer of {asked}"
        cure = "ask nations for it, or name a substitute in substitutions.csv"
    else:
        _, offer_id, obstacles = nearest
        reasons = " and ".join(obstacles)
        found = f"nobody who can fill it: the nearest offer, {offer_id}, fails on {reasons}"
        cure = "relax the line in that, or ask the nation to change its offer"
    place = Place("requirements", line.id, "capability")
    expected = "at least one offer that fits"
    return warning("CHK-FORCE-004", place, found=found, expected=expected, cure=cure)


def _check_substitutions(plan: Plan) -> Iterator[Finding]:
    first: dict[tuple[str, str], str] = {}
    for row in plan.substitutions:
        if row.capability == row.by:
            yield fault(
                "CHK-FORCE-005",
                Place("substitutions", row.id, "by"),
                found=f"{row.by} as a substitute for itself",
                expected="another capability than the one asked for",
                cure="delete the row; a capability counts in full for itself",
            )
        elif (row.capability, row.by) in first:
            yield fault(
                "CHK-FORCE-006",
                Place("substitutions", row.id, "efficiency"),
                found=f"a second efficiency of {row.by} for {row.capability}, after "
                f"{first[row.capability, row.by]}",
                expected="one row for a capability and its substitute",
                cure="delete one of the two rows",
            )
        first.setdefault((row.capability, row.by), row.id)


def _check_nothing_said(plan: Plan) -> Iterator[Finding]:
    for name, rows in (("requirements", plan.requirements), ("offers", plan.offers)):
        for row in rows:
            if row.quantity == 0:
                yield warning(
                    "CHK-FORCE-007",
                    Place(name, row.id, "quantity"),
                    found="0",
                    expected="a quantity above 0",
                    cure="give the quantity; with 0 the row changes nothing",
                )
    for name, rows in (("objectives", plan.objectives), ("requirements", plan.requirements)):
        for row in rows:
            if row.weight == 0:
                yield warning(
                    "CHK-FORCE-008",
                    Place(name, row.id, "weight"),
                    found="0",
                    expected="a weight above 0",
                    cure="give a weight; with 0 nothing is gained by filling it",
                )


def _check_formations(plan: Plan) -> Iterator[Finding]:
    for line in plan.requirements:
        if line.formation is None or line.formation not in plan.formations:
            continue
        formation = plan.formations[line.formation]
        if formation.sector != line.sector:
            yield fault(
                "CHK-FORCE-009",
                Place("requirements", line.id, "formation"),
                found=f"formation {formation.id} of sector {formation.sector} on a line of sector "
                f"{line.sector}",
                expected="a formation of the line's own sector",
                cure="correct the sector of the line or of the formation",
            )


def _check_burdens(plan: Plan) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for row in plan.burdens:
        if row.max_unit_months is None and row.max_share is None:
            yield warning(
                "CHK-FORCE-010",
                Place("burdens", row.id, "max_unit_months"),
                found="neither max_unit_months nor max_share",
                expected="at least one of the two",
                cure="fill one, or delete the row; as it stands it limits nothing",
            )
        if row.nation in first:
            yield warning(
                "CHK-FORCE-011",
                Place("burdens", row.id, "nation"),
                found=f"{row.nation}, which row {first[row.nation]} limits too",
                expected="one row for a nation",
                cure="join the two rows; as they stand both limits hold",
            )
        first.setdefault(row.nation, row.id)


def _check_offers(plan: Plan) -> Iterator[Finding]:
    hosts = {nation.id for nation in plan.nations if nation.host}
    for offer in plan.offers:
        if offer.nation in hosts:
            yield warning(
                "CHK-FORCE-012",
                Place("offers", offer.id, "nation"),
                found=f"{offer.nation}, a host of the force",
                expected="a nation that sends forces",
                cure="correct the nation, or leave it if the host's own units count",
            )
        if offer.state in _CERTAIN and offer.probability < 1:
            yield note(
                "CHK-FORCE-013",
                Place("offers", offer.id, "probability"),
                found=f"{plain(offer.probability)} on an offer that is {offer.state.value}",
                expected="1 for an offer of that state",
                cure="it is taken as it stands; set it to 1 if nothing is in doubt",
            )


def _check_caveat(caveat: Caveat) -> Iterator[Finding]:
    narrowed = (caveat.sectors, caveat.tasks, caveat.measures)
    is_timeless = caveat.from_day is None and caveat.until_day is None
    if binds(caveat) and is_timeless and not any(narrowed):
        whom = f"all offers of {caveat.nation}" if caveat.offer is None else f"offer {caveat.offer}"
        yield warning(
            "CHK-FORCE-014",
            Place("caveats", caveat.id, "sectors"),
            found=f"no sectors, tasks, measures, days or approver: it bars {whom}",
            expected="what is limited or prohibited, where or when",
            cure="name it, or withdraw the offers if they are barred from everything",
        )


def _check_condition(condition: Condition, plan: Plan) -> Iterator[Finding]:
    reason = _never_holds(condition, plan)
    if reason is not None:
        yield warning(
            "CHK-FORCE-015",
            Place("conditions", condition.id, reason[0]),
            found=reason[1],
            expected="a condition that can still come true",
            cure="what waits for it is never used; correct it, or ask the nation anew",
        )
    if condition.offer is None or condition.offer not in plan.offers or condition.nation is None:
        return
    own = plan.offers[condition.offer].nation
    if condition.kind is ConditionKind.PARTNER_PRESENT and condition.nation == own:
        yield warning(
            "CHK-FORCE-016",
            Place("conditions", condition.id, "nation"),
            found=f"{own}, whose own offer it is, as the partner",
            expected="another nation than the one that offers",
            cure="name the partner that is meant",
        )


def _never_holds(condition: Condition, plan: Plan) -> tuple[str, str] | None:
    """Return the column and the reason why a condition cannot come true, None if it can.

    An agreement may still come to stand as asked, and what names nothing is a fault of its own.
    """
    standing = standing_of(plan, [condition])
    for table, _, field in (binding.partition(":") for binding in standing.unmet):
        match table, field.rpartition(".")[2]:
            case "decisions", name:
                row = plan.decisions[condition.decision or ""]
                why = "which was refused" if name == "state" else "of probability 0"
                return "decision", f"decision {row.id}, {why}"
            case _, "probability":
                return "probability", "0"
            case _, "due_day":
                row = plan.decisions[condition.decision or ""]
                days = f"day {plain(condition.due_day)}, before {row.id} falls on day"
                return "due_day", f"{days} {plain(row.due_day)}"
            case _:
                pass
    for rule in standing.partners:
        n_units = _units_beside(condition, rule, plan)
        if n_units < rule.minimum_units:
            return "minimum_units", (
                f"{plain(rule.minimum_units)} units of {rule.nation}, which offers {n_units}"
            )
    candidates = sorted({n for sector in plan.sectors for n in sector.lead_nations})
    for rule in standing.leads:
        if rule.nation not in candidates:
            named = f"only {listed(candidates)} may" if candidates else "no nation may"
            return "nation", f"{rule.nation} as lead nation, but {named} lead a sector"
    return None


def _units_beside(condition: Condition, rule: PartnerRule, plan: Plan) -> int:
    """Return the units that a partner offers, those of the depending offer apart."""
    return sum(
        offer.quantity
        for offer in plan.offers
        if offer.nation == rule.nation
        and offer.id != condition.offer
        and gone_field(offer, plan.meta.today) is None
    )
