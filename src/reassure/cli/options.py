"""Arguments and options that commands share."""

import functools
import inspect
import typing
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reassure.model.arguments import DEFAULT_CHANGE_PRICE
from reassure.model.choices import MoveMethod, MoveObjective
from reassure.model.roe_choices import Strength

if TYPE_CHECKING:
    from reassure.pipeline import Options


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
OutAlways = Annotated[Path, typer.Option(help="Folder to write the results to.", **PATH)]
From = Annotated[
    Path | None, typer.Option("--from", help="Folder with earlier steps' results.", **PATH)
]
FromAlways = Annotated[Path, typer.Option("--from", help="Folder with the steps' results.", **PATH)]
_BEFORE = "Folder with the results of an earlier version of the plan, to change few of them."
Before = Annotated[Path | None, typer.Option(help=_BEFORE, **PATH)]
BeforeAlways = Annotated[Path, typer.Option(help=_BEFORE, **PATH)]
ChangePrice = Annotated[
    float | None,
    typer.Option(
        help="Price of each change, in units of a middling line for their longest tour; "
        f"none: {DEFAULT_CHANGE_PRICE:g}. A change that gains less is not made.",
    ),
]
Scenarios = Annotated[
    int,
    typer.Option(
        help="Keep reserves where promises are weak: plan for the mean over so many scenarios of "
        "which offers come; 0: every offer counts in full.",
    ),
]
Counting = Annotated[
    Strength,
    typer.Option(
        help="Which strength counts on lines that state tasks: that of units which may do every "
        "one of them, unasked or on approval, or that of all units.",
    ),
]
Nation = Annotated[
    str | None, typer.Option(help="Nation to ask, by its code; none: whoever can.", metavar="NAT")
]
Top = Annotated[int, typer.Option(help="How many asks to work out.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Verify = Annotated[
    bool, typer.Option("--verify", help="Hold the force plan against every limit once more.")
]
VerifyMoves = Annotated[
    bool, typer.Option("--verify", help="Hold the deployment against every limit once more.")
]
VerifyHome = Annotated[
    bool, typer.Option("--verify", help="Hold the withdrawal against every limit once more.")
]
Objective = Annotated[
    MoveObjective, typer.Option("--objective", help="What the schedule of movement lowers.")
]
Method = Annotated[
    MoveMethod,
    typer.Option("--method", help="A search from the list schedule, or that schedule alone."),
]

Gap = Annotated[
    float,
    typer.Option(
        "--gap",
        help="Distance of schedule and bound, over the bound, at which the search ends: 0.05 for "
        "5 %; 0: it goes on.",
    ),
]


Branch = Annotated[
    str | None,
    typer.Option(
        "--branch",
        metavar="NAME",
        help="Branch of the plan; none: the plan as a whole, in which all lines count.",
    ),
]


@dataclass(frozen=True)
class Limits:
    """Options of every command that runs steps."""

    seed: Annotated[int, typer.Option(help="Root seed.")] = 0
    time_limit: Annotated[
        float | None, typer.Option(help="Seconds for the whole run; none: stop by work.")
    ] = None
    threads: Annotated[int, typer.Option(help="Threads; they change no result.")] = 1
    as_json: AsJson = False

    def options(self, **more: Any) -> "Options":
        """Return the options of a run; those of ``more`` that are None keep their defaults."""
        from reassure.pipeline import Options

        named = {name: value for name, value in more.items() if value is not None}
        limit = self.time_limit
        return Options(seed=self.seed, time_limit_s=limit, threads=self.threads, **named)


@dataclass(frozen=True)
class Search(Limits):
    """Options of every command that runs a step of one plan, or of one branch of it."""

    branch: Branch = None

    def options(self, **more: Any) -> "Options":
        """Return the options of a run of the plan, or of the branch that is asked for."""
        return super().options(branch=self.branch, **more)


def spread(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command take a class of options, such as `Search`, as options of its own.

    Parameters
    ----------
    command
        Command whose parameters are plain ones and classes of options.

    Returns
    -------
    Callable
        The same command with the fields of these classes as its last parameters.
    """
    hints = typing.get_type_hints(command, include_extras=True)
    plain: list[inspect.Parameter] = []
    shared: list[inspect.Parameter] = []
    classes: dict[str, type[Any]] = {}
    for parameter in inspect.signature(command).parameters.values():
        hint = hints[parameter.name]
        if not (isinstance(hint, type) and is_dataclass(hint)):
            plain.append(parameter.replace(annotation=hint))
            continue
        classes[parameter.name] = hint
        of_field = typing.get_type_hints(hint, include_extras=True)
        shared += [
            _parameter(item.name, of_field[item.name], item.default) for item in fields(hint)
        ]

    @functools.wraps(command)
    def told(**given: Any) -> None:
        for name, made in classes.items():
            own = {item.name: given.pop(item.name) for item in fields(made)}
            given[name] = made(**own)
        command(**given)

    parameters = [*plain, *shared]
    told.__signature__ = inspect.Signature(parameters)  # pyright: ignore[reportAttributeAccessIssue]
    told.__annotations__ = {item.name: item.annotation for item in parameters}
    return told


def _parameter(name: str, hint: Any, default: object) -> inspect.Parameter:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    stated = inspect.Parameter.empty if default is MISSING else default
    return inspect.Parameter(name, kind, default=stated, annotation=hint)
