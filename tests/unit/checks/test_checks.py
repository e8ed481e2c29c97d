"""Every rule across tables: the clean plan, spoilt in one way, yields that rule's code."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from reassure.checks import check_tables
from reassure.model.codes import CATALOGUE
from reassure.model.finding import Finding, Severity
from reassure.model.move_codes import MOVE_CODES
from reassure.model.movement_codes import MOVEMENT_CODES
from reassure.model.plan import Plan, table_types
from reassure.model.plan_codes import PLAN_CODES
from reassure.model.progress_codes import PROGRESS_CODES
from reassure.model.table import LINE_COLUMN, Table
from tests.unit.checks.clean import Rows, clean_rows, make_plan, row
from tests.unit.checks.spoilt import CASES as OWN_CASES
from tests.unit.checks.spoilt import Case
from tests.unit.checks.spoilt_branches import BRANCH_CASES

SOURCES = Path(__file__).resolve().parents[3] / "src" / "reassure"
CASES = (*OWN_CASES, *BRANCH_CASES)
CODE = re.compile(r"\bCHK-[A-Z]+-\d{3}\b")


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def check(spoil: Callable[[Rows], Any], meta: dict[str, Any] | None = None) -> list[Finding]:
    rows = clean_rows()
    spoil(rows)
    return check_tables(make_plan(rows, meta))


def test_the_clean_plan_yields_nothing() -> None:
    assert check_tables(make_plan(clean_rows())) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_spoilt_plan_yields_its_code_and_no_other(case: Case) -> None:
    findings = check(case.spoil, case.meta)
    assert sorted(set(codes(findings))) == sorted({case.code, *case.also}), "\n".join(
        map(str, findings)
    )
    finding = next(item for item in findings if item.code == case.code)
    assert finding.severity is case.severity
    assert (finding.table, finding.id, finding.column) == case.place
    assert case.says in str(finding)


def test_every_code_is_triggered() -> None:
    triggered = {case.code for case in CASES} | {"CHK-PART-001"}
    # Codes of force plans and deployments, which no plan folder holds, have their own tests; so
    # have those of milestones.
    assert triggered == {code for code in CATALOGUE if code.startswith("CHK-")} - {
        *PLAN_CODES,
        *MOVE_CODES,
        *MOVEMENT_CODES,
        *PROGRESS_CODES,
    }


def test_the_catalogue_holds_the_codes_in_use_and_no_other() -> None:
    used: set[str] = set()
    for path in (SOURCES / "checks").rglob("*.py"):
        # A docstring may name a span of codes; a rule names its own in quotes.
        used |= {code[1:] for code in re.findall(r'"CHK-[A-Z]+-\d{3}', path.read_text("utf-8"))}
    assert used == {code for code in CATALOGUE if code.startswith("CHK-")}
    elsewhere = {
        code
        for path in SOURCES.rglob("*.py")
        if "checks" not in path.parts and path.name != "check_codes.py"
        for code in CODE.findall(path.read_text("utf-8"))
    }
    assert elsewhere <= used


def test_all_findings_come_at_once_in_the_order_of_tables_and_rows() -> None:
    def spoil(rows: Rows) -> None:
        row(rows, "offers", "pol-inf")["origin"] = "lodzz"
        row(rows, "offers", "fra-inf")["until_day"] = -5
        row(rows, "offers", "fra-inf")["nation"] = "FRX"
        row(rows, "stocks", "k1")["location"] = "kiev"
        row(rows, "requirements", "r-inf")["objective"] = "sea"

    findings = [item for item in check(spoil) if item.severity is Severity.FAULT]
    assert [(item.table, item.id, item.column) for item in findings] == [
        ("requirements", "r-inf", "objective"),
        ("offers", "fra-inf", "nation"),
        ("offers", "fra-inf", "until_day"),
        ("offers", "pol-inf", "origin"),
        ("stocks", "k1", "location"),
    ]


def with_lines(plan: Plan, table: str, first: int) -> Plan:
    frame = plan.table(table).frame
    numbered = frame.with_columns(pl.Series(LINE_COLUMN, range(first, first + frame.height)))
    return plan.with_tables(**{table: Table(table_types()[table], numbered)})


def test_a_finding_names_the_line_that_a_spreadsheet_shows() -> None:
    rows = clean_rows()
    row(rows, "offers", "fra-inf")["origin"] = "paris"
    findings = check_tables(with_lines(make_plan(rows), "offers", 14))
    assert str(findings[0]) == (
        'offers.csv row 14, origin (fra-inf): found "paris"; expected an id of table locations; '
        'did you mean "paris-gare"? If not, add "paris" to locations.csv. [CHK-REF-001]'
    )


def test_rows_set_aside_may_be_named_and_silence_what_is_concluded_from_them() -> None:
    rows = clean_rows()
    del rows["offers"][0]
    rows["conditions"] = [{"id": "c1", "offer": "fra-inf", "kind": "mandate"}]
    row(rows, "requirements", "r-eng")["min_grade"] = 4  # nobody reaches it
    findings = check_tables(make_plan(rows), set_aside={"offers": frozenset({"fra-inf"})})
    assert codes(findings) == ["CHK-PART-001"]
    assert sorted(codes(check_tables(make_plan(rows)))) == ["CHK-FORCE-004", "CHK-REF-001"]


def test_the_nearest_offer_is_the_one_with_the_fewest_obstacles() -> None:
    def spoil(rows: Rows) -> None:
        line = row(rows, "requirements", "r-inf")
        line["min_grade"], line["max_notice_days"], line["attributes"] = 3, 10, ["arctic"]
        row(rows, "offers", "pol-inf").update(grade=4, notice_days=20, attributes=["arctic"])
        row(rows, "offers", "fra-inf").update(notice_days=20)

    (finding,) = check(spoil)
    assert finding.found == (
        "nobody who can fill it: the nearest offer, pol-inf, fails on notice (20 days, at most 10)"
    )


def test_a_profile_of_units_that_are_set_aside_is_not_followed() -> None:
    rows = clean_rows()
    rows["movement_profiles"] = [{"id": "p1", "capability": "inf", "people_by": ("road",)}]
    rows["capabilities"] = [line for line in rows["capabilities"] if line["id"] != "inf"]
    aside = {"capabilities": frozenset({"inf"})}
    assert codes(check_tables(make_plan(rows), set_aside=aside)) == ["CHK-PART-001"]


def test_many_dangling_references_are_all_named() -> None:
    rows = clean_rows()
    template = rows["offers"][0]
    rows["offers"] = [{**template, "id": f"o{i}", "origin": f"nowhere-{i}"} for i in range(400)]
    findings = [item for item in check_tables(make_plan(rows)) if item.code == "CHK-REF-001"]
    assert len(findings) == 400
    assert all(item.found.strip('"').startswith("nowhere-") for item in findings)


@pytest.mark.parametrize("heading", ["c_day", "as_of"])
def test_today_is_as_of_or_else_c_day(heading: str) -> None:
    def spoil(rows: Rows) -> None:
        row(rows, "offers", "fra-inf")["valid_until"] = "2026-05-01"

    early = {"c_day": "2026-01-01", "as_of": None} | {heading: "2026-05-01"}
    late = {"c_day": "2026-01-01", "as_of": None} | {heading: "2026-05-02"}
    assert codes(check(spoil, early)) == []
    assert codes(check(spoil, late)) == ["CHK-DAY-005"]


def test_aircraft_that_fly_themselves_need_no_link() -> None:
    def spoil(rows: Rows) -> None:
        row(rows, "capabilities", "eng").update(moves="self", domain="air")
        rows["links"] = [item for item in rows["links"] if "camp" not in item["id"]]

    assert "CHK-REACH-005" not in codes(check(spoil))
    assert "CHK-REACH-004" in codes(check(spoil))  # the infantry still cannot get there


def test_a_caveat_that_somebody_may_lift_bars_nobody() -> None:
    caveat = {"id": "n1", "nation": "POL", "kind": "limitation", "sectors": ["east"]}
    assert check(lambda rows: rows.update(caveats=[{**caveat, "approver": "MoD"}])) == []
