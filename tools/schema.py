"""Writes everything that is made from the record types, the codes and the commands.

``python -m tools.schema`` writes ``schema/`` and the generated pages of ``docs/reference/``;
``--check`` writes nothing and names every file that differs.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import typer.main
from typer.core import TyperGroup, TyperOption

from reassure.brief.tpfdd import COLUMNS
from reassure.cli import app
from reassure.model import (
    branch_outputs,
    movement_outputs,
    outputs,
    progress_outputs,
    roe_outputs,
    run_outputs,
    simulation_outputs,
    site_outputs,
    upgrade_outputs,
)
from reassure.model.codes import CATALOGUE
from reassure.model.plan import PlanMeta, table_types
from reassure.model.record import Row
from reassure.model.schema import table_page, table_schema
from reassure.model.summary import Summary

ROOT = Path(__file__).resolve().parents[1]
FAMILIES = {
    "coalition": "Coalition",
    "force": "Force",
    "network": "Network",
    "supply": "Supply and chance",
    "rules": "Rules",
    "agreement": "Agreements and branches",
    "support": "Support",
    "sources": "Sources and incidents",
}
_GENERATED = "<!-- Made by `make schema`; change the record types instead. -->"


def generated_files() -> dict[str, str]:
    """Return the text of every generated file by its path in the repository."""
    files: dict[str, str] = {}
    for name, record_type in table_types().items():
        files[f"schema/table/{name}.json"] = _json(table_schema(record_type))
        files[f"schema/json/{record_type.singular()}.json"] = _json(record_type.model_json_schema())
    files["schema/json/plan_heading.json"] = _json(PlanMeta.model_json_schema())
    files["schema/json/summary.json"] = _json(Summary.model_json_schema())
    for name, record_type in output_types().items():
        files[f"schema/output/{name}.json"] = _json(table_schema(record_type))
    for module, title in FAMILIES.items():
        files[f"docs/reference/tables/{module}.md"] = _family_page(module, title)
    files["docs/reference/outputs.md"] = _outputs_page()
    files["docs/reference/codes.md"] = _codes_page()
    files["docs/reference/commands.md"] = _commands_page()
    return files


def output_types() -> dict[str, type[Row]]:
    """Return the record types of the tables that engines write, by their singular."""
    modules = (
        outputs,
        run_outputs,
        movement_outputs,
        site_outputs,
        upgrade_outputs,
        roe_outputs,
        progress_outputs,
        simulation_outputs,
        branch_outputs,
    )
    held = [item for module in modules for item in vars(module).values()]
    types = [item for item in held if isinstance(item, type)]
    rows = [item for item in types if issubclass(item, Row) and item is not Row]
    return {item.singular(): item for item in rows}


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _page(title: str, *parts: str) -> str:
    return "\n".join([_GENERATED, "", f"# {title}", "", *parts]).rstrip() + "\n"


def _family_page(module: str, title: str) -> str:
    lines: list[str] = ["`*`: must be filled. Any table may stay away; it is then empty.", ""]
    for name, record_type in table_types().items():
        if record_type.__module__ == f"reassure.model.{module}":
            lines += table_page(name, record_type)
    return _page(title, *lines)


def _outputs_page() -> str:
    lines = ["Every run writes these as CSV and as Parquet into `tables/`.", ""]
    for name, record_type in output_types().items():
        lines += table_page(name, record_type)
    return _page("Tables that runs write", *lines, *_tpfdd_lines())


def _tpfdd_lines() -> list[str]:
    lines = [
        "## tpfdd",
        "",
        "Time-phased force and deployment data: one row for each assignment, by the day on which",
        "it is wanted, as `tables/tpfdd.csv` and `tables/tpfdd.xlsx`. It is made from the tables",
        "above for readers and spreadsheets; no command reads it. In the CSV a text that a",
        "spreadsheet would take for a formula stands behind an apostrophe.",
        "",
        "| column | unit | meaning |",
        "| --- | --- | --- |",
    ]
    return lines + [f"| `{row.heading}` | {row.unit} | {row.meaning} |" for row in COLUMNS]


def _codes_page() -> str:
    lines = ["Every message of Reassure ends with one of these codes.", ""]
    lines += ["| code | what | meaning |", "| --- | --- | --- |"]
    lines += [
        f"| `{code}` | {entry.title} | {entry.meaning} |"
        for code, entry in sorted(CATALOGUE.items())
    ]
    return _page("Codes", *lines)


def _commands_page() -> str:
    lines = [
        "Exit codes: 0 done, 1 faults in the data, 2 misuse, 3 stopped by a limit with a partial",
        "result, 130 Ctrl-C.",
        "",
    ]
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        lines += [f"## reassure {name}", "", (command.help or "").strip(), ""]
        lines += ["| argument or option | default | meaning |", "| --- | --- | --- |"]
        for parameter in command.params:
            if parameter.name == "help":
                continue
            is_option = isinstance(parameter, TyperOption)
            shown = parameter.opts[0] if is_option else (parameter.name or "").upper()
            default = "" if parameter.default is None else f"`{parameter.default}`"
            lines.append(f"| `{shown}` | {default} | {getattr(parameter, 'help', '') or ''} |")
        lines.append("")
    return _page("Commands", *lines)


def _stale(files: dict[str, str]) -> list[str]:
    """Return the generated files that nothing makes any more."""
    found = [path for path in (ROOT / "schema").rglob("*.json") if path.is_file()]
    found += list((ROOT / "docs/reference/tables").glob("*.md"))
    names = [path.relative_to(ROOT).as_posix() for path in found]
    return sorted(name for name in names if name not in files)


def main() -> int:
    """Read the command line; write, or compare."""
    parser = argparse.ArgumentParser(prog="python -m tools.schema", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    is_check = parser.parse_args().check
    files = generated_files()
    stale = _stale(files)
    differing = [
        name
        for name, text in files.items()
        if not (ROOT / name).is_file() or (ROOT / name).read_text(encoding="utf-8") != text
    ]
    if is_check:
        for name in [*differing, *stale]:
            print(
                f"schema: {name}: found an old file; expected what the code says; run make schema"
            )
        return 1 if differing or stale else 0
    for name in differing:
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name], encoding="utf-8")
    for name in stale:
        (ROOT / name).unlink()
    print(f"schema: {len(differing)} files written, {len(stale)} removed, {len(files)} in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
