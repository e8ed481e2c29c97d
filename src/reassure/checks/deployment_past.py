"""Loads that had left when their movement was planned on: what no report tells may not be made up.

What is reported is taken at its word. What is not has to be possible: nothing goes over a link, or
from a place, that an outage closes on that day, and what was last reported to arrive somewhere
does not leave there before the day from which loads may leave.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from reassure.checks.deployment_log import Log
from reassure.checks.deployment_ways import Convoy, WayRules
from reassure.model.choices import ActualEvent
from reassure.model.finding import Finding
from reassure.model.network import Actual
from reassure.model.results import Deployment

_TABLE = "actuals:"


def check_past(rules: WayRules, convoy: Convoy, deployment: Deployment) -> Iterator[Finding]:
    """Check the legs of loads that had left, from where they were reported last.

    Parameters
    ----------
    rules
        Rules of the plan.
    convoy
        Loads that had left, whose legs are the same links.
    deployment
        Planned on, with the report of each load.

    Yields
    ------
    Finding
        CHK-MOVE-005 for what leaves before it may, CHK-MOVE-007 for what is closed.
    """
    places, broken = rules.places(convoy)
    if broken is not None or deployment.as_of_day is None:
        return
    for i, load in enumerate(convoy.loads):
        one = convoy.one(i)
        log = Log(rules, one)
        change = deployment.load_changes[load]
        report = _report(rules, change.reason)
        n_told, is_held = _told(places, report)
        for leg in range(n_told, len(one.links)):
            days = one.departs[:, leg]
            if leg == n_told and is_held:
                early = days < deployment.as_of_day
                log.tell(
                    "CHK-MOVE-005", early, leg, "depart_day",
                    f"departure from {places[leg]} on day {days[0]}, of which nothing is reported",
                    f"day {deployment.as_of_day} or later",
                )  # fmt: skip
            for table, record in (("links", one.links[leg].id), ("locations", places[leg])):
                log.check_outage(table, record, days, np.ones(1, dtype=np.bool_), leg, "depart_day")
        yield from log.findings


def _report(rules: WayRules, reason: str | None) -> Actual | None:
    name = (reason or "").removeprefix(_TABLE).removesuffix(".day")
    is_report = reason is not None and reason.startswith(_TABLE)
    return rules.plan.actuals[name] if is_report and name in rules.plan.actuals else None


def _told(places: Sequence[str], report: Actual | None) -> tuple[int, bool]:
    """Return how many legs a report tells to have begun, and whether it tells of an arrival."""
    if report is None or report.location not in places:
        return 0, False
    at = places.index(report.location)
    if report.event is ActualEvent.DEPARTED:
        return at + 1, False
    return at, at > 0
