"""What the mission needs: objectives, sectors, battlegroups, tasks and requirement lines.

The lines stand in ``lines.csv`` as a staff would write them: entry forces and headquarters first,
then brigades from west to east with their enablers, then the slower build-up. The lines draw on no
nation's plan; the size of the whole follows public estimates (README).
"""

from data.recipe.tables import Row, notional, number_or_none, read_own_table, words_of

_OBJECTIVES = (
    ("skies", "Safe skies", 1.0),
    ("seas", "Safe seas", 0.9),
    ("land", "Peace on land", 1.2),
    ("host", "Stronger host forces", 0.8),
)


_SUBSTITUTIONS = (
    ("motor-infantry", "mech-infantry", 0.95),
    ("patrol-vessel", "escort-frigate", 0.9),
    ("supply", "transport", 0.5),
    ("demining", "engineers", 0.5),
)
"""(asked for, stands in, efficiency): few, and always at a loss."""


def build_substitutions() -> list[Row]:
    """Rows of the table ``substitutions``."""
    return [
        {
            "id": f"{capability}-by-{by}",
            "capability": capability,
            "by": by,
            "efficiency": efficiency,
            "note": notional("assumed efficiency"),
        }
        for capability, by, efficiency in _SUBSTITUTIONS
    ]


def build_objectives() -> list[Row]:
    """Rows of the table ``objectives``."""
    note = notional("the weight is an assumption")
    return [
        {"id": key, "name": name, "weight": weight, "note": note}
        for key, name, weight in _OBJECTIVES
    ]


def build_tasks() -> list[Row]:
    """Rows of the table ``tasks``."""
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "objective": row["objective"],
            "measures": words_of(row["measures"]),
            "attributes": words_of(row["attributes"]),
            "note": notional(),
        }
        for row in read_own_table("tasks")
    ]


def build_sectors() -> list[Row]:
    """Rows of the table ``sectors``."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "location": row["location"],
            "lead_nations": words_of(row["lead_nations"]),
            "lead_min_unit_months": number_or_none(row["lead_min_unit_months"]),
            "note": notional(
                "candidates to lead are chosen by hand, large or near nations"
                if row["lead_nations"]
                else ""
            ),
        }
        for row in read_own_table("sectors")
    ]


def build_formations() -> list[Row]:
    """Rows of the table ``formations``."""
    return [
        {
            "id": row["id"],
            "sector": row["sector"],
            "framework_nation": row["framework_nation"] or None,
            "max_nations": int(row["max_nations"]) if row["max_nations"] else None,
            "note": notional(),
        }
        for row in read_own_table("formations")
    ]


def build_requirements() -> list[Row]:
    """Rows of the table ``requirements``."""
    return [
        {
            "id": row["id"],
            "objective": row["objective"],
            "sector": row["sector"],
            "capability": row["capability"],
            "quantity": float(row["quantity"]),
            "weight": float(row["weight"]),
            "from_day": float(row["from_day"]),
            "until_day": float(row["until_day"]),
            "required_day": number_or_none(row["required_day"]),
            "max_notice_days": number_or_none(row["max_notice_days"]),
            "min_grade": int(row["min_grade"]),
            "attributes": words_of(row["attributes"]),
            "formation": row["formation"] or None,
            "tasks": words_of(row["tasks"]),
            "branches": words_of(row["branches"]),
            "counted": row["counted"],
            "overlap_days": float(row["overlap_days"]),
            "note": notional(),
        }
        for row in read_own_table("lines")
    ]
