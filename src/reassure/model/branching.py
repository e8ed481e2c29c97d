"""The plan that a branch comes to: what counts in it, what is agreed in it, and when it begins."""

import datetime as dt
from collections import deque
from collections.abc import Mapping
from itertools import count
from typing import Any

from reassure.model.agreement import AgreementEvent, Branch
from reassure.model.agreement_life import followers, life_order, state_on
from reassure.model.choices import AgreementState
from reassure.model.errors import UsageError
from reassure.model.fields import ID_LENGTH, PAIR_SEPARATOR, FieldKind
from reassure.model.force import Requirement
from reassure.model.label import Label
from reassure.model.lengths import LONGEST_NAME
from reassure.model.plan import FIRST_DATE, LAST_DATE, Plan, PlanMeta
from reassure.model.table import Table

_BRANCHES, _LINES = "branches", "requirements"

_FACTS = ("actuals", "measure_events", "pledge_events")
"""Tables that say what happened on which day: what is past keeps its date when C-day moves."""


def plan_of_branch(plan: Plan, name: str) -> Plan:
    """Return the plan of one branch: a plan as any other, which every engine takes.

    Parameters
    ----------
    plan
        Plan with branches, whose references hold.
    name
        Id of the branch.

    Returns
    -------
    Plan
        The lines that count in the branch and whatever speaks of them; agreements in the states
        that it asks for, from today on; C-day moved, while today and what happened by then
        stay. It has no branches, and
        its title names the one that it is. Where all that leaves the plan as it is, the plan
        itself.

    Raises
    ------
    UsageError
        ENG-BRANCH-001 if the plan has no such branch, ENG-BRANCH-002 if C-day leaves the calendar.

    Notes
    -----
    docs/explain/branches.md.
    """
    branch = require_branch(plan, name)
    assumed = assumed_events(plan, branch)
    gone = {row.id for row in plan.requirements if not counts_in(row, name)}
    meta = _meta_of(plan.meta, branch)
    if not assumed and not gone and meta == plan.meta:
        return plan
    title = f"{plan.meta.title}: {branch.title}"[:LONGEST_NAME]
    made = Plan(meta.model_copy(update={"title": title}))
    tables: dict[str, Table[Any]] = dict(plan.tables())
    dropped = {_LINES: frozenset(gone), _BRANCHES: frozenset(plan.branches.ids)}
    tables[_LINES] = _lines_of(plan, gone)
    tables[_BRANCHES] = made.branches
    tables["agreement_events"] = plan.agreement_events.replace(*assumed)
    dropped["actuals"] = frozenset(
        row.id for row in plan.actuals if _is_of(plan, row.assignment, gone)
    )
    dropped["uncertainties"] = frozenset(
        row.id for row in plan.uncertainties if row.record in dropped.get(row.table, ())
    )
    for table in ("actuals", "uncertainties"):
        tables[table] = tables[table].without(*dropped[table])
    for table in _FACTS:
        tables[table] = _kept_on_date(tables[table], plan.meta, meta)
    for table in ("milestones", "statements"):
        tables[table] = _without_records(tables[table], dropped)
    return Plan(made.meta, **tables, zone_files=plan.zone_files)


def require_branch(plan: Plan, name: str) -> Branch:
    """Return a branch by its id.

    Raises
    ------
    UsageError
        ENG-BRANCH-001 if the plan has no such branch.
    """
    if name in plan.branches:
        return plan.branches[name]
    known = ", ".join(plan.branches.ids)
    raise UsageError(
        f"branch '{name}'",
        f"one of the plan's branches: {known}" if known else "a plan that has branches",
        "name one of these" if known else "leave --branch out, or add rows to branches.csv",
        code="ENG-BRANCH-001",
    )


def require_branches(plan: Plan) -> None:
    """Refuse a plan without branches where they are to be compared.

    Raises
    ------
    UsageError
        ENG-BRANCH-003.
    """
    if not len(plan.branches):
        raise UsageError(
            "a plan without branches",
            "rows in branches.csv",
            "add a branch for each state of affairs that you plan for",
            code="ENG-BRANCH-003",
        )


def counts_in(line: Requirement, branch: str) -> bool:
    """Whether a requirement line counts in a branch: it names it, or names none."""
    return not line.branches or branch in line.branches


def whole_plan_words(plan: Plan) -> str:
    """Say what a plan with branches is taken as where none of them is chosen."""
    n_apart = sum(1 for row in plan.requirements if row.branches)
    return (
        f"All lines count, {n_apart} of some branches alone among them, and agreements stand as "
        f"their events say (--branch plans one of {len(plan.branches)})"
    )


def missing_states(plan: Plan, branch: Branch, day: dt.date | None) -> tuple[str, ...]:
    """Return the states, as agreement:state, that a branch asks for and that do not hold.

    Parameters
    ----------
    plan, branch
        Plan, and a branch of it.
    day
        Day to look at; None: as the last of all events says.
    """
    return tuple(pair for pair in dict.fromkeys(branch.when) if not _holds(plan, pair, day))


def _holds(plan: Plan, pair: str, day: dt.date | None) -> bool:
    agreement, _, state = pair.partition(PAIR_SEPARATOR)
    event = state_on(plan, agreement, day)
    return event is not None and event.state.value == state


