"""The command line as a whole: what cannot be parsed is told as JSON too, where that is asked."""

import contextlib
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from reassure.cli.console import MISUSE, print_misuse

if TYPE_CHECKING:
    from reassure.model.errors import UsageError

AS_JSON = "--json"
# What every error of a command line is, by no public name.
_PARSE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]


class Commands(TyperGroup):
    """The commands, of which every one with `--json` ends misuse with JSON."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read what stands before the name of a command."""
        given = tuple(args)
        ctx.meta[AS_JSON] = given
        with _telling_json(given):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Read the rest, and run the command."""
        with _telling_json(ctx.meta[AS_JSON]):
            return super().invoke(ctx)


@contextlib.contextmanager
def _telling_json(given: Sequence[str]) -> Generator[None, None, None]:
    """Print what cannot be parsed as JSON; the words for people follow on standard error."""
    from reassure.model.errors import UsageError

    try:
        yield
    except _PARSE_ERROR as error:
        if AS_JSON in given and getattr(error, "exit_code", MISUSE) == MISUSE:
            cause = error.__cause__
            print_misuse(cause if isinstance(cause, UsageError) else _worded(error))
        raise


def _worded(error: Exception) -> "UsageError":
    from reassure.model.errors import UsageError

    told = getattr(error, "format_message", error.__str__)()
    return UsageError(
        told.strip().rstrip("."),
        "the arguments and options of a command",
        "look them up with --help",
        code="CLI-USAGE-001",
    )
