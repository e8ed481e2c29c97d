"""Arguments and options that commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer


def _folder(text: str) -> Path:
    """Read the path of a folder; an empty one would silently be the folder one stands in."""
    from reassure.model.errors import UsageError

    if not text.strip():
        cure = "name one, or . for the folder you are in"
        error = UsageError("an empty text", "the path of a folder", cure, code="CLI-PATH-001")
        raise typer.BadParameter(str(error)) from error
    return Path(text)


PATH: dict[str, Any] = {"parser": _folder, "metavar": "FOLDER"}
"""How every path of a folder is read."""

Folder = Annotated[Path, typer.Argument(help="Plan folder.", show_default=False, **PATH)]
Out = Annotated[Path | None, typer.Option(help="Folder to write the results to.", **PATH)]
From = Annotated[
    Path | None, typer.Option("--from", help="Folder with earlier steps' results.", **PATH)
]
Seed = Annotated[int, typer.Option(help="Root seed.")]
TimeLimit = Annotated[
    float | None, typer.Option(help="Seconds for the whole run; none: stop by work.")
]
Threads = Annotated[int, typer.Option(help="Threads; they change no result.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Verify = Annotated[
    bool, typer.Option("--verify", help="Hold the force plan against every limit once more.")
]
