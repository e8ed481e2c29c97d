"""What every engine returns: frozen tables, how they came about, and how to read them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from reassure.model.choices import Status, StoppedBy
from reassure.model.errors import UsageError
from reassure.model.plan import Plan
from reassure.model.table import Table


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result came about; enough to make it again, and nothing of where or when.

    Attributes
    ----------
    step
        Engine.
    seed
        Root seed.
    inputs_sha256
        Hash of the plan.
    versions
        Versions of this package and of the libraries that the result hangs on.
    status, stopped_by
        How the run ended.
    objective, bound
        Value reached, and the proven limit of what any result could reach; None where
        the engine optimises nothing.
    """

    step: str
    seed: int
    inputs_sha256: str
    versions: dict[str, str]
    status: Status
    stopped_by: StoppedBy | None = None
    objective: float | None = None
    bound: float | None = None

    @property
    def gap(self) -> float | None:
        """Distance of objective and bound over the smaller of the two; None without a bound."""
        return gap_of(self.objective, self.bound)

    @property
    def is_cut_short(self) -> bool:
        """Whether it ended with less than all of its work."""
        is_stopped = self.stopped_by in (StoppedBy.CLOCK, StoppedBy.USER)
        return is_stopped or self.status is Status.PARTIAL

    def to_dict(self) -> dict[str, Any]:
        """Return the part of `summary.json` that all steps share."""
        return {
            "seed": self.seed,
            "status": self.status.value,
            "stopped_by": None if self.stopped_by is None else self.stopped_by.value,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
        }


@dataclass(frozen=True)
class Result:
    """Base of all results; subclasses add tables and figures as fields."""

    provenance: Provenance

    def figures(self) -> dict[str, Any]:
        """Return the step's own figures for `summary.json`."""
        raise NotImplementedError

    def summary(self) -> dict[str, Any]:
        """Return the step's part of `summary.json`."""
        return {**self.figures(), **self.provenance.to_dict()}

    def to_tables(self) -> dict[str, Table[Any]]:
        """Return the tables of the result by name."""
        named = ((item.name, getattr(self, item.name)) for item in fields(self))
        return {name: value for name, value in named if isinstance(value, Table)}

    def __rich_repr__(self) -> Iterator[tuple[str, Any]]:
        """Yield what a terminal shows."""
        yield from self.summary().items()

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in self.summary().items()
        )
        return f"<table><caption>{type(self).__name__}</caption>{rows}</table>"


def require_results_of(plan: Plan, *results: Result | None) -> None:
    """Refuse results that were made from another plan.

    Raises
    ------
    UsageError
        ENG-INPUT-001.
    """
    for result in results:
        if result is not None and result.provenance.inputs_sha256 != plan.sha256:
            step = result.provenance.step
            again = (
                f"run {step} on this plan, and go on from what that makes; or, to plan again from "
                "it, reassure replan --before"
            )
            if len(plan.actuals):
                again = (
                    "where reports in actuals came in since, plan it on from them with reassure "
                    f"reroute, and go on from what that makes; else {again}"
                )
            raise UsageError(
                f"a result of {step} that was made from another plan",
                f"a result of the plan with hash {plan.sha256[:12]}",
                again,
                code="ENG-INPUT-001",
            )


def gap_of(objective: float | None, bound: float | None) -> float | None:
    """Return ``|objective - bound|`` over the smaller of the two in size, as a fraction."""
    if objective is None or bound is None:
        return None
    distance = abs(objective - bound)
    if distance == 0.0:
        return 0.0
    smaller = min(abs(objective), abs(bound))
    return distance / smaller if smaller > 0 else None


@cache
def versions_of(*packages: str) -> dict[str, str]:
    """Return the versions of this package and of the named libraries."""
    return {name: _version(name) for name in ("reassure", *packages)}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
