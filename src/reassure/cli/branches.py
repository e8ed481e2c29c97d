"""`reassure branches`, and `reassure plan --all-branches`: the commands; lists in branch_lists."""

import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from reassure.cli.branch_lists import print_branches
from reassure.cli.console import draw_progress, end, print_json, tell, telling_faults
from reassure.cli.options import Folder, From, Limits, Out
from reassure.cli.steps import checked_plan, saying_what_compiles

if TYPE_CHECKING:
    from reassure.model.finding import Finding
    from reassure.model.plan import Plan
    from reassure.model.progress import OnProgress
    from reassure.pipeline import Options, Run


def branches(folder: Folder, search: Limits, out: Out = None, from_folder: From = None) -> None:
    """Compare the branches of a plan: what each needs, who stays in, what is common to all."""
    from reassure.pipeline import (
        BRANCH_STEPS,
        claim_branches,
        compare_runs,
        load_branches,
        write_branches,
    )

    with telling_faults(as_json=search.as_json), contextlib.ExitStack() as held:
        plan, findings = _branched_plan(folder)
        options = search.options()
        if out is not None:
            held.enter_context(claim_branches(out, plan))
        if from_folder is None:
            runs = _run_branches(plan, options, findings, BRANCH_STEPS, is_quiet=search.as_json)
        else:
            runs = load_branches(from_folder, plan, findings)
        compared = compare_runs(plan, runs, options, findings=findings)
        if out is not None:
            is_there = from_folder is not None and from_folder.resolve() == out.resolve()
            write_branches(compared, {} if is_there else runs, out, with_brief=False)
        _tell(compared, out, as_json=search.as_json)


def plan_all_branches(
    folder: Path,
    out: Path,
    options: "Options",
    *,
    with_asks: bool,
    with_simulation: bool,
    as_json: bool,
) -> NoReturn:
    """Run every step of every branch, write and print what they come to, and end."""
    from reassure.pipeline import (
        FLOW,
        WITHOUT_CHANCE,
        claim_branches,
        compare_runs,
        write_branches,
    )

    plan, findings = _branched_plan(folder)
    with claim_branches(out, plan):
        flow = FLOW if with_simulation else WITHOUT_CHANCE
        steps = (*flow, "ask") if with_asks else flow
        runs = _run_branches(plan, options, findings, steps, is_quiet=as_json)
        compared = compare_runs(plan, runs, options, findings=findings)
        if not as_json:
            tell("Writing the briefs ...")
        write_branches(compared, runs, out)
        _tell(compared, out, as_json=as_json, is_whole=True)


def _branched_plan(folder: Path) -> "tuple[Plan, tuple[Finding, ...]]":
    """Return a checked plan, and refuse one without branches before anything is run."""
    from reassure.model.branching import require_branches

    plan, findings = checked_plan(folder)
    require_branches(plan)
    return plan, findings


def _run_branches(
    plan: "Plan",
    options: "Options",
    findings: "tuple[Finding, ...]",
    steps: tuple[str, ...],
    *,
    is_quiet: bool,
) -> "dict[str, Run | str]":
    """Run every branch with a line that names it, and a bar for each of its steps."""
    from reassure.pipeline import run_branches

    names = plan.branches.ids

    @contextlib.contextmanager
    def watching(name: str) -> "Generator[OnProgress, None, None]":
        if not is_quiet:
            at = names.index(name) + 1
            tell(f"Branch {at} of {len(names)}: {name}, {plan.branches[name].title}")
        with draw_progress(is_quiet=is_quiet) as on_progress:
            yield saying_what_compiles(on_progress)

    return run_branches(plan, options, findings=findings, steps=steps, watching=watching)


def _tell(compared: "Run", out: Path | None, *, as_json: bool, is_whole: bool = False) -> NoReturn:
    """Print a comparison, and end."""
    made = compared.branches
    assert made is not None
    if as_json:
        summary = compared.summary()
        print_json(summary if is_whole else summary["branches"])
    else:
        print_branches(compared.plan, made)
        if out is not None:
            tell(f"The brief of the comparison is {out / 'brief.html'}.")
    end(compared, out)
