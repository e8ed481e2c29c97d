"""Rules across tables: what one row says of another, and what the rows say together.

Cells are checked where they are read; here every cell is of its type. One file per theme.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from reassure.checks.agreements import check_agreements
from reassure.checks.assumptions import check_assumptions
from reassure.checks.branches import check_branches
from reassure.checks.contents import check_contents
from reassure.checks.cycles import check_cycles
from reassure.checks.days import check_days
from reassure.checks.fit import Fit
from reassure.checks.force import check_force, check_match
from reassure.checks.graph import Network
from reassure.checks.milestones import check_milestones
from reassure.checks.network import check_network
from reassure.checks.place import Place, counted, note
from reassure.checks.profiles import check_profiles
from reassure.checks.rates import check_rates
from reassure.checks.reach import Journeys, check_reach
from reassure.checks.references import KnownIds, check_references
from reassure.checks.rounding import check_rounding
from reassure.checks.rules import check_rules
from reassure.checks.supply import check_supply
from reassure.model.finding import Finding
from reassure.model.plan import Plan, table_types

__all__ = ["check_tables"]

_FROM_WHAT_IS_MISSING = re.compile(
    r"CHK-(FORCE-00[1-4]|FORCE-015|NET-010|NET-014|NET-018|REACH-\d+|SUP-00[679])"
    r"|CHK-(AGR-001|AGR-006|BRANCH-002|BRANCH-004)"
)
"""Rules that a row which is only set aside could prove wrong."""

_NOTHING: Mapping[str, frozenset[str]] = MappingProxyType({})


def check_tables(
    plan: Plan, *, set_aside: Mapping[str, frozenset[str]] = _NOTHING
) -> list[Finding]:
    """Check a plan by all rules that look at more than one cell.

    Parameters
    ----------
    plan
        Rows whose cells are each of their type; their references may dangle.
    set_aside
        Ids by table of rows that exist, but were left out of ``plan`` for their own faults.
        They may be referred to; while there are any, the rules that conclude from what is
        missing do not run, and one note says so.

    Returns
    -------
    list[Finding]
        Every finding, in the order of tables, rows and columns. An empty list: nothing to say.

    Examples
    --------
    >>> from reassure.model.plan import Plan, PlanMeta
    >>> meta = PlanMeta(format=1, title="t", horizon_days=30, currency="EUR", price_year=2025,
    ...                 label="UNCLASSIFIED", notional=True)
    >>> vote = dict(id="v", nation="FRX", title="Vote", kind="parliament")
    >>> first = check_tables(Plan.of(meta, {"nations": [dict(id="FRA", name="France")],
    ...                                     "decisions": [vote]}))[0]
    >>> print(first.place, first.found, first.cure, sep=" / ")
    decisions.csv, nation (v) / "FRX" / did you mean "FRA"? If not, add "FRX" to nations.csv
    """
    findings = list(_check_all(plan, KnownIds(plan, set_aside)))
    n_aside = sum(len(ids) for ids in set_aside.values())
    if n_aside:
        sure = [item for item in findings if not _FROM_WHAT_IS_MISSING.fullmatch(item.code)]
        findings = [*sure, _not_checked(n_aside)]
    return _in_order(plan, findings)


def _check_all(plan: Plan, known: KnownIds) -> Iterator[Finding]:
    network, fit = Network(plan), Fit(plan)
    yield from check_references(plan, known)
    yield from check_contents(plan, known)
    yield from check_days(plan)
    yield from check_rounding(plan)
    yield from check_cycles(plan)
    yield from check_network(plan, network)
    yield from check_force(plan)
    yield from check_match(plan, fit)
    yield from check_reach(plan, fit, network)
    yield from check_profiles(plan, Journeys(plan, fit, network))
    yield from check_supply(plan)
    yield from check_rules(plan)
    yield from check_milestones(plan)
    yield from check_agreements(plan)
    yield from check_branches(plan)
    yield from check_rates(plan)
    yield from check_assumptions(plan, network)


def _not_checked(n_aside: int) -> Finding:
    return note(
        "CHK-PART-001",
        Place(None),
        found=f"{counted(n_aside, 'row')} with faults of their own",
        expected="sound rows, before it can be said who can fill what and get where",
        cure="what nobody can fill or reach was not checked; cure the faults and check again",
    )


def _in_order(plan: Plan, findings: list[Finding]) -> list[Finding]:
    """Give findings the line of their row, and put them in the order of the files."""
    rank = {name: i for i, name in enumerate(table_types())}
    columns = {
        name: {column: i for i, column in enumerate(record_type.specs())}
        for name, record_type in table_types().items()
    }

    def place(finding: Finding) -> tuple[int, int, int, str]:
        if finding.table is None:
            return -1, -1, -1, finding.code
        row = finding.row
        if row is None and finding.id is not None:
            row = plan.table(finding.table).index.get(finding.id)
        column = columns[finding.table].get(finding.column or "", -1)
        return rank[finding.table], -1 if row is None else row, column, finding.code

    placed = [
        replace(finding, row=plan.table(finding.table).line_of(finding.id))
        if finding.table is not None and finding.id is not None
        else finding
        for finding in findings
    ]
    return sorted(placed, key=place)
