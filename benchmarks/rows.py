"""How benchmarks tell what they measured."""

import json
from collections.abc import Mapping
from typing import Any


def tell(row: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one row: as an object in a line, or as words."""
    words = "  ".join(f"{key} {value}" for key, value in row.items())
    print(json.dumps(row) if as_json else words, flush=True)
