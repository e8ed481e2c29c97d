"""A plan: what it is about, and one table per kind of record."""

import datetime as dt
import json
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from reassure.model import (
    agreement,
    coalition,
    force,
    network,
    rules,
    sources,
    supply,
    support,
)
from reassure.model.canonical import digest, table_bytes
from reassure.model.fields import CURRENCY_PATTERN
from reassure.model.label import Label
from reassure.model.lengths import LONGEST_LABEL, LONGEST_NAME
from reassure.model.periods import Periods
from reassure.model.record import Record
from reassure.model.table import Table

FORMAT_VERSION = 1
FIRST_DATE, LAST_DATE = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
"""Dates that C-day may take: centuries of days before and after it stay on the calendar."""
MOST_DAYS = 36_500
MOST_PERIODS = 2_000
"""Engines keep amounts by day and by period; beyond a century nothing is planned by either."""


class PlanMeta(BaseModel):
    """What `datapackage.json` says of the plan under its key ``reassure``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    format: int = Field(description="Version of the plan format", ge=1, strict=True)
    title: str = Field(description="Title of the plan", min_length=1, max_length=LONGEST_NAME)
    c_day: dt.date | None = Field(
        default=None, description="Date of C-day; empty: open", ge=FIRST_DATE, le=LAST_DATE
    )
    horizon_days: float = Field(description="Length of the plan [days]", gt=0, le=MOST_DAYS)
    period_days: float = Field(
        default=30.0, description="Length of a period [days]", gt=0, le=MOST_DAYS
    )
    currency: str = Field(description="ISO 4217 code", pattern=CURRENCY_PATTERN)
    price_year: int = Field(description="Year of prices", ge=FIRST_DATE.year, le=LAST_DATE.year)
    label: str = Field(description="Label of every row that has none", max_length=LONGEST_LABEL)
    notional: bool = Field(description="Whether the plan is made up")
    as_of: dt.date | None = Field(
        default=None, description="'Today'; empty: C-day", ge=FIRST_DATE, le=LAST_DATE
    )

    @field_validator("title")
    @classmethod
    def _is_filled(cls, title: str) -> str:
        """Refuse a title of blanks."""
        if not title.strip():
            raise ValueError("is blank")
        return title

    @field_validator("period_days")
    @classmethod
    def _is_countable(cls, period_days: float, info: ValidationInfo) -> float:
        """Refuse periods so short that the plan would have too many to be planned."""
        horizon_days: float | None = info.data.get("horizon_days")
        if horizon_days is not None and horizon_days / period_days > MOST_PERIODS:
            raise ValueError(f"divides the plan into more than {MOST_PERIODS} periods")
        return period_days

    @field_validator("label")
    @classmethod
    def _is_readable(cls, label: str) -> str:
        """Refuse a label that nobody could decide by; every row without one bears it."""
        parsed = Label.parse(label)
        if parsed is None:
            raise ValueError("is no label such as RESTRICTED REL TO FRA, GBR")
        return str(parsed)

    @property
    def today(self) -> dt.date | None:
        """The day that rules on dates take as today, None where the plan leaves it open."""
        return self.as_of or self.c_day

    @property
    def periods(self) -> Periods:
        """The clock of force generation."""
        return Periods(self.horizon_days, self.period_days)


def _table(record_type: type[Record]) -> Any:
    return field(default_factory=lambda: Table.empty(record_type))


@dataclass(frozen=True, repr=False)
class Plan:
    """A coalition's plan. Every field but ``meta`` is a table; its name is the file's name.

    Examples
    --------
    >>> from reassure import read_plan, example_folder
    >>> plan = read_plan(example_folder("first-steps"))
    >>> plan.offers["fra-inf"].quantity
    2
    """

    meta: PlanMeta
    nations: Table[coalition.Nation] = _table(coalition.Nation)
    objectives: Table[coalition.Objective] = _table(coalition.Objective)
    meetings: Table[coalition.Meeting] = _table(coalition.Meeting)
    decisions: Table[coalition.Decision] = _table(coalition.Decision)
    policies: Table[coalition.Policy] = _table(coalition.Policy)
    milestones: Table[coalition.Milestone] = _table(coalition.Milestone)
    capabilities: Table[force.Capability] = _table(force.Capability)
    substitutions: Table[force.Substitution] = _table(force.Substitution)
    sectors: Table[force.Sector] = _table(force.Sector)
    formations: Table[force.Formation] = _table(force.Formation)
    requirements: Table[force.Requirement] = _table(force.Requirement)
    offers: Table[force.Offer] = _table(force.Offer)
    conditions: Table[force.Condition] = _table(force.Condition)
    caveats: Table[force.Caveat] = _table(force.Caveat)
    burdens: Table[force.Burden] = _table(force.Burden)
    locations: Table[network.Location] = _table(network.Location)
    links: Table[network.Link] = _table(network.Link)
    gauge_breaks: Table[network.GaugeBreak] = _table(network.GaugeBreak)
    lifts: Table[network.Lift] = _table(network.Lift)
    movement_profiles: Table[network.MovementProfile] = _table(network.MovementProfile)
    passages: Table[network.Passage] = _table(network.Passage)
    clearances: Table[network.Clearance] = _table(network.Clearance)
    outages: Table[network.Outage] = _table(network.Outage)
    upgrades: Table[network.Upgrade] = _table(network.Upgrade)
    rates: Table[network.Rate] = _table(network.Rate)
    actuals: Table[network.Actual] = _table(network.Actual)
    zones: Table[network.Zone] = _table(network.Zone)
    supply_classes: Table[supply.SupplyClass] = _table(supply.SupplyClass)
    consumption: Table[supply.Consumption] = _table(supply.Consumption)
    postures: Table[supply.Posture] = _table(supply.Posture)
    stocks: Table[supply.Stock] = _table(supply.Stock)
    supply_policies: Table[supply.SupplyPolicy] = _table(supply.SupplyPolicy)
    uncertainties: Table[supply.Uncertainty] = _table(supply.Uncertainty)
    measures: Table[rules.Measure] = _table(rules.Measure)
    measure_events: Table[rules.MeasureEvent] = _table(rules.MeasureEvent)
    tasks: Table[rules.Task] = _table(rules.Task)
    positions: Table[rules.Position] = _table(rules.Position)
    agreements: Table[agreement.Agreement] = _table(agreement.Agreement)
    agreement_events: Table[agreement.AgreementEvent] = _table(agreement.AgreementEvent)
    preconditions: Table[agreement.Precondition] = _table(agreement.Precondition)
    terms: Table[agreement.Term] = _table(agreement.Term)
    branches: Table[agreement.Branch] = _table(agreement.Branch)
    items: Table[support.Item] = _table(support.Item)
    needs: Table[support.Need] = _table(support.Need)
    pledges: Table[support.Pledge] = _table(support.Pledge)
    pledge_events: Table[support.PledgeEvent] = _table(support.PledgeEvent)
    courses: Table[support.Course] = _table(support.Course)
    groups: Table[support.Group] = _table(support.Group)
    information_requests: Table[support.InformationRequest] = _table(support.InformationRequest)
    reports: Table[sources.Report] = _table(sources.Report)
    statements: Table[sources.Statement] = _table(sources.Statement)
    incidents: Table[sources.Incident] = _table(sources.Incident)
    claims: Table[sources.Claim] = _table(sources.Claim)
    assessments: Table[sources.Assessment] = _table(sources.Assessment)
    coverage: Table[sources.Coverage] = _table(sources.Coverage)
    zone_files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])

    @classmethod
    def of(cls, meta: PlanMeta, tables: Mapping[str, Iterable[Any]]) -> "Plan":
        """Make a plan from rows by table; rows are records or mappings.

        Raises
        ------
        KeyError
            If a name is not a table.
        pydantic.ValidationError
            If a row is not valid.
        """
        types = table_types()
        made: dict[str, Any] = {name: Table.of(types[name], rows) for name, rows in tables.items()}
        return cls(meta, **made)

    def with_tables(self, **tables: Table[Any]) -> "Plan":
        """Return a plan in which these tables stand instead."""
        return replace(self, **tables)

    def table(self, name: str) -> Table[Any]:
        """Return a table by its name.

        Raises
        ------
        KeyError
            If there is no such table.
        """
        if name not in table_types():
            raise KeyError(name)
        table: Table[Any] = getattr(self, name)
        return table

    def tables(self) -> Iterator[tuple[str, Table[Any]]]:
        """Iterate over all tables with their names, in the order of the format."""
        return ((name, self.table(name)) for name in table_types())

    def __repr__(self) -> str:
        """Return the title and the number of rows by table."""
        rows = ", ".join(f"{name} {len(table)}" for name, table in self.tables() if len(table))
        return f"Plan({self.meta.title!r}: {rows or 'no rows'})"

    @cached_property
    def sha256(self) -> str:
        """Hash of everything in the plan, the same wherever and in whatever order it was read."""
        meta = json.dumps(self.meta.model_dump(mode="json"), sort_keys=True).encode()
        parts = [("meta", meta)]
        parts += [(name, table_bytes(table)) for name, table in self.tables() if len(table)]
        parts += sorted(self.zone_files.items())
        return digest(parts)


@cache
def table_types() -> dict[str, type[Record]]:
    """Return the record type of every table of a plan, in the order of the format."""
    hints = typing.get_type_hints(Plan)
    return {
        item.name: typing.get_args(hints[item.name])[0]
        for item in fields(Plan)
        if typing.get_origin(hints[item.name]) is Table
    }