def assumed_events(plan: Plan, branch: Branch) -> list[AgreementEvent]:
    """Return the events by which every agreement gets where a branch takes it to be.

    Parameters
    ----------
    plan, branch
        Plan, and a branch of it.

    Returns
    -------
    list
        For every agreement that is not yet in the state asked for, the shortest lawful way there,
        all of it today (a plan without today: on the day after the last event); no events where
        all of them are.
    """
    made: list[AgreementEvent] = []
    used = set(plan.agreement_events.ids)
    for pair in missing_states(plan, branch, plan.meta.today):
        agreement, _, word = pair.partition(PAIR_SEPARATOR)
        note = (
            f"Assumed: branch {branch.id} ({branch.title}) takes {agreement} to be "
            f"{word.replace('_', ' ')}"
        )
        for step in _way_to(plan, agreement, AgreementState(word)):
            name = _free_id(f"assumed.{branch.id}.{agreement}.{step.state.value}", used)
            used.add(name)
            changes = {"id": name, "note": note, "label": _label_of(plan, branch, agreement)}
            made.append(step.model_copy(update=changes))
    return made


def _way_to(plan: Plan, agreement: str, wanted: AgreementState) -> list[AgreementEvent]:
    """Return the shortest lawful way of an agreement to a state, as events without a name."""
    today = plan.meta.today
    latest = state_on(plan, agreement, today)
    if today is not None:
        day = today
    else:
        day = FIRST_DATE if latest is None else latest.date + dt.timedelta(days=1)
    first = 1 if latest is None else latest.version
    todo: deque[list[AgreementEvent]] = deque([[]])
    seen: set[tuple[AgreementState, int]] = set()
    while todo:
        way = todo.popleft()
        last = way[-1] if way else latest
        if way and way[-1].state is wanted:
            return way
        for version in (first, first + 1):
            for state in followers(last, version=version):
                step = AgreementEvent(
                    id="assumed", agreement=agreement, version=version, state=state, date=day
                )
                is_last = last is None or life_order(step)[:3] > life_order(last)[:3]
                if is_last and (state, version) not in seen:
                    seen.add((state, version))
                    todo.append([*way, step])
    return []


def _label_of(plan: Plan, branch: Branch, agreement: str) -> str | None:
    """Return the label of what speaks of a branch and an agreement; None: the plan's."""
    own = plan.agreements[agreement].label if agreement in plan.agreements else None
    labels = [Label.parse(text or plan.meta.label) for text in (branch.label, own)]
    ladder = tuple(word for policy in plan.policies for word in policy.classifications)
    if labels[0] is None or labels[1] is None or labels[0] == labels[1]:
        return branch.label
    return str(labels[0].join(labels[1], ladder))


def _free_id(wanted: str, used: set[str]) -> str:
    """Return the id that is wanted, or a numbered one where it is too long or not free."""
    if len(wanted) <= ID_LENGTH and wanted not in used:
        return wanted
    return next(name for n in count(1) if (name := f"assumed-{n}") not in used)


def _meta_of(meta: PlanMeta, branch: Branch) -> PlanMeta:
    """Return the heading with C-day moved by whole days, and today as it was."""
    days = round(branch.c_day_shift)
    if meta.c_day is None or not days:
        return meta
    try:
        c_day = meta.c_day + dt.timedelta(days=days)
    except OverflowError:
        c_day = None
    if c_day is None or not FIRST_DATE <= c_day <= LAST_DATE:
        raise UsageError(
            f"branch '{branch.id}', which moves C-day by {days} days from {meta.c_day}",
            f"a C-day from {FIRST_DATE} to {LAST_DATE}",
            "correct c_day_shift in branches.csv",
            code="ENG-BRANCH-002",
        )
    return meta.model_copy(update={"c_day": c_day, "as_of": meta.today})


def _kept_on_date(table: Table[Any], old: PlanMeta, new: PlanMeta) -> Table[Any]:
    """Return a table in which what has happened by today stands on the same date as before."""
    if old.c_day is None or new.c_day is None or old.today is None or old.c_day == new.c_day:
        return table
    today, later = (old.today - old.c_day).days, (new.c_day - old.c_day).days
    past = [row for row in table if row.day <= today]
    return table.replace(*(row.model_copy(update={"day": row.day - later}) for row in past))


def _lines_of(plan: Plan, gone: set[str]) -> Table[Requirement]:
    """Return the lines that are left; they count whatever else is planned."""
    kept = (row for row in plan.requirements if row.id not in gone)
    return Table.of(Requirement, [row.model_copy(update={"branches": ()}) for row in kept])


def _is_of(plan: Plan, assignment: str | None, lines: set[str]) -> bool:
    """Whether an assignment, written offer.number.line.period, serves one of some lines."""
    parts = [] if assignment is None else assignment.split(".")
    # Ids may hold dots and numbers themselves: what they stand for decides where one ends.
    return any(
        parts[at].isdigit()
        and ".".join(parts[at + 1 : -1]) in lines
        and ".".join(parts[:at]) in plan.offers
        for at in range(1, len(parts) - 2)
    )


def _without_records(table: Table[Any], dropped: Mapping[str, frozenset[str]]) -> Table[Any]:
    """Return a table whose lists of records, as table:id, name none that is dropped."""
    lists = [
        name
        for name, spec in table.record_type.specs().items()
        if spec.kind is FieldKind.RECORD and spec.is_list
    ]
    changed: list[Any] = []
    for row in table:
        kept = {name: tuple(x for x in getattr(row, name) if _stays(x, dropped)) for name in lists}
        if any(kept[name] != getattr(row, name) for name in lists):
            changed.append(row.model_copy(update=kept))
    return table.replace(*changed) if changed else table


def _stays(record: str, dropped: Mapping[str, frozenset[str]]) -> bool:
    table, _, record_id = record.partition(PAIR_SEPARATOR)
    return record_id not in dropped.get(table, ())
